"""A brief is one page, whatever the log holds; each of its numbers is worked out again from the rows made up."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from advocate.reports.brief import Act, AskedFor, brief_about, count_brief
from advocate.reports.brief_figures import figures_for
from advocate.reports.brief_forms import brief_html, brief_pdf, fitted_page
from advocate.reports.brief_page import definitions, page_of
from advocate.reports.brief_report import brief_report
from advocate.reports.report import Scope
from advocate.store.contacts import NewContact
from advocate.store.log import Log
from advocate.store.officials import OfficialThen
from advocate.store.supporters import Supporter
from advocate.store.towards import Answered
from benchmarks.made_campaign import Act as MadeAct
from benchmarks.made_campaign import MadeUp, make_campaign
from benchmarks.made_writing import write_campaign
from legislators.official import Official
from legislators.officials import load_roster
from legislators.snapshot import open_snapshot
from letters.figure import Figure, Suppressed
from letters.figures import FigureBook

TODAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def made() -> MadeUp:
    return make_campaign(contacts=1500, supporters=60)


@pytest.fixture(scope="module")
def log(made: MadeUp, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Log]:
    with Log(tmp_path_factory.mktemp("brief") / "advocate.db") as log:
        write_campaign(log, made)
        yield log


def official(key: str) -> Official:
    roster = load_roster(open_snapshot())
    seats = (o for kind in ("state_senate", "state_house") for d in roster.ids(kind)
             for o in roster.for_district(kind, d, TODAY))  # fmt: skip
    return next(o for o in (*seats, roster.governor(TODAY)) if o.id == key)


def busiest(made: MadeUp, kind: str) -> Official:
    """Return whom most acts of the made-up campaign go to, of a kind."""
    keys = Counter(made.officials[a.official]["official_key"] for a in made.acts
                   if made.officials[a.official]["kind"] == kind)  # fmt: skip
    return official(next(key for key, _ in keys.most_common() if not key.endswith("-66")))


def stands(act: MadeAct, until: str) -> tuple[str, str, str] | None:
    """Return (standing, channel, day) after the events on record before `until`, by the rule in words."""
    states: list[tuple[str, str, str, str]] = []
    for event in act.events:
        if event.recorded_at >= until:
            break
        day = event.happened_on
        if event.act_on:
            day = event.act_on
        elif event.kind == "correction":
            day = states[next(n for n, each in enumerate(states) if each[3] == event.corrects) - 1][2]
        elif event.standing in ("sent", "confirmed") and states and states[-1][0] in ("sent", "confirmed"):
            day = states[-1][2]
        states.append((event.standing, event.channel or states[-1][1], day, event.id))
    return states[-1][:3] if states else None


@pytest.mark.parametrize("kind", ["state_senate", "state_house", "governor"])
@pytest.mark.parametrize(("campaign", "as_of"), [("", None), ("Read Well 2026", date(2026, 10, 25))])
def test_each_number_is_what_plain_python_counts(
    log: Log, made: MadeUp, kind: str, campaign: str, as_of: date | None
) -> None:
    who = busiest(made, kind)
    campaign_id = made.campaigns[0][0] if campaign else ""
    brief = count_brief(
        log.database, Scope(TODAY, campaign_id, campaign, as_of=as_of, with_names=True), who, "2026-10"
    )
    until = f"{as_of.isoformat()}T30" if as_of else "9"
    last = (as_of or TODAY).isoformat()
    kept = {} if as_of else dict(made.merged)
    acts = [(act, state) for act in made.acts if made.officials[act.official]["official_key"] == who.id
            and (state := stands(act, until)) and state[2] <= last and (not campaign or act.campaign == 0)]  # fmt: skip
    reach = [(act, state) for act, state in acts if state[0] in ("sent", "confirmed")]
    homes: dict[int, set[str]] = {}
    for act, _ in reach:
        person = made.people[act.person]
        home = {
            "state_house": person.house,
            "state_senate": person.senate,
            "governor": "" if not person.house else who.district,
        }[kind]
        lives = "unknown" if not person.house else "here" if home == who.district else "elsewhere"
        homes.setdefault(kept.get(act.person, act.person), set()).add(lives)
    here = [n for n, lives in homes.items() if "here" in lives]
    assert (brief.supporters, brief.constituents) == (len(homes), len(here))
    assert brief.supporters > 1
    assert brief.elsewhere == sum("here" not in lives and "elsewhere" in lives for lives in homes.values())
    standings = Counter(state[0] for _, state in acts)
    assert (brief.sent, brief.confirmed, brief.bounced) == tuple(
        standings[s] for s in ("sent", "confirmed", "bounced")
    )
    assert brief.not_made == standings["drafted"] + standings["handed_over"]
    assert brief.letters == sum(bool(act.letter_hash) for act, _ in reach)
    assert sum(n for _, n in brief.towns) == brief.constituents
    assert Counter(dict(brief.templates)) == Counter(act.template for act, _ in reach if act.letter_hash)
    assert sum(each.contacts for each in brief.asks) == len(reach)
    gone = Counter((state[2], state[1], state[0]) for _, state in acts if state[0] != "drafted")
    assert {(a.day, a.channel, a.standing): a.contacts for a in brief.acts} == dict(gone)
    answers = {a.id: a for a in made.answers if a.recorded_at < until and a.happened_on <= last
               and made.officials[a.official]["official_key"] == who.id and (not campaign or a.campaign == 0)}  # fmt: skip
    corrected = {a.corrects for a in answers.values()}
    stand = sorted((a.answer, a.happened_on, a.quotation if a.may_quote else "")
                   for a in answers.values() if a.id not in corrected and not a.withdrawn)  # fmt: skip
    assert sorted((a.answer, a.day, a.quotation) for a in brief.replies) == stand
    assert all(name.startswith(("Made-up Person", "(forgotten)")) for act in brief.acts for name in act.names)


def test_who_lives_there_is_counted(log: Log, made: MadeUp) -> None:
    who = busiest(made, "state_senate")
    brief = count_brief(log.database, Scope(TODAY), who, "2026-10")
    kept = dict(made.merged)
    lives = {kept.get(n, n) for n, person in enumerate(made.people) if person.senate == who.district}
    assert brief.living_there == len(lives)


def test_no_name_without_being_asked_for(log: Log, made: MadeUp) -> None:
    who = busiest(made, "state_senate")
    without, having = (
        count_brief(log.database, Scope(TODAY, with_names=names), who, "2026-10") for names in (False, True)
    )
    assert "Made-up" not in brief_html(without) + str(brief_report(without).to_dict())
    assert not brief_report(without).has_people
    assert "Made-up Person" in brief_html(having) and "keep it to yourself" in brief_html(having)
    assert "keep it to yourself" not in brief_html(without)
    assert brief_report(having).has_people


def test_somebody_elected_again_keeps_what_was_done(log: Log, made: MadeUp) -> None:
    who = busiest(made, "state_house")
    again = replace(who, id="ocd-person/of-another-election")
    before, after = (count_brief(log.database, Scope(TODAY), each, "2026-10") for each in (who, again))
    assert before.contacts == after.contacts > 0
    other = replace(who, id="ocd-person/somebody-else", name="Somebody Else")
    assert count_brief(log.database, Scope(TODAY), other, "2026-10").contacts == 0


def pages(pdf: bytes) -> int:
    found = re.search(rb"/Type */Pages */Count (\d+)", pdf)
    assert found
    return int(found[1])


def test_it_is_one_page_and_the_same_bytes(log: Log, made: MadeUp) -> None:
    brief = count_brief(log.database, Scope(TODAY), busiest(made, "state_senate"), "2026-10")
    pdf = brief_pdf(brief)
    assert pdf.startswith(b"%PDF") and pages(pdf) == 1
    assert brief_pdf(brief) == pdf


@pytest.mark.parametrize("text", ["W" * 3000, "{{x}} #set page() <b>&amp;</b> \\ $ “” nguyễn\n\n" * 60])
def test_it_stays_one_page_whatever_the_log_holds(log: Log, made: MadeUp, text: str) -> None:
    brief = count_brief(log.database, Scope(TODAY), busiest(made, "state_senate"), "2026-10")
    many = replace(
        brief,
        official=replace(
            brief.official, name=text, committees=(text,) * 30, phone=text, note=text, source="s"
        ),
        towns=tuple((f"{n} {text}", 3) for n in range(300)),
        asks=tuple(AskedFor(text, text, text, text, 3) for _ in range(30)),
        templates=tuple((f"{n} {text}", 3) for n in range(30)),
        acts=tuple(Act("2026-10-01", "email", "sent", 3, text, (text,) * 30) for _ in range(300)),
        replies=tuple(Answered("yes", "2026-10-02", "email", text) for _ in range(40)),
    )
    pdf = brief_pdf(many)
    assert pages(pdf) == 1
    assert "and 2" in str(page_of(many).wide)  # What was left out is counted.


def test_what_people_typed_is_only_text(log: Log, made: MadeUp) -> None:
    brief = count_brief(log.database, Scope(TODAY), busiest(made, "state_senate"), "2026-10")
    html = brief_html(replace(brief, towns=(("<b>&amp;</b><script>", 3),)))
    assert "<b>&amp;" not in html and "<script" not in html and "&lt;script&gt;" in html


def test_what_is_left_out_is_counted(log: Log, made: MadeUp) -> None:
    brief = count_brief(log.database, Scope(TODAY), busiest(made, "state_senate"), "2026-10")
    towns = tuple((f"Town {n}", 2) for n in range(40))
    page = page_of(replace(brief, towns=towns))
    assert page.left[0].lines[0].endswith("Town 13 (2), and 26 more towns (52)")


def test_one_is_said_as_one(log: Log, made: MadeUp) -> None:
    brief = count_brief(log.database, Scope(TODAY), busiest(made, "state_house"), "2026-10")
    one = replace(brief, supporters=1, constituents=1, elsewhere=0, living_there=1)
    assert "n = 1 supporter in touch (1 constituent)." in definitions(one)[0]
    assert ("constituents in touch", "1 of 1 supporter in touch") in brief_report(one).rows
    assert "n = 0 supporters in touch." in definitions(replace(one, supporters=0, constituents=0))[0]


def test_quotations_need_permission(log: Log, made: MadeUp) -> None:
    brief = count_brief(log.database, Scope(TODAY), busiest(made, "state_senate"), "2026-10")
    none = replace(brief, replies=(Answered("yes", "2026-10-02", "email", ""),))
    assert page_of(none).right[0].lines == ("No quotation is on record with permission to print it.",)
    five = replace(
        brief, replies=tuple(Answered("yes", f"2026-10-0{n}", "", f"Words {n}.") for n in range(5, 0, -1))
    )
    assert [words for words, _ in page_of(five).right[0].quotes] == ["Words 5.", "Words 4.", "Words 3."]


def test_without_anything_done_it_says_so_and_is_still_of_use(tmp_path: Path) -> None:
    with Log(tmp_path / "advocate.db") as log:
        brief = brief_about(log.database, Scope(TODAY), "sen hawj")
        page = fitted_page(brief)
        assert page.heading == "Senator Foung Hawj"
        assert "No constituent has been in touch" in page.left[0].lines[0]
        html = brief_html(brief)
        assert "65.18 %" in html
        assert not re.search(r"(src|href)=|url\(|@import", html)  # Nothing is fetched from anywhere.
        assert brief_report(brief).notes


def test_an_earlier_seat_is_told(tmp_path: Path) -> None:
    then = [OfficialThen("ocd-person/x", "Ana Example", title, kind, seat, snapshot="2026-10")
            for title, kind, seat in (("Representative", "state_house", "66A"), ("Senator", "state_senate", "66"))]  # fmt: skip
    now = replace(official_of("state_senate", "66"), id="ocd-person/x", name="Ana Example")
    with Log(tmp_path / "advocate.db") as log:
        for n, each in enumerate(then):
            contact = log.add_contact(
                NewContact(Supporter("A Writer", "1 Main St"), each, letter_hash=f"h{n}")
            )
            log.move(contact.id, "sent", on=date(2026, 10, 1 + n))
        brief = count_brief(log.database, Scope(TODAY), now, "2026-10")
    assert [(act.day, act.seat_then) for act in brief.acts] == [
        ("2026-10-02", ""),
        ("2026-10-01", "Representative 66A"),
    ]
    assert "Then" in page_of(brief).wide[-1].head


def test_a_campaign_says_what_it_asks_before_anything_was_done(tmp_path: Path) -> None:
    with Log(tmp_path / "advocate.db") as log:
        with log.writing():
            log.database.execute(
                "INSERT INTO campaigns (id, name, name_key, ask, bill, created_at) VALUES "
                "('c', 'Read Well', 'read well', 'Will you vote for it?', 'HF 5', '2026-09-01T12:00:00.000000Z')"
            )
        brief = brief_about(log.database, Scope(TODAY, "c", "Read Well"), "67")
        assert page_of(brief).left[1].lines == ("Read Well (HF 5): Will you vote for it? – 0 contacts",)


def figure(
    place: str, subject: str, value: str, year: int, basis: str, standing: str = "published"
) -> Figure:
    return Figure(Decimal(value), year, subject, "All students", place, f"District {place}", basis, "MCA", 100,
                  "MDE, a table", standing)  # fmt: skip


def test_bases_and_years_are_never_mixed_and_nothing_hidden_is_shown() -> None:
    book = FigureBook([
        figure("0625-01", "reading", "34", 2025, "A"), figure("0625-01", "math", "30", 2024, "A"),
        figure("0625-01", "math", "29", 2025, "C"), figure("state", "reading", "50", 2025, "C"),
        figure("state", "math", "45", 2025, "A"),
        figure("0622-01", "reading", "86.4", 2025, "A", "disputed"),
        Suppressed(2025, "math", "All students", "0622-01", "District", "A", "All grades", "MDE"),
    ])  # fmt: skip
    found = figures_for(official_of("state_senate", "67"), book)
    assert {(f.year, f.basis) for f in found.all} == {(2025, "A")}
    assert [(f.geography, f.subject) for f in found.all] == [("0625-01", "reading"), ("state", "math")]
    assert (
        "basis A" in found.definition and "2024-25" in found.definition and "MDE, a table" in found.definition
    )


def official_of(kind: str, district: str) -> Official:
    return load_roster(open_snapshot()).for_district(kind, district, TODAY)[0]


@pytest.mark.parametrize(("kind", "district"), [("school_district", "0625-01"), ("state_house", "2A")])
def test_the_state_stands_last_beside_the_districts(kind: str, district: str) -> None:
    places = figures_for(official_of(kind, district)).places
    assert places[-1].name == "Minnesota"
    shares = [place.share for place in places if place.share is not None]
    assert shares == sorted(shares, reverse=True)
