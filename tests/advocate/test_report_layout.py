"""A report lies within its width, cuts no word, says what it left out, and has bars only where a terminal shows them."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advocate.cli.terminal import signs_for, text_for_here
from advocate.reports.as_text import table_text
from advocate.reports.bars import ASCII, BLOCKS, Chart, bar, chart_lines, charts_of
from advocate.reports.layout import Grid
from advocate.reports.named import REPORTS, read_scope, report_named
from advocate.reports.report import Column, Report
from advocate.store.log import Log
from benchmarks.made_campaign import make_campaign
from benchmarks.made_writing import write_campaign

TODAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> list[Report]:
    with Log(tmp_path_factory.mktemp("layout") / "advocate.db") as log:
        write_campaign(log, make_campaign(contacts=300, supporters=80))
        return [
            report_named(name)(
                log.database, read_scope(log.database, today=TODAY, name=name, by=by, since=since)
            )
            for name, (_, _, words) in REPORTS.items()
            for by in words or ("",)
            for since in (None, date(2026, 10, 10))
        ]


@pytest.mark.parametrize(("width", "signs"), [(80, None), (60, BLOCKS), (132, ASCII)])
def test_every_report_lies_within_its_width(reports: list[Report], width: int, signs: object) -> None:
    for report in reports:
        text = table_text(report, width, signs)  # type: ignore[arg-type]
        told = {*report.notes, *(value for _, value in report.made_from)}
        long = [line for line in text.splitlines() if len(line) > width and line not in told]
        assert not long, (report.name, long[:3])


def test_the_whole_of_coverage_is_one_line_a_district(reports: list[Report]) -> None:
    for report in reports:
        if report.name == "coverage" and len(report.rows) == 134:
            lines = table_text(report).splitlines()
            assert sum(line.split(" ")[0] in {row[0] for row in report.rows} for line in lines) == len(
                report.rows
            )
            assert any(line.startswith("No room for: ") for line in lines)


def test_what_was_left_out_is_said_and_what_says_nothing_is_not() -> None:
    columns = (Column("district", "District", "text"), Column("name", "Name", "text"), Column("writers", "Writers"),
               Column("none", "None at all"), Column("more", "M" * 60))  # fmt: skip
    report = Report("coverage", "T", "Q", columns, (("67B", "House District 67B", 3, 0, 4),), "D")
    text = table_text(report, 74)
    assert "No room for: Writers." in text and "None at all" not in text


def test_words_wrap_and_are_not_cut() -> None:
    rows = [["Representative Amanda Hemmingsen", "1"], ["Bo", "22"]]
    grid = Grid(["Official", "Contacts made"], rows, [False, True])
    sizes = grid.widths(26)
    assert sizes is not None
    assert list(grid.lines(sizes)) == [
        "                  Contacts",
        "Official              made",
        "Representative           1",
        "Amanda",
        "Hemmingsen",
        "Bo                      22",
    ]
    assert grid.widths(15) is None


@given(
    st.lists(st.lists(st.text("ab 1", max_size=30), min_size=3, max_size=3), min_size=1, max_size=5),
    st.integers(20, 90),
)
def test_a_grid_is_never_wider_than_asked(rows: list[list[str]], width: int) -> None:
    grid = Grid(["Some words", "Number of", "Others"], rows, [False, True, False])
    sizes = grid.widths(width)
    if sizes is not None:
        assert all(len(line) <= width for line in grid.lines(sizes))


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=2), st.integers(1, 20_000), st.integers(1, 60))
def test_a_bar_is_as_long_as_its_number(parts: list[int], more: int, length: int) -> None:
    whole = sum(parts) + more
    for signs in (BLOCKS, ASCII):
        drawn = bar(parts, whole, length, signs)
        assert len(drawn) <= length
        assert bool(drawn) == bool(sum(parts))
        assert abs(len(drawn) - length * sum(parts) / whole) <= 1.01
        assert drawn.isascii() or signs is BLOCKS


def test_bars_say_what_they_are() -> None:
    chart = Chart(
        "Contacts made",
        (("2026-11-02", (6, 2), "8"), ("2026-11-09", (3, 0), "3"), ("2026-11-16", (0, 0), "0")),
        ("sent", "confirmed"),
    )
    assert chart_lines(chart, 44, BLOCKS) == [
        "Contacts made (█ sent, ░ confirmed)",
        f"2026-11-02  {'█' * 22}{'░' * 7}  8",
        f"2026-11-09  {'█' * 10}▉  3",
        "2026-11-16   0",
    ]
    assert chart_lines(chart, 44, ASCII)[1] == f"2026-11-02  {'#' * 22}{'-' * 7}  8"


def test_a_pipe_has_no_bars_and_a_terminal_those_it_can_show(
    reports: list[Report], monkeypatch: pytest.MonkeyPatch
) -> None:
    report = next(each for each in reports if each.name == "timeline")
    assert "█" not in text_for_here(report)
    for encoding, sign in (("utf-8", "█"), ("cp437", "#"), ("ascii", "#"), ("no-such", "#")):
        screen = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
        monkeypatch.setattr(screen, "isatty", lambda: True, raising=False)
        monkeypatch.setattr("sys.stdout", screen)
        assert signs_for(encoding).first == sign
        assert "█" in text_for_here(report)
        monkeypatch.undo()
    assert signs_for(None) is ASCII


def test_nothing_to_draw_is_no_chart(reports: list[Report]) -> None:
    for report in reports:
        assert charts_of(replace(report, rows=())) == []
