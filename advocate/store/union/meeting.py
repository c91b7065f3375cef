"""Is somebody of one log a person of the other, under another id? By the rules of lists, asked from both sides."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from advocate.matching.ladder import Known, Match, find_person
from advocate.store.keys import content_id, moment
from advocate.store.merges import to_fill
from advocate.store.union.pair import SIDES, Pair
from advocate.store.union.people import FOLLOWING, has_address, oldest, point_at

_FAR = {"main": "other", "other": "main"}


class Meeting(NamedTuple):
    """Two rows that are one person; `gone` is merged into `kept`, the older, or the one with a name."""

    gone: str
    kept: str
    evidence: str


class _Wanted(NamedTuple):
    """A row as the ladder asks of it, with one of its addresses and one of its ids elsewhere."""

    name_key: str
    email_key: str
    phone_key: str
    address_key: str
    external_system: str
    external_id: str


def find_meetings(pair: Pair, kept: dict[str, str]) -> list[Meeting]:
    """Return who is merged into whom; who could be two people is told, and stays apart.

    Only people who are in one log alone are asked about: where a log has two rows, it has had the choice.
    """
    alone = {side: pair.alone("supporters", side) for side in SIDES}
    if not all(alone.values()):
        return []
    near = _near(pair)
    merged = merged_rows(kept)
    known = _read_known(pair, near, kept, merged)
    answers: dict[str, Match] = {}
    strangers = {side: _people_alone(alone[side], kept, merged) for side in SIDES}
    for side in SIDES:
        mine = near if side == "main" else _turned(near)
        for person, rows in sorted(strangers[side].items()):
            could_be = {kept.get(each, each) for row in rows for each in mine.get(row, ())} - {person}
            if not could_be:
                continue
            candidates = [
                known[each] for root in sorted(could_be) for each in (root, *merged[root]) if each in known
            ]
            found = _answer([known[row] for row in rows if row in known], candidates)
            if found.kind != "new" and _met_alone(found, rows, mine, alone[_FAR[side]], kept):
                answers[person] = found
    return _agreed(pair, answers, strangers["main"].keys() | strangers["other"].keys())


def merged_rows(kept: dict[str, str]) -> defaultdict[str, list[str]]:
    """Return the one kept -> the rows merged into them."""
    merged: defaultdict[str, list[str]] = defaultdict(list)
    for gone, root in sorted(kept.items()):
        merged[root].append(gone)
    return merged


def _near(pair: Pair) -> defaultdict[str, set[str]]:
    """Return row of main -> rows of the other that share an e-mail, a phone, an address or an id, in other rows."""
    living = "m.forgotten_on IS NULL AND o.forgotten_on IS NULL"
    questions = [
        f"SELECT m.id, o.id FROM main.supporters AS m JOIN other.supporters AS o ON o.{key} = m.{key} AND o.{key} <> '' "
        f"WHERE m.{key} <> '' AND m.id <> o.id AND {living}"
        for key in ("email_key", "phone_key")
    ]
    people = "JOIN main.supporters AS m ON m.id = a.supporter_id JOIN other.supporters AS o ON o.id = b.supporter_id"
    questions += [
        "SELECT m.id, o.id FROM main.addresses AS a JOIN other.addresses AS b ON b.address_key = a.address_key "
        f"{people} WHERE a.address_key <> '' AND m.id <> o.id AND {living}",
        "SELECT m.id, o.id FROM main.external_ids AS a JOIN other.external_ids AS b ON b.system = a.system "
        f"AND b.external_id = a.external_id {people} WHERE m.id <> o.id AND {living}",
    ]
    found: defaultdict[str, set[str]] = defaultdict(set)
    for question in questions:
        for mine, theirs in pair.execute(question):
            found[mine].add(theirs)
    return found


def _turned(near: dict[str, set[str]]) -> defaultdict[str, set[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for mine, others in near.items():
        for theirs in others:
            found[theirs].add(mine)
    return found


def _people_alone(mine: set[str], kept: dict[str, str], merged: dict[str, list[str]]) -> dict[str, list[str]]:
    """Return person -> rows, of the people who have rows in this log alone."""
    people = {}
    for root in {kept.get(row, row) for row in mine}:
        rows = (root, *merged[root])
        if all(each in mine for each in rows):
            people[root] = sorted(rows)
    return people


def _answer(rows: Sequence[Known], candidates: Sequence[Known]) -> Match:
    """Ask the ladder about each way in which a person is known; two answers are a question."""
    answers = [find_person(each, candidates) for known in rows for each in _ways(known)]
    told = [each for each in answers if each.kind != "new"]
    if not told:
        return Match("new")
    people = {each.supporter_id for each in told if each.kind == "same"}
    if len(people) == 1 and all(each.kind == "same" for each in told):
        return min(told, key=lambda each: each.evidence)
    meant = sorted((people - {""}).union(*(each.candidates for each in told)))
    return Match("tie", "", "", min(each.evidence for each in told), tuple(meant))


def _read_known(
    pair: Pair, near: dict[str, set[str]], kept: dict[str, str], merged: dict[str, list[str]]
) -> dict[str, Known]:
    """Return row -> as the ladder sees it, of all rows that somebody is near to, and of those merged with them."""
    roots = {kept.get(each, each) for each in (*near, *(other for some in near.values() for other in some))}
    ids = {each for root in roots for each in (root, *merged[root])}
    pair.execute("DROP TABLE IF EXISTS temp.wanted_ids")
    pair.execute("CREATE TEMP TABLE wanted_ids (id TEXT PRIMARY KEY) WITHOUT ROWID")
    pair.connection.executemany("INSERT INTO temp.wanted_ids VALUES (?)", ((each,) for each in sorted(ids)))
    among = "IN (SELECT id FROM temp.wanted_ids)"
    homes: defaultdict[str, list[str]] = defaultdict(list)
    numbers: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    question = pair.both("supporter_id, address_key", "addresses", f"WHERE supporter_id {among}")
    for row_id, key in pair.execute(f"{question} ORDER BY 1, 2"):
        homes[row_id].append(key)
    question = pair.both("supporter_id, system, external_id", "external_ids", f"WHERE supporter_id {among}")
    for row_id, system, number in pair.execute(f"{question} ORDER BY 1, 2, 3"):
        numbers[row_id].append((system, number))
    columns = "id, name_key, email_key, phone_key"
    question = pair.both(columns, "supporters", f"WHERE forgotten_on IS NULL AND id {among}")
    return {
        id_: Known(kept.get(id_, id_), name, email, phone, tuple(homes[id_]), tuple(numbers[id_]))
        for id_, name, email, phone in pair.execute(question)
    }


def _ways(known: Known) -> Iterator[_Wanted]:
    """Yield a row once for each of its addresses and ids elsewhere."""
    for number in range(max(1, len(known.address_keys), len(known.external_ids))):
        home = known.address_keys[number] if number < len(known.address_keys) else ""
        system, external = known.external_ids[number] if number < len(known.external_ids) else ("", "")
        yield _Wanted(known.name_key, known.email_key, known.phone_key, home, system, external)


def _met_alone(
    found: Match, rows: Sequence[str], near: dict[str, set[str]], theirs: set[str], kept: dict[str, str]
) -> bool:
    """Say whether one who may be meant is met by a row that the other log alone has."""
    meant = {found.supporter_id, *found.candidates} - {""}
    return any(each in theirs and kept.get(each, each) in meant for row in rows for each in near.get(row, ()))


def _agreed(pair: Pair, answers: dict[str, Match], strangers: Iterable[str]) -> list[Meeting]:
    """Return the pairs that both sides see, each person in one of them; tell of the others."""
    alone = set(strangers)
    pairs: dict[tuple[str, str], str] = {}
    asked: set[frozenset[str]] = set()
    for person, answer in sorted(answers.items()):
        meant = answer.supporter_id
        back = answers.get(meant)
        if answer.kind == "same" and (
            meant not in alone or (back is not None and back.supporter_id == person)
        ):
            both = (min(person, meant), max(person, meant))
            pairs[both] = min(answer.evidence, pairs.get(both, answer.evidence))
        else:
            asked |= {frozenset((person, each)) for each in answer.candidates or (meant,)}
    times: defaultdict[str, int] = defaultdict(int)
    for both in pairs:
        for each in both:
            times[each] += 1
    meetings = []
    for (one, other), evidence in sorted(pairs.items()):
        if times[one] > 1 or times[other] > 1:
            asked.add(frozenset((one, other)))
            continue
        stays = _who_stays(pair, one, other)
        meetings.append(Meeting(other if stays == one else one, stays, evidence))
    for both_asked in sorted(map(sorted, asked)):
        if len(both_asked) == 2:
            _tell(pair, *both_asked)
    return meetings


def _who_stays(pair: Pair, one: str, other: str) -> str:
    """Return the older of two; somebody with a name before a no that was kept without one."""
    named = [
        each
        for each in (one, other)
        if any(pair.execute(pair.both("name_key", "supporters", "WHERE id = :id"), {"id": each}).fetchone())
    ]
    return named[0] if len(named) == 1 else oldest(pair, (one, other))


def _tell(pair: Pair, one: str, other: str) -> None:
    named = [
        f"{pair.execute(pair.both('name', 'supporters', 'WHERE id = :id'), {'id': each}).fetchone()[0]} ({each[:8]})"
        for each in (one, other)
    ]
    pair.eyes.tell(
        f"{named[0]} and {named[1]} may be one person, or two: both are kept. If they are one: "
        f"advocate supporters merge {one[:8]} {other[:8]}"
    )


def merge_met(pair: Pair, meetings: Sequence[Meeting], kept: dict[str, str]) -> dict[str, str]:
    """Merge those who met, as `advocate supporters merge` does; return row -> kept with them in it."""
    merged = merged_rows(kept)
    for meeting in meetings:
        pointing = merged[meeting.gone]
        _record(pair, meeting, _filled(pair, meeting), _moved(pair, meeting), pointing)
        moving = dict.fromkeys((meeting.gone, *pointing), meeting.kept)
        kept |= moving
        point_at(pair, moving)
    return kept


def _filled(pair: Pair, meeting: Meeting) -> list[str]:
    """Fill what the kept one has blank; return the fields."""
    columns = pair.tables["supporters"].columns
    rows = {}
    for each in (meeting.gone, meeting.kept):
        values = pair.execute(
            pair.both(", ".join(columns), "supporters", "WHERE id = :id"), {"id": each}
        ).fetchone()
        rows[each] = dict(zip(columns, values, strict=True))
    gone, stays = rows[meeting.gone], rows[meeting.kept]
    filled = list(to_fill(stays, gone))
    if filled:
        pair.put("supporters", stays | {name: gone[name] for name in filled})
    return filled


def _moved(pair: Pair, meeting: Meeting) -> dict[str, list[list[str]]]:
    """Give the kept one what hangs on the other; return table -> keys."""
    moved: dict[str, list[list[str]]] = {}
    for name, key in FOLLOWING.items():
        extra = ", address_key" if name == "addresses" else ""
        columns = ", ".join(key)
        rows = pair.execute(
            pair.both(f"{columns}{extra}", name, "WHERE supporter_id = :id") + " ORDER BY 1", {"id": meeting.gone}
        ).fetchall()  # fmt: skip
        moved[name] = []
        there = " AND ".join(f"{column} = ?" for column in key)
        for row in rows:
            if name == "addresses" and has_address(pair, meeting.kept, row[-1]):
                continue
            own = list(row[: len(key)])
            moved[name].append(own)
            for side in SIDES:
                pair.execute(f"UPDATE {side}.{name} SET supporter_id = ? WHERE {there}", (meeting.kept, *own))
    return moved


def _record(
    pair: Pair, meeting: Meeting, filled: list[str], moved: dict[str, list[list[str]]], pointing: list[str]
) -> None:
    """Write the merge to both histories; its id and moment come from the two, so that both logs write the same."""
    both = {"gone": meeting.gone, "kept": meeting.kept}
    moments = "SELECT max(moment) FROM ({})".format(
        " UNION ALL ".join(
            f"SELECT max(created_at) AS moment FROM {side}.supporters WHERE id IN (:gone, :kept) UNION ALL "
            f"SELECT max(recorded_at) FROM {side}.supporter_changes WHERE supporter_id IN (:gone, :kept)"
            for side in SIDES
        )
    )
    # Later than all that is known of the two, and earlier than whatever anybody does next.
    last = datetime.fromisoformat(pair.execute(moments, both).fetchone()[0].replace("Z", "+00:00"))
    when = moment(lambda: last + timedelta(microseconds=1))
    after = {"merged_into": meeting.kept, "filled": filled, "moved": moved, "pointing": pointing}
    told = {meeting.gone: after, meeting.kept: {"with": meeting.gone, "filled": filled}}
    for who, words in told.items():
        pair.execute(
            "INSERT OR IGNORE INTO main.supporter_changes (id, supporter_id, kind, before, after, who, recorded_at) "
            "VALUES (?, ?, 'merge', '{}', ?, '', ?)",
            (content_id({"merge": both, "of": who}), who, json.dumps(words), when),
        )
