"""What do reports look like as a web page: one file, to read on a phone and to print, from which nothing is fetched?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path

from advocate.reports.as_text import cell_text
from advocate.reports.for_people import for_people
from advocate.reports.report import Cell, Column, Report
from advocate.reports.showing.pictures import INSTALL, can_draw, pictures_of
from advocate.reports.showing.told import is_blank, step_parts

_STYLE = Path(__file__).with_name("page.css")
#: What the page may load: nothing at all, from anywhere. Its style and pictures stand in it.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
#: So many rows of a table lie open; where there are not many more, all do.
_OPEN, _ALL_OPEN = 20, 40
#: A table of more columns becomes a block a row on a phone.
_NARROW = 5
#: One of more columns than these is printed on a page that lies.
_VAST = 11
#: Text of at most so many signs is not broken.
_SHORT = 18
#: Text that can be so long has room to be in few lines.
_LONG, _VERY_LONG = 24, 160
_EMPTY = ("–", "")
_DAY = re.compile(r"\d{4}-\d\d(-\d\d)?")


def report_html(report: Report) -> str:
    """Return the report as one self-contained page, with its pictures where they can be drawn here."""
    return page_html([report])


def page_html(reports: Sequence[Report]) -> str:
    """Return one page of the reports, with a table of contents where there are several.

    Without the extra [charts] the page has no pictures, and says how to get them.
    """
    people = any(report.has_people for report in reports)
    warning = (
        '<p class="people">Supporters’ names are in this file: keep it to yourself.</p>\n' if people else ""
    )
    title = reports[0].title if len(reports) == 1 else f"What we have reached: {_campaign(reports[0])}"
    main = _one(reports[0]) if len(reports) == 1 else "\n".join(_several(title, reports))
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="robots" content="noindex">\n<meta name="referrer" content="no-referrer">\n'
        f"<title>{escape(title)}</title>\n<style>\n{_STYLE.read_text(encoding='utf-8')}{_labels(reports)}</style>\n"
        f"</head>\n<body>\n{warning}{main}\n</body>\n</html>\n"
    )


def _campaign(report: Report) -> str:
    name = dict(report.made_from).get("campaign", "all")
    return "all campaigns" if name == "all" else name


def _one(report: Report) -> str:
    content = "\n".join(_report(report, ""))
    return f'<main class="only">\n<h1>{escape(report.title)}</h1>\n{content}\n</main>'


def _several(title: str, reports: Sequence[Report]) -> Iterator[str]:
    blank, told = (
        [each for each in reports if is_blank(each)],
        [each for each in reports if not is_blank(each)],
    )
    yield f"<main>\n<h1>{escape(title)}</h1>"
    yield f'<p class="soft">{_days_whole(_made_from(reports[0]))}</p>'
    if is_blank(reports[0]):
        yield _steps(reports[0])
    if told:
        links = (
            f'<li><a href="#{_place(each, reports)}">{escape(each.title)}</a> '
            f'<span class="soft">{escape(each.question)}</span></li>'
            for each in told
        )
        yield f'<nav class="contents" aria-label="Contents"><strong>In this file</strong><ol>{"".join(links)}</ol></nav>'
    if not can_draw():
        yield (
            '<p class="soft">This page has no pictures: they need two more packages. Install them with: '
            f"<code>{escape(INSTALL)}</code></p>"
        )
    for report in told:
        yield from _report(report, _place(report, reports))
    if blank and told:
        names = "; ".join(each.title for each in blank)
        yield f'<p class="soft report">Nothing to count yet for: {escape(names)}.</p>'
    yield "</main>"


def _place(report: Report, reports: Sequence[Report]) -> str:
    """Return the report's place in the page: its name, numbered where several have it."""
    same = [each for each in reports if each.name == report.name]
    return report.name if len(same) == 1 else f"{report.name}-{same.index(report) + 1}"


def _report(report: Report, place: str) -> Iterator[str]:
    yield (
        f'<section class="report" id="{place}">\n<h2>{escape(report.title)}</h2>'
        if place
        else '<section class="report">'
    )
    yield f'<p class="question">{escape(report.question)}</p>'
    if report.next_steps:
        yield _steps(report)
    if not is_blank(report):
        pictures = [
            f'<figure class="picture" role="img" aria-label="{escape(says)}">{svg}</figure>'
            for svg, says in pictures_of(report, place)
        ]
        yield f'<div class="pictures">{"".join(pictures)}</div>' if pictures else ""
        report = for_people(report)
        yield from _table(report.columns, report.rows, report.title, f"{report.name}-t")
        for section in report.sections:
            yield f"<h3>{escape(section.title)}</h3>"
            yield from _table(section.columns, section.rows, section.title, f"{report.name}-{section.name}-t")
            yield f'<p class="foot">{escape(section.definition)}</p>' if section.definition else ""
    foot = (*report.notes, report.definition, f"Made from: {_made_from(report)}.")
    yield f'<div class="foot">{"".join(f"<p>{_days_whole(line)}</p>" for line in foot)}</div>\n</section>'


def _made_from(report: Report) -> str:
    return "; ".join(f"{label} {value}" for label, value in report.made_from)


def _days_whole(text: str) -> str:
    """Return the text as HTML, in which no day is broken over two lines."""
    return _DAY.sub(r'<span class="d">\g<0></span>', escape(text))


def _steps(report: Report) -> str:
    items = []
    for step in report.next_steps:
        words, commands = step_parts(step)
        code = " then ".join(f"<code>{escape(command)}</code>" for command in commands)
        items.append(f"<li>{escape(words)} {code}</li>")
    return f'<div class="steps"><strong>There is nothing to count yet. What to do first:</strong><ol>{"".join(items)}</ol></div>'


def _table(columns: Sequence[Column], rows: Sequence[Sequence[Cell]], title: str, kind: str) -> Iterator[str]:
    """Yield the table; of a long one the first rows, and the others folded beneath them."""
    shape = "narrow" if len(columns) <= _NARROW else "wide vast" if len(columns) > _VAST else "wide"
    cells = [[cell_text(cell, column) for cell, column in zip(row, columns, strict=True)] for row in rows]
    classes = [_class(column, [row[n] for row in cells]) for n, column in enumerate(columns)]
    head = "".join(
        f'<th scope="col"{_attribute(each)}>{escape(c.heading)}</th>'
        for c, each in zip(columns, classes, strict=True)
    )
    count = len(rows) if len(rows) <= _ALL_OPEN else _OPEN
    parts = [cells[:count], cells[count:]]
    for number, part in enumerate(parts):
        if number and not part:
            break
        table = (
            f'<div class="box {shape} {kind}" tabindex="0"><table><caption class="unseen">{escape(title)}</caption>'
            f"<thead><tr>{head}</tr></thead>\n<tbody>\n{''.join(_row(row, classes) for row in part)}</tbody></table></div>"
        )
        yield table if not number else f"<details><summary>{len(part):,} more</summary>\n{table}</details>"


def _row(cells: Sequence[str], classes: Sequence[str]) -> str:
    first, *others = cells
    rest = "".join(
        f"<td{_attribute(f'{each} e'.strip() if cell in _EMPTY else each)}>{escape(cell)}</td>"
        for cell, each in zip(others, classes[1:], strict=True)
    )
    return f'<tr><th scope="row"{_attribute(classes[0])}>{escape(first)}</th>{rest}</tr>\n'


def _class(column: Column, cells: Sequence[str]) -> str:
    """Return how the column stands: n a number, to the right; d not to be broken; t long text, with room (t2 more of it); "" text."""
    if column.kind not in ("text", "day"):
        return "n"
    longest = max(map(len, cells), default=0)
    if longest <= _SHORT:
        return "d"
    return "t t2" if longest >= _VERY_LONG else "t" if longest >= _LONG else ""


def _attribute(classes: str) -> str:
    return f' class="{classes}"' if classes else ""


def _labels(reports: Sequence[Report]) -> str:
    """Return the style that puts a cell's heading before it where a table is shown as blocks."""
    rules = {}
    for report in reports:
        tables = [
            (f"{report.name}-t", for_people(report).columns),
            *((f"{report.name}-{s.name}-t", s.columns) for s in report.sections),
        ]
        for kind, columns in tables:
            if len(columns) > _NARROW:
                rules[kind] = "".join(
                    f'.{kind} td:nth-child({n}){{--label:"{_css_text(c.heading.lower())} "}}'
                    for n, c in enumerate(columns[1:], start=2)
                )
    if not rules:
        return ""
    return f"@media (max-width: 40rem) {{ .wide td::before {{ content: var(--label); }} {''.join(rules.values())} }}\n"


def _css_text(text: str) -> str:
    return "".join(sign if sign.isalnum() or sign == " " else f"\\{ord(sign):06x}" for sign in text)
