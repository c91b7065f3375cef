"""A page is one file that fetches nothing, shows every row, and cannot be broken by what is in a report."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from advocate.reports.report import Column, Report
from advocate.reports.showing import page as page_module
from advocate.reports.showing.page import page_html, report_html

#: What makes a browser load something.
LOADS = ("src", "srcset", "href", "xlink:href", "data", "action", "poster", "background", "ping", "manifest")


class Reader(HTMLParser):
    """Checks that elements close, and keeps cells, headings and ids."""

    VOID = ("meta", "br", "hr", "img", "input", "link", "path", "rect", "line")

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.cells: list[str] = []
        self.headings: list[str] = []
        self.ids: list[str] = []
        self.loads: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._look(tag, attrs)
        if tag in ("td", "th"):
            self.cells.append("")
        if tag in ("h1", "h2", "h3"):
            self.headings.append("")
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._look(tag, attrs)

    def _look(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.ids += [value or "" for name, value in attrs if name == "id"]
        self.loads += [tag] * (tag in ("script", "link", "base", "iframe", "object", "embed"))
        self.loads += [
            value or "" for name, value in attrs if name in LOADS and not (value or "").startswith("#")
        ]
        self.loads += [value or "" for _, value in attrs if re.search(r"url\((?!#)", value or "")]

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.VOID:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        for tag, kept in (
            ("td", self.cells),
            ("th", self.cells),
            ("h1", self.headings),
            ("h2", self.headings),
            ("h3", self.headings),
        ):
            if tag in self.open:
                kept[-1] += data


@pytest.fixture
def no_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_module, "can_draw", lambda: False)
    monkeypatch.setattr(page_module, "pictures_of", lambda report, place="": [])


def nasty(rows: int = 1) -> Report:
    columns = (Column("who", "Who </style><b>", "text"), *(Column(f"c{n}", f'N"{n}\\') for n in range(6)))
    line = ('<img src="https://example.org/x.png" onerror=alert(1)>', 1, 2, 3, None, 0, 6)
    return Report(
        "made",
        "<b>Made</b>",
        "Why & how?",
        columns,
        (line,) * rows,
        "Definition <i>",
        (("campaign", "A & B"),),
    )


@pytest.mark.usefixtures("no_pictures")
def test_what_is_in_a_report_stays_text() -> None:
    text = report_html(nasty())
    read = Reader(text)
    assert read.open == []
    assert '<img src="https://example.org/x.png" onerror=alert(1)>' in read.cells
    assert read.loads == []
    assert "<b>" not in text.split("</style>", 1)[1]


@pytest.mark.usefixtures("no_pictures")
@pytest.mark.parametrize("rows", [1, 40, 41, 500])
def test_every_row_is_there_the_later_ones_folded(rows: int) -> None:
    text = report_html(nasty(rows))
    assert text.count('<th scope="row"') == rows
    assert ("<details>" in text) == (rows > 40)
    if rows > 40:
        opened = text.split("<details>")[0]
        assert opened.count('<th scope="row"') == 20 and f"{rows - 20:,} more" in text


@pytest.mark.usefixtures("no_pictures")
def test_a_row_is_told_as_a_paragraph_on_a_phone_with_its_headings() -> None:
    style = report_html(nasty()).split("<style>")[1].split("</style>")[0]
    assert '.made-t td:nth-child(2){--label:"n\\0000220\\00005c "}' in style


@pytest.mark.usefixtures("no_pictures")
def test_everything_has_contents_that_lead_to_each_report(counted: list[Report]) -> None:
    text = page_html(counted)
    read = Reader(text)
    assert read.open == []
    assert len(set(read.ids)) == len(read.ids)
    targets = re.findall(r'href="#([^"]+)"', text)
    assert len(targets) == len(counted) and set(targets) <= set(read.ids)
    for each in counted:
        assert each.title in read.headings
    assert text.count("Made from: campaign all; ") == len(counted)
    assert "pip install &#x27;mn-advocate[charts]&#x27;" in text
    assert read.loads == []
    assert "url(" not in text and "@import" not in text


def test_a_campaign_without_contacts_is_told_what_to_do_first(empty_reports: list[Report]) -> None:
    text = page_html(empty_reports)
    assert "What to do first:" in text
    assert "<code>advocate write &quot;1540 6th St E, Saint Paul, MN 55106&quot;</code>" in text
    assert "<code>advocate record ID sent</code>" in text
    assert "<table" not in text and "<svg" not in text
    for each in empty_reports:
        alone = report_html(each)
        assert "What to do first:" in alone and "<table" not in alone


def test_the_policy_of_the_page_lets_nothing_in(report_of: dict[str, Report]) -> None:
    text = report_html(report_of["replies"])
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', text)
    assert policy and policy[1].startswith("default-src 'none'; style-src 'unsafe-inline';")
    assert "http" not in text.replace("http-equiv", "")
    assert Reader(text).loads == []
    assert text == report_html(report_of["replies"])


@pytest.mark.usefixtures("no_pictures")
def test_a_page_with_supporters_names_says_so_at_its_head() -> None:
    said = "Supporters’ names are in this file: keep it to yourself."
    report = nasty()
    assert said not in report_html(report)
    assert said in report_html(
        replace(report, columns=(replace(report.columns[0], personal=True), *report.columns[1:]))
    )
