"""Issues that loaders can see: files that could not be used, rows that are no rows of a table."""


def of_file(table: str, source: str, reason: str, remedy: str, sheet: str = "") -> dict[str, str]:
    """Return the issue for a whole file that could not be used."""
    return {
        "table": table,
        "source": source,
        "sheet": sheet,
        "row": "",
        "column": "",
        "value": "",
        "problem": reason,
        "remedy": remedy,
        "set_aside": "yes",
    }


def in_document(source: str, page: str, number: str, problem: str) -> dict[str, str]:
    """Return the note on something odd in a document that was read: where it stands, and what to compare."""
    place = f"page {page} of the file" if page else "the file"
    return {
        "table": "extracts",
        "source": source,
        "sheet": "",
        "row": f"page {page}" if page else "",
        "column": "paragraph",
        "value": number,
        "problem": problem,
        "remedy": f"Compare {place} with the extracts before you cite it",
        "set_aside": "no",
    }


def note_below(table: str, origin: dict[str, str], text: str) -> dict[str, str]:
    """Return the issue for a row that names nothing: a title, a note or a subtotal."""
    return {
        "table": table,
        **origin,
        "column": "",
        "value": text,
        "problem": "a note, heading or subtotal, not a row of the table",
        "remedy": "Nothing to do, unless it should be a row",
        "set_aside": "yes",
    }


def formula_without_value(table: str, origin: dict[str, str], column: str, formula: str) -> dict[str, str]:
    """Return the issue for a row with a formula where a text is expected, and no value stored for it."""
    return {
        "table": table,
        **origin,
        "column": column,
        "value": formula,
        "problem": "a formula where a text is expected",
        "remedy": "Copy the cells and paste them as values, or save the file in Excel",
        "set_aside": "yes",
    }


def unused_alias(alias: str) -> dict[str, str]:
    """Return the note on an accepted spelling that no name of the dataset met."""
    return {
        "table": "states",
        "source": "data/reference/aliases.csv",
        "sheet": "",
        "row": "",
        "column": "alias",
        "value": alias,
        "problem": "no name in the dataset is spelled like this accepted alias",
        "remedy": "Keep it for later data, or delete the row",
        "set_aside": "no",
    }


ISSUE_COLUMNS = list(of_file("", "", "", ""))
