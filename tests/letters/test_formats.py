"""Does every form of a letter exist, say the same things, and come out the same twice?"""

from __future__ import annotations

import io
import zipfile
from html.parser import HTMLParser

import pytest
from form_samples import figured_letter
from letter_samples import BOARD_MEMBER, DISTRICT_OFFICE, GOVERNOR, REPRESENTATIVE

from letters.errors import FormatError, UnknownFormat
from letters.formats import FORMATS, render
from letters.formats.blocks import Run, blocks_of
from letters.formats.markdown import render_markdown
from letters.formats.sheet import read_sheet, sheet_of
from letters.formats.text import text_of


def test_every_form_is_listed_once_with_a_suffix_of_its_own() -> None:
    assert list(FORMATS) == [
        "text",
        "md",
        "html",
        "pdf",
        "docx",
        "eml",
        "mailto",
        "script",
        "comment",
        "comment-1",
        "comment-3",
    ]
    assert len({form.suffix for form in FORMATS.values()}) == len(FORMATS)


@pytest.mark.parametrize("name", list(FORMATS))
def test_a_form_is_the_same_twice_and_not_empty(name: str) -> None:
    letter = figured_letter()
    assert render(letter, name) == render(letter, name) != b""


@pytest.mark.parametrize("name", list(FORMATS))
@pytest.mark.parametrize("recipient", [REPRESENTATIVE, BOARD_MEMBER, DISTRICT_OFFICE, GOVERNOR])
def test_every_office_gets_every_form(name: str, recipient: object) -> None:
    assert render(figured_letter(recipient=recipient), name)


def test_an_unknown_form_lists_the_right_ones() -> None:
    with pytest.raises(UnknownFormat, match="text, md, html, pdf, docx, eml, mailto, script, comment"):
        render(figured_letter(), "fax")


def test_blocks_say_what_the_plain_text_says() -> None:
    body = figured_letter().body
    words = " ".join(
        (f"{block.mark} " if block.mark else "")
        + "".join(f"[{r.note}]" if r.note else r.text for r in block.runs)
        for block in blocks_of(body)
    )
    plain = " ".join(text_of(body).split()).replace(" (https://example.org/a_b)", "")
    assert " ".join(words.split()) == plain


def test_emphasis_links_notes_and_breaks_are_told_apart() -> None:
    (block,) = blocks_of("**a** _b_ 2 * 3 \\*c\\*[^1] [d](javascript:x) <https://example.org>\\\nend")
    assert block.runs == (
        Run("a", bold=True), Run(" "), Run("b", italic=True), Run(" 2 * 3 *c*"), Run("", note=1), Run(" "),
        Run("d (javascript:x)"), Run(" "), Run("https://example.org", url="https://example.org"), Run("\n"),
        Run("end"),
    )  # fmt: skip


def test_a_markdown_file_is_read_back_as_the_same_sheet() -> None:
    letter = figured_letter()
    assert read_sheet(render_markdown(letter)) == sheet_of(letter)


def test_what_was_edited_in_the_markdown_file_is_on_the_sheet() -> None:
    text = render_markdown(figured_letter()).replace("third graders", "fifth graders")
    front = '+++\nstate = "draft"\n+++\n'
    sheet = read_sheet(front + text.replace("\n", "\r\n"))
    assert any("fifth graders" in block.text for block in sheet.body)
    assert sheet == read_sheet(text)


@pytest.mark.parametrize(
    "text", ["", "Hello", "# A\n\nb\n\nc\n\nd\n\ne\n\nf", "**Re: x**\n\nDear\n\nbody\n\nS,\n\nMe"]
)
def test_a_file_that_is_no_letter_is_named_in_the_message(text: str) -> None:
    with pytest.raises(FormatError, match=r"'my\.md' is not a letter"):
        read_sheet(text, "'my.md'")


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def _page(html: bytes) -> _Page:
    page = _Page()
    page.feed(html.decode())
    return page


def test_the_page_fetches_and_runs_nothing_and_fits_a_phone() -> None:
    page = _page(render(figured_letter(), "html"))
    assert not {"script", "link", "img", "iframe", "form"} & {tag for tag, _ in page.tags}
    assert "url(" not in page.text
    assert "@import" not in page.text
    assert ("meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"}) in page.tags
    for says in (
        "Minh Nguyễn-Žižek",
        "73.45 percent",
        "45.2 percent met or exceeded",
        "“let me try.”",
        "$40 a child & 20",
    ):
        assert says in page.text


def test_every_mark_on_the_page_leads_to_its_note() -> None:
    page = _page(render(figured_letter(), "html"))
    ids = [found["id"] for _, found in page.tags if "id" in found]
    targets = {
        found["href"] for tag, found in page.tags if tag == "a" and (found.get("href") or "").startswith("#")
    }
    assert len(ids) == len(set(ids))
    assert targets == {f"#{each}" for each in ids}


def test_typed_markup_stays_words_on_the_page() -> None:
    hostile = "<script>alert(1)</script> <img src=x onerror=y> [x](javascript:alert(1)) \" ' &amp;"
    letter = figured_letter(subject=hostile, salutation=hostile, body=hostile, closing=hostile)
    page = _page(render(letter, "html"))
    assert not {"script", "img"} & {tag for tag, _ in page.tags}
    assert all("javascript" not in (found.get("href") or "") for _, found in page.tags)
    assert "<img src=x onerror=y>" in page.text


def test_the_word_processors_file_has_names_figures_and_sources() -> None:
    from docx import Document

    document = Document(io.BytesIO(render(figured_letter(), "docx")))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    for says in (
        "Minh Nguyễn-Žižek", "Senator Sandy Pappas", "Re: ", "73.45 percent", "26.55 percent met",
        "the report (https://example.org/a_b)", "•\tSmall groups",
    ):  # fmt: skip
        assert says in text
    marks = [run.text for paragraph in document.paragraphs for run in paragraph.runs if run.font.superscript]
    assert marks == ["1", "2", "1 ", "2 "]
    assert document.core_properties.author == "Minh Nguyễn-Žižek"


def test_the_word_processors_file_knows_no_clock() -> None:
    with zipfile.ZipFile(io.BytesIO(render(figured_letter(), "docx"))) as parts:
        assert {part.date_time[0] for part in parts.infolist()} == {1980}
        assert b"2026-11-24T12:00:00Z" in parts.read("docProps/core.xml")
