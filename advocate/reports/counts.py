"""What has been reached, when, and what came back: reach, timeline, officials, replies."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from advocate.reports.report import Cell, Column, Report, Scope
from advocate.reports.wilson import wilson
from advocate.store import tallies
from advocate.store.contacts import CHANNELS
from advocate.store.counting import Facts, day_number, day_of, facts_of, replies_of
from advocate.store.named import writers_by_official

if TYPE_CHECKING:
    from sqlite_utils import Database

MADE = (
    "A contact is one act towards one official. Contacts made are those sent (as the supporter reports) or "
    "confirmed (accepted by the mail server, or witnessed), shown apart; drafted and handed over are not made, "
    "a bounced one never counts. The day is that of the act."
)
NEVER_SUMMED = (
    "Supporters, letters, contacts, officials and districts are different numbers and are never added up. "
    "Rows that were merged are one supporter; forgotten supporters stay counted. An official is who they "
    "were on the day: one who changed seats counts in each."
)
FIRST_STEPS = (
    'Write the first letters: advocate write "1540 6th St E, Saint Paul, MN 55106"',
    "Say what became of them: advocate log, then advocate record ID sent",
)
OTHER_DAYS = ("Nothing in this period: leave out --since and --until, or give other days.",)
ANSWERS = ("yes", "no", "unclear", "form", "none")
#: Districts that officials can be reached in: kinds of official -> of how many.
OUT_OF = {"state_house": 134, "state_senate": 67, "school_district": 329}
_WORDS = {
    "state_house": "House districts",
    "state_senate": "Senate districts",
    "school_district": "school districts",
}


def made_from(facts: Facts, scope: Scope) -> tuple[tuple[str, str], ...]:
    """Return what a report was made from, for the foot of the page."""
    newest = tallies.newest_roster(facts)
    return (
        ("campaign", scope.campaign or "all"),
        ("period", scope.period),
        ("as on record on", (scope.as_of or scope.today).isoformat()),
        ("officials as in the data of", newest or "none yet"),
    )


def steps_if_empty(facts: Facts) -> tuple[str, ...]:
    """Return what to do first where the scope holds no contact made."""
    if tallies.any_contact(facts, made=True):
        return ()
    if tallies.any_contact(facts):
        return FIRST_STEPS[1:]
    return OTHER_DAYS if tallies.any_contact(facts, ever=True) else FIRST_STEPS


def count_reach(database: Database, scope: Scope) -> Report:
    """Count what was reached in the period, beside the period of the same length before it."""
    facts = facts_of(database, scope)
    steps = steps_if_empty(facts)
    now = _totals(facts, scope)
    before = _totals(facts_of(database, scope.before), scope.before) if scope.before else None
    rows: tuple[tuple[Cell, ...], ...] = () if steps == FIRST_STEPS else tuple((*row, before[n][1] if before else None, row_of)
                                  for n, (*row, row_of) in enumerate(now))  # fmt: skip
    notes = () if scope.before else ("Give --since to see the period before beside this one.",)
    columns = (Column("measure", "What", "text"), Column("count", "This period"), Column("before", "Before"),
               Column("out_of", "Out of"))  # fmt: skip
    return Report("reach", "Reach", "Whom have we reached?", columns, rows, f"{MADE} {NEVER_SUMMED} Officials "
                  "reached are those with a contact made; a district is covered where an official of it was reached "
                  "(a school district by its board or office). Own words: the mean share, over letters made, of "
                  "words that are in no template.", made_from(facts, scope), (), notes, steps)  # fmt: skip


def _totals(facts: Facts, scope: Scope) -> list[tuple[Cell, ...]]:
    cells = tallies.by_channel(facts)
    reached = tallies.officials_reached(facts)
    made = [row for row in cells if row[2]]
    own, known = sum(row[5] or 0 for row in made), sum(row[6] for row in made)
    rows: list[tuple[Cell, ...]] = [
        ("supporters acting", tallies.people_acting(facts), None),
        ("letters made", sum(row[4] for row in made), None),
        *((f"contacts {word}", sum(row[3] for row in cells if row[1] == standing), None) for standing, word in
          (("sent", "sent"), ("confirmed", "confirmed"), ("drafted", "drafted (not made)"),
           ("handed_over", "handed over (not made)"), ("bounced", "bounced (never count)"))),
        *((f"{channel} {standing}", sum(row[3] for row in cells if row[:2] == (channel, standing)), None)
          for channel in CHANNELS
          for standing in ("sent", "confirmed")),
        ("officials reached", len(reached), None),
    ]  # fmt: skip
    for kind, whole in OUT_OF.items():
        kinds = ("school_board", "school_district") if kind == "school_district" else (kind,)
        rows.append(
            (
                f"{_WORDS[kind]} covered",
                len({district for office, district in reached if office in kinds}),
                whole,
            )
        )
    rows.append(("own words, per cent (mean)", round(own / known) if known else None, None))
    rows.append(("replies", sum(row[2] != "none" for row in replies_of(facts, scope)), None))
    return rows


def count_timeline(database: Database, scope: Scope) -> Report:
    """Count contacts made per day, week (from Monday) or month, by channel."""
    facts = facts_of(database, scope)
    found = tallies.by_day(facts)
    counts: defaultdict[date, Counter[str]] = defaultdict(Counter)
    for day, channel, standing, n in found:
        counts[_start(day_of(day), scope.by)].update({channel: n, standing: n})
    names = ("sent", "confirmed", *CHANNELS)
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (start.isoformat(), *(counts[start][name] for name in names)) for start in _starts(counts, scope.by)
    )
    columns = (Column("from", "From", "day"), *(Column(name, name) for name in names))
    return Report("timeline", "Timeline", "When were contacts made?", columns, rows, MADE,
                  made_from(facts, scope), (), (), steps_if_empty(facts))  # fmt: skip


def _start(day: date, by: str) -> date:
    if by == "day":
        return day
    return day.replace(day=1) if by == "month" else day - timedelta(days=day.weekday())


def _starts(counts: dict[date, Any], by: str) -> list[date]:
    """Return every beginning from the first to the last, the quiet ones too."""
    starts: list[date] = []
    each = min(counts, default=None)
    while each is not None and each <= max(counts):
        starts.append(each)
        each = _start(each + timedelta(days={"day": 1, "month": 31}.get(by, 7)), by)
    return starts


def count_officials(database: Database, scope: Scope) -> Report:
    """Count, for each official as they were, contacts made, writers, constituents, towns, replies."""
    facts = facts_of(database, scope)
    found = tallies.by_official(facts)
    answers: defaultdict[tuple[str, str, str], list[tuple[Any, ...]]] = defaultdict(list)
    for row in replies_of(facts, scope):
        answers[row[1], row[5], row[6]].append(row)
    names = writers_by_official(facts) if scope.with_names else {}
    rows = []
    for (
        key,
        name,
        title,
        kind,
        district,
        n,
        sent,
        confirmed,
        writers,
        constituents,
        towns,
        last,
        channels,
    ) in found:
        came = [row for row in answers[key, kind, district] if row[2] != "none"]
        touched = day_of(last).isoformat()
        rows.append((f"{title} {name}".strip(), kind, district, n, sent, confirmed, writers, constituents, towns,
                     ", ".join(channels), len(came), _middle_wait(came), touched, _next(came, last, scope),
                     *((listed(names.get((key, kind, district), [])),) if scope.with_names else ())))  # fmt: skip
    rows.sort(key=lambda row: (-row[3], row[0], row[2]))
    columns = (
        Column("official", "Official", "text"), Column("kind", "Office", "text"), Column("district", "District", "text"),
        Column("contacts", "Contacts"), Column("sent", "Sent"), Column("confirmed", "Confirmed"),
        Column("writers", "Writers"), Column("constituents", "Constituents"), Column("towns", "Towns"),
        Column("channels", "Channels", "text"), Column("replies", "Replies"),
        Column("days_to_reply", "Days to reply", "days"), Column("last_touched", "Last", "day"),
        Column("next", "What next", "text"),
        *((Column("people", "Who wrote", "text", personal=True),) if scope.with_names else ()),
    )  # fmt: skip
    return Report("officials", "Officials", "Who has heard from whom, and answered?", columns, tuple(rows),
                  f"{MADE} {NEVER_SUMMED} Constituents are writers whose address, when they wrote, lay in the "
                  "official's district. Days to reply: the middle one (the lower of two), from the act that a "
                  "reply answers, where it says which. What next: by the newest reply; without one, to follow up two weeks "
                  "after the last contact.", made_from(facts, scope), (), (), steps_if_empty(facts))  # fmt: skip


def listed(names: Sequence[str], most: int = 12) -> str:
    """Return the first of the names, and how many more there are."""
    return ", ".join(names[:most]) + (f" and {len(names) - most:,} more" if len(names) > most else "")


def _middle_wait(replies: list[tuple[Any, ...]]) -> int | None:
    """Return the middle one (the lower of two) of the days to reply, where any is known."""
    waits = sorted(row[4] for row in replies if row[4] is not None)
    return waits[(len(waits) - 1) // 2] if waits else None


def _next(came: list[tuple[Any, ...]], last: int, scope: Scope) -> str:
    newest = max(came, key=lambda row: row[3], default=None)
    if newest is not None:
        return {"yes": "thank them", "no": "ask why", "unclear": "ask for a yes or a no",
                "form": "ask again for an answer"}[newest[2]]  # fmt: skip
    return "follow up" if day_number(scope.last_day) - last >= 14 else "wait for an answer"


def count_replies(database: Database, scope: Scope) -> Report:
    """Count the five answers, each with its share and interval, hidden below ten."""
    facts = facts_of(database, scope)
    found = replies_of(facts, scope)
    counts = Counter(row[2] for row in found)
    rows = []
    for answer in ANSWERS:
        share = wilson(counts[answer], len(found)) or (None, None, None)
        wait = _middle_wait([row for row in found if row[2] == answer])
        rows.append((answer, counts[answer], len(found), *share, wait))
    columns = (Column("answer", "Answer", "text"), Column("count", "Replies"), Column("n", "Of n"),
               Column("share", "Share", "percent"), Column("low", "From", "percent"), Column("high", "To", "percent"),
               Column("days_to_reply", "Days to reply", "days"))  # fmt: skip
    nothing_came = ("Write down what an official answered: advocate reply add WHOM ANSWER",)
    steps = () if found else steps_if_empty(facts) or nothing_came
    return Report("replies", "Replies", "What came back?", columns, tuple(rows) if found else (),
                  "Replies recorded in the period, a correction in the place of what it corrects. 'none' is a "
                  "recorded silence. Shares with Wilson's 95 % interval, hidden where n is below 10.",
                  made_from(facts, scope), (), (), steps)  # fmt: skip
