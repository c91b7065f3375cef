"""Every number is worked out a second time, by plain Python from the rows that were made up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from advocate.errors import WrongChoice
from advocate.reports.as_text import report_json
from advocate.reports.named import REPORTS, read_scope, report_named
from advocate.reports.report import Report
from advocate.store.contacts import NewContact
from advocate.store.log import Log
from advocate.store.officials import OfficialThen
from advocate.store.supporters import Supporter
from benchmarks.made_campaign import Act, MadeUp, make_campaign
from benchmarks.made_writing import write_campaign

TODAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def made() -> MadeUp:
    return make_campaign()


@pytest.fixture(scope="module")
def log(made: MadeUp, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Log]:
    with Log(tmp_path_factory.mktemp("log") / "advocate.db") as log:
        write_campaign(log, made)
        yield log


def count(log: Log, name: str, **scope: object) -> Report:
    return report_named(name)(log.database, read_scope(log.database, today=TODAY, name=name, **scope))  # type: ignore[arg-type]


def stands(act: Act, until: str = "9") -> tuple[str, str, str] | None:
    """Return (standing, channel, day) after the events on record before `until`, by the rule in words."""
    states: list[tuple[str, str, str, str]] = []
    for event in act.events:
        if event.recorded_at >= until:
            break
        standing, day = event.standing, event.happened_on
        if event.act_on:
            day = event.act_on
        elif event.kind == "correction":
            at = next(n for n, each in enumerate(states) if each[3] == event.corrects)
            day = states[at - 1][2]
        elif standing in ("sent", "confirmed") and states and states[-1][0] in ("sent", "confirmed"):
            day = states[-1][2]
        channel = event.channel or states[-1][1]
        states.append((standing, channel, day, event.id))
    return states[-1][:3] if states else None


@pytest.mark.parametrize("as_of", [None, date(2026, 10, 20)])
@pytest.mark.parametrize("campaign", ["", "Read Well 2026"])
def test_reach_is_what_plain_python_counts(log: Log, made: MadeUp, campaign: str, as_of: date | None) -> None:
    report = count(log, "reach", campaign=campaign, since=date(2026, 9, 20), as_of=as_of)
    found = {row[0]: row[1] for row in report.rows}
    until = f"{as_of.isoformat()}T30" if as_of else "9"
    last = (as_of or TODAY).isoformat()
    acts = [(act, state) for act in made.acts if (state := stands(act, until))
            and "2026-09-20" <= state[2] <= last and (not campaign or act.campaign == 0)]  # fmt: skip
    reach = [(act, state) for act, state in acts if state[0] in ("sent", "confirmed")]
    kept = dict(made.merged) if as_of is None else {}
    standings = Counter(state[0] for _, state in acts)
    assert found["contacts sent"] == standings["sent"] > 0
    assert found["contacts confirmed"] == standings["confirmed"]
    assert found["contacts bounced (never count)"] == standings["bounced"]
    assert found["supporters acting"] == len({kept.get(act.person, act.person) for act, _ in reach})
    assert found["letters made"] == sum(bool(act.letter_hash) for act, _ in reach)
    officials = [made.officials[act.official] for act, _ in reach]
    assert found["officials reached"] == len({each["official_key"] for each in officials})
    for name, kinds in (("House", ("state_house",)), ("Senate", ("state_senate",))):
        assert found[f"{name} districts covered"] == len(
            {o["district"] for o in officials if o["kind"] in kinds}
        )
    own = [act.own_words for act, _ in reach if act.own_words is not None]
    assert found["own words, per cent (mean)"] == round(sum(own) / len(own))


def test_officials_timeline_and_letters_are_what_plain_python_counts(log: Log, made: MadeUp) -> None:
    reach = [
        (act, state) for act in made.acts if (state := stands(act)) and state[0] in ("sent", "confirmed")
    ]
    kept = dict(made.merged)
    rows = count(log, "officials").rows
    keys = Counter(made.officials[act.official]["official_key"] for act, _ in reach)
    assert sorted(row[3] for row in rows) == sorted(keys.values())  # type: ignore[type-var]
    pairs = {(made.officials[a.official]["official_key"], kept.get(a.person, a.person)) for a, _ in reach}
    assert sum(row[6] for row in rows) == len(pairs)  # type: ignore[misc]
    days = {str(row[0]): row[1] + row[2] for row in count(log, "timeline", by="day").rows}  # type: ignore[operator]
    assert {day: n for day, n in days.items() if n} == dict(Counter(state[2] for _, state in reach))
    letters = Counter(act.template for act, _ in reach if act.letter_hash)
    assert {row[0]: row[1] for row in count(log, "letters").rows} == {
        k or "(no template)": n for k, n in letters.items()
    }


@pytest.mark.parametrize("name", list(REPORTS))
def test_a_past_day_gives_the_same_bytes_before_and_after_later_contacts(tmp_path: Path, name: str) -> None:
    made = make_campaign(contacts=120, supporters=40)
    with Log(tmp_path / "advocate.db") as log:
        write_campaign(log, made)
        before = report_json(count(log, name, as_of=date(2026, 10, 20)))
        official = OfficialThen("k1", "Foung Hawj", "Senator", "state_senate", "67", snapshot="2026-10-08")
        new = NewContact(Supporter("New Writer", "1 Main St, Duluth"), official, letter_hash="h")
        log.move(log.add_contact(new).id, "sent", on=date(2026, 10, 1))
        assert report_json(count(log, name, as_of=date(2026, 10, 20))) == before


def test_texts_that_are_nearly_the_same_are_one_group(tmp_path: Path) -> None:
    from letters.similarity import sign

    text = "My daughter is in third grade and cannot read the signs on our street yet, which worries us a great deal"
    other = "Our school lost its math coach last spring and the eighth graders now share one teacher for four classes"
    official = OfficialThen("k1", "Foung Hawj", "Senator", "state_senate", "67", snapshot="2026-10-08")
    with Log(tmp_path / "advocate.db") as log:
        for n, words in enumerate((text, f"{text} indeed", other)):
            new = NewContact(
                Supporter(f"Writer {n}", f"{n} Main St"), official, letter_hash=f"h{n}", findings="L6"
            )
            contact = log.add_contact(new).id
            signature = sign(words)
            assert signature is not None
            log.keep_signature(contact, signature)
            log.move(contact, "sent", on=TODAY)
        report = report_named("letters")(
            log.database, read_scope(log.database, today=date(2999, 1, 1), name="letters")
        )
        assert report.notes == ("1 group of texts that are nearly the same, the largest 2.",)
        assert report.sections[0].rows == (("L6", 3),)


def test_an_empty_log_says_what_to_do_first(tmp_path: Path) -> None:
    with Log(tmp_path / "advocate.db") as log:
        for name in REPORTS:
            assert count(log, name).next_steps


def test_wrong_words_are_answered_with_the_right_ones(log: Log) -> None:
    with pytest.raises(WrongChoice, match="reach, coverage"):
        report_named("rich")
    with pytest.raises(WrongChoice, match="Read Well 2026"):
        count(log, "reach", campaign="Nothing")
    with pytest.raises(WrongChoice, match="earlier day"):
        count(log, "reach", since=date(2026, 11, 1), until=date(2026, 10, 1))


def test_the_views_give_the_same_numbers(log: Log) -> None:
    reach = {row[0]: row[1] for row in count(log, "reach", campaign="Math by Grade 5").rows}
    view = log.database.execute(
        "SELECT supporters, letters, sent, confirmed, officials, house_districts, senate_districts, school_districts "
        "FROM reach_totals WHERE campaign = 'Math by Grade 5'"
    ).fetchone()
    names = ("supporters acting", "letters made", "contacts sent", "contacts confirmed", "officials reached",
             "House districts covered", "Senate districts covered", "school districts covered")  # fmt: skip
    assert view == tuple(reach[name] for name in names)
    officials = sorted(row[3:9] for row in count(log, "officials", campaign="Math by Grade 5").rows)
    assert officials == sorted(log.database.execute(
        "SELECT contacts, sent, confirmed, writers, constituents, towns FROM reach_by_official "
        "WHERE campaign = 'Math by Grade 5'"))  # fmt: skip
