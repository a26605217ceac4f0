"""Files for Word and PowerPoint: the annex, the slides, the text revised against an earlier edition."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from analysis.dataset import Dataset
    from analysis.languages import Language


def write(dataset: Dataset, language: Language, home: Path) -> list[Path]:
    """Write workbook, annex and slides of a dataset in a language to figures/office/<language>/ and return their paths.

    Raises DataError where one cannot be written: all stay as they were.
    """
    from analysis.export import write_all
    from analysis.office.annex import annex
    from analysis.office.slides import slides
    from analysis.tables.workbook import workbook

    folder = home / "figures" / "office" / language.code
    makers = {"tables.xlsx": workbook, "annex.docx": annex, "slides.pptx": slides}
    return write_all({folder / name: make(dataset, language) for name, make in makers.items()})
