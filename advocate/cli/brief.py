"""`advocate report brief OFFICIAL`: one page to take into the meeting."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from datetime import date

#: The forms that are laid out for a brief alone.
OWN_FORMS = ("pdf", "html")


def write_brief(
    words: tuple[str, ...], *, campaign: str, since: date | None, until: date | None, as_of: date | None, by: str,
    form: str, chart: Path | None, with_names: bool, out: Path | None, yes: bool, db: Path | None,
) -> None:  # fmt: skip
    """Make the brief of the official who is meant by the words, and print it or write it to a file."""
    from advocate import clock
    from advocate.cli.options import may_replace
    from advocate.cli.report_out import give, say_people_are_in_it
    from advocate.reports.brief import brief_about
    from advocate.reports.brief_report import brief_report
    from advocate.reports.named import read_scope
    from advocate.store import open_log

    text = " ".join(words).strip()
    if not text:
        raise click.UsageError(
            "Whose brief? Name the official, the seat or the district: advocate report brief 67 --out brief.pdf"
        )
    if chart is not None:
        raise click.UsageError(
            "A brief has no chart. Leave --chart out; its page is --out brief.pdf or brief.html."
        )
    form = _form(form, out)
    if out is not None:
        may_replace(out, yes)
    with open_log(db, create=False) as log:
        scope = read_scope(
            log.database, today=clock.today(), name="brief", campaign=campaign, since=since, until=until,
            as_of=as_of, by=by, with_names=with_names,
        )  # fmt: skip
        brief = brief_about(log.database, scope, text)
    report = brief_report(brief)
    made: str | bytes
    if form == "pdf":
        from advocate.reports.brief_forms import brief_pdf

        made = brief_pdf(brief)
    elif form == "html":
        from advocate.reports.brief_forms import brief_html

        made = brief_html(brief)
    else:
        from advocate.reports.forms import form_named

        made = form_named(form)(report)
    if with_names:
        say_people_are_in_it("brief", report.has_people)
    give(report, form, made, out)


def _form(form: str, out: Path | None) -> str:
    """Return the form that is meant: the one named, else what the file's name ends with, else table."""
    from advocate.errors import WrongChoice
    from advocate.reports.forms import FORMS

    forms = (*FORMS, *(each for each in OWN_FORMS if each not in FORMS))
    end = out.suffix.lstrip(".").lower() if out else ""
    end = {"htm": "html", "txt": "table"}.get(end, end)
    if out is not None and not form and end not in forms:
        raise WrongChoice(
            f"A brief cannot be made as '{out.name}'. Let its name end with .pdf or .html, or give --format: "
            f"{', '.join(forms)}.",
            forms,
        )
    form = form or end or "table"
    if form not in forms:
        raise WrongChoice(f"There is no form '{form}' of a brief. Choose one of: {', '.join(forms)}.", forms)
    if form in ("pdf", "xlsx") and out is None:
        raise WrongChoice(f"A brief as {form} needs a file: give --out brief.{form}.")
    return form
