"""The accessible workbook holds what the frames hold, in any script."""

import io

import openpyxl
import pytest

from analysis.dataset import open_dataset
from analysis.tables.workbook import workbook


@pytest.mark.parametrize("label", ["非洲", "الدول الأفريقية", "?", "< & >", "⟦0⟧"])
def test_a_label_of_any_script_is_a_cell(world_folder, label):
    row = f"regional_group,african,{label},"
    (world_folder / "codes.csv").write_text(f"list,code,label,rank\n{row}\n", encoding="utf-8")
    book = openpyxl.load_workbook(io.BytesIO(workbook(open_dataset(world_folder))), read_only=True)
    cells = {cell for row in book["measures"].iter_rows(values_only=True) for cell in row}
    assert label in cells and not any("\ue000" in str(cell) for cell in cells)
