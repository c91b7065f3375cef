"""What does the letter look like as a web page: one file, to read on a phone and to print?"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING

from letters.formats.blocks import Block, Run
from letters.formats.sheet import Sheet, sheet_of

if TYPE_CHECKING:
    from letters.engine import Letter

# Everything is in the file: no script, no font and no picture is fetched.
_STYLE = """
:root { color-scheme: light dark; }
* { box-sizing: border-box; }
body { margin: 0; background: #eceae5; color: #1d1d1b;
  font: 1.0625rem/1.55 Charter, "Source Serif 4", "Source Serif Pro", Georgia, "Noto Serif", serif; }
main { max-width: 42rem; margin: 2rem auto; padding: clamp(1.1rem, 6vw, 4rem); background: #fff;
  box-shadow: 0 1px 8px rgb(0 0 0 / .12); overflow-wrap: break-word; }
.from { color: #55534e; line-height: 1.4; margin: 0; }
.from strong { color: #1d1d1b; font-size: 1.15em; }
.date { margin: 1.6em 0; }
.to { line-height: 1.4; margin: 0 0 1.8em; font-style: normal; }
h1 { font-size: 1.0625rem; line-height: 1.4; margin: 0 0 1.2em; }
p, ul, ol { margin: 0 0 1em; }
.items { list-style: none; padding: 0; }
.items li { padding-left: 1.6em; text-indent: -1.6em; }
.items .mark { display: inline-block; width: 1.6em; text-indent: 0; }
.closing { margin-top: 1.6em; break-inside: avoid; }
.closing span { display: block; margin-top: 2.6em; }
sup { line-height: 0; font-size: .72em; }
sup a, .notes a { color: inherit; text-decoration: none; }
sup a { padding: 0 .25em; color: #0b57a4; }
.notes { margin-top: 2.4em; padding-top: 1em; border-top: 1px solid #c9c6bf; color: #55534e;
  font-size: .84em; line-height: 1.45; }
.notes h2 { font-size: 1em; margin: 0 0 .5em; color: #1d1d1b; }
.notes ol { padding-left: 1.4em; margin: 0; }
.notes li { margin-bottom: .5em; }
:target { background: #fff2b8; }
@media (max-width: 40rem) { body { background: #fff; } main { margin: 0; box-shadow: none; } }
@media (prefers-color-scheme: dark) {
  body { background: #151514; color: #e9e7e2; } main { background: #1f1f1d; box-shadow: none; }
  .from strong, .notes h2 { color: #e9e7e2; } .from, .notes { color: #b5b2ab; }
  sup a { color: #8ab8f0; } :target { background: #4a4220; } .notes { border-color: #4a4944; } }
@media (prefers-color-scheme: dark) and (max-width: 40rem) { body { background: #1f1f1d; } }
@page { size: letter; margin: .8in 1in; }
@media print { :root { color-scheme: light; }
  body { background: none; color: #000; font-size: 10.5pt; line-height: 1.38; }
  h1 { font-size: 1em; margin-bottom: .9em; } p, ul, ol { margin-bottom: .75em; }
  .date, .to { margin: 1em 0; } .notes { margin-top: 1.2em; padding-top: .6em; }
  p a[href^="http"]::after, .items a[href^="http"]::after { content: " (" attr(href) ")"; }
  main { max-width: none; margin: 0; padding: 0; background: none; box-shadow: none; }
  .from, .notes, .from strong, .notes h2 { color: #000; } sup a { color: #000; padding: 0; }
  .notes { break-inside: avoid; } p { orphans: 2; widows: 2; } }
"""


def render_html(letter: Letter) -> str:
    """Return the letter as one self-contained page; nothing in it runs or is fetched."""
    sheet = sheet_of(letter)
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="robots" content="noindex">\n'
        f"<title>{escape(sheet.subject)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        f"<main>\n{_letter(sheet)}\n</main>\n</body>\n</html>\n"
    )


def _letter(sheet: Sheet) -> str:
    name, *reach = sheet.letterhead or ("",)
    seen: set[int] = set()
    parts = [
        f'<p class="from"><strong>{escape(name)}</strong>{"".join(f"<br>{escape(line)}" for line in reach)}</p>',
        f'<p class="date">{escape(sheet.date)}</p>',
        f'<address class="to">{"<br>".join(map(escape, sheet.address))}</address>' if sheet.address else "",
        f"<h1>Re: {escape(sheet.subject)}</h1>",
        f"<p>{escape(sheet.salutation)}</p>",
        *_body(sheet.body, len(sheet.notes), seen),
        f'<p class="closing">{escape(sheet.closing)}<span>{escape(sheet.sender)}</span></p>',
        _notes(sheet.notes, seen),
    ]
    return "\n".join(part for part in parts if part)


def _body(blocks: Iterable[Block], notes: int, seen: set[int]) -> Iterable[str]:
    for kind, group in groupby(blocks, key=lambda block: block.kind):
        if kind == "item":
            items = (
                f'<li><span class="mark">{"•" if b.mark in "-*+" else escape(b.mark)}</span>'
                f"{_runs(b.runs, notes, seen)}</li>"
                for b in group
            )
            yield f'<ul class="items">\n{chr(10).join(items)}\n</ul>'
        else:
            tag = "h2" if kind == "heading" else "p"
            yield from (f"<{tag}>{_runs(block.runs, notes, seen)}</{tag}>" for block in group)


def _runs(runs: Iterable[Run], notes: int, seen: set[int]) -> str:
    return "".join(_run(run, notes, seen) for run in runs)


def _run(run: Run, notes: int, seen: set[int]) -> str:
    if run.note:
        if run.note > notes:
            return f"<sup>{run.note}</sup>"
        # A figure named twice has one note; the way back leads to where it was named first.
        place = "" if run.note in seen else f' id="mark-{run.note}"'
        seen.add(run.note)
        return f'<sup><a{place} href="#note-{run.note}">{run.note}</a></sup>'
    if run.text == "\n":
        return "<br>"
    text = escape(run.text)
    if run.url:
        text = f'<a href="{escape(run.url)}">{text}</a>'
    if run.bold:
        text = f"<strong>{text}</strong>"
    return f"<em>{text}</em>" if run.italic else text


def _notes(notes: tuple[str, ...], seen: set[int]) -> str:
    if not notes:
        return ""
    items = "\n".join(
        f'<li id="note-{number}">{escape(note)}'
        + (f' <a href="#mark-{number}" aria-label="back to the text">↩</a>' if number in seen else "")
        + "</li>"
        for number, note in enumerate(notes, start=1)
    )
    return f'<section class="notes">\n<h2>Sources</h2>\n<ol>\n{items}\n</ol>\n</section>'
