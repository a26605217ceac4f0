"""Fill the content controls of an analyst's Word draft from the measures, and fill them again when data arrive.

A control whose tag is `measure`, `measure[group]`, `measure.field` or `measure.field:form` (as in readings.csv) takes that
value. A tag that names no measure is an error that says which. Where words of the sentence, such as "about one fifth", no
longer fit the number, the control keeps what it held and the sentence is listed.
"""

from __future__ import annotations

import copy
import io
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from docx import Document as open_word
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from analysis.audit.scale import DATA, Scale
from analysis.audit.text import misfit
from analysis.documents.language import language_of
from analysis.errors import DataError
from analysis.export import timeless
from analysis.measures.book import Measures, measures_of
from analysis.measures.readings import Fields
from analysis.problems import advice

if TYPE_CHECKING:
    from analysis.dataset import Dataset

_TAG = re.compile(r"(?P<measure>\w+(?:\[[^\]]+\])?)(?:\.(?P<field>\w+))?(?::(?P<form>\w+))?")
_FIELD = "text"


@dataclass(frozen=True)
class Filled:
    """One content control: its tag, what it held, what it holds now, and why it was not written, empty where it was."""

    tag: str
    was: str
    now: str
    why: str = ""


def fill(path: Path, dataset: Dataset) -> tuple[bytes, list[Filled]]:
    """Return the bytes of a filled copy of a Word draft, and one row a content control that names a measure.

    Controls without a tag are left alone. Raises DataError for a tag that names no measure or field, with all such tags;
    for a file that is no Word file; and where no control has a tag.
    """
    try:
        document = open_word(str(path))
    except Exception as error:  # python-docx raises anything on a file that is none
        raise DataError(f"{path} is no Word file (.docx) that can be filled ({type(error).__name__}).") from None
    controls = [(sdt, _tag(sdt)) for sdt in document.element.body.iter(qn("w:sdt"))]
    tagged = [(sdt, tag) for sdt, tag in controls if tag]
    if not tagged:
        remedy = "In Word: Developer, Properties, Tag: the id of a measure."
        raise DataError(f"{path} has no content control with a tag. {remedy}")
    fields, measures = Fields(dataset), measures_of(dataset)
    values, unknown = {}, []
    for tag in dict.fromkeys(tag for _, tag in tagged):
        try:
            values[tag] = _value(tag, fields)
        except KeyError as error:
            unknown.append(f"“{tag}” (there is no form {error})")
        except (DataError, ValueError) as error:
            unknown.append(f"“{tag}” ({_nearest(tag, measures) or error})")
    if unknown:
        raise DataError(f"{path}: content controls name what is no measure or field: {'; '.join(unknown)}")
    scale = Scale(dataset.layers, DATA)
    filled = [_fill(sdt, tag, values[tag], measures, scale) for sdt, tag in tagged]
    out = io.BytesIO()
    document.save(out)
    return timeless(out.getvalue()), filled


def _tag(sdt) -> str:
    tag = sdt.find(f"{qn('w:sdtPr')}/{qn('w:tag')}")
    return "" if tag is None else tag.get(qn("w:val"), "").strip()


def _value(tag: str, fields: Fields) -> str:
    """Return the text of a tag."""
    found = _TAG.fullmatch(tag)
    if not found:
        raise DataError("write measure, measure[group], measure.field or measure.field:form")
    form = f":{found['form']}" if found["form"] else ""
    return fields.fill(f"{{{found['measure']}.{found['field'] or _FIELD}{form}}}")


def _nearest(tag: str, measures: Measures) -> str:
    """Return the measures that a tag could name, the nearest first; empty where it names one, or something else is amiss."""
    found = _TAG.fullmatch(tag)
    name = (found["measure"] if found else tag).split("[")[0]
    if name in measures.rows.index:
        return ""
    return advice(name, measures.rows.index)


def _fill(sdt, tag: str, text: str, measures: Measures, scale: Scale) -> Filled:
    content = sdt.find(qn("w:sdtContent"))
    was = "".join(t.text or "" for t in content.iter(qn("w:t")))
    if why := _misfit(sdt, text, measures, scale):
        return Filled(tag, was, was, why)
    _write(sdt, content, text)
    return Filled(tag, was, text)


def _misfit(sdt, text: str, measures: Measures, scale: Scale) -> str:
    """Return which word of the sentence of a control no longer fits the number that stands nearest to it; empty where all do."""
    paragraph = next((parent for parent in sdt.iterancestors() if parent.tag == qn("w:p")), None)
    if paragraph is None:
        return ""
    pieces = []
    for piece in paragraph.iter(qn("w:t")):
        control = next((parent for parent in piece.iterancestors() if parent.tag == qn("w:sdt")), None)
        own = text if control is sdt else piece.text or ""
        tag = "" if control is None else _tag(control).split(":")[0]
        pieces.append((own, tag if "." in tag or not tag else f"{tag}.{_FIELD}"))
    return misfit(pieces, language_of("".join(own for own, _ in pieces)), measures, scale)


def _write(sdt, content, text: str) -> None:
    """Put a text into a control in the style of its first run; a placeholder is one no longer."""
    runs = list(content.iter(qn("w:r")))
    run = runs[0] if runs else OxmlElement("w:r")
    style = run.find(qn("w:rPr"))
    placeholder = sdt.find(f"{qn('w:sdtPr')}/{qn('w:showingPlcHdr')}")
    if placeholder is not None:
        placeholder.getparent().remove(placeholder)
        style = None
    fresh = OxmlElement("w:r")
    if style is not None:
        fresh.append(copy.deepcopy(style))
    piece = OxmlElement("w:t")
    piece.text = text
    piece.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    fresh.append(piece)
    if runs:
        run.getparent().replace(run, fresh)
        for other in runs[1:]:
            other.getparent().remove(other)
        return
    block = content.find(qn("w:p"))
    (block if block is not None else content).append(fresh)
