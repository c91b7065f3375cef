"""Is the printed letter right: its words, its one page, and its address where the envelope has its window?"""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from form_samples import figured_letter
from hypothesis import given, settings
from hypothesis import strategies as st
from letter_samples import DAY, GOVERNOR, REPRESENTATIVE, SENATOR, SENDER
from pypdf import PdfReader

from letters.errors import FormatError
from letters.formats import pdf, render, typesetting
from letters.formats.blocks import blocks_of
from letters.formats.pack import ENVELOPES, can_be_posted, in_posting_order, render_pack, return_address
from letters.formats.sheet import Sheet, sheet_of

FONTS = Path(pdf.__file__).parent.parent / "fonts"
INCH = 72.0


def _reader(made: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(made))


def _text(made: bytes) -> str:
    return "\n".join(page.extract_text() for page in _reader(made).pages)


def _placed(made: bytes) -> list[tuple[str, float, float]]:
    """Return (words, inches from the left, inches from the top) of what stands on the first page."""
    found: list[tuple[str, float, float]] = []

    def visit(text: str, cm: list[float], tm: list[float], font: object, size: float) -> None:
        if text.strip():
            x, y = tm[4] * cm[0] + tm[5] * cm[2] + cm[4], tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
            found.append((text.strip(), x / INCH, 11 - y / INCH))

    _reader(made).pages[0].extract_text(visitor_text=visit)
    return found


def test_names_figures_and_sources_can_be_read_out_of_the_pdf() -> None:
    made = render(figured_letter(), "pdf")
    text = " ".join(_text(made).split())
    for says in (
        "Minh Nguyễn-Žižek", "Senator Sandy Pappas", "Room 2113, Minnesota Senate Building", "November 24, 2026",
        "Re: Thank you from a constituent", "Dear Senator Pappas:", "“I can’t” had become “let me try.”", "$40 a child & 20",
        "73.45 percent", "54.8 percent", "26.55 percent met or exceeded", "the report (https://example.org/a_b)", "• Small groups",
    ):  # fmt: skip
        assert says in text, says
    assert _reader(made).metadata.title == figured_letter().subject  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "name", ["Nguyễn Thị Hồng Nhung", "Žižek Kateřina Šťastná", "Paj Ntaub Hawj", "Xaawo Cabdullaahi", "Kaʻiulani Ñuñez", "Łukasz Wójcik"]
)  # fmt: skip
def test_names_are_set_in_the_bundled_font_letter_by_letter(name: str) -> None:
    made = render(figured_letter(sender=replace(SENDER, name=name)), "pdf")
    assert _text(made).count(name) == 2
    fonts = {str(font["/BaseFont"]) for font in _fonts(made)}
    assert all("SourceSerifPro" in font for font in fonts), fonts


def _fonts(made: bytes) -> list[dict[str, object]]:
    resources = _reader(made).pages[0]["/Resources"]
    return [font.get_object() for font in resources["/Font"].values()]  # type: ignore[index]


def test_the_font_has_its_licence_beside_it() -> None:
    assert "SIL OPEN FONT LICENSE" in (FONTS / "OFL.txt").read_text(encoding="utf-8")
    assert sorted(each.suffix for each in FONTS.iterdir()) == [".otf", ".otf", ".otf", ".txt"]


@pytest.mark.parametrize("recipient", [SENATOR, REPRESENTATIVE, GOVERNOR])
def test_the_address_and_nothing_else_is_in_the_window(recipient: object) -> None:
    made = render(figured_letter(recipient=recipient), "pdf")
    placed = _placed(made)
    address = sheet_of(figured_letter(recipient=recipient)).address
    # Baselines. With the sheet resting on the foot of the envelope the window shows 2.04 to 3.17 inches.
    inside = [(text, x, y) for text, x, y in placed if 2.0 < y < 3.66 and x < 5.4]
    assert " ".join(" ".join(text.split()) for text, _, _ in inside) == " ".join(address)
    assert all(0.875 < x < 4.375 and 2.3 < y < 3.17 for _, x, y in inside)
    # Slid up by three quarters of the play that it has, every line still shows.
    assert min(y for _, _, y in inside) - 0.11 > 2.04 + 0.75 * 0.4583 - 0.1
    assert all(y < 1.95 or y > 3.7 or 2.3 < y < 3.17 for _, _, y in placed)


def test_typed_typst_stays_words() -> None:
    hostile = '#read("/etc/passwd") $x^2$ #panic("x") <label> @ref \\ `raw` */ // "#{1}"'
    letter = figured_letter(
        subject=hostile, salutation=hostile, closing=hostile, sender=replace(SENDER, name=hostile)
    )
    text = " ".join(_text(render(letter, "pdf")).split())
    assert text.count('#panic("x") <label> @ref') >= 4
    assert "root:" not in text


def test_a_note_is_numbered_as_its_mark() -> None:
    letter = figured_letter(body="Second.[^2] First.[^1] Second again.[^2]")
    text = _text(render(letter, "pdf"))
    assert re.search(r"1\s*Minnesota Department.*Saint Paul Public Schools", text)
    assert re.search(r"2\s*Minnesota Department.*Minnesota, math", text.replace("\n", " "))


def test_pages_are_measured() -> None:
    short, long = figured_letter(), figured_letter(body="A sentence about our schools. " * 200)
    assert pdf.page_count(short) == len(_reader(render(short, "pdf")).pages) == 1
    assert pdf.page_count(long) == len(_reader(render(long, "pdf")).pages) == 2
    assert "page 2" in _text(render(long, "pdf"))


WORDS = st.sampled_from(
    [
        "the",
        "of",
        "students",
        "MATH",
        "I'd",
        "summer",
        "MCA/MTAS",
        "73.45",
        "community",
        "WHY!",
        "wonderful",
        "a",
        "legislators",
    ]
)
PARAGRAPHS = st.lists(st.lists(WORDS, min_size=1, max_size=70).map(" ".join), min_size=1, max_size=9)


@settings(max_examples=25, deadline=None)
@given(paragraphs=PARAGRAPHS, notes=st.integers(0, 4))
def test_what_is_said_to_fit_without_being_set_does_fit(paragraphs: list[str], notes: int) -> None:
    sheet = sheet_of(figured_letter())
    sheet = replace(sheet, body=blocks_of("\n\n".join(paragraphs)), notes=sheet.notes[:1] * notes)
    if typesetting.surely_one_page(sheet):
        assert typesetting.count_pages({"letters": [typesetting.data_of(sheet)]}) == 1


def test_the_pdf_knows_no_clock() -> None:
    made = render(figured_letter(), "pdf")
    assert _reader(made).metadata.creation_date.date() == DAY  # type: ignore[union-attr]


def _sheets() -> list[Sheet]:
    return [
        sheet_of(figured_letter(recipient=recipient, sender=replace(SENDER, name=name)))
        for recipient in (REPRESENTATIVE, GOVERNOR, SENATOR)
        for name in ("Žofie", "An")
    ]


def test_a_pack_has_a_list_every_letter_and_a_label_for_each_that_can_be_posted() -> None:
    sheets = in_posting_order(_sheets())
    pages = [page.extract_text() for page in _reader(render_pack(sheets, title="Tutors", day=DAY)).pages]
    assert len(pages) == 1 + 6 + 1
    assert "Letters to print: Tutors" in pages[0]
    assert "6 letters from 2 supporters to 3 recipients" in pages[0]
    assert "2 letters without a postal address" in pages[0]
    assert pages[0].count("(no address)") == 2
    order = [sheet.sender + sheet.address[0] for sheet in sheets]
    for sheet, page in zip(sheets, pages[1:7], strict=True):
        assert sheet.sender in page
        assert sheet.salutation in page
    assert len(set(order)) == 6
    assert pages[-1].count("Representative Jay Xiong") == 2
    assert pages[-1].count("Senator Sandy Pappas") == 2
    assert "Walz" not in pages[-1]


def test_envelopes_have_the_size_and_both_addresses_without_a_telephone() -> None:
    sheets = [sheet_of(figured_letter())]
    last = _reader(render_pack(sheets, envelopes="envelopes")).pages[-1]
    assert [float(side) / INCH for side in last.mediabox[2:]] == pytest.approx([9.5, 4.125])
    text = last.extract_text()
    assert "1540 6th St E" in text
    assert "95 University Ave. West" in text
    assert "651-555-0100" not in text
    assert "@" not in text


def test_no_envelopes_are_no_pages() -> None:
    assert len(_reader(render_pack([sheet_of(figured_letter())], envelopes="none")).pages) == 2


def test_a_pack_says_what_it_cannot_do() -> None:
    with pytest.raises(FormatError, match=", ".join(ENVELOPES)):
        render_pack([sheet_of(figured_letter())], envelopes="stamps")
    with pytest.raises(FormatError, match="no letter"):
        render_pack([], day=date(2026, 11, 24))


@pytest.mark.parametrize(
    ("line", "kept"),
    [("1540 6th St E", True), ("651-555-0100", False), ("+1 (651) 555-0100 ext. 12", False), ("a@example.org", False), ("55106", True),
     ("Saint Paul, MN 55106-1234", True)],
)  # fmt: skip
def test_a_return_address_has_no_telephone_and_no_mail(line: str, kept: bool) -> None:
    sheet = replace(sheet_of(figured_letter()), letterhead=("Minh", line))
    assert return_address(sheet) == (("Minh", line) if kept else ("Minh",))


def test_without_a_zip_code_nothing_can_be_posted() -> None:
    sheet = sheet_of(figured_letter())
    assert can_be_posted(sheet)
    assert not can_be_posted(replace(sheet, address=("Senator Sandy Pappas", "Minnesota Senate")))
    assert not can_be_posted(replace(sheet, address=()))
