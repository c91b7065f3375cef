"""Which e-mail, phone, ZIP code and plain text does a cell hold?

The quick ways give what the libraries give: the parts that decide (a domain, an area code with its
exchange) are asked of the library once, and the rest is checked here by the library's own rule.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_ATOM = r"[a-zA-Z0-9_!#$%&'*+\-/=?^`{|}~]+"
_PLAIN_EMAIL = re.compile(rf"({_ATOM}(?:\.{_ATOM})*)@([a-zA-Z0-9.-]{{1,250}})")
_US_PHONE = re.compile(r"(?:\+?1[ .-]?)?\(?([2-9]\d\d)\)?[ .-]?([2-9]\d\d)[ .-]?(\d{4})", re.ASCII)
_WHOLE_FLOAT = re.compile(r"(\d{7,15})\.0+", re.ASCII)
_EXPONENT = re.compile(r"\d\.(\d{6,})[eE]\+?\d{1,2}", re.ASCII)
_ZIP = re.compile(r"(\d{5})(?:-?(\d{4}))?(?:\.0)?", re.ASCII)
#: Signs that are not shown but turn, join or hide what is: directions of writing, zero widths, a soft hyphen.
_SPACES = re.compile(r"[^\S\n]+")
LONGEST_EMAIL = 254
_NOTHING = frozenset(
    (
        "",
        "-",
        "--",
        "?",
        "n/a",
        "na",
        "none",
        "no",
        "nan",
        "null",
        "unknown",
        "no email",
        "no e-mail",
        "no phone",
    )
)

EMAIL_WRONG = "the e-mail address is none that can be written to"
PHONE_WRONG = "the phone number is none that can be called"
PHONE_SHORT = "the phone number has seven digits; it needs its area code"
PHONE_LOST = "the phone number was cut to a figure such as 6.5E+09 by a spreadsheet; its last digits are lost"


def clean(text: str) -> str:
    """Return a cell's text without what cannot be seen and without spaces around; lines stay lines.

    Marks of writing direction, zero-width spaces, NUL and other control signs go; the joiners that
    emoji and some scripts need inside a word stay.
    """
    if text.isprintable():
        return text.strip()
    kept = []
    for char in text.replace("\r\n", "\n").replace("\r", "\n"):
        kind = unicodedata.category(char)
        if char in "\n\u200c\u200d" or kind not in ("Cc", "Cf", "Cs"):
            kept.append(" " if kind == "Zs" else "\n" if kind in ("Zl", "Zp") else char)
        elif char == "\t":
            kept.append(" ")
    return _SPACES.sub(" ", "".join(kept)).strip().strip("\u200c\u200d")


def one_line(text: str) -> str:
    """Return a clean text on one line with single spaces."""
    return " ".join(text.split())


def one_address(text: str) -> str:
    """Return an address on one line: what stood on lines of its own, or apart by wide gaps, is set off by commas."""
    parts = [part.strip(" ,") for part in text.split("\n")]
    if len(parts) == 1 and "," not in text:
        # Mailchimp's way: "1540 6th St E  Saint Paul  MN  55106  US".
        parts = text.split("  ")
    filled = [one_line(part) for part in parts if part.strip(" ,")]
    if len(filled) > 1 and filled[-1].upper() in ("US", "USA", "UNITED STATES"):
        filled.pop()
    return ", ".join(filled)


def is_blank(text: str) -> bool:
    """True for what people write into a cell to say that there is nothing."""
    return text.casefold().strip(" .()") in _NOTHING


def read_email(text: str) -> tuple[str, str]:
    """Return the e-mail address as email-validator has it, or "" and what is wrong. No DNS is asked."""
    if not text:
        return "", ""
    plain = _PLAIN_EMAIL.fullmatch(text)
    if plain is None or len(text) > LONGEST_EMAIL:
        return _checked_email(text)
    local, domain = plain.groups()
    right = _domain(domain)
    if not right:
        return "", EMAIL_WRONG
    if len(local) < 11 and local.lower() in _mailbox_names():
        local = local.lower()
    return f"{local}@{right}", ""


def read_phone(text: str) -> tuple[str, str]:
    """Return a phone number as E.164 ("+16515550123"), or "" and what is wrong. US is meant where no country is."""
    if not text:
        return "", ""
    found = _US_PHONE.fullmatch(text)
    if found:
        area, exchange, rest = found.groups()
        if _is_exchange(area, exchange):
            return f"+1{area}{exchange}{rest}", ""
    return _checked_phone(text)


def mended_phone(text: str) -> str:
    """Return a phone number without what a spreadsheet made of it: "6515550123.0", "6.515550123E+09"."""
    if found := _WHOLE_FLOAT.fullmatch(text):
        return found.group(1)
    if _EXPONENT.fullmatch(text):
        return str(int(float(text)))
    return text


@lru_cache(maxsize=65536)
def read_zip(text: str) -> str:
    """Return a ZIP code's five digits ("55106.0", "55106-1234", 551061234), or "" where it is none."""
    found = _ZIP.fullmatch(text.strip())
    return found.group(1) if found else ""


def _checked_email(text: str) -> tuple[str, str]:
    from email_validator import EmailNotValidError, validate_email

    try:
        return validate_email(text, check_deliverability=False).normalized, ""
    except EmailNotValidError:
        return "", EMAIL_WRONG


@lru_cache(maxsize=65536)
def _domain(domain: str) -> str:
    """Return a domain as email-validator has it, or "" where it refuses it."""
    address, _ = _checked_email(f"a@{domain}")
    return address[2:]


@lru_cache(maxsize=1)
def _mailbox_names() -> frozenset[str]:
    from email_validator.rfc_constants import CASE_INSENSITIVE_MAILBOX_NAMES

    return frozenset(CASE_INSENSITIVE_MAILBOX_NAMES)


@lru_cache(maxsize=65536)
def _is_exchange(area: str, exchange: str) -> bool:
    """True where every number of a US exchange is valid, as the metadata of phonenumbers has it."""
    from phonenumbers import PhoneMetadata

    region = PhoneMetadata.metadata_for_region("US")
    pattern = region.fixed_line.national_number_pattern if region and region.fixed_line else None
    if pattern is None:
        return False
    compiled = _compiled(pattern)
    # The pattern asks of an ordinary area code only that the exchange begins with 2 to 9.
    return all(compiled.fullmatch(f"{area}{exchange}{last}") for last in ("0000", "2345", "9999"))


@lru_cache(maxsize=1)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


@lru_cache(maxsize=4096)
def _checked_phone(text: str) -> tuple[str, str]:
    import phonenumbers

    digits = sum(char.isdigit() for char in text)
    if re.fullmatch(r"\d(\.\d{1,5})?[eE]\+?\d{1,2}", text):
        return "", PHONE_LOST
    try:
        number = phonenumbers.parse(text, "US")
    except phonenumbers.NumberParseException:
        return "", PHONE_WRONG
    if phonenumbers.is_valid_number(number):
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164), ""
    return "", PHONE_SHORT if digits == 7 else PHONE_WRONG


def read_emails(text: str) -> list[tuple[str, str]]:
    """Return (as typed, as kept) of every good address in a cell that is none by itself: "Ann <a@b.org>; c@d.org"."""
    parts = re.findall(r"[^\s,;<>()\[\]\"]+@[^\s,;<>()\[\]\"]+", text.replace("mailto:", " ")[:1000])
    return [(part, kept) for part in parts if (kept := read_email(part.strip(".'"))[0])]


def read_phones(text: str) -> list[tuple[str, str]]:
    """Return (as typed, as kept) of every good number in a cell that is none by itself: "651-555-0123 or 612-..."."""
    parts = [part.strip() for part in re.split(r"[;,|\n]|:::|/(?=\s*\(?\d{3})|\bor\b|\band\b", text[:300])]
    return [(part, kept) for part in parts if part != text and (kept := read_phone(part)[0])]
