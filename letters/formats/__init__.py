"""Which forms can a letter take? `FORMATS` lists them, `render` makes one; each form is a module of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from letters.errors import UnknownFormat

if TYPE_CHECKING:
    from letters.engine import Letter

__all__ = ["FORMATS", "Format", "render"]


@dataclass(frozen=True, slots=True)
class Format:
    """One form of a letter, and what it is for.

    `suffix` goes after a file's stem as it stands (`stem + suffix`); all differ, and some have two
    dots (".phone.txt"), so a file is never told by `Path.suffix` alone. `media_type` is what the
    bytes are; text is UTF-8. `minutes` is how long a spoken form may take.
    """

    name: str
    suffix: str
    title: str
    media_type: str
    module: str
    function: str
    minutes: int | None = None

    def render(self, letter: Letter, **options: Any) -> bytes:
        """Return the letter in this form. The same letter and options give the same bytes."""
        from importlib import import_module

        if self.minutes is not None:
            options = {"minutes": self.minutes, **options}
        made = getattr(import_module(f"letters.formats.{self.module}"), self.function)(letter, **options)
        return made.encode() if isinstance(made, str) else bytes(made)


_ALL = (
    Format("text", ".txt", "plain text, for any mail program or web form", "text/plain", "text", "render_text"),
    Format("md", ".md", "Markdown, to edit", "text/markdown", "markdown", "render_markdown"),
    Format("html", ".html", "a page to read on a phone or to print", "text/html", "html", "render_html"),
    Format("pdf", ".pdf", "a business letter for a window envelope", "application/pdf", "pdf", "render_pdf"),
    Format(
        "docx",
        ".docx",
        "a letter to edit in a word processor",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "docx",
        "render_docx",
    ),
    Format("eml", ".eml", "a draft that opens in a mail program", "message/rfc822", "eml", "render_eml"),
    Format("mailto", ".mailto.txt", "a link that opens the mail program", "text/uri-list", "mailto", "render_mailto"),
    Format("script", ".phone.txt", "what to say on the phone, in under a minute", "text/plain", "script", "render_script"),
    Format("comment", ".comment.txt", "a public comment of two minutes", "text/plain", "comment", "render_comment", 2),
    Format("comment-1", ".comment-1.txt", "a public comment of one minute", "text/plain", "comment", "render_comment", 1),
    Format("comment-3", ".comment-3.txt", "a public comment of three minutes", "text/plain", "comment", "render_comment", 3),
)  # fmt: skip

#: Every form by its name, in the order in which they are offered.
FORMATS: Mapping[str, Format] = MappingProxyType({form.name: form for form in _ALL})


def render(letter: Letter, name: str, **options: Any) -> bytes:
    """Return the letter in the form called `name`, one of FORMATS.

    Options: `minutes` (1, 2 or 3) for a comment; `file` (a file's name) for mailto, which names it
    where the letter is too long for a link. Raises UnknownFormat, which lists the right names, and
    FormatError where a form cannot be made of this letter.
    """
    if name not in FORMATS:
        raise UnknownFormat(
            f"There is no form {name!r}. Choose one of: {', '.join(FORMATS)}.", tuple(FORMATS)
        )
    return FORMATS[name].render(letter, **options)
