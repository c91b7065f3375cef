"""People read words, programs the log's own: which is which, and what is left out for people alone."""

from __future__ import annotations

import csv
import json
from io import BytesIO, StringIO

from python_calamine import CalamineWorkbook

from advocate.reports.as_text import report_csv, report_json, report_markdown, table_text
from advocate.reports.for_people import for_people, short_official
from advocate.reports.report import Cell, Column, Report
from advocate.reports.showing.page import report_html
from advocate.reports.showing.workbook import report_xlsx
from advocate.store.contacts import CHANNELS


def reach(**counts: tuple[int, int]) -> Report:
    """A reach report in which each channel has (this period, before) sent."""
    rows: list[tuple[Cell, ...]] = [("supporters acting", 3, 1, None), ("contacts sent", 3, 1, None)]
    for channel in CHANNELS:
        rows += [
            (f"{channel} sent", *counts.get(channel, (0, 0)), None),
            (f"{channel} confirmed", 0, 0, None),
        ]
    rows.append(("House districts covered", 0, 0, 134))
    columns = (Column("measure", "What", "text"), Column("count", "This period"), Column("before", "Before"),
               Column("out_of", "Out of"))  # fmt: skip
    return Report("reach", "Reach", "Whom?", columns, tuple(rows), "What is counted.")


def officials() -> Report:
    columns = (
        Column("official", "Official", "text"),
        Column("kind", "Office", "text"),
        Column("channels", "Channels", "text"),
    )
    rows = (("Ana", "state_house", "email, post"), ("Bo", "school_board", ""), ("Cy", "governor", "comment"))
    return Report("lobbying", "Lobbying", "Who?", columns, rows, "What is counted.")


def everybody_reads(report: Report) -> list[str]:
    """The forms for people, each on one line."""
    sheet = CalamineWorkbook.from_filelike(BytesIO(report_xlsx(report))).get_sheet_by_index(0).to_python()
    book = " ".join(str(cell) for row in sheet for cell in row)
    return [
        " ".join(text.split())
        for text in (table_text(report), report_markdown(report), book, report_html(report))
    ]


def test_channels_are_in_words_and_those_without_a_contact_are_left_out_and_named() -> None:
    report = reach(email=(2, 0), comment=(0, 1))
    for text in everybody_reads(report):
        assert "e-mail sent" in text
        assert "public comment confirmed" in text
        assert "email" not in text
        assert "post sent" not in text
        assert "posted letter sent" not in text
        assert "and so not shown, by: letter, posted letter, call, visit, testimony." in text
    assert [row[1] for row in for_people(report).rows] == [3, 3, 2, 0, 0, 0, 0]


def test_a_program_gets_every_row_in_the_logs_words() -> None:
    report = reach(email=(2, 0))
    rows = list(csv.DictReader(StringIO(report_csv(report))))
    measures = [f"{channel} {standing}" for channel in CHANNELS for standing in ("sent", "confirmed")]
    assert [row["measure"] for row in rows][2:-1] == measures
    assert [row["measure"] for row in json.loads(report_json(report))["rows"]][2:-1] == measures
    assert "state_house" in report_csv(officials())
    assert json.loads(report_json(officials()))["rows"][0]["channels"] == "email, post"


def test_offices_are_in_words() -> None:
    for text in everybody_reads(officials()):
        assert "state_house" not in text
        assert "school_board" not in text
        assert all(
            word in text
            for word in ("House", "School board", "Governor", "e-mail, posted letter", "public comment")
        )


def test_a_timeline_has_the_channels_that_were_used() -> None:
    columns = (
        Column("from", "From", "day"),
        *(Column(name, name) for name in ("sent", "confirmed", *CHANNELS)),
    )
    row = ("2026-11-16", 2, 0, *(1 if name in ("post", "call") else 0 for name in CHANNELS))
    report = Report("timeline", "Timeline", "When?", columns, (row,), "What is counted.")
    assert [column.heading for column in for_people(report).columns] == [
        "From",
        "sent",
        "confirmed",
        "posted letter",
        "call",
    ]
    assert for_people(report).rows == (("2026-11-16", 2, 0, 1, 1),)
    assert for_people(report).notes == (
        "No contact made, and so not shown, by: letter, e-mail, visit, testimony, public comment.",
    )
    assert [len(row) for row in csv.reader(StringIO(report_csv(report)))] == [len(columns)] * 2


def test_answers_are_in_words() -> None:
    columns = (Column("answer", "Answer", "text"), Column("count", "Replies"))
    report = Report(
        "replies", "Replies", "What?", columns, (("form", 1), ("none", 0), ("yes", 2)), "Counted."
    )
    assert [row[0] for row in for_people(report).rows] == ["form reply", "none (silence)", "yes"]


def test_a_label_begins_with_what_tells_officials_apart() -> None:
    assert short_official("Representative Mai Example", "67B") == "Rep. Mai Example, 67B"
    assert short_official("School Board Member Ana Example", "0625-01") == "Ana Example, 0625-01"
    assert short_official("Governor Bo Example", "") == "Governor Bo Example"


def test_what_somebody_typed_stays_text_in_markdown() -> None:
    """A page made from it by another program must not run a script, follow a link or begin a column."""
    columns = (Column("ask", "What they ask", "text"),)
    typed = "<script>x</script> | [a](javascript:x) `b` \\| c"
    report = Report("reach", "Reach", "Whom?", columns, ((typed,),), "What is counted.")
    row = next(line for line in report_markdown(report).splitlines() if "script" in line)
    assert row == r"| \<script>x\</script> \| \[a](javascript:x) \`b\` \\\| c |"
