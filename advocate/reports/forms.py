"""In which forms can a report leave: table, csv, json, md, html, xlsx?

A form is a function from a Report to text or bytes; here is where each one lives.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module
from typing import TYPE_CHECKING

from advocate.errors import WrongChoice
from advocate.reports.named import EVERYTHING

if TYPE_CHECKING:
    from advocate.reports.report import Report

#: form -> (module, function); a form is imported when it is asked for. `table` is for a terminal and
#: takes the width; the others take the report alone. Text is UTF-8, ends with a line end.
FORMS: dict[str, tuple[str, str]] = {
    "table": ("advocate.reports.as_text", "table_text"),
    "csv": ("advocate.reports.as_text", "report_csv"),
    "json": ("advocate.reports.as_text", "report_json"),
    "md": ("advocate.reports.as_text", "report_markdown"),
    "html": ("advocate.reports.showing.page", "report_html"),
    "xlsx": ("advocate.reports.showing.workbook", "report_xlsx"),
}
#: The forms that are bytes: they go into a file, never to a terminal.
BINARY = ("xlsx",)


def form_named(name: str) -> Callable[[Report], str | bytes]:
    """Return the function that makes a form of a report. Raises WrongChoice, which lists them."""
    if name not in FORMS:
        raise WrongChoice(f"There is no form '{name}'. Choose one of: {', '.join(FORMS)}.", tuple(FORMS))
    module, function = FORMS[name]
    made: Callable[[Report], str | bytes] = getattr(import_module(module), function)
    return made


#: The forms that everything can have.
FORMS_OF_EVERYTHING = ("html", "xlsx")


def form_asked_for(name: str, form: str, file_name: str) -> str:
    """Return the form that is meant: the one named, else what the file's name ends with, else table.

    Raises WrongChoice for a form that the report does not have, or that needs a file and was given none.
    """
    end = file_name.lower().rpartition(".")[2]
    form = form or (end if end in FORMS else "table")
    if name == EVERYTHING and (form not in FORMS_OF_EVERYTHING or not file_name):
        raise WrongChoice(
            "All reports together are one page or one workbook: give --out everything.html or --out everything.xlsx."
        )
    form_named(form)
    if form in BINARY and not file_name:
        raise WrongChoice(f"A report as {form} needs a file: give --out {name}.{form}.")
    return form


def render(name: str, form: str, reports: Sequence[Report]) -> str | bytes:
    """Return the reports in this form: one, or everything."""
    if name != EVERYTHING:
        return form_named(form)(reports[0])
    if form == "html":
        from advocate.reports.showing.page import page_html

        return page_html(reports)
    from advocate.reports.showing.workbook import workbook_bytes

    return workbook_bytes(reports)
