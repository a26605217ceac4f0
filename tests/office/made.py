"""What the tests of Office files share: programs, worlds with awkward texts, the words that the code asks for."""

import ast
import shutil
import subprocess
from pathlib import Path

import pytest

from analysis.dataset import Dataset, open_dataset
from analysis.papers import read_paper
from analysis.paths import PAPERS, ROOT
from tests.conftest import small_world

LONG = "A label that does not end " * 8
HOSTILE = "=1+1 <b>&\x0b\x01 $x$"


def soffice(data: bytes, name: str, kind: str, folder: Path) -> Path:
    """Convert a file with LibreOffice and return the folder of what it made, or skip with the reason."""
    program = shutil.which("soffice") or pytest.skip("needs LibreOffice")
    if name.endswith(".pptx") and not list(Path(program).resolve().parent.glob("libsdlo.so")):
        pytest.skip("needs LibreOffice Impress, which is not installed")
    (folder / name).write_bytes(data)
    profile = f"-env:UserInstallation=file://{folder}/profile"
    words = [program, profile, "--headless", "--convert-to", kind, "--outdir", str(folder / "made"), str(folder / name)]
    subprocess.run(words, capture_output=True, timeout=180, check=True)
    return folder / "made"


def literals() -> set[str]:
    """Every text that stands in the code of the two rooms."""
    files = [path for room in ("office", "tables") for path in (ROOT / "analysis" / room).glob("*.py")]
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in files]
    nodes = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Constant)]
    return {node.value for node in nodes if isinstance(node.value, str)}


def short_world(folder: Path, *charts: str) -> Dataset:
    """The small world with a few charts only, so that six languages take no time."""
    small_world(folder)
    drop(folder, "charts", "chart", [name for name in of_paper("charts", "chart") if name not in charts])
    return open_dataset(folder)


def of_paper(table: str, key: str) -> list[str]:
    """The names that stand in a table of the small world's paper."""
    return read_paper(PAPERS / "article56_2018").layers.table(table)[key].unique().tolist()


def add(folder: Path, table: str, *rows: str) -> None:
    """Add rows to a table of a dataset; the first is the header."""
    path = folder / f"{table}.csv"
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")


def more(folder: Path, table: str, row: str) -> None:
    """Add a row of the paper's shape to a table in which rows were dropped."""
    path = folder / f"{table}.csv"
    _, *rows = path.read_text(encoding="utf-8").splitlines()
    columns = list(open_dataset(folder).layers.table(table))
    add(folder, table, ",".join(columns), *(each + "," * (len(columns) - 1) for each in rows), row)


def drop(folder: Path, table: str, key: str, names) -> None:
    """Drop rows of the paper from a table of a dataset."""
    add(folder, table, key, *(f"-{name}" for name in names))


def tall_chart(folder: Path) -> str:
    """Give a dataset 60 networks of years, and return the row of the chart that draws them: it is taller than it is wide."""
    add(folder, "lists", "list,name,kind,label,value,day,until,symbol,paragraph,note",
        *(f"networks,Network {n},wider,wider,{1950 + n},,,,," for n in range(60)))  # fmt: skip
    return "networks,Networks,N,timeline,networks"
