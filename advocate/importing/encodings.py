"""In which encoding was this text saved, and is it text at all?"""

from __future__ import annotations

import codecs
from collections.abc import Iterable
from pathlib import Path

from advocate.errors import AdvocateError

#: What a file begins with that is no list, and what to do about it.
OTHER_FILES = {
    b"PK\x03\x04": "a workbook (.xlsx or the like). Save it as 'CSV UTF-8' and use that file",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook (.xls). Save it as 'CSV UTF-8' and use that file",
    b"%PDF": "a PDF. Ask for the list as a spreadsheet or CSV file",
    b"{\\rtf": "a text document. Save the list from a spreadsheet program as 'CSV UTF-8'",
    b"SQLite format 3\x00": "a database. Export the table as CSV",
    b"\x1f\x8b": "a compressed file. Unpack it first",
}

#: Marks that name the encoding; the longer ones first, for UTF-32 begins like UTF-16.
MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
SAMPLE = 4096
BLOCK = 1 << 20
AS_CP1252 = "advocate.cp1252"
#: Bytes that no text has but by accident: control signs other than those that end lines, set tabs and begin escapes.
_CONTROLS = bytes({*range(0x20), 0x7F} - set(b"\t\n\v\f\r\x1a\x1b"))
#: Chance brings all kinds of them, and each ninth byte is one; a damaged list has one kind or two, or few.
_KINDS, _ONE_IN = 8, 33


class NotText(AdvocateError):
    """The file is no text, or text that cannot be read; the message says what it seems to be."""


def decode(data: bytes, source: str) -> tuple[str, str]:
    """Return the text and the encoding's name in Python: utf-8, utf-8-sig, utf-16, cp1252 ...

    A list that was pasted together may hold both UTF-8 and Windows-1252: what is not the one is
    read as the other. Raises NotText.
    """
    encoding = _encoding(data[:SAMPLE], (data,), source)
    return _checked(data.decode(*codec(encoding)), source), encoding


def find_encoding(path: Path, source: str) -> str:
    """Return the encoding of a file as decode() does, without holding it whole. Raises NotText, OSError.

    A NUL is no error here: whoever reads the file line by line can tell which one has it.
    """
    with path.open("rb") as stream:
        head = stream.read(SAMPLE)
        stream.seek(0)
        return _encoding(head, iter(lambda: stream.read(BLOCK), b""), source)


def codec(encoding: str) -> tuple[str, str]:
    """Return what an encoding found here is opened with: Python's name for it, and how errors are met."""
    if encoding != "cp1252":
        return encoding, "strict"
    codecs.register_error(AS_CP1252, _as_cp1252)
    return "utf-8", AS_CP1252


def _encoding(head: bytes, blocks: Iterable[bytes], source: str) -> str:
    for magic, what in OTHER_FILES.items():
        if head.startswith(magic):
            raise NotText(f"{source} is {what}.")
    named = _marked(head) or _wide(head)
    decoder = codecs.getincrementaldecoder(named or "utf-8")()
    at = 0
    try:
        for block in blocks:
            pending = len(decoder.getstate()[0])
            decoder.decode(block)
            at += len(block)
        pending = len(decoder.getstate()[0])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        if not named:
            return _cp1252_of(head, source)
        raise NotText(
            f"{source} begins like {named.upper()} text, but is damaged at byte {at - pending + error.start}. "
            "Save it again as 'CSV UTF-8'."
        ) from None
    return named or "utf-8"


def _marked(data: bytes) -> str:
    """Return the encoding that the file's own mark names, or ""."""
    return next((encoding for mark, encoding in MARKS if data.startswith(mark)), "")


def _wide(data: bytes) -> str:
    """Return UTF-16 in the order its zeros tell, for a file without a mark, or ""."""
    sample = data[:SAMPLE]
    half = len(sample) // 2
    if half and sample[1::2].count(0) > half * 0.6 and not sample[0::2].count(0):
        return "utf-16-le"
    if half and sample[0::2].count(0) > half * 0.6 and not sample[1::2].count(0):
        return "utf-16-be"
    return ""


def _cp1252_of(head: bytes, source: str) -> str:
    """Return the encoding of what is no UTF-8. Raises NotText for bytes in which nobody could read anything."""
    if _is_no_text(head):
        raise NotText(
            f"{source} is no text: it is a picture, some program's own file, or damaged. Open it in the program that "
            "made it, and save it as text (a list as 'CSV UTF-8')."
        )
    return "cp1252"


def _is_no_text(head: bytes) -> bool:
    """True for bytes like those of a picture or of chance; a stray NUL, or cells padded with NULs, are text yet."""
    controls = len(head) - len(head.translate(None, _CONTROLS))
    return controls * _ONE_IN > len(head) and len(set(head).intersection(_CONTROLS)) >= _KINDS


def _as_cp1252(error: UnicodeError) -> tuple[str, int]:
    """Return the bytes that are no UTF-8 as Windows-1252."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    # Five bytes mean nothing in Windows-1252: a sign that stands for them is better than a stop.
    return error.object[error.start : error.end].decode("cp1252", errors="replace"), error.end


def _checked(text: str, source: str) -> str:
    """Return the text, or say where a NUL is: no list has one."""
    at = text.find("\x00")
    if at >= 0:
        line = text.count("\n", 0, at) + 1
        raise NotText(
            f"{source}, line {line}: there is a NUL byte, so this is no plain text file, or a damaged one. "
            "Save it again as plain UTF-8 text (a list as 'CSV UTF-8')."
        )
    return text
