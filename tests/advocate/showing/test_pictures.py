"""Charts say what the report says, in words too, and nothing in them is fetched or mixed up."""

from __future__ import annotations

import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from advocate.errors import WrongChoice
from advocate.reports.named import REPORTS
from advocate.reports.report import Report
from advocate.reports.showing import pictures
from advocate.reports.showing.drawing import dressed
from advocate.reports.showing.pictures import (
    DRAWN,
    ChartNotPossible,
    chart_bytes,
    check_chart,
    drawings_of,
    pictures_of,
)

CHARTS = tuple(name for name in DRAWN if name != "coverage")


def words(svg: str) -> list[str]:
    return [
        "".join(each.itertext()) for each in ElementTree.fromstring(svg).iter() if each.tag.endswith("text")
    ]


@pytest.fixture(scope="module")
def drawn(report_of: dict[str, Report]) -> dict[str, str]:
    return {name: chart_bytes(report_of[name], ".svg").decode() for name in CHARTS}


@pytest.mark.parametrize("name", CHARTS)
def test_each_picture_is_right_by_the_schema_and_is_told_in_words(
    report_of: dict[str, Report], name: str
) -> None:
    drawings = drawings_of(report_of[name])
    assert drawings
    for each in drawings:
        dressed(each.chart).to_dict(validate=True)
        assert each.says.endswith(".") and len(each.says) > 20


@pytest.mark.parametrize("name", CHARTS)
def test_each_picture_has_a_title_and_says_what_it_was_made_from(drawn: dict[str, str], name: str) -> None:
    said = " ".join(words(drawn[name]))
    assert "Source: log of advocate; campaign all; period up to 2026-11-24" in said
    assert "officials as in the data of 2026-10-08" in said


def test_reach_shows_the_reports_numbers(drawn: dict[str, str], report_of: dict[str, Report]) -> None:
    found = {row[0]: row for row in report_of["reach"].rows}
    said = words(drawn["reach"])
    assert f"{found['email sent'][1]:,} sent, {found['email confirmed'][1]:,} confirmed" in said
    assert f"{found['House districts covered'][1]} of 134" in said
    assert f"{found['Senate districts covered'][1]} of 67" in said
    assert f"{found['school districts covered'][1]} of 329" in said


def test_timeline_shows_all_and_each_channel_that_was_used(
    drawn: dict[str, str], report_of: dict[str, Report]
) -> None:
    report = report_of["timeline"]
    said = words(drawn["timeline"])
    assert "Contacts made per week, in all and by channel" in said
    sent, confirmed = (
        next(n for n, c in enumerate(report.columns) if c.name == name) for name in ("sent", "confirmed")
    )
    for row in report.rows:
        assert str(row[sent] + row[confirmed]) in said  # type: ignore[operator]
    used = {c.name for n, c in enumerate(report.columns) if n and any(row[n] for row in report.rows)}
    assert ("public comment" in said) == ("comment" in used)
    assert "letter" not in said and "letter" not in used


def test_officials_shows_the_first_twenty(drawn: dict[str, str], report_of: dict[str, Report]) -> None:
    said = words(drawn["officials"])
    for row in report_of["officials"].rows[:20]:
        name = str(row[0]).replace("Representative ", "Rep. ").replace("Senator ", "Sen. ")
        assert any(name[:20] in each for each in said)
    assert any(f"Of {len(report_of['officials'].rows):,} officials" in each for each in said)


def test_two_officials_of_one_name_have_two_bars(report_of: dict[str, Report]) -> None:
    report = report_of["officials"]
    twins = replace(report, rows=(report.rows[0], report.rows[0]))
    said = words(chart_bytes(twins, ".svg").decode())
    assert sum(str(report.rows[0][0]).split()[-1] in each for each in said) == 2


def test_replies_below_ten_have_no_share(report_of: dict[str, Report], drawn: dict[str, str]) -> None:
    report = report_of["replies"]
    assert any("Wilson" in each for each in words(drawn["replies"])) == (report.rows[0][3] is not None)
    few = replace(report, rows=tuple((row[0], 1, 5, None, None, None, row[-1]) for row in report.rows))
    said = " ".join(words(chart_bytes(few, ".svg").decode()))
    assert "Fewer than 10: no shares are shown." in said and "%" not in said
    many = replace(report, rows=tuple((row[0], 10, 50, 20.0, 11.2, 33.0, row[-1]) for row in report.rows))
    assert words(chart_bytes(many, ".svg").decode()).count("10 of 50") == 5


def test_a_picture_in_a_page_shares_no_name_and_loads_nothing(report_of: dict[str, Report]) -> None:
    report = report_of["replies"]
    odd = replace(report, rows=(("</text><script>alert(1)</script>", *report.rows[0][1:]), *report.rows[1:]))
    (svg, _), *_ = pictures_of(odd, "here")
    assert "<script" not in svg and "http" not in svg
    assert all(each.startswith("here") for each in re.findall(r'\bid="([^"]+)"', svg))


def test_files_of_each_kind(report_of: dict[str, Report]) -> None:
    report = report_of["replies"]
    assert chart_bytes(report, ".PNG").startswith(b"\x89PNG")
    assert chart_bytes(report, ".svg") == chart_bytes(report, ".svg")
    page = chart_bytes(report, ".html").decode()
    assert "<svg" in page and "<script" not in page and "default-src 'none'" in page


def test_what_cannot_be_drawn_says_what_can(
    monkeypatch: pytest.MonkeyPatch, empty_reports: list[Report]
) -> None:
    for name in (*(set(REPORTS) - set(DRAWN)), "everything"):
        with pytest.raises(
            WrongChoice, match=f"The report {name} has no picture.*reach, coverage, officials"
        ):
            check_chart(name, "a.svg")
    with pytest.raises(WrongChoice, match=r"'a\.gif' names no kind of picture"):
        check_chart("reach", "a.gif")
    with pytest.raises(ChartNotPossible, match=r"nothing to draw yet for reach\. What to do first: Write"):
        chart_bytes(empty_reports[0], ".svg")
    monkeypatch.setattr(pictures, "can_draw", lambda: False)
    with pytest.raises(ChartNotPossible, match=r"pip install 'mn-advocate\[charts\]'"):
        check_chart("reach", "a.svg")
    assert pictures_of(empty_reports[0]) == []


def test_signs_that_no_svg_can_hold_do_not_end_the_program(report_of: dict[str, Report]) -> None:
    """The program that renders gives up the whole process at them, not only the picture."""
    report = report_of["supporters"]
    odd = "Fair\x1b[31m\x00\ufffe\ud800 hall"
    rows = tuple((row[0], odd, *row[2:]) if row[0] == "source" else row for row in report.rows)
    made_from = (("campaign", odd), *report.made_from[1:])
    svg = chart_bytes(replace(report, rows=rows, made_from=made_from), ".svg").decode()
    assert re.search(r"campaign Fair +\[31m +hall", " ".join(words(svg)))
