"""`advocate report` writes each form to a file, and says in one line what it cannot do and what to do instead."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from python_calamine import CalamineWorkbook

from advocate.cli import cli
from advocate.reports.forms import render
from advocate.reports.named import read_scope, report_named
from advocate.reports.showing import pictures
from advocate.store.contacts import NewContact
from advocate.store.log import Log
from advocate.store.officials import OfficialThen
from advocate.store.supporters import Supporter
from benchmarks.made_campaign import make_campaign
from benchmarks.made_writing import write_campaign

Run = Callable[..., Result]


@pytest.fixture
def run(small_log: Log, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(tmp_path)
    (_, _, file), *_ = small_log.database.execute("PRAGMA database_list").fetchall()

    def start(*words: str) -> Result:
        return CliRunner().invoke(cli, ["report", *words, "--db", file])

    return start


def refusal(result: Result) -> tuple[int, str]:
    return result.exit_code, " ".join(result.stderr.split())


def test_the_form_is_what_the_files_name_ends_with(run: Run, tmp_path: Path) -> None:
    for name, begins in (
        ("r.xlsx", b"PK"),
        ("r.CSV", b"measure,"),
        ("r.json", b"{"),
        ("r.md", b"# Reach"),
        ("r.txt", b"Reach\n"),
    ):
        result = run("reach", "--out", name)
        assert result.exit_code == 0 and f"Written: {name}" in result.output
        assert (tmp_path / name).read_bytes().startswith(begins)
        assert (tmp_path / name).stat().st_mode & 0o777 == 0o600
    assert run("reach", "--format", "md", "--out", "r.json", "--yes").exit_code == 0
    assert (tmp_path / "r.json").read_text(encoding="utf-8").startswith("# Reach")


def test_a_picture_beside_the_table(run: Run, tmp_path: Path) -> None:
    result = run("replies", "--chart", "replies.svg", "--format", "csv")
    assert result.exit_code == 0 and "Drawn in replies.svg" in result.stderr
    assert result.stdout.startswith("answer,")
    assert (tmp_path / "replies.svg").read_bytes().startswith(b"<svg")
    assert refusal(run("replies", "--chart", "a.html", "--out", "a.html"))[0] == 2


def test_everything_is_a_workbook_of_all_reports(run: Run, tmp_path: Path) -> None:
    assert run("everything", "--out", "all.xlsx").exit_code == 0
    book = CalamineWorkbook.from_filelike(BytesIO((tmp_path / "all.xlsx").read_bytes()))
    assert book.sheet_names == [
        "Reach", "Timeline", "Coverage, House districts", "Coverage, Senate districts", "Coverage, school districts",
        "Officials", "Replies", "Supporters", "Letters", "Lobbying",
    ]  # fmt: skip


def test_a_page_without_the_extra_says_how_to_get_pictures(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "can_draw", lambda: False)
    result = run("replies", "--out", "replies.html")
    assert result.exit_code == 0 and "pip install 'mn-advocate[charts]'" in result.stderr
    assert "<svg" not in (tmp_path / "replies.html").read_text(encoding="utf-8")
    code, said = refusal(run("replies", "--chart", "replies.svg"))
    assert code == 1 and "Install them with: pip install 'mn-advocate[charts]'" in said


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("everything",), "give --out everything.html or --out everything.xlsx"),
        (("everything", "--out", "a.csv"), "give --out everything.html or --out everything.xlsx"),
        (("everything", "--by", "week", "--out", "a.html"), "It takes no --by"),
        (
            ("everything", "--chart", "a.svg", "--out", "a.html"),
            "The report everything has no picture of its own",
        ),
        (("reach", "--format", "xlsx"), "needs a file: give --out reach.xlsx"),
        (("reach", "--format", "pptx"), "Choose one of: table, csv, json, md, html, xlsx"),
        (("letters", "--chart", "a.svg"), "These have one: reach, coverage, officials, timeline"),
        (("reach", "--chart", "a.gif"), "End it with .svg, .png, .html"),
    ],
)
def test_what_cannot_be_is_answered_with_what_can(
    run: Run, tmp_path: Path, words: tuple[str, ...], says: str
) -> None:
    code, said = refusal(run(*words))
    assert code == 2 and says in said
    assert list(tmp_path.iterdir()) == []


def test_a_past_day_gives_the_same_files_after_later_contacts(tmp_path: Path) -> None:
    official = OfficialThen("k1", "Foung Hawj", "Senator", "state_senate", "67", snapshot="2026-10-08")
    past = date.today() - timedelta(days=3)

    def files(log: Log) -> tuple[str | bytes, ...]:
        scope = read_scope(log.database, today=date(2999, 1, 1), name="reach", as_of=past)
        reports = [report_named(name)(log.database, scope) for name in ("reach", "officials", "replies")]
        return render("everything", "xlsx", reports), render("everything", "html", reports)

    with Log(tmp_path / "advocate.db") as log:
        write_campaign(log, make_campaign(contacts=60, supporters=20))
        before = files(log)
        contact = log.add_contact(NewContact(Supporter("Mai Example", "1 Main St"), official)).id
        log.move(contact, "sent", on=past)
        now = read_scope(log.database, today=date(2999, 1, 1), name="reach")
        assert files(log) == before
        assert render("everything", "xlsx", [report_named("reach")(log.database, now)]) != before[0]
