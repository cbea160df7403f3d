"""Writes `tests/documents/word/` anew: `manage.py shell -c "from tests.schemes.from_word import
make_corpus; make_corpus.main()"`.

The files are kept, since LibreOffice writes some of them and is not on every machine.
"""

from __future__ import annotations

import io
import json
import subprocess
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import docx

from portal.reference.units import shipped_units
from schemes.blueprints import builtin_blueprints
from schemes.reading import chapters
from schemes.word import Cover, word_file
from tests.schemes.from_word import corpus_others as others
from tests.schemes.from_word import corpus_products as products
from tests.schemes.from_word import corpus_strangers as strangers
from tests.schemes.from_word.making import Writer
from tests.valid_documents import valid_document

FOLDER = Path(__file__).parents[2] / "documents" / "word"
MADE: dict[str, tuple[str, Callable[[], Writer]]] = {
    "air-cleaner": ("product", products.air_cleaner),
    "brake-pads": ("product", products.brake_pads),
    "led-lamps": ("product", products.led_lamps),
    "water-meter": ("product", products.water_meter),
    "elderly-care": ("service", others.elderly_care),
    "hotel-cleaning": ("service", others.mystery_service),
    "quality-system": ("management_system", others.quality_system),
    "energy-system": ("management_system", others.energy_system),
    "robots-bilingual": ("product", others.bilingual),
    "toys": ("product", strangers.toys),
    "information-security": ("management_system", strangers.information_security),
}
#: Saved anew by LibreOffice, and written as WPS writes.
BY_LIBREOFFICE = ("air-cleaner", "elderly-care", "quality-system")
BY_WPS = ("air-cleaner", "quality-system")


def main() -> None:
    """Write all files and what is expected of each."""
    expected = {}
    for name, (category, make) in MADE.items():
        writer = make()
        content = writer.content()
        (FOLDER / f"{name}.docx").write_bytes(content)
        told = {"category": category, "places": writer.expected}
        expected[name] = told
        if name in BY_LIBREOFFICE:
            (FOLDER / f"{name}-libreoffice.docx").write_bytes(by_libreoffice(content))
            expected[f"{name}-libreoffice"] = told
        if name in BY_WPS:
            (FOLDER / f"{name}-wps.docx").write_bytes(others.as_wps(content))
            expected[f"{name}-wps"] = told
    (FOLDER / "returned-libreoffice.docx").write_bytes(by_libreoffice(returned()))
    text = json.dumps(expected, ensure_ascii=False, indent=1, sort_keys=True)
    (FOLDER / "expected.json").write_text(text + "\n", encoding="utf-8")


def returned() -> bytes:
    """A rule as we write it, after a colleague worked in its scope."""
    read = chapters(
        next(one for one in builtin_blueprints() if one.category == "product"),
        valid_document("product"),
        "zh",
        shipped_units(),
    )
    identity = valid_document("product")["id"]
    cover = Cover("规则", "zh", datetime(2026, 3, 1, tzinfo=UTC), identity=identity)
    word = docx.Document(io.BytesIO(word_file(cover, read)))
    scope = valid_document("product")["scope"]["included"]["zh"]
    cells = [cell for table in word.tables for row in table.rows for cell in row.cells]
    one = next(p for cell in cells for p in cell.paragraphs if p.text == scope)
    one.add_run("进口产品按同样的要求认证。")
    buffer = io.BytesIO()
    word.save(buffer)
    return buffer.getvalue()


def by_libreoffice(content: bytes) -> bytes:
    """The file as LibreOffice saves it."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "in.docx"
        source.write_bytes(content)
        command = ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile"]
        command += ["--convert-to", "docx:MS Word 2007 XML", "--outdir", f"{folder}/out"]
        subprocess.run([*command, str(source)], check=True, capture_output=True, timeout=180)
        return (Path(folder) / "out" / "in.docx").read_bytes()
