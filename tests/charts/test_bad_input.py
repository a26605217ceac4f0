"""What nobody wishes for, of every chart and from the command line: missing words, endless ones, nobody, one State, 60 questions, a full disk."""

import resource
import subprocess
import sys

import pytest

from analysis.__main__ import main
from analysis.charts.catalogue import chart
from analysis.dataset import open_dataset
from analysis.rerun import manifest
from tests.charts.test_catalogue import faults
from tests.conftest import REVIEWED
from tests.office.made import LONG, add

SIZES = ("slide", "page", "column")


def drawn(folder, language="en", sizes=SIZES):
    """Draw every chart of a dataset, and return what is cut or overlaps, by chart and size; what cannot be drawn is an error."""
    dataset = open_dataset(folder)
    names = dataset.layers.table("charts")["chart"]
    found = {(name, size): faults(chart(name, dataset, language, size).draw()) for name in names for size in sizes}
    return {where: wrong for where, wrong in found.items() if wrong}


def answered(folder, kept, answer=None):
    """Keep the reviews and codings of some States; answer: what all of them say to all yes-or-no questions."""
    for name in ("reviews", "codings"):
        head, *rows = (folder / f"{name}.csv").read_text().splitlines()
        rows = [row for row in rows if row.split(",")[0].split()[-1] in kept]
        if answer and name == "codings":
            rows = [
                ",".join([*cells[:4], answer, *cells[5:]]) if (cells := row.split(","))[4] in ("Yes", "No") else row
                for row in rows
            ]
        (folder / f"{name}.csv").write_text("\n".join([head, *rows]) + "\n")


def test_what_has_no_translation_is_in_english_and_the_manifest_says_so(world_folder, capsys):
    add(
        world_folder,
        "charts",
        "chart,title,subtitle,drawing,measures",
        "mine,A title that nobody translated,N,bars,legislation",
    )
    assert main(["figures", "--data", str(world_folder), "--language", "fr", "--only", "mine"]) == 0
    assert "in English, as it has no translation: A title that nobody translated" in capsys.readouterr().out
    (record,) = [r for name, r in manifest.read(world_folder).items() if "mine" in name]
    assert "A title that nobody translated" in record.untranslated
    pictures = world_folder / "figures" / "charts" / "fr"
    assert "A title that nobody translated" in (pictures / "mine.svg").read_text(encoding="utf-8")


@pytest.mark.parametrize("label", [LONG, "Donaudampfschifffahrtsgesellschaft" * 6])
def test_labels_of_two_hundred_characters(label, world_folder):
    label = label[:200]
    add(
        world_folder,
        "codes",
        "list,code,label,rank",
        *(f'{code},"{label}",' for code in ("regional_group,african", "yes_no,yes")),
    )
    assert len(label) == 200 and not drawn(world_folder)


def test_a_group_of_which_nobody_was_read(world_folder):
    answered(world_folder, [state for state in REVIEWED if not state.startswith("XA")])
    assert not drawn(world_folder)
    rows = chart("legislation_by_group", open_dataset(world_folder)).rows.set_index("group")
    assert rows.loc["african", "denominator"] == 0 and rows["denominator"].max() > 0


@pytest.mark.parametrize(("answer", "share"), [("Yes", 1), ("No", 0)])
def test_shares_of_nothing_and_of_all(answer, share, world_folder):
    answered(world_folder, REVIEWED, answer)
    assert not drawn(world_folder)
    rows = chart("legislation_by_group", open_dataset(world_folder)).rows
    assert (rows["share"].dropna() == share).all() and rows["share"].notna().any()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_one_state(language, world_folder):
    answered(world_folder, REVIEWED[:1])
    assert not drawn(world_folder, language)


def test_sixty_questions(world_folder):
    names = [f"asked_{n}" for n in range(60)]
    add(
        world_folder,
        "codebook",
        "question,label,answers",
        *(f"{name},A question of which there are sixty: {name},yes_no" for name in names),
    )
    with (world_folder / "codings.csv").open("a") as codings:
        codings.writelines(f"Small State {s},46,T/{s},{name},Yes,1\n" for s in REVIEWED for name in names)
    add(world_folder, "measures", "measure,label,kind,universe,question,answers,given,by,not_applicable",
        f"sixty,Sixty,share,reviewed_46,{';'.join(names)},yes,,,",
        f"sixty_by_group,Sixty,share,reviewed_46,{';'.join(names)},yes,,regional_group,")  # fmt: skip
    add(
        world_folder,
        "charts",
        "chart,title,subtitle,drawing,measures",
        "sixty,Sixty,N,bars,sixty",
        "each,Each,N,heat,sixty_by_group",
    )
    dataset = open_dataset(world_folder)
    for name in ("sixty", "each"):
        made = chart(name, dataset)
        assert made.rows["question"].nunique() == 60 and not faults(made.draw()), name


@pytest.mark.parametrize("command", ["figures", "office", "release"])
def test_a_full_disk_leaves_nothing_half_written(command, world_folder, tmp_path):
    """No file can grow beyond 20,000 bytes: pictures and workbooks do not fit, tables do."""
    out = tmp_path / "out"
    words = [sys.executable, "-W", "ignore", "-m", "analysis", command, "--data", str(world_folder), "--out", str(out)]
    words += {"figures": ["--only", "legislation_by_group"], "release": ["--internal"]}.get(command, [])
    full = subprocess.run(words, capture_output=True, text=True, preexec_fn=_small_files, check=False)
    assert full.returncode and "File too large" in full.stderr + full.stdout
    left = {path for path in out.rglob("*") if path.is_file()}
    assert not [path for path in left if path.suffix[1:].isdigit()]  # as the neighbour is called that takes a place
    assert not [path for path in left if path.suffix in (".svg", ".png", ".pdf", ".xlsx", ".docx", ".pptx")]


def _small_files():
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
