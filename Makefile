# Two commands: `make report` and `make test`. `make help` lists the rest.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: report test search lab check bench lock clean help

report: .venv/ready  ## run the whole suite: figures/ and report/ (DATA=folder for your own data, whose outputs go to internal/ there or in OUT=folder)
	$(BIN)/python -m analysis report $(if $(DATA),--data "$(DATA)") $(if $(OUT),--out "$(OUT)")

test: .venv/ready    ## run all tests
	$(BIN)/python -m pytest

search: .venv/ready  ## run the property tests on examples drawn anew (SEED=number draws those of an earlier run)
	$(BIN)/python -m pytest --hypothesis-profile=search $(if $(SEED),--hypothesis-seed=$(SEED)) \
	  $$(grep -rl "from hypothesis import" tests --include=test_*.py)

lab: .venv/ready     ## open JupyterLab on the notebooks
	$(BIN)/jupyter lab notebooks

check: .venv/ready   ## linter and type checker
	$(BIN)/ruff check .
	$(BIN)/mypy

bench: .venv/ready   ## long benchmarks, each beside its plain counterpart
	$(BIN)/python -m tests.bench

lock: .venv/ready    ## work out the exact set anew, one for Linux, macOS and Windows and every Python supported
	$(BIN)/pip install --quiet uv
	$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --fork-strategy fewest --generate-hashes \
	  --extra dev --extra cluster --no-header --no-emit-index-url --no-emit-find-links -o requirements.lock pyproject.toml

clean:               ## delete what the suite generated, keep the environment
	rm -rf report .cache figures/tables figures/charts/data

help:                ## this list
	@grep -E '^[a-z]+:.*##' Makefile | sed 's/:[^#]*##/ -/'

# The locked set, every file checked against its hash; then the package itself without resolving anew.
.venv/ready: requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
	touch $@
