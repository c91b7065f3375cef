"""Does a digest tell how many there are together, and nothing of who they are?"""

from __future__ import annotations

import json
import stat
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from advocate.cli import cli
from advocate.sharing.coalition import (
    DifferentKeys,
    Digest,
    NotADigest,
    WeakKey,
    check_secret,
    count_together,
    new_secret,
    read_digest,
    write_digest,
)
from advocate.store.consents import Consent, record_consents
from advocate.store.log import Log
from advocate.store.shared_marks import Marked
from advocate.store.supporters import Supporter, keep_supporter

SECRET = "heron-lake-otter-birch-27-falls"
ON = date(2026, 11, 24)
MAI = Supporter(
    "Mai Example", "1540 6th St E, Saint Paul, MN 55106", email="mai@example.org", phone="651-555-0143"
)
OLE = Supporter("Ole Example", "401 4th St, Trimont, MN 56176", phone="507-555-0199")
ANN = Supporter("Ann Olson", "1 Elm St, Winona, MN 55987", email="ann@example.org")


def log_of(path: Path, *people: Supporter) -> Path:
    with Log(path) as log, log.writing():
        for each in people:
            keep_supporter(log.database, each, log.clock)
    return path


def run(*words: str | Path, **options: Any) -> Any:
    return CliRunner().invoke(cli, ["coalition", *map(str, words)], **options)


def digest_of(folder: Path, name: str, *people: Supporter) -> Path:
    secret = folder / "secret"
    secret.write_text(SECRET + "\n")
    out = folder / f"{name}.digest"
    done = run("digest", "--key-file", secret, "--out", out, "--db", log_of(folder / f"{name}.db", *people))
    assert done.exit_code == 0, done.output
    return out


def test_three_partners_count_each_person_once(tmp_path: Path) -> None:
    one = digest_of(tmp_path, "one", MAI, OLE)
    # The same person with another address and no phone, and with nothing but the phone.
    two = digest_of(
        tmp_path, "two", Supporter("Mai E.", "9 New St, Ely, MN 55731", email="Mai@Example.org"), ANN
    )
    three = digest_of(
        tmp_path, "three", Supporter("M. Example", "2 Oak St, Ely, MN 55731", phone="(651) 555-0143")
    )
    told = json.loads(run("count", one, two, three, "--json").output)
    assert told["people"] == {"one.digest": 2, "two.digest": 2, "three.digest": 1}
    assert (told["together"], told["in_all"]) == (3, 1)
    assert [each["people"] for each in told["in_both"]] == [1, 1, 1]
    table = run("count", one, two, three).output
    assert "together, each once" in table and "Example" not in table


def test_nothing_in_a_digest_says_who_is_in_it(tmp_path: Path) -> None:
    file = digest_of(tmp_path, "one", MAI, OLE, ANN)
    text = file.read_text()
    assert not [
        word for word in ("mai", "example", "6th st", "paul", "heron") if word in text.split("\n", 1)[1]
    ]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    lines = text.splitlines()[1:]
    assert lines == sorted(lines)
    assert {len(line.split()) for line in lines} == {4}
    other, _, _ = write_digest([Marked("x", (("e-mail", "mai@example.org"),))], new_secret(), ON)
    assert not set(other.split()) & set(text.split()[10:])


def test_who_was_forgotten_or_said_no_to_everything_is_not_in_it(tmp_path: Path) -> None:
    from advocate.supporters.leaving import forget

    path = log_of(tmp_path / "log.db", MAI, OLE, ANN)
    with Log(path) as log:
        ids = [row[0] for row in log.database.execute("SELECT id FROM supporters ORDER BY name")]
        with log.writing():
            record_consents(log.database, [Consent(ids[0], False, "her letter")], log.clock)
            record_consents(log.database, [Consent(ids[2], False, "his letter", "phone")], log.clock)
        forget(log, [ids[1]], on=ON)
    done = run(
        "digest", "--out", tmp_path / "d", "--db", path, "--json", env={"ADVOCATE_COALITION_KEY": SECRET}
    )
    assert json.loads(done.stdout) | {"file": ""} == {
        "file": "",
        "people": 1,
        "without_marks": 0,
        "opted_out": 1,
    }


@pytest.mark.parametrize(
    "secret", ["", "short", "a" * 40, "abababababababababababab", "1111111122222222333333334444", " " * 30]
)
def test_a_secret_that_can_be_guessed_is_refused(secret: str) -> None:
    with pytest.raises(WeakKey, match="new-key"):
        check_secret(secret)


def test_the_secret_comes_from_one_place(tmp_path: Path) -> None:
    db = log_of(tmp_path / "log.db", MAI)
    out = tmp_path / "d"
    assert run("digest", "--out", out, "--db", db, env={"ADVOCATE_COALITION_KEY": ""}).exit_code == 2
    key = tmp_path / "key"
    assert run("new-key", "--out", key).exit_code == 0
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert run("digest", "--key-file", key, "--key", SECRET, "--out", out, "--db", db).exit_code == 2
    typed = run("digest", "--key", SECRET, "--out", out, "--db", db)
    assert typed.exit_code == 0 and "history" in typed.stderr
    first = out.read_text()
    assert run("digest", "--key", SECRET, "--out", out, "--db", db).exit_code == 1  # it is there already
    assert run("digest", "--key", SECRET, "--out", out, "--db", db, "--yes").exit_code == 0
    assert out.read_text() == first
    key.write_bytes(b"\xff\xfe\x00")
    assert run("digest", "--key-file", key, "--out", out, "--db", db, "--yes").exit_code == 2


def test_digests_of_different_secrets_or_broken_ones_are_told(tmp_path: Path) -> None:
    one = digest_of(tmp_path, "one", MAI, OLE)
    text, _, _ = write_digest([Marked("x", ())], new_secret(), ON)
    two = tmp_path / "two.digest"
    two.write_text(text)
    with pytest.raises(DifferentKeys, match=r"one\.digest.*two\.digest|two\.digest.*one\.digest"):
        count_together([read_digest(one), read_digest(two)])
    two.write_text(one.read_text()[:-20])
    with pytest.raises(NotADigest, match="whole"):
        read_digest(two)
    for content in ("", "{}", "[]", "\u00e9", '{"advocate_coalition_digest": 2, "key_check": ""}'):
        two.write_text(content, encoding="utf-8")
        with pytest.raises(NotADigest):
            read_digest(two)
    assert run("count", one, one).exit_code == 2


def plain_count(lists: Sequence[Sequence[frozenset[str]]]) -> int:
    """Count by looking, over and over: who shares a mark with a group joins it."""
    rest = [(n, person) for n, people in enumerate(lists) for person in people]
    total = 0
    while rest:
        group, marks = [rest.pop()], set()
        while True:
            marks |= {mark for _, person in group for mark in person}
            more = [each for each in rest if each[1] & marks]
            if not more:
                break
            group += more
            rest = [each for each in rest if each not in more]
        total += max(sum(n == which for n, _ in group) for which in range(len(lists)))
    return total


PERSON = st.frozensets(st.sampled_from("abcdefgh"), min_size=1, max_size=3)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.lists(PERSON, max_size=5), min_size=1, max_size=3))
def test_counting_agrees_with_looking(lists: list[list[frozenset[str]]]) -> None:
    # Two of one list with the same marks are two people; here each has a mark of its own besides.
    made = [
        [frozenset({*person, f"{n} {m}"}) for m, person in enumerate(people)]
        for n, people in enumerate(lists)
    ]
    digests = [Digest(f"list {n}", "key", tuple(people)) for n, people in enumerate(made)]
    counted = count_together(digests)
    assert counted.together == plain_count(made)
    assert max((len(people) for people in made), default=0) <= counted.together <= sum(map(len, made))
    assert count_together(digests[::-1]).together == counted.together
