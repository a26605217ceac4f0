"""The old binary Word format: through LibreOffice where it is installed, else a message how to convert."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path

from analysis.documents import word
from analysis.documents.contents import Content, FileProblem
from analysis.documents.paragraphs import Reading

_PROGRAMS = ("soffice", "libreoffice")
_SECONDS = 120


def read(content: Content) -> Reading:
    """Return the units of a .doc file. Raises FileProblem where LibreOffice is missing or cannot read it."""
    program = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    if program is None:
        raise FileProblem(
            "it is a Word file of the old binary format (.doc), and LibreOffice is not installed",
            "Open it in Word and save it as .docx, or install LibreOffice",
        )
    with tempfile.TemporaryDirectory() as folder:
        received = Path(folder) / "received.doc"
        received.write_bytes(content.data)
        # A profile of its own: LibreOffice refuses to run twice with one.
        command = [program, f"-env:UserInstallation=file://{folder}/profile", "--headless"]
        command += ["--convert-to", "docx", "--outdir", folder, str(received)]
        try:
            subprocess.run(command, capture_output=True, timeout=_SECONDS, check=True)
            converted = received.with_suffix(".docx").read_bytes()
        except (subprocess.SubprocessError, OSError):
            raise FileProblem(
                "LibreOffice cannot convert the file from the old binary format (.doc)",
                "Open it in Word and save it as .docx",
            ) from None
    return word.read(replace(content, data=converted))
