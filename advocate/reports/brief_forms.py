"""How does a brief look on paper and as a web page: one page, whatever the log holds?"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from advocate.reports.brief import Brief
from advocate.reports.brief_blocks import LEVELS, Block
from advocate.reports.brief_page import Page, page_of

# Everything is in the file: no script, no font and no picture is fetched.
_STYLE = """
:root { color-scheme: light dark; --ink: #1d1d1b; --soft: #55534e; --line: #c9c6bf; --paper: #fff; --desk: #eceae5; }
* { box-sizing: border-box; }
body { margin: 0; background: var(--desk); color: var(--ink);
  font: 1rem/1.45 Charter, "Source Serif 4", "Source Serif Pro", Georgia, "Noto Serif", serif; }
main { max-width: 52rem; margin: 2rem auto; padding: clamp(1.1rem, 5vw, 3rem); background: var(--paper);
  box-shadow: 0 1px 8px rgb(0 0 0 / .12); overflow-wrap: break-word; }
header { display: flex; flex-wrap: wrap; gap: .2rem 1.5rem; justify-content: space-between; align-items: baseline; }
h1 { font-size: 1.75rem; line-height: 1.2; margin: 0; }
.stamp, footer, .note, cite, th, .numbers span { color: var(--soft); }
.stamp, .note, footer, cite { font-size: .86rem; }
.under p { margin: .25rem 0; }
.numbers { display: flex; flex-wrap: wrap; gap: .8rem 1.6rem; margin: 1rem 0; padding: .7rem 0;
  border: solid var(--line); border-width: 1px 0; }
.numbers div { flex: 1 1 6.5rem; line-height: 1.25; }
.numbers b { display: block; font-size: 1.75rem; }
.numbers span { font-size: .9rem; }
.two { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(18rem, 100%), 1fr)); gap: 0 2.2rem; }
section { margin-bottom: 1.1rem; break-inside: avoid; }
h2 { font-size: 1.05rem; margin: 0 0 .4rem; }
section p { margin: .3rem 0; }
blockquote { margin: .5rem 0; padding-left: .8rem; border-left: 3px solid var(--line); }
cite { display: block; font-style: normal; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: lining-nums tabular-nums; }
th, td { text-align: left; vertical-align: top; padding: .22rem .9rem .22rem 0; hyphens: auto; border-bottom: 1px solid var(--line); }
th { font-size: .88rem; vertical-align: bottom; }
.n { text-align: right; }
td.n { white-space: nowrap; }
.halves table { table-layout: fixed; }
.halves th:nth-child(1) { width: 28%; } .halves th:nth-child(2) { width: 23%; } .halves th:nth-child(4) { width: 18%; }
td:last-child, th:last-child { padding-right: 0; }
@media (max-width: 40rem) { .halves .scroll + .scroll tr:first-child { display: none; } }
footer { border-top: 1px solid var(--line); padding-top: .6rem; }
footer p { margin: .3rem 0; }
@media (max-width: 40rem) { body { background: var(--paper); } main { margin: 0; box-shadow: none; }
  .numbers div { flex-basis: 40%; } td, th { padding-right: .6rem; } }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e9e7e2; --soft: #b5b2ab; --line: #4a4944; --paper: #1f1f1d; --desk: #151514; } main { box-shadow: none; } }
@page { size: letter; margin: .5in .75in; }
@media print { :root { color-scheme: light; --ink: #000; --soft: #333; --line: #999; --paper: none; --desk: none; font-size: 8.3pt; }
  body { line-height: 1.2; } main { max-width: none; margin: 0; padding: 0; box-shadow: none; }
  .two { grid-template-columns: 1fr 1fr; } .numbers { margin: .5rem 0; padding: .4rem 0; flex-wrap: nowrap; } .numbers div { flex: 1; }
  section { margin-bottom: .8rem; } .under p, section p, footer p { margin: .12rem 0; } h2 { margin-bottom: .25rem; }
  td, th { padding-top: .06rem; padding-bottom: .06rem; } }
"""


def fitted_page(brief: Brief) -> Page:
    """Return the brief with so much on it that it is one printed page, measured as it is set. Raises FormatError."""
    from letters.formats.typesetting import count_pages

    for limits in LEVELS[:-1]:
        page = page_of(brief, limits)
        if count_pages({"brief": page.content()}) == 1:
            return page
    return page_of(brief, LEVELS[-1])


def brief_pdf(brief: Brief) -> bytes:
    """Return the brief as a PDF of one US Letter page, tagged for screen readers. Raises FormatError."""
    from letters.formats.typesetting import typeset

    page = fitted_page(brief)
    content = {"brief": page.content(), "title": f"{page.heading}: {page.stamp}"}
    return typeset(content, day=brief.scope.as_of or brief.scope.today)


def brief_html(brief: Brief) -> str:
    """Return the brief as one self-contained page, which prints as one; nothing in it runs or is fetched."""
    page = fitted_page(brief)
    numbers = "".join(
        f"<div><b>{escape(number)}</b><span>{escape(what)}</span></div>" for number, what in page.numbers
    )
    body = [
        f'<header><h1>{escape(page.heading)}</h1><span class="stamp">{escape(page.stamp)}</span></header>',
        f'<div class="under">{_paragraphs(page.under)}</div>',
        f'<div class="numbers">{numbers}</div>',
        f'<div class="two"><div>{_blocks(page.left)}</div><div>{_blocks(page.right)}</div></div>',
        _blocks(page.wide),
        f"<footer>{_paragraphs(page.footer)}</footer>",
    ]
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="robots" content="noindex">\n'
        f"<title>{escape(page.heading)}: {escape(page.stamp)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n"
        + "\n".join(body)
        + "\n</main>\n</body>\n</html>\n"
    )


def _paragraphs(lines: Sequence[str]) -> str:
    return "".join(f"<p>{escape(line)}</p>" for line in lines if line)


def _blocks(blocks: Sequence[Block]) -> str:
    return "\n".join(_block(block) for block in blocks)


def _block(block: Block) -> str:
    quotes = "".join(
        f"<blockquote>“{escape(words)}”<cite>{escape(who)}</cite></blockquote>" for words, who in block.quotes
    )
    note = f'<p class="note">{escape(block.note)}</p>' if block.note else ""
    return f"<section><h2>{escape(block.title)}</h2>{quotes}{_table(block)}{_paragraphs(block.lines)}{note}</section>"


def _table(block: Block) -> str:
    if not block.rows:
        return ""
    if block.halves:
        half = (len(block.rows) + 1) // 2
        return f'<div class="two halves">{_rows(block.head, block.rows[:half])}{_rows(block.head, block.rows[half:])}</div>'
    return _rows(block.head, block.rows)


def _rows(head: Sequence[str], body: Sequence[Sequence[str]]) -> str:
    numeric = [all(not row[at] or row[at][0].isdigit() or row[at] in ("not published", "under 1 %") for row in body)
               and name != "Day" for at, name in enumerate(head)]  # fmt: skip
    lines = [("th", ' scope="col"', head), *(("td", "", row) for row in body)]
    rows = "".join(
        "<tr>" + "".join(f"<{tag}{more}{' class=n' if number else ''}>{escape(cell)}</{tag}>"
                         for cell, number in zip(row, numeric, strict=True)) + "</tr>"
        for tag, more, row in lines
    )  # fmt: skip
    return f'<div class="scroll"><table>{rows}</table></div>'
