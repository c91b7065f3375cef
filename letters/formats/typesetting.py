"""How does data become a PDF? The one place that knows the typesetter; text reaches it as JSON and never as a program."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from letters.errors import FormatError
from letters.formats.blocks import on_paper
from letters.formats.sheet import Sheet

if TYPE_CHECKING:
    from typst import Compiler, Fonts

_PAGE = Path(__file__).parent / "page.typ"
_FONTS = Path(__file__).parent.parent / "fonts"
# The bundled fonts cover Latin (Vietnamese and Czech among it), Greek and Cyrillic. For other scripts
# the machine's own fonts are asked too, which takes longer, so only where such a sign is in the text.
_OTHER_SCRIPT = re.compile(r"[^\u0000-\u052f\u1e00-\u20cf\u2100-\u22ff\u25a0-\u25ff]")
# What surely fits, in points: the room under the fold; the size of a text and of a note, the height of a
# line and the space after a paragraph. A line is taken to be a little shorter than it is, for its ragged end.
_ROOM, _LINE = 464.0, 468 * 0.94
_TEXT, _NOTE = (10.5, 13.6, 5.8), (8.0, 9.6, 6.2)
# How wide the bundled font's signs from space to tilde are, in hundredths of the size; all others as wide as M.
_ASCII = (
    24, 29, 36, 53, 50, 87, 72, 19, 34, 34, 44, 54, 30, 32, 30, 33, 50, 50, 50, 50, 50, 50, 50, 50, 50, 50, 30, 30, 54, 54, 54, 42,
    84, 67, 63, 64, 71, 61, 58, 69, 79, 38, 38, 67, 60, 91, 74, 71, 59, 71, 66, 52, 61, 73, 68, 97, 65, 64, 56, 32, 33, 32, 54, 52,
    40, 51, 58, 49, 57, 51, 36, 52, 61, 30, 28, 55, 30, 91, 61, 55, 59, 56, 43, 44, 33, 59, 51, 77, 53, 52, 46, 35, 26, 35, 54,
)  # fmt: skip
_WIDTH = bytes(_ASCII[code - 32] if 32 <= code < 127 else 94 for code in range(256))
# One compiler keeps its fonts and its page; it is not made for two threads at once.
_ONE_AT_A_TIME = threading.Lock()


def typeset(content: Mapping[str, Any], *, day: date | None = None, tagged: bool = True) -> bytes:
    """Return the PDF of what `page.typ` describes; the same content and day give the same bytes.

    `tagged` adds the structure that a screen reader uses. Raises FormatError.
    """
    from datetime import UTC, datetime, time

    stamp = datetime.combine(day or date(2000, 1, 1), time(12), UTC)
    with _ONE_AT_A_TIME, _explained():
        made = _compiler(_needs_other_fonts(content)).compile(
            format="pdf", sys_inputs=_inputs(content), timestamp=stamp, pdf_tags=tagged
        )
    if not isinstance(made, bytes):
        raise FormatError("The typesetter returned no PDF; this is a fault of the program, please report it.")
    return made


def count_pages(content: Mapping[str, Any]) -> int:
    """Return how many pages the one letter in the content takes, without writing a PDF. Raises FormatError."""
    import typst

    with _explained():
        compiler = typst.Compiler(
            str(_PAGE),
            root=str(_PAGE.parent),
            font_paths=_fonts(_needs_other_fonts(content)),
            sys_inputs=_inputs({**content, "count": True}),
        )
        return int(compiler.query("<pages>", field="value", one=True))


def data_of(sheet: Sheet) -> dict[str, Any]:
    """Return a sheet as `page.typ` reads it."""
    return {
        "sender": sheet.sender,
        "letterhead": sheet.letterhead,
        "date": sheet.date,
        "address": sheet.address,
        "subject": sheet.subject,
        "salutation": sheet.salutation,
        "body": [
            (
                block.kind,
                block.mark,
                [(on_paper(r), r.bold + 2 * r.italic, r.note, r.url) for r in block.runs],
            )
            for block in sheet.body
        ],
        "closing": sheet.closing,
        "notes": sheet.notes,
        "short": surely_one_page(sheet),
    }


def surely_one_page(sheet: Sheet) -> bool:
    """Say whether the letter is so short that it need not be set to know that it fits one page."""
    lines = [sheet.subject, sheet.salutation, *("".join(r.text or "12" for r in b.runs) for b in sheet.body)]
    text = sum(_height(line, *_TEXT) for line in lines)
    notes = sum(_height(note, *_NOTE) for note in sheet.notes)
    # The name under the letter, with room to sign.
    return text + notes + 64 <= _ROOM and max(len(sheet.letterhead), len(sheet.address)) <= 7


def _height(text: str, size: float, line: float, gap: float) -> float:
    rows = sum(int(_width(part) * size / _LINE) + 1 for part in text.split("\n"))
    return rows * line + gap


def _width(text: str) -> float:
    """Return how wide the text is on one line, in ems; never less than it is."""
    return sum(text.encode("latin-1", "replace").replace(b"?", b"m").translate(_WIDTH)) / 100


def _inputs(content: Mapping[str, Any]) -> dict[str, str]:
    return {"data": json.dumps({"title": "", "author": "", **content}, ensure_ascii=False)}


@contextmanager
def _explained() -> Iterator[None]:
    import typst

    try:
        yield
    except typst.TypstError as error:
        raise FormatError(
            f"The page could not be set ({error.message}). Take another form, such as --format text."
        ) from error


def _needs_other_fonts(content: Mapping[str, Any]) -> bool:
    return bool(_OTHER_SCRIPT.search(json.dumps(content, ensure_ascii=False)))


@cache
def _fonts(system_fonts: bool) -> Fonts:
    import typst

    return typst.Fonts(
        include_system_fonts=system_fonts, include_embedded_fonts=True, font_paths=[str(_FONTS)]
    )


@cache
def _compiler(system_fonts: bool) -> Compiler:
    import typst

    return typst.Compiler(str(_PAGE), root=str(_PAGE.parent), font_paths=_fonts(system_fonts))
