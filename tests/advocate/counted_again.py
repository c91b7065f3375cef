"""What should every report say? Worked out from the rows that were made up, in plain Python, with nothing of the reports'."""

from __future__ import annotations

import tomllib
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from statistics import NormalDist
from typing import Any, NamedTuple

from benchmarks.made_campaign import Act, Answer, MadeUp

Row = dict[str, Any]
MADE = ("sent", "confirmed")
CHANNELS = ("letter", "email", "post", "call", "visit", "testimony", "comment")
RULES = Path(__file__).parents[2] / "advocate" / "data" / "lobbying.toml"


class State(NamedTuple):
    """A contact as it stood."""

    standing: str
    channel: str
    day: str
    minutes: int | None
    cents: int | None


class Done(NamedTuple):
    """A contact of the scope; `person` is who it counts for."""

    act: Act
    state: State
    person: int
    official: dict[str, Any]

    @property
    def seat(self) -> tuple[str, str, str]:
        return self.official["official_key"], self.official["kind"], self.official["district"]


@dataclass(frozen=True)
class Asked:
    """What a report is asked of: days as text; `merged` are (gone, kept) that were on record then."""

    made: MadeUp
    today: date
    campaign: int | None = None
    since: str = ""
    until: str = "9"
    as_of: str = ""
    merged: tuple[tuple[int, int], ...] = ()
    by: str = ""

    @property
    def last(self) -> str:
        return min(self.as_of or self.today.isoformat(), self.until)

    @property
    def cut(self) -> str:
        """Moments from here on are not on record; those made up are all about noon."""
        return f"{self.as_of}T30" if self.as_of else "9"

    def before(self) -> Asked:
        """The period of the same length before this one."""
        first = date.fromisoformat(self.since)
        length = (date.fromisoformat(self.last) - first).days + 1
        values = {
            **self.__dict__,
            "since": str(first - timedelta(days=length)),
            "until": str(first - timedelta(days=1)),
        }
        return Asked(**values)

    def everything(self) -> list[Done]:
        """Return every contact of the campaign that was on record, whenever it was."""
        kept = dict(self.merged)
        found = []
        for act in self.made.acts:
            state = state_of(act, self.cut)
            if state and (self.campaign is None or act.campaign == self.campaign) and state.day <= self.last:
                found.append(
                    Done(act, state, kept.get(act.person, act.person), self.made.officials[act.official])
                )
        return found

    def done(self) -> list[Done]:
        return [each for each in self.everything() if each.state.day >= self.since]

    def reach(self) -> list[Done]:
        return [each for each in self.done() if each.state.standing in MADE]

    def replies(self) -> list[tuple[Answer, int | None]]:
        """Return the replies that stand, each with the days since the act it answers."""
        acts = {act.id: act for act in self.made.acts}
        there = [each for each in self.made.answers if each.recorded_at < self.cut]
        corrected = {each.corrects for each in there}
        found = []
        for each in there:
            if each.withdrawn or each.id in corrected or not self.since <= each.happened_on <= self.last:
                continue
            if self.campaign is not None and each.campaign != self.campaign:
                continue
            state = state_of(acts[each.contact_id], self.cut) if each.contact_id else None
            waited = None
            if state and state.standing in MADE:
                waited = (date.fromisoformat(each.happened_on) - date.fromisoformat(state.day)).days
            found.append((each, waited))
        return found


def state_of(act: Act, cut: str = "9") -> State | None:
    """Return how a contact stood after the events on record before `cut`, by the rule in words."""
    before: dict[str, State | None] = {}
    now: State | None = None
    for event in act.events:
        if event.recorded_at >= cut:
            break
        # A correction with a day of its own stands in the place of what it corrects; one without takes it back.
        in_place = event.kind == "correction" and event.act_on != ""
        taken_back = event.kind == "correction" and event.act_on == ""
        base = before[event.corrects or ""] if taken_back else now
        day = event.act_on or event.happened_on
        if taken_back and now:
            day = (base or now).day
        elif not event.act_on and now and event.standing in MADE and now.standing in MADE:
            day = now.day
        minutes = event.minutes if event.minutes is not None else base.minutes if base else None
        cents = event.cost_cents if event.cost_cents is not None else base.cents if base else None
        channel = event.channel or (now.channel if now else act.channel)
        before[event.id] = before[event.corrects or ""] if in_place else now
        now = State(event.standing, channel, day, minutes, cents)
    return now


def middle(waits: list[int | None]) -> int | None:
    known = sorted(each for each in waits if each is not None)
    return known[(len(known) - 1) // 2] if known else None


def wilson(part: int, whole: int) -> tuple[float, float, float] | None:
    """Return share and interval: the two shares p at which the difference is just z standard errors of p."""
    if whole < 10:
        return None
    z2 = NormalDist().inv_cdf(0.975) ** 2
    share, root = part / whole, (z2 * (z2 + 4 * part * (1 - part / whole))) ** 0.5
    low, high = ((2 * part + z2 + sign * root) / (2 * (whole + z2)) for sign in (-1, 1))
    return round(100 * share, 1), round(100 * max(0.0, low), 1), round(100 * min(1.0, high), 1)


def again_reach(asked: Asked) -> list[Row]:
    before = _measures(asked.before()) if asked.since else {}
    out_of = {"House districts covered": 134, "Senate districts covered": 67, "school districts covered": 329}
    return [
        {"measure": name, "count": n, "before": before.get(name), "out_of": out_of.get(name)}
        for name, n in _measures(asked).items()
    ]


def _measures(asked: Asked) -> Row:
    reach, all_of_it = asked.reach(), Counter(each.state.standing for each in asked.done())
    seats = {each.seat for each in reach}
    own = [each.act.own_words for each in reach if each.act.own_words is not None]
    ways = Counter((each.state.channel, each.state.standing) for each in reach)
    return {
        "supporters acting": len({each.person for each in reach}),
        "letters made": sum(each.act.letter_hash != "" for each in reach),
        "contacts sent": all_of_it["sent"],
        "contacts confirmed": all_of_it["confirmed"],
        "contacts drafted (not made)": all_of_it["drafted"],
        "contacts handed over (not made)": all_of_it["handed_over"],
        "contacts bounced (never count)": all_of_it["bounced"],
        **{f"{way} {standing}": ways[way, standing] for way in CHANNELS for standing in MADE},
        "officials reached": len(seats),
        "House districts covered": len({d for _, kind, d in seats if kind == "state_house"}),
        "Senate districts covered": len({d for _, kind, d in seats if kind == "state_senate"}),
        "school districts covered": len({d for _, kind, d in seats if kind.startswith("school")}),
        "own words, per cent (mean)": round(sum(own) / len(own)) if own else None,
        "replies": sum(each.answer != "none" for each, _ in asked.replies()),
    }


def again_timeline(asked: Asked) -> list[Row]:
    counts: dict[date, Counter[str]] = defaultdict(Counter)
    for each in asked.reach():
        counts[_begin(date.fromisoformat(each.state.day), asked.by)].update(
            [each.state.channel, each.state.standing]
        )
    days = (
        [min(counts) + timedelta(days=n) for n in range((max(counts) - min(counts)).days + 1)]
        if counts
        else []
    )
    starts = sorted({_begin(day, asked.by) for day in days})
    return [
        {"from": start.isoformat(), **{n: counts[start][n] for n in (*MADE, *CHANNELS)}} for start in starts
    ]


def _begin(day: date, by: str) -> date:
    if by == "week":
        year, week, _ = day.isocalendar()
        return date.fromisocalendar(year, week, 1)
    return date(day.year, day.month, 1) if by == "month" else day


def again_officials(asked: Asked) -> list[Row]:
    by_seat: dict[tuple[str, str, str], list[Done]] = defaultdict(list)
    for each in asked.reach():
        by_seat[each.seat].append(each)
    rows = []
    for seat, acts in by_seat.items():
        came = [
            (answer, waited) for answer, waited in asked.replies()
            if answer.answer != "none" and _seat(asked.made.officials[answer.official]) == seat
        ]  # fmt: skip
        official = acts[0].official
        standings = Counter(each.state.standing for each in acts)
        last = max(each.state.day for each in acts)
        newest = max((a.happened_on for a, _ in came), default="")
        rows.append({
            "official": f"{official['title']} {official['name']}", "kind": seat[1], "district": seat[2],
            "contacts": len(acts), "sent": standings["sent"], "confirmed": standings["confirmed"],
            "writers": len({each.person for each in acts}),
            "constituents": len({each.person for each in acts if lives_there(asked.made, each)}),
            "towns": len({asked.made.people[each.act.person].town for each in acts} - {""}),
            "channels": ", ".join(sorted({each.state.channel for each in acts})), "replies": len(came),
            "days_to_reply": middle([waited for _, waited in came]), "last_touched": last,
            # What is said next depends on the newest answer; of several on one day, on any of them.
            "next": {NEXT[a.answer] for a, _ in came if a.happened_on == newest} or {
                "follow up" if (date.fromisoformat(asked.last) - date.fromisoformat(last)).days >= 14
                else "wait for an answer"},
        })  # fmt: skip
    return sorted(rows, key=lambda row: (-row["contacts"], row["official"], row["district"]))


NEXT = {
    "yes": "thank them",
    "no": "ask why",
    "unclear": "ask for a yes or a no",
    "form": "ask again for an answer",
}


def _seat(official: dict[str, Any]) -> tuple[str, str, str]:
    return official["official_key"], official["kind"], official["district"]


def lives_there(made: MadeUp, done: Done) -> bool:
    """Say whether the writer's own address, when they wrote, lies in the official's district."""
    person, (_, kind, district) = made.people[done.act.person], done.seat
    if kind == "governor":
        return person.house != ""
    home = {"state_house": person.house, "state_senate": person.senate}.get(kind, person.school)
    return home == district


def again_letters(asked: Asked) -> list[Row]:
    by_template: dict[str, list[Act]] = defaultdict(list)
    for each in asked.reach():
        if each.act.letter_hash:
            by_template[each.act.template].append(each.act)
    rows = []
    for template, acts in sorted(by_template.items(), key=lambda each: (-len(each[1]), each[0])):
        own = [act.own_words for act in acts if act.own_words is not None]
        rows.append({
            "template": template or "(no template)", "letters": len(acts),
            "own_words": round(sum(own) / len(own)) if own else None, "measured": len(own),
            "clean": sum(act.findings == "" for act in acts),
        })  # fmt: skip
    return rows


def again_findings(asked: Asked) -> list[Row]:
    rules = Counter(rule for each in asked.reach() for rule in (each.act.findings or "").split())
    return [
        {"rule": rule, "letters": n} for rule, n in sorted(rules.items(), key=lambda each: int(each[0][1:]))
    ]


def again_groups(asked: Asked) -> list[int]:
    """Return the sizes of the groups of texts that are nearly the same, the largest first."""
    reach = {each.act.id for each in asked.reach()}
    sizes = Counter(group for _, contact, group in asked.made.texts if contact in reach)
    return sorted((n for n in sizes.values() if n > 1), reverse=True)


def again_supporters(asked: Asked) -> list[Row]:
    people = _people(asked)
    rows = []
    for by, key in (("all", None), ("role", "role"), ("source", "source")):
        for group in sorted({person[key] if key else "" for person in people}):
            there = [person for person in people if key is None or person[key] == group]
            rows.append({
                "by": by, "group": group or ("everybody" if key is None else "not told"), "supporters": len(there),
                "new": sum(asked.since <= person["joined"] <= asked.last for person in there),
                "active": sum(any(day >= asked.since for day in person["days"]) for person in there),
                "lapsed": sum(bool(person["days"]) and max(person["days"]) < asked.since for person in there),
            })  # fmt: skip
    return rows


def again_retention(asked: Asked) -> list[Row]:
    rows = []
    people = _people(asked)
    for month in sorted({person["joined"][:7] for person in people}):
        there = [person for person in people if person["joined"][:7] == month]
        later = sum(any(day[:7] > month for day in person["days"]) for person in there)
        share, low, high = wilson(later, len(there)) or (None, None, None)
        rows.append({
            "month": month, "supporters": len(there), "acted": sum(bool(person["days"]) for person in there),
            "later": later, "share": share, "low": low, "high": high,
        })  # fmt: skip
    return rows


def _people(asked: Asked) -> list[Row]:
    gone, filled = dict(asked.merged), {kept: gone for gone, kept in asked.merged}
    days: dict[int, list[str]] = defaultdict(list)
    for each in asked.everything():
        if each.state.standing in MADE:
            days[each.person].append(each.state.day)
    people = []
    for n, person in enumerate(asked.made.people):
        if n in gone or person.created_at >= asked.cut:
            continue
        # Whoever was merged in fills what was blank.
        other = asked.made.people[filled[n]] if n in filled else person
        people.append({"joined": person.created_at[:10], "role": person.role or other.role,
                       "source": person.came_from or other.came_from, "days": days[n]})  # fmt: skip
    return people


def again_replies(asked: Asked) -> list[Row]:
    found = asked.replies()
    rows = []
    for answer in ("yes", "no", "unclear", "form", "none"):
        waits = [waited for each, waited in found if each.answer == answer]
        share, low, high = wilson(len(waits), len(found)) or (None, None, None)
        rows.append({"answer": answer, "count": len(waits), "n": len(found), "share": share, "low": low, "high": high,
                     "days_to_reply": middle(waits)})  # fmt: skip
    return rows if found else []


def again_lobbying(asked: Asked) -> list[Row]:
    words = tomllib.loads(RULES.read_text(encoding="utf-8"))
    acts: dict[tuple[str, bool], list[Done]] = defaultdict(list)
    for each in asked.reach():
        acts[each.seat[1], each.act.campaign == 0].append(
            each
        )  # Only the first of the campaigns names a bill.
    rows = []
    for (kind, bill), there in sorted(acts.items()):
        law = "school" if kind == "school_board" else "governor" if kind == "governor" else "legislature"
        case = law if bill or law == "school" else f"{law}_without_bill"
        minutes = [each.state.minutes for each in there if each.state.minutes is not None]
        cents = [each.state.cents for each in there if each.state.cents is not None]
        rows.append({
            "office": kind, "bill": "yes" if bill else "no", "irs": words["irs"][case],
            "chapter_10a": words["chapter_10a"]["state" if law == "legislature" else law], "contacts": len(there),
            "minutes": sum(minutes) if minutes else None, "cost": sum(cents) if cents else None,
            "to_decide": f"{words['to_decide'][case]} {words['to_decide']['everybody']}",
        })  # fmt: skip
    return rows


def again_coverage(asked: Asked, districts: dict[str, str]) -> list[Row]:
    """Count for `districts`, id -> name, in their order; what concerns who has not written is in test_coverage.py."""
    field, kinds = {"house": ("house", ["state_house"]), "senate": ("senate", ["state_senate"]),
                    "school_district": ("school", ["school_board", "school_district"])}[asked.by]  # fmt: skip
    kept, people = dict(asked.merged), asked.made.people
    homes: dict[str, set[int]] = defaultdict(set)
    for n, person in enumerate(people):
        if person.created_at < asked.cut:
            homes[getattr(person, field)].add(kept.get(n, n))
    reach = asked.reach()
    rows = []
    for id_, name in districts.items():
        from_here = [each for each in reach if getattr(people[each.act.person], field) == id_]
        rows.append({
            "district": id_, "name": name, "supporters": len(homes[id_]),
            "writers": len({each.person for each in from_here}), "contacts": len(from_here),
            "officials": len({each.seat for each in reach if each.seat[1] in kinds and each.seat[2] == id_}),
        })  # fmt: skip
    return sorted(rows, key=lambda row: (row["officials"] > 0, row["contacts"] > 0))
