import pytest

from analysis.errors import FileProblem
from analysis.paths import inside


@pytest.fixture
def folder(tmp_path):
    inner = tmp_path / "folder"
    (inner / "sub").mkdir(parents=True)
    (inner / "sub" / "file.txt").write_text("x")
    (tmp_path / "secret.txt").write_text("x")
    (inner / "out").symlink_to(tmp_path / "secret.txt")
    (inner / "up").symlink_to(tmp_path)
    (inner / "in").symlink_to(inner / "sub" / "file.txt")
    (inner / "itself").symlink_to(inner / "itself")
    return inner


@pytest.mark.parametrize(
    "name", ["sub/file.txt", "./sub/file.txt", "in", "to come.xlsx", "é/漢.docx", "..a/b..", "report/x"]
)
def test_a_file_below_the_folder(folder, name):
    assert inside(folder, name) == folder / name


BY_NAME = [
    "../secret.txt",
    "sub/../../secret.txt",
    "sub/../sub/file.txt",
    "/etc/passwd",
    "..\\secret.txt",
    "sub\\..\\x",
]
OF_WINDOWS = ["C:\\x", "C:x", "\\\\host\\x", "\\x"]
NO_FILES = ["", " ", ".", "a\0b"]
BY_LINK = ["out", "up/secret.txt", "up", "itself"]


@pytest.mark.parametrize("name", [*BY_NAME, *OF_WINDOWS, *NO_FILES, *BY_LINK])
def test_a_name_that_leads_out_is_refused(folder, name):
    with pytest.raises(FileProblem, match="leads out of it") as caught:
        inside(folder, name)
    assert name in str(caught.value) and caught.value.remedy


def test_an_output_of_a_dataset_is_no_data(folder):
    (folder / "dataset.toml").write_text("")
    for name in ("report/issues.csv", "./figures/x"):
        with pytest.raises(FileProblem, match="writes its outputs"):
            inside(folder, name)
    assert inside(folder, "sub/report/x")
