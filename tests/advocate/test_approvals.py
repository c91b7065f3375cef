"""Nothing goes in anybody's name without their recorded yes to exactly its words, whatever happens in between."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from advocate.cli import cli
from advocate.errors import MoveNotAllowed
from advocate.store import open_log
from advocate.store.approvals import NewApproval, add_approval, last_word, mark_needs_yes
from advocate.store.contacts import NewContact
from advocate.store.deliveries import NewDelivery
from advocate.store.log import Log
from advocate.store.officials import OfficialThen
from advocate.store.supporters import Supporter
from advocate.writing.messages import Words
from tests.advocate.calling import call, said

NOW = datetime(2026, 11, 24, 18, 0, tzinfo=UTC)
SENATOR = OfficialThen(
    "ocd-person/67", "Foung Hawj", "Senator", "state_senate", "67", snapshot="s", source_as_of="2026-08-05"
)
HOME = "1540 6th St E, Saint Paul, MN 55106"
STORY = (
    "I drive the school bus on route 9. The children who ride with me read the street signs to each other, and by "
    "spring the little ones read them to me. Not every child gets there; two of my riders still could not in May."
)
TEXTS = st.sampled_from(["first words", "second words", "third words"])


def hash_of(text: str) -> str:
    return Words("Subject", text, Path("x.md")).content_hash


class NothingWithoutAYes(RuleBasedStateMachine):
    """Letters made for supporters and letters of their own; yes, no, edits and sending in any order."""

    letters = Bundle("letters")
    log: Log
    numbers = count()

    def __init__(self) -> None:
        super().__init__()
        self.text: dict[str, str] = {}
        self.made_for: set[str] = set()
        # The model, kept apart from the log: contact -> the text that stands approved, or None.
        self.yes: dict[str, str | None] = {}
        self.went: list[tuple[str, str, str | None]] = []

    @rule(target=letters, made_for=st.booleans())
    def written(self, made_for: bool) -> str:
        new = NewContact(Supporter("Mai Example", HOME), SENATOR, letter_hash=f"letter {next(self.numbers)}")
        with self.log.writing():
            id_ = self.log.add_contact(new).id
            if made_for:
                mark_needs_yes(self.log.database, id_)
        self.text[id_], self.yes[id_] = "first words", None
        self.made_for |= {id_} if made_for else set()
        return id_

    @rule(id_=letters, text=TEXTS)
    def edited(self, id_: str, text: str) -> None:
        self.text[id_] = text

    @rule(id_=letters, given=st.booleans())
    def said(self, id_: str, given: bool) -> None:
        words = self.text[id_]
        with self.log.writing():
            add_approval(
                self.log.database,
                NewApproval(id_, hash_of(words), "Mai Example", "2026-11-24", "in person", "ana", given),
                self.log.clock,
            )
        self.yes[id_] = words if given else None

    @rule(id_=letters, refused=st.booleans())
    def sent(self, id_: str, refused: bool) -> None:
        new = NewDelivery(id_, "mai@example.org", "sen@example.org", "mail", hash_of(self.text[id_]), "Mai Example",
                          "2026-11-24", "ana")  # fmt: skip
        try:
            if refused:
                self.log.refuse_delivery(new, "550 no")
            else:
                delivery, _ = self.log.begin_delivery(new)
                self.log.end_delivery(delivery, "put_off")
        except MoveNotAllowed:
            return
        self.went.append((id_, self.text[id_], self.yes[id_]))

    @invariant()
    def every_message_had_its_yes(self) -> None:
        for id_, text, approved in self.went:
            assert id_ not in self.made_for or approved == text


class Sends(NothingWithoutAYes):
    """The same, and what may go does."""

    @rule(id_=NothingWithoutAYes.letters)
    def goes_where_it_may(self, id_: str) -> None:
        if self.yes[id_] == self.text[id_] and self.log.contact(id_).standing == "drafted":
            before = len(self.went)
            self.sent(id_, False)
            assert len(self.went) == before + 1


def test_nothing_goes_without_a_yes_to_its_words_whatever_happens(tmp_path: Path) -> None:
    ticks = count()
    # One log for all examples: each has letters of its own in it.
    with Log(tmp_path / "log.db", clock=lambda: NOW + timedelta(seconds=next(ticks))) as log:
        Sends.log = log
        run_state_machine_as_test(
            Sends,
            settings=settings(
                max_examples=25,
                stateful_step_count=15,
                deadline=None,
                suppress_health_check=list(HealthCheck),
            ),
        )


def test_what_was_said_is_added_to_and_never_changed(tmp_path: Path) -> None:
    with Log(tmp_path / "log.db", clock=lambda: NOW) as log:
        id_ = log.add_contact(NewContact(Supporter("Mai Example", HOME), SENATOR, letter_hash="x")).id
        with log.writing():
            for given in (True, False):
                add_approval(
                    log.database,
                    NewApproval(id_, "h", "Mai", "2026-11-24", "in person", "ana", given),
                    log.clock,
                )
        last = last_word(log.database, id_)
        assert last is not None and not last.given
        for statement in ("DELETE FROM approvals", "UPDATE approvals SET given = 1"):
            with pytest.raises(sqlite3.IntegrityError):
                log.database.execute(statement)


# by the command line


@pytest.fixture(scope="module")
def run_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A campaign with two drafts for Mai, with her words in them."""
    folder = tmp_path_factory.mktemp("run")
    (folder / "story.txt").write_text(STORY)
    db = ("--db", str(folder / "log.db"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("advocate.clock.today", lambda: date(2026, 11, 24))
        patch.chdir(folder)
        call("supporters", "add", "Mai Example", "--email", "mai@example.org", "--phone", "651-555-0100", "--address", HOME,
             "--consent-source", "Fair", "--yes", *db)  # fmt: skip
        call("campaign", "new", "Read", "--to", "house,senate", "--use", *db)
        call("campaign", "run", "read", "--supporters", "all", "--yes", "--out", "outbox", *db)
        call("campaign", "fill", "mai@example.org", "--story", "story.txt", *db)
    yield folder


@pytest.fixture
def home(home: Path, run_once: Path) -> Path:
    """A log of its own with the same files, put back as they were afterwards."""
    shutil.copy(run_once / "log.db", home)
    for file in (run_once / "outbox").rglob("*"):
        if file.is_file():
            (home / file.name).write_bytes(file.read_bytes())
    with open_log() as log:
        for contact in log.contacts():
            files = [str(home / Path(file).name) for file in contact.files]
            log.database.execute(
                "UPDATE contacts SET files = ? WHERE id = ?", [json.dumps(files), contact.id]
            )
    return home


def ids() -> list[str]:
    with open_log() as log:
        return [contact.id for contact in log.contacts()]


def approve(*words: str, code: int = 0) -> Result:
    return call("campaign", "approve", *words, "--how", "in person", "--yes", "--by", "ana", code=code)


def test_without_a_yes_send_holds_every_letter_and_says_what_to_do(home: Path, smtp: Any) -> None:
    held = said(call("send", *ids(), "--yes", code=1))
    assert held.count("whose yes to it is not on record. Ask them. Then: advocate campaign approve") == 2
    assert "Without their supporters' yes: 2." in said(call("send", "--yes"))
    assert smtp.inbox.messages == []


def test_a_yes_sends_exactly_these_words_and_an_edit_voids_it(home: Path, smtp: Any) -> None:
    house, senate = ids()
    assert "The yes to 2 letters is on record." in said(
        approve("--supporter", "mai@example.org", "--on", "2026-11-24")
    )
    letter = next(home.glob("*senate*.md"))
    letter.write_text(letter.read_text().replace("route 9", "route 10"))
    text = said(call("send", "--campaign", "read", "--yes", code=3))
    assert "Mai Example said yes to exactly these words on 2026-11-24 (in person), recorded by ana." in text
    assert "It was changed since Mai Example said yes on 2026-11-24." in text
    assert [message["To"].split("<")[0].strip() for message in smtp.inbox.messages] == ["Jay Xiong"]
    with open_log() as log:
        delivery = log.delivery(house)
        assert delivery is not None
        assert (delivery.approved_by, delivery.approved_on) == ("Mai Example", "2026-11-24")
        assert log.delivery(senate) is None
    states = {
        row["id"]: row["state"] for row in json.loads(call("campaign", "approve", "--json", code=3).stdout)
    }
    assert states == {senate: "changed since"}
    approve(senate)
    call("send", senate, "--yes")
    assert "route 10" in smtp.inbox.messages[1].get_content()


def test_print_leaves_out_what_has_no_yes(home: Path) -> None:
    house, senate = ids()
    approve(house)
    printed = CliRunner().invoke(cli, ["print", "--campaign", "read", "--json", "--dry-run"])
    told = json.loads(printed.stdout)
    assert [each["id"] for each in told["letters"]] == [house]
    assert [each["id"] for each in told["left_out"]] == [senate]
    assert "whose yes to it" in told["left_out"][0]["reason"]


def test_a_no_takes_a_yes_back(home: Path, smtp: Any) -> None:
    house, senate = ids()
    approve(house, senate)
    assert "The no to 1 letter is on record." in said(approve(senate, "--no"))
    assert "said no to it on" in said(call("send", house, senate, "--yes", code=3))
    assert len(smtp.inbox.messages) == 1


def test_a_letter_of_ones_own_is_sent_by_ones_own_yes_as_before(home: Path, smtp: Any) -> None:
    (home / "story.txt").write_text(STORY)
    call("write", HOME, "--name", "Mai Example", "--email", "mai@example.org", "--phone", "651-555-0100", "--story",
         "story.txt", "--to", "house", "--offline", "--campaign", "none", "--yes")  # fmt: skip
    own = ids()[-1]
    assert "was written by Mai Example themself" in said(approve(own, code=2))
    call("send", own, "--yes", "--by", "ole")
    assert len(smtp.inbox.messages) == 1
    with open_log() as log:
        delivery = log.delivery(own)
    assert delivery is not None
    assert (delivery.approved_by, delivery.approved_on, delivery.recorded_by) == (
        "Mai Example",
        "2026-11-24",
        "ole",
    )


def test_a_yes_that_cannot_be_is_told(home: Path) -> None:
    house, senate = ids()
    letter = next(home.glob("*house*.md"))
    whole = letter.read_text()
    letter.write_text(whole.replace("route 9", r"\[Write here: your route\]"))
    assert "Nobody can say yes to" in said(approve(house, code=2))
    letter.write_text(whole)
    assert "is in the future" in said(approve(house, "--on", "2026-11-25", code=2))
    assert "is before" in said(approve(house, "--on", "2020-01-01", code=2))
    assert "How did they say so?" in said(call("campaign", "approve", house, "--yes", code=2))
    assert "one of the two" in said(approve(house, "--supporter", "mai", code=2))
    assert "Ask the supporter" in said(call("campaign", "approve", house, "--how", "x", code=2))
    assert "1 would be put on record" in said(call("campaign", "approve", house, "--dry-run"))
    with open_log() as log:
        assert log.database.execute("SELECT count(*) FROM approvals").fetchone()[0] == 0
    for file in home.glob("*senate*"):
        file.unlink()
    assert "text is gone" in said(approve(senate, code=2))
    states = [row["state"] for row in json.loads(call("campaign", "approve", "--json", code=3).stdout)]
    assert states == ["not asked", "gone"]


def test_nothing_goes_in_a_campaign_that_is_closed_or_has_not_begun(home: Path, smtp: Any) -> None:
    approve(*ids())
    call("campaign", "close", "read")
    assert "was closed on" in said(call("send", "--yes", code=1))
    assert "was closed on" in said(call("write", HOME, "--name", "Mai Example", "--story", __file__, code=2))
    call("campaign", "reopen", "read")
    call("campaign", "edit", "read", "--starts", "2027-01-05")
    assert "begins on 2027-01-05" in said(call("send", "--yes", code=1))
    assert smtp.inbox.messages == []
    call("campaign", "edit", "read", "--starts", "")
    call("send", "--yes")
    assert len(smtp.inbox.messages) == 2


def test_write_means_the_campaign_in_use_and_says_so(home: Path) -> None:
    (home / "story.txt").write_text(STORY)
    call("campaign", "edit", "read", "--to", "governor", "--ask", "Will you sign it?")
    words = ("write", HOME, "--name", "Ole Other", "--story", "story.txt", "--offline", "--yes", "--json")
    result = call(*words)
    assert "Campaign: Read (in use; --campaign none for no campaign)." in said(result)
    written = json.loads(result.stdout)
    assert (written["campaign"], [each["official"]["kind"] for each in written["letters"]]) == (
        "Read",
        ["governor"],
    )
    assert "Will you sign it?" in Path(written["letters"][0]["files"][0]).read_text()
    assert json.loads(call(*words, "--campaign", "none", "--to", "house").stdout)["campaign"] == ""
    assert "The campaigns are: Read." in said(call(*words, "--campaign", "raed", code=2))


def test_a_yes_is_void_where_the_letter_would_go_from_another_name_or_mailbox(home: Path, smtp: Any) -> None:
    house, senate = ids()
    for field, value in (("--name", "Ole Other"), ("--email", "ole@example.org")):
        approve(house, senate)
        call("supporters", "edit", "mai@example.org", field, value)
        assert "the name or the e-mail was changed" in said(call("send", "--yes", code=1))
        assert "whose yes to it as" in said(call("print", "--dry-run", code=3))
        with open_log() as log, pytest.raises(MoveNotAllowed):
            hashed = log.database.execute("SELECT content_hash FROM approvals LIMIT 1").fetchone()[0]
            log.begin_delivery(
                NewDelivery(house, "ole@example.org", "r@example.org", "m", hashed, "Mai", "2026-11-24", "a")
            )
    assert smtp.inbox.messages == []
    states = [row["state"] for row in json.loads(call("campaign", "approve", "--json", code=3).stdout)]
    assert states == ["other name", "other name"]
    approve(house, senate)
    call("send", "--yes")
    assert {message["From"] for message in smtp.inbox.messages} == {"Ole Other <ole@example.org>"}


def test_a_phone_or_a_first_mailbox_does_not_void_a_yes(home: Path, smtp: Any) -> None:
    call("supporters", "edit", "mai@example.org", "--email", "")
    approve(*ids())
    call("supporters", "edit", "Mai Example", "--email", "mai@example.org", "--phone", "651-555-0101")
    call("send", "--yes")
    assert len(smtp.inbox.messages) == 2


def test_a_no_to_being_reached_at_all_voids_an_earlier_yes(home: Path, smtp: Any) -> None:
    house, senate = ids()
    approve(house, senate)
    call("supporters", "edit", "mai@example.org", "--opt-out", "any", "--source", "her call")
    assert "said no to being reached at all" in said(call("send", "--yes", code=1))
    assert "whose yes to it as" in said(call("print", "--dry-run", code=3))
    assert smtp.inbox.messages == []
    approve(house)  # she wants this one to go all the same
    call("send", house, "--yes")
    call("supporters", "edit", "mai@example.org", "--opt-in", "any", "--source", "her call")
    call("send", senate, "--yes")
    assert len(smtp.inbox.messages) == 2
