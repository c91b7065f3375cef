"""Do the SQL views in the log say what the reports say, number by number?"""

from __future__ import annotations

import csv
import re
import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, date, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from advocate.reports.named import read_scope, report_named
from advocate.reports.report import Report
from advocate.store.log import Log
from benchmarks.made_campaign import make_campaign
from benchmarks.made_writing import write_campaign
from tests.advocate.noes import add_noes

TODAY = date(2026, 11, 24)
CAMPAIGNS = ["(all)", "Read Well 2026", "Math by Grade 5"]
DOCS = Path(__file__).parents[2] / "docs" / "reports.md"


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Log]:
    path = tmp_path_factory.mktemp("views") / "advocate.db"
    with Log(path, clock=lambda: datetime(2026, 11, 23, 18, 0, tzinfo=UTC)) as log:
        write_campaign(log, make_campaign(contacts=900, supporters=180))
        add_noes(log)
        yield log


def report(log: Log, name: str, campaign: str, by: str = "") -> Report:
    named = "" if campaign == "(all)" else campaign
    return report_named(name)(
        log.database, read_scope(log.database, today=TODAY, name=name, campaign=named, by=by)
    )


def rows(log: Log, view: str, campaign: str = "", where: str = "") -> list[dict[str, Any]]:
    cursor = log.database.execute(
        f"SELECT * FROM {view} WHERE {where or '1'}" + (" AND campaign = :campaign" if campaign else ""),
        {"campaign": campaign},
    )
    names = [each[0] for each in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def cells(counted: Report) -> list[dict[str, Any]]:
    names = [column.name for column in counted.columns]
    return [dict(zip(names, row, strict=True)) for row in counted.rows]


@pytest.mark.parametrize("campaign", CAMPAIGNS)
def test_reach(log: Log, campaign: str) -> None:
    found = {row["measure"]: row["count"] for row in cells(report(log, "reach", campaign))}
    (view,) = rows(log, "reach_totals", campaign)
    ways = {
        (row["channel"], row["standing"]): row["contacts"] for row in rows(log, "reach_by_channel", campaign)
    }
    assert found == {
        "supporters acting": view["supporters"], "letters made": view["letters"], "contacts sent": view["sent"],
        "contacts confirmed": view["confirmed"], "contacts drafted (not made)": view["drafted"],
        "contacts handed over (not made)": view["handed_over"], "contacts bounced (never count)": view["bounced"],
        **{name: ways.get(tuple(name.split(" ")), 0) for name in found if name.split(" ")[-1] in ("sent", "confirmed")
           and not name.startswith("contacts")},
        "officials reached": view["officials"], "House districts covered": view["house_districts"],
        "Senate districts covered": view["senate_districts"], "school districts covered": view["school_districts"],
        "own words, per cent (mean)": round(view["own_words"]), "replies": view["replies"],
    }  # fmt: skip


@pytest.mark.parametrize("campaign", CAMPAIGNS)
def test_officials(log: Log, campaign: str) -> None:
    names = ("kind", "district", "contacts", "sent", "confirmed", "writers", "constituents", "towns", "channels",
             "replies", "days_to_reply", "last_touched")  # fmt: skip
    found = [(row["official"], *(row[n] for n in names)) for row in cells(report(log, "officials", campaign))]
    view = [
        (f"{row['title']} {row['official']}", *(row[n] for n in names))
        for row in rows(log, "reach_by_official", campaign)
    ]
    assert sorted(found, key=str) == sorted(view, key=str)


@pytest.mark.parametrize("campaign", CAMPAIGNS)
def test_timeline(log: Log, campaign: str) -> None:
    found = {(row["from"], name): n for row in cells(report(log, "timeline", campaign, "day"))
             for name, n in row.items() if name != "from" and n}  # fmt: skip
    view: dict[tuple[str, str], int] = {}
    for row in rows(log, "reach_by_day", campaign):
        for name in (row["channel"], row["standing"]):
            view[row["day"], name] = view.get((row["day"], name), 0) + row["contacts"]
    assert found == view


@pytest.mark.parametrize("campaign", CAMPAIGNS)
@pytest.mark.parametrize("by", ["house", "senate", "school_district"])
def test_coverage(log: Log, campaign: str, by: str) -> None:
    kind = {"house": "state_house", "senate": "state_senate"}.get(by, by)
    view = {row["district"]: row for row in rows(log, "reach_by_district", campaign, f"kind = '{kind}'")}
    living = {
        row["district"]: row["supporters"]
        for row in rows(log, "reach_by_district", "(all)", f"kind = '{kind}'")
    }
    for row in cells(report(log, "coverage", campaign, by)):
        counted = view.get(row["district"], {"writers": 0, "contacts": 0, "officials": 0})
        names = ("writers", "contacts", "officials")
        assert [row[name] for name in names] == [counted[name] for name in names]
        assert row["supporters"] == living.get(row["district"], 0)


@pytest.mark.parametrize("campaign", CAMPAIGNS)
def test_letters(log: Log, campaign: str) -> None:
    counted = report(log, "letters", campaign)
    view = {row["template"] or "(no template)": row for row in rows(log, "reach_by_template", campaign)}
    for row in cells(counted):
        of_view = view.pop(row.pop("template"))
        assert row == {"letters": of_view["letters"], "own_words": round(of_view["own_words"]),
                       "measured": of_view["measured"], "clean": of_view["clean"]}  # fmt: skip
    assert not view
    found = [(row["rule"], row["letters"]) for row in rows(log, "reach_by_finding", campaign)]
    assert sorted(found) == sorted(counted.sections[0].rows)
    sizes = [row["letters"] for row in rows(log, "reach_same_texts", campaign)]
    said = f"{len(sizes)} group{'s' * (len(sizes) > 1)} of texts that are nearly the same, the largest {max(sizes)}."
    assert counted.notes == (said,)


def test_supporters(log: Log) -> None:
    counted = report(log, "supporters", "(all)")
    found = {(row["by"], row["group"]): (row["supporters"], row["active"]) for row in cells(counted)}
    view = {
        ("all", "everybody"): (
            len(rows(log, "reach_people")),
            len(rows(log, "reach_people", "", "contacts > 0")),
        )
    }
    for by in ("role", "source"):
        view |= {
            (by, row[by] or "not told"): (row["supporters"], row["active"])
            for row in rows(log, f"reach_by_{by}")
        }
    assert found == view
    months = [tuple(row.values()) for row in rows(log, "reach_by_month_joined")]
    assert sorted(months) == [row[:4] for row in counted.sections[0].rows]


@pytest.mark.parametrize("campaign", CAMPAIGNS)
def test_replies(log: Log, campaign: str) -> None:
    found = [(row["answer"], row["count"], row["n"], row["share"], row["days_to_reply"])
             for row in cells(report(log, "replies", campaign)) if row["count"]]  # fmt: skip
    assert sorted(found) == sorted(tuple(row.values())[1:] for row in rows(log, "reach_replies", campaign))


@pytest.mark.parametrize("campaign", CAMPAIGNS)
def test_lobbying(log: Log, campaign: str) -> None:
    found = [(row["office"], int(row["bill"] == "yes"), row["contacts"], row["minutes"], row["cost"])
             for row in cells(report(log, "lobbying", campaign))]  # fmt: skip
    assert found == sorted(tuple(row.values())[1:] for row in rows(log, "reach_lobbying", campaign))


def test_the_view_of_contacts_has_each_once_and_nobody_s_name(log: Log) -> None:
    found = rows(log, "reach")
    assert len({row["contact_id"] for row in found}) == len(found) == 900
    people = {row[0] for row in log.database.execute("SELECT name FROM supporters")}
    assert not people & {str(cell) for row in found for cell in row.values()}


@pytest.mark.skipif(shutil.which("sqlite3") is None, reason="the sqlite3 shell is not installed")
def test_the_lines_of_the_docs_run_as_typed(log: Log) -> None:
    lines = re.findall(r"^    (sqlite3 .*)$", DOCS.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(lines) >= 3
    log.database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    for line in lines:
        ran = subprocess.run(
            line, shell=True, cwd=log.path.parent, capture_output=True, text=True, check=False
        )
        assert ran.returncode == 0, ran.stderr
        assert len(list(csv.reader(StringIO(ran.stdout)))) > 1
