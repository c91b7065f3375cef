"""Does a no for an e-mail that nobody has stay a no, whatever brings the e-mail later, and is nobody counted who has no name?"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from advocate.importing.applying import apply_plan
from advocate.importing.entry import ConsentGiven, Entry
from advocate.importing.planning import Source, plan_import
from advocate.importing.undoing import undo_import
from advocate.store import open_log
from advocate.store.consents import is_opted_out
from advocate.store.keys import match_key
from advocate.store.log import Log
from advocate.store.people import Wanted, list_people
from tests.advocate.calling import call, said, told

HOME = "1540 6th St E, Saint Paul, MN 55106"
SOURCE = ("--consent-source", "School fair 2026-09-12")
UNSUBSCRIBED = "Email Address,Unsubscribed\nmai@example.org,yes\nole@example.org,yes\nana@example.org,yes\n"
SIGNED_UP = (
    f'Name,Email,Address\nMai Example,MAI@example.org,"{HOME}"\nTou Example,tou@example.org,"{HOME}"\n'
)


def imported(name: str, text: str, *words: str, code: int = 0) -> dict[str, Any]:
    """Import a list; return what is told of it."""
    Path(name).write_text(text)
    found: dict[str, Any] = told("import", name, *words, "--yes", code=code)
    return found


def counts(plan: dict[str, Any]) -> tuple[int, ...]:
    """Return how many rows are created, updated, unchanged, for eyes."""
    return tuple(plan["counts"][each] for each in ("create", "update", "unchanged", "needs_eyes"))


def everybody(*words: str) -> dict[str, dict[str, Any]]:
    """Return the people of a list by e-mail."""
    return {each["email"].casefold(): each for each in told("supporters", "list", *words)}


def supporters() -> list[dict[str, Any]]:
    """Return the rows of the report supporters."""
    found: list[dict[str, Any]] = json.loads(call("report", "supporters", "--format", "json").stdout)["rows"]
    return found


def dumped() -> list[str]:
    with open_log() as log:
        return list(log.database.conn.iterdump())


@pytest.fixture
def noes(home: Path) -> Path:
    """A folder whose log has three noes for e-mails that nobody has."""
    assert counts(imported("noes.csv", UNSUBSCRIBED)) == (3, 0, 0, 0)
    return home


def test_the_next_sheet_does_not_write_to_who_said_no(noes: Path) -> None:
    plan = imported("fair.csv", SIGNED_UP, *SOURCE, code=3)
    assert counts(plan) == (1, 0, 0, 1)
    assert (
        "they said no to everything; only they can take it back" in plan["first"]["needs_eyes"][0]["reason"]
    )
    call("campaign", "new", "Read Well", "--ask", "Will you vote for HF 5?", "--to", "house")
    run = told("campaign", "run", "Read Well", "--supporters", "all", "--dry-run", "--yes")
    assert [each["supporter"] for each in run["planned"]] == ["Tou Example"]
    assert run["supporters_asked_for"] == 1
    one = told("campaign", "run", "Read Well", "--supporters", "mai@example.org", "--dry-run", "--yes")
    assert (one["planned"], [each["code"] for each in one["unreached"]]) == ([], ["opted_out"])


def test_the_same_list_again_changes_nothing_and_undo_is_whole(home: Path) -> None:
    call(
        "supporters", "add", "Tou Example", "--email", "tou@example.org", "--consent-source", "Phone", code=0
    )
    was = dumped()
    assert counts(imported("noes.csv", UNSUBSCRIBED)) == (3, 0, 0, 0)
    once = dumped()
    again = imported("noes.csv", UNSUBSCRIBED)
    assert (counts(again), again["batch"]) == ((0, 0, 3, 0), None)
    assert dumped() == once
    assert told("import", "undo", "1", "--yes")["left"] == []
    assert dumped() == was


@pytest.mark.parametrize("first", ["no", "yes"])
def test_a_line_above_and_a_line_below_are_heard(home: Path, first: str) -> None:
    lines = [",mai@example.org,yes", "Mai Example,mai@example.org,"]
    text = "\n".join(["Name,Email,Unsubscribed", *(lines if first == "no" else lines[::-1]), ""])
    plan = imported("both.csv", text, *SOURCE, code=3 if first == "no" else 0)
    assert counts(plan) == ((1, 0, 0, 1) if first == "no" else (1, 1, 0, 0))
    assert everybody("--opted-out")["mai@example.org"]["opted_out"] == ["any"]


def test_who_tells_a_name_with_their_own_no_has_it_and_undo_takes_it_back(noes: Path) -> None:
    was = dumped()
    sheet = "First Name,Last Name,Email,Unsubscribed\nMai,Example,mai@example.org,yes\n"
    plan = imported("named.csv", sheet)
    assert counts(plan) == (0, 1, 0, 0)
    changed = [each["field"] for each in plan["first"]["update"][0]["changes"]]
    assert changed == ["name", "given_name", "family_name"]
    mai = everybody()["mai@example.org"]
    assert (mai["name"], mai["opted_out"], mai["consented"]) == ("Mai Example", ["any"], False)
    assert counts(imported("named.csv", sheet)) == (0, 0, 1, 0)
    shown = said(call("import", "show", "2"))
    assert "name: (no name) -> Mai Example" in shown
    assert "key" not in shown
    assert told("import", "undo", "2", "--yes")["left"] == []
    assert dumped() == was


def test_a_yes_to_what_the_no_leaves_open_brings_the_name(home: Path) -> None:
    imported("noes.csv", "Email,Do not call\nmai@example.org,yes\n")
    sheet = "Name,Email,Email consent\nMai Example,mai@example.org,yes\n"
    assert counts(imported("web.csv", sheet, *SOURCE)) == (0, 1, 0, 0)
    mai = everybody()["mai@example.org"]
    assert (mai["name"], mai["opted_out"], mai["consented"]) == ("Mai Example", ["phone"], True)


def test_who_joins_by_hand_is_the_one_who_said_no(noes: Path) -> None:
    joined = told("supporters", "add", "Mai Example", "--email", "mai@example.org", *SOURCE)
    assert (joined["match"], joined["filled"]) == ("same", ["name", "given_name", "family_name"])
    mai = everybody()["mai@example.org"]
    assert (mai["name"], mai["opted_out"]) == ("Mai Example", ["any"])
    call("supporters", "edit", "mai@example.org", "--opt-in", "any", "--source", "telephone call")
    assert everybody()["mai@example.org"]["opted_out"] == []


def test_a_no_holds_for_an_e_mail_that_is_written_in_by_hand_until_it_is_taken_back(noes: Path) -> None:
    call("supporters", "add", "Mai Example", "--email", "old@example.org", "--consent-source", "Fair")
    call("supporters", "edit", "old@example.org", "--email", "mai@example.org")
    with open_log() as log:
        people = {each.name: each.opted_out for each in list_people(log.database, Wanted(opted_out=True))}
    assert people["Mai Example"] == ("any",)
    short = next(each["id"][:8] for each in told("supporters", "list"))
    call("supporters", "edit", short, "--opt-in", "any", "--source", "telephone call")
    assert told("supporters", "show", short)["opted_out"] == []


def test_an_id_elsewhere_brings_no_e_mail_past_its_no(noes: Path) -> None:
    head = "Name,Email,VAN ID,Consent source\n"
    imported("van.csv", f"{head}Mai Example,work@example.org,71,Fair\n")
    plan = imported("van2.csv", f"{head}Mai Example,mai@example.org,71,Fair\n", code=3)
    assert counts(plan) == (0, 0, 0, 1)
    assert "this e-mail said no to everything" in plan["first"]["needs_eyes"][0]["reason"]


def test_writing_ones_own_letter_brings_the_name_and_the_no_stands(noes: Path) -> None:
    letter = (
        "--name",
        "Mai Example",
        "--email",
        "mai@example.org",
        "--to",
        "house",
        "--yes",
        "--out",
        "letters",
    )
    Path("story.txt").write_text("My daughter reads to her brother every night, and I want every child to.")
    call("write", HOME, *letter, "--story", "story.txt", "--ask", "Will you vote for HF 5?")
    mai = everybody()["mai@example.org"]
    assert (mai["name"], mai["opted_out"]) == ("Mai Example", ["any"])
    assert "(no name)" not in "".join(file.read_text(errors="replace") for file in Path("letters").iterdir())


def test_nobody_is_shown_or_counted_who_has_no_name(noes: Path) -> None:
    imported("fair.csv", SIGNED_UP, *SOURCE, code=3)
    assert set(everybody()) == {"tou@example.org"}
    assert said(call("supporters", "list")).endswith("1 person on the lists.")
    assert supporters()[0]["supporters"] == 1
    assert everybody("--opted-out")["ana@example.org"]["eyes"] == []
    assert "(no name), ana@example.org" in said(call("supporters", "show", "ana@example.org"))
    assert "(no name)" in said(call("supporters", "list", "--opted-out"))
    refused = call("record", "call", "67", "--supporter", "ana@example.org", code=2)
    assert "only to hold a no" in said(refused)


def test_forgetting_counts_nobody_more_and_no_list_brings_them_back(noes: Path) -> None:
    imported("fair.csv", SIGNED_UP, *SOURCE, code=3)
    before = supporters()
    call("supporters", "forget", "ana@example.org", "--yes")
    assert supporters() == before
    assert "ana@example.org" not in "".join(dumped())
    plan = imported("noes.csv", UNSUBSCRIBED, code=3)
    assert counts(plan) == (0, 0, 2, 1)
    assert counts(imported("new.csv", "Name,Email\nAna Example,ana@example.org\n", *SOURCE, code=3))[3] == 1


def test_merging_keeps_the_name(noes: Path) -> None:
    call("supporters", "add", "Mai Example", "--email", "work@example.org", "--consent-source", "Fair")
    with open_log() as log:
        ids = dict(log.database.execute("SELECT email, id FROM people").fetchall())
    kept, gone = ids["work@example.org"], ids["mai@example.org"]
    wrong = call("supporters", "merge", gone[:8], kept[:8], code=1)
    assert f"advocate supporters merge {kept[:8]} {gone[:8]}" in said(wrong)
    call("supporters", "merge", kept[:8], gone[:8])
    assert (everybody()["work@example.org"]["name"], everybody()["work@example.org"]["opted_out"]) == (
        "Mai Example",
        ["any"],
    )
    assert counts(imported("noes.csv", UNSUBSCRIBED)) == (0, 0, 3, 0)


@pytest.mark.parametrize("into", ["noes", "people"])
def test_two_logs_that_are_brought_together_keep_the_no_and_the_name(
    home: Path, monkeypatch: pytest.MonkeyPatch, into: str
) -> None:
    imported("noes.csv", UNSUBSCRIBED)
    monkeypatch.setenv("ADVOCATE_DB", str(home / "people.db"))
    imported("fair.csv", SIGNED_UP, *SOURCE)
    other = "log.db" if into == "people" else "people.db"
    monkeypatch.setenv("ADVOCATE_DB", str(home / ("people.db" if into == "people" else "log.db")))
    call("log", "merge", other, "--yes")
    mai = everybody()["mai@example.org"]
    assert (mai["name"], mai["opted_out"]) == ("Mai Example", ["any"])
    assert everybody()["tou@example.org"]["opted_out"] == []


def test_a_no_for_a_phone_is_kept_where_it_says_something_of_the_phone(home: Path) -> None:
    sheet = "Phone,Do not call,Unsubscribed\n651-555-0101,yes,\n651-555-0102,,yes\n"
    assert counts(imported("calls.csv", sheet)) == (2, 0, 0, 0)
    assert counts(imported("calls.csv", sheet)) == (0, 0, 2, 0)
    plan = imported("fair.csv", "Name,Phone\nMai Example,651-555-0101\n", *SOURCE, code=3)
    assert counts(plan) == (0, 0, 0, 1)
    letters = "Phone,Do not mail\n651-555-0103,yes\n"
    assert counts(imported("post.csv", letters, code=3)) == (0, 0, 0, 1)


def test_a_phone_that_somebody_has_does_not_keep_the_no_of_an_e_mail_out(home: Path) -> None:
    call("supporters", "add", "Tou Example", "--phone", "651-555-0101", "--consent-source", "Phone")
    sheet = "Email,Phone,Unsubscribed\nmai@example.org,651-555-0101,yes\n"
    plan = imported("noes.csv", sheet)
    assert counts(plan) == (1, 0, 0, 0)
    assert "Is it theirs? the same phone" in plan["first"]["create"][0]["reason"]
    assert counts(imported("noes.csv", sheet)) == (0, 0, 1, 0)


def test_a_yes_that_the_no_leaves_open_needs_a_name(home: Path) -> None:
    plan = imported("web.csv", "Email,Email consent,Do not call\nmai@example.org,yes,yes\n", *SOURCE, code=3)
    assert counts(plan) == (0, 0, 0, 1)
    assert "so that their no is kept" in plan["first"]["needs_eyes"][0]["reason"]


EMAILS = ("mai@example.org", "ole@example.org")
_rows = st.lists(
    st.tuples(
        st.sampled_from(("", "", "Mai Example", "Ole Example")), st.sampled_from(EMAILS), st.sampled_from(("", "", "7")),
        st.sampled_from(("", "", "+16515550101")),
        st.sampled_from((None, ConsentGiven("any", "", "Fair"), ConsentGiven("email", "", "Web"))),
        st.sampled_from(((), ("email",), ("any",))),
    ),
    max_size=5,
)  # fmt: skip


def _entries(rows: list[tuple[Any, ...]]) -> Iterator[Entry]:
    for line, (name, email, number, given_phone, consent, no) in enumerate(rows, 2):
        # Nobody gets another e-mail here: their no would go with them, and not stay with the old one.
        own_id, phone = (number if email == EMAILS[0] else "", "") if name else ("", given_phone)
        yield Entry(
            line, name, email=email, phone=phone, name_key=match_key(name), email_key=email, phone_key=phone,
            consent=consent, opted_out=no, external_system="van" if own_id else "", external_id=own_id,
        )  # fmt: skip


@pytest.fixture(scope="module")
def one_log(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Log]:
    with Log(tmp_path_factory.mktemp("noes") / "log.db") as log:
        yield log


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(lists=st.lists(_rows, min_size=1, max_size=3))
def test_no_order_of_lists_opens_an_e_mail_that_said_no(
    one_log: Log, lists: list[list[tuple[Any, ...]]]
) -> None:
    """Whoever has an e-mail that said no in a row without a name is not written to; nameless people hold noes alone."""
    done = []
    said_no = {row[1] for rows in lists for row in rows if not row[0] and row[-1]}
    try:
        for rows in lists:
            applied = apply_plan(one_log, plan_import(one_log, _entries(rows), Source("list.csv")))
            done += [applied.number] if applied.number is not None else []
        people = [
            *list_people(one_log.database, Wanted(opted_out=True)),
            *list_people(one_log.database, Wanted()),
        ]
        for each in people:
            assert each.email not in said_no or is_opted_out(each.opted_out, "email"), each
            assert each.has_a_name or not each.consented, each
        assert said_no <= {each.email for each in people}
    finally:
        left = [undo_import(one_log, str(number)).left for number in reversed(done)]
    assert not any(left)
    assert one_log.database.execute("SELECT count(*) FROM supporters").fetchone() == (0,)
