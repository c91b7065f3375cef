"""What does the letter look like as a file for a word processor, where the supporter can go on with it?"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Any

from letters.formats.blocks import on_paper
from letters.formats.sheet import Sheet, sheet_of

if TYPE_CHECKING:
    from letters.engine import Letter
    from letters.formats.blocks import Run

_FONT = "Georgia"
# The oldest day that a ZIP file can say: the file is the same whenever it is made.
_ZIP_DAY = (1980, 1, 1, 0, 0, 0)


def render_docx(letter: Letter) -> bytes:
    """Return the letter as a .docx on US Letter paper, its sources at the end under their numbers.

    The same letter gives the same bytes.
    """
    from docx import Document

    document = Document()
    sheet = sheet_of(letter)
    _page(document)
    _properties(document, sheet, datetime.combine(letter.date, time(12), UTC))
    _write(document, sheet)
    made = io.BytesIO()
    document.save(made)
    return _dated(made.getvalue())


def _page(document: Any) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Inches, Pt

    section = document.sections[0]
    section.page_width, section.page_height = Inches(8.5), Inches(11)
    section.left_margin = section.right_margin = Inches(1)
    section.top_margin = section.bottom_margin = Inches(0.8)
    style = document.styles["Normal"]
    style.font.name, style.font.size = _FONT, Pt(10.5)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(script), _FONT)
    style.paragraph_format.space_after = Pt(8)
    style.paragraph_format.line_spacing = 1.15


def _properties(document: Any, sheet: Sheet, moment: datetime) -> None:
    core = document.core_properties
    # Longer ones than 255 signs are refused by the format.
    core.title, core.author, core.last_modified_by = (
        sheet.subject[:255],
        sheet.sender[:255],
        sheet.sender[:255],
    )
    core.comments, core.language = "", "en-US"
    core.created = core.modified = moment.replace(tzinfo=None)
    core.revision = 1


def _write(document: Any, sheet: Sheet) -> None:
    from docx.shared import Pt

    head = _lines(document, sheet.letterhead)
    if head.runs:
        head.runs[0].bold = True
    for part in ((sheet.date,), sheet.address):
        _lines(document, part).paragraph_format.space_after = Pt(16)
    document.add_paragraph().add_run(f"Re: {sheet.subject}").bold = True
    document.add_paragraph(sheet.salutation)
    _body(document, sheet)
    closing = document.add_paragraph(sheet.closing)
    closing.paragraph_format.space_before, closing.paragraph_format.space_after = Pt(12), Pt(36)
    closing.paragraph_format.keep_with_next = True
    document.add_paragraph(sheet.sender)
    if sheet.notes:
        title = document.add_paragraph()
        title.add_run("Sources").bold = True
        title.paragraph_format.space_before = Pt(12)
        title.paragraph_format.keep_with_next = True
        for number, note in enumerate(sheet.notes, start=1):
            line = document.add_paragraph()
            line.paragraph_format.space_after = Pt(3)
            line.add_run(f"{number} ").font.superscript = True
            line.add_run(note).font.size = Pt(8.5)


def _lines(document: Any, lines: Iterable[str]) -> Any:
    from docx.shared import Pt

    paragraph = document.add_paragraph()
    paragraph.paragraph_format.line_spacing = 1.0
    paragraph.paragraph_format.space_after = Pt(12)
    for number, line in enumerate(lines):
        if number:
            paragraph.runs[-1].add_break()
        paragraph.add_run(line)
    return paragraph


def _body(document: Any, sheet: Sheet) -> None:
    from docx.shared import Inches, Pt

    for block in sheet.body:
        paragraph = document.add_paragraph()
        if block.kind == "item":
            paragraph.paragraph_format.left_indent = Inches(0.3)
            paragraph.paragraph_format.first_line_indent = Inches(-0.3)
            paragraph.paragraph_format.tab_stops.add_tab_stop(Inches(0.3))
            paragraph.paragraph_format.space_after = Pt(3)
            paragraph.add_run(("•" if block.mark in "-*+" else block.mark) + "\t")
        for run in block.runs:
            _run(paragraph, run, bold=block.kind == "heading")


def _run(paragraph: Any, run: Run, bold: bool) -> None:
    if run.note:
        paragraph.add_run(str(run.note)).font.superscript = True
    elif run.text == "\n":
        paragraph.add_run().add_break()
    else:
        written = paragraph.add_run(on_paper(run))
        written.bold, written.italic = (bold or run.bold) or None, run.italic or None


def _dated(made: bytes) -> bytes:
    """Return the same ZIP file with all its entries of one fixed day."""
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as old, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, _ZIP_DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return result.getvalue()
