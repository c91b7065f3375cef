"""In which forms can a report leave: table, csv, json, md?

A form is a function from a Report to text; here is where each one lives.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING

from advocate.errors import WrongChoice

if TYPE_CHECKING:
    from advocate.reports.report import Report

#: form -> (module, function); a form is imported when it is asked for. `table` is for a terminal and
#: takes the width; the others take the report alone. Text is UTF-8, ends with a line end.
FORMS: dict[str, tuple[str, str]] = {
    "table": ("advocate.reports.as_text", "table_text"),
    "csv": ("advocate.reports.as_text", "report_csv"),
    "json": ("advocate.reports.as_text", "report_json"),
    "md": ("advocate.reports.as_text", "report_markdown"),
}


def form_named(name: str) -> Callable[[Report], str]:
    """Return the function that makes a form of a report. Raises WrongChoice, which lists them."""
    if name not in FORMS:
        raise WrongChoice(f"There is no form '{name}'. Choose one of: {', '.join(FORMS)}.", tuple(FORMS))
    module, function = FORMS[name]
    made: Callable[[Report], str] = getattr(import_module(module), function)
    return made
