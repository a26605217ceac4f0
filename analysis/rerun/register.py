"""The ids of the charts, told from the catalogue's source: asking costs no import of matplotlib."""

import ast
from pathlib import Path


def chart_ids() -> list[str]:
    """Return the ids of the charts in the catalogue, in order."""
    tree = ast.parse((Path(__file__).parent.parent / "charts" / "catalogue.py").read_text(encoding="utf-8"))
    return [
        str(call.args[0].value)
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id == "Chart"
        and call.args
        and isinstance(call.args[0], ast.Constant)
    ]
