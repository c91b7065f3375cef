"""In which encoding was this text saved, and is it text at all?"""

from __future__ import annotations

import codecs

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


class NotText(AdvocateError):
    """The file is no text, or text that cannot be read; the message says what it seems to be."""


def decode(data: bytes, source: str) -> tuple[str, str]:
    """Return the text and the encoding's name in Python: utf-8, utf-8-sig, utf-16, cp1252 ...

    Lines are decoded one by one where the file is neither: lists that were pasted together hold
    both UTF-8 and Windows-1252. Raises NotText.
    """
    for magic, what in OTHER_FILES.items():
        if data.startswith(magic):
            raise NotText(f"{source} is {what}.")
    encoding = _marked(data) or _wide(data)
    if encoding:
        try:
            return _checked(data.decode(encoding), source), encoding
        except UnicodeDecodeError as error:
            raise NotText(
                f"{source} begins like {encoding.upper()} text, but is damaged at byte {error.start}. "
                "Save it again as 'CSV UTF-8'."
            ) from None
    try:
        return _checked(data.decode("utf-8"), source), "utf-8"
    except UnicodeDecodeError:
        return _checked(_decode_lines(data), source), "cp1252"


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


def _decode_lines(data: bytes) -> str:
    """Return the text, each line as UTF-8 where it is that, else as Windows-1252."""
    return "".join(_decode_line(line) for line in data.splitlines(keepends=True))


def _decode_line(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        # Five bytes mean nothing in Windows-1252: a sign that stands for them is better than a stop.
        return line.decode("cp1252", errors="replace")


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
