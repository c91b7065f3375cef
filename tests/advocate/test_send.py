"""`advocate send` against a real SMTP server: what goes, to whom, once, and what does not."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from advocate import open_log, write_letters
from advocate.cli import cli

ADDRESS = "1540 6th St E, Saint Paul, MN 55106"
STORY = "My two children learned to read at our neighborhood school. Its library is closed three days a week."

pytestmark = pytest.mark.usefixtures("home")


def write(*to: str, **words: Any) -> list[str]:
    given = {
        "name": "Mai Example",
        "story": STORY,
        "email": "mai@example.org",
        "phone": "651-555-0100",
    } | words
    written = write_letters(
        ADDRESS, to=to or ("house", "senate"), offline=True, today=date(2026, 11, 24), **given
    )
    return [letter.contact_id for letter in written.letters]


def send(*words: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(cli, ["send", *words], input=stdin)


def said(result: Result) -> str:
    """What the person reads, however its lines are broken."""
    return " ".join(result.stdout.split())


def standings() -> list[str]:
    with open_log() as log:
        return [contact.standing for contact in log.contacts()]


def test_each_official_gets_a_message_of_their_own_and_the_yes_is_on_record(smtp: Any) -> None:
    ids = write()
    result = send(*ids, "--yes", "--by", "ana")
    assert result.exit_code == 0, result.stderr
    assert smtp.inbox.envelopes == [
        ("mai@example.org", ("rep.jay.xiong@house.mn.gov",)),
        ("mai@example.org", ("sen.foung.hawj@senate.mn",)),
    ]
    message = smtp.inbox.messages[0]
    assert message["From"] == "Mai Example <mai@example.org>"
    assert message["To"] == "Jay Xiong <rep.jay.xiong@house.mn.gov>"
    assert (
        message["Date"] and message["X-Unsent"] is None and message["Cc"] is None and message["Bcc"] is None
    )
    text = message.get_content()
    assert text.startswith("Dear Representative Xiong:")
    assert STORY.split(".", maxsplit=1)[0] in " ".join(text.split())
    assert "1540 6th St E" in text
    assert "651-555-0100" in text
    assert "\nSources\n[1] " in text.replace("\r", "")
    assert standings() == ["confirmed", "confirmed"]
    with open_log() as log:
        delivery = log.delivery(ids[0])
        event = log.events(ids[0])[-1]
    assert delivery is not None
    assert (delivery.state, delivery.approved_by, delivery.approved_on, delivery.recorded_by) == (
        "accepted", "Mai Example", date.today().isoformat(), "ana",
    )  # fmt: skip
    assert (event.standing, event.channel, event.who) == ("confirmed", "email", "ana")
    assert smtp.inbox.ids[0] == delivery.message_id


def test_sending_again_sends_nothing(smtp: Any) -> None:
    ids = write()
    send(*ids, "--yes")
    again = send(*ids, "--yes")
    assert (again.exit_code, len(smtp.inbox.messages)) == (0, 2)
    assert said(again).count("nobody gets it twice") == 2


def test_nothing_goes_without_a_yes(smtp: Any) -> None:
    ids = write()
    refused = send(*ids)
    assert refused.exit_code == 2
    assert "without their yes" in " ".join(refused.stderr.split())
    assert (smtp.inbox.messages, standings()) == ([], ["drafted", "drafted"])


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="needs a terminal that a test can type at")
def test_at_a_terminal_all_is_shown_and_only_a_yes_sends(smtp: Any) -> None:
    (id_,) = write("house")
    for answer, code, count in ((b"\n", 130, 0), (b"y\n", 0, 1)):
        ours, theirs = os.openpty()
        process = subprocess.Popen(
            [sys.executable, "-m", "advocate", "send", id_], stdin=theirs, stdout=theirs, stderr=theirs
        )
        os.close(theirs)
        shown = b""
        while b"say yes to sending this letter? [y/N]" not in shown:
            shown += os.read(ours, 4096)
        assert b"| Dear Representative Xiong:" in shown
        os.write(ours, answer)
        with suppress(OSError):  # the terminal is gone once the command is
            while os.read(ours, 4096):
                pass
        os.close(ours)
        assert (process.wait(), len(smtp.inbox.messages)) == (code, count)


def test_what_was_edited_goes_and_a_dry_run_only_writes_drafts(home: Path, smtp: Any) -> None:
    (id_,) = write("house")
    (letter,) = (home / "outbox").glob("*.md")
    letter.write_text(letter.read_text().replace("three days", "four days"))
    result = send(id_, "--dry-run")
    assert result.exit_code == 0
    (draft,) = (home / "outbox").glob("*.eml")
    assert b"X-Unsent: 1" in draft.read_bytes()
    assert b"four days" in draft.read_bytes()
    assert (smtp.inbox.messages, standings()) == ([], ["drafted"])
    send(id_, "--dry-run")
    assert len(list((home / "outbox").glob("*.eml"))) == 1
    send(id_, "--yes")
    assert "four days" in smtp.inbox.messages[0].get_content()


def test_a_letter_that_an_edit_made_unfit_stays(home: Path, smtp: Any) -> None:
    (id_,) = write("house")
    (letter,) = (home / "outbox").glob("*.md")
    letter.write_text(
        letter.read_text().replace(STORY.split(".", maxsplit=1)[0], "Re-elect the candidate of our party")
    )
    result = send(id_, "--yes")
    assert result.exit_code == 1
    assert "L13" in said(result) and "advocate lint" in said(result)
    assert smtp.inbox.messages == []


def test_an_official_without_e_mail_is_for_the_post(smtp: Any) -> None:
    ids = write("board", "senate")
    result = send(*ids, "--yes")
    assert result.exit_code == 3
    assert said(result).count("no e-mail") == len(ids) - 1
    assert "Print the letter and post it" in said(result)
    assert [rcpt for _, rcpt in smtp.inbox.envelopes] == [("sen.foung.hawj@senate.mn",)]


def test_a_doubtful_address_needs_a_word_of_its_own(smtp: Any) -> None:
    written = write_letters(
        "75 Rev Dr Martin Luther King Jr Blvd, Saint Paul, MN 55155", name="Mai Example", story=STORY,
        email="mai@example.org", to=("senate",), district="65", offline=True,
    )  # fmt: skip
    (id_,) = [letter.contact_id for letter in written.letters]
    held = send(id_, "--yes")
    assert held.exit_code == 1
    assert "looks like another person's" in said(held)
    assert smtp.inbox.messages == []
    assert send(id_, "--yes", "--allow-doubtful").exit_code == 0
    assert smtp.inbox.envelopes[0][1] == ("sen.sandra.parry@senate.mn",)


def test_after_the_term_nothing_goes(smtp: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = write()
    monkeypatch.setattr("advocate.clock.today", lambda: date(2027, 1, 4))
    result = send(*ids, "--yes")
    assert result.exit_code == 1
    assert said(result).count("ended on 2027-01-04") == 2
    assert smtp.inbox.messages == []


def test_a_refused_address_is_a_bounce_and_the_others_go(smtp: Any) -> None:
    ids = write()
    smtp.inbox.answers["RCPT"] = ["550 5.1.1 no such mailbox"]
    result = send(*ids, "--yes")
    assert result.exit_code == 3
    assert "550 5.1.1 no such mailbox" in result.stdout
    assert standings() == ["bounced", "confirmed"]
    assert send(ids[0], "--yes").exit_code == 0
    assert standings() == ["confirmed", "confirmed"]


def test_a_refused_text_is_a_bounce(smtp: Any) -> None:
    (id_,) = write("house")
    smtp.inbox.answers["DATA"] = ["554 5.7.1 looks like spam"]
    assert send(id_, "--yes").exit_code == 1
    assert (standings(), smtp.inbox.messages) == (["bounced"], [])


@pytest.mark.parametrize("where", ["RCPT", "DATA"])
def test_a_temporary_no_is_tried_again_and_then_put_off(smtp: Any, where: str, waits: list[float]) -> None:
    (id_,) = write("house")
    smtp.inbox.answers[where] = ["451 busy", "451 busy"]
    assert send(id_, "--yes").exit_code == 0
    assert len(smtp.inbox.messages) == 1
    assert waits == [2.0, 4.0]
    (id_,) = write("senate")
    smtp.inbox.answers[where] = ["451 busy"] * 3
    result = send(id_, "--yes")
    assert result.exit_code == 1
    assert "send it again later" in result.stdout
    assert standings() == ["confirmed", "drafted"]
    assert send(id_, "--yes").exit_code == 0
    assert len(smtp.inbox.messages) == 2


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Do not wait; note how long it would have been."""
    waited: list[float] = []
    monkeypatch.setattr("time.sleep", waited.append)
    return waited


def test_letters_go_at_a_pace(smtp: Any, waits: list[float], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADVOCATE_SMTP_PER_MINUTE", "20")
    send(*write(), "--yes")
    assert waits == [3.0]


@pytest.mark.parametrize(("arrives", "count"), [("accept and hang up", 1), ("lose and hang up", 1)])
def test_a_server_that_can_tell_settles_a_break_at_once(
    smtp: Any, arrives: str, count: int, waits: list[float]
) -> None:
    (id_,) = write("house")
    smtp.inbox.answers["DATA"] = [arrives]
    assert send(id_, "--yes").exit_code == 0
    assert (len(smtp.inbox.messages), standings()) == (count, ["confirmed"])


def test_of_a_server_that_cannot_tell_nobody_gets_it_twice(smtp: Any, waits: list[float]) -> None:
    ids = write()
    smtp.inbox.can_tell = False
    smtp.inbox.answers["DATA"] = ["accept and hang up"]
    first = send(*ids, "--yes")
    assert first.exit_code == 3
    assert "may or may not have arrived" in first.stdout
    assert standings() == ["drafted", "confirmed"]
    again = send(*ids, "--yes")
    assert again.exit_code == 3
    assert "--not-accepted" in again.stdout
    assert len(smtp.inbox.messages) == 2
    sent_anew = send(ids[0], "--yes", "--not-accepted")
    assert sent_anew.exit_code == 0
    assert len(smtp.inbox.messages) == 3


def test_a_person_who_knows_that_it_arrived_settles_it(smtp: Any) -> None:
    (id_,) = write("house")
    smtp.inbox.can_tell = False
    smtp.inbox.answers["DATA"] = ["accept and hang up"]
    send(id_, "--yes")
    CliRunner().invoke(cli, ["record", id_, "confirmed"])
    again = send(id_, "--yes")
    assert (again.exit_code, len(smtp.inbox.messages)) == (0, 1)


@pytest.mark.parametrize(
    ("answer", "said"),
    [("yes\n", "confirmed"), ("no\n", "drafted"), ("\n", "drafted")],
)
def test_a_person_is_asked_and_not_knowing_is_the_default(
    smtp: Any, monkeypatch: pytest.MonkeyPatch, answer: str, said: str
) -> None:
    (id_,) = write("house")
    smtp.inbox.can_tell = False
    smtp.inbox.answers["DATA"] = ["accept and hang up"]
    send(id_, "--yes")
    from advocate.cli.asking import ask_what_became

    with open_log() as log:
        delivery = log.delivery(id_)
        assert delivery is not None
        monkeypatch.setattr("click.prompt", lambda *a, **k: answer.strip() or k["default"])
        known = ask_what_became(log.contact(id_), delivery)
    assert known is {"yes\n": True, "no\n": False, "\n": None}[answer]


def test_only_one_sends_at_a_time(smtp: Any, home: Path) -> None:
    from advocate.mailing.one_sender import only_sender

    ids = write()
    with only_sender(home / "log.db"):
        result = send(*ids, "--yes")
    assert result.exit_code == 1
    assert "Another `advocate send` is at work" in result.stderr
    assert smtp.inbox.messages == []


def test_a_server_that_refuses_the_sender_stops_the_run_and_nothing_bounced(smtp: Any) -> None:
    ids = write()
    smtp.inbox.answers["MAIL"] = ["553 5.7.1 not your address"]
    result = send(*ids, "--yes")
    assert result.exit_code == 1
    assert "takes no mail from mai@example.org" in result.stderr
    assert standings() == ["drafted", "drafted"]


def test_json_says_what_became_of_each(smtp: Any) -> None:
    ids = write("board", "senate")
    told = json.loads(send(*ids, "--yes", "--json").stdout)
    assert [each["outcome"] for each in told] == ["accepted", *["held"] * (len(ids) - 1)]


def test_the_notices_that_apply_are_shown(smtp: Any) -> None:
    ids = write(email="mai@spps.org")
    said = " ".join(send(*ids, "--dry-run").stdout.split())
    assert "outside the Data Practices Act" in said
    assert "(L16)" in said
    assert said.count("check with counsel once") == 1
    assert "13.601" not in said


def test_no_server_is_told_with_what_to_set() -> None:
    (id_,) = write("house")
    result = send(id_, "--yes")
    assert result.exit_code == 1
    assert "ADVOCATE_SMTP_HOST" in result.stderr


# Nothing typed can begin a header


@pytest.mark.parametrize(
    "name",
    ["Mai\nBcc: everybody@example.org", "Mai\r\n\r\nBody", 'Mai" <a@b.org>, "X', "Mai\u2028Bcc: x@y.org"],
)
def test_a_name_begins_no_header(smtp: Any, name: str) -> None:
    (id_,) = write("house", name=name)
    assert send(id_, "--yes").exit_code == 0
    (message,) = smtp.inbox.messages
    assert [header for header in message if header.lower() in ("bcc", "cc", "reply-to")] == []
    assert len(message["From"].addresses) == len(message["To"].addresses) == 1
    assert message["From"].addresses[0].addr_spec == "mai@example.org"
    assert smtp.inbox.envelopes[0][1] == ("rep.jay.xiong@house.mn.gov",)


@pytest.mark.parametrize(
    "email",
    ["mai@example.org\nBcc: x@example.org", "mai@example.org, x@example.org", "<mai@example.org> X", "mai", "mai@exa mple.org",
     "mai@example.org> SIZE=1", "måi@example.org"],
)  # fmt: skip
def test_an_address_that_is_not_one_goes_nowhere(smtp: Any, email: str) -> None:
    (id_,) = write("house", email=email)
    result = send(id_, "--yes")
    assert result.exit_code == 1
    assert "not one plain e-mail address" in " ".join(result.stdout.split())
    assert smtp.inbox.messages == []


def test_a_subject_begins_no_header(smtp: Any, home: Path) -> None:
    (id_,) = write("house")
    (letter,) = (home / "outbox").glob("*.md")
    letter.write_text(letter.read_text().replace("**Re: ", "**Re: Reading\nBcc: x@example.org\n", 1))
    result = send(id_, "--yes")
    assert result.exit_code == 0, result.stdout
    (message,) = smtp.inbox.messages
    assert message["Bcc"] is None
    assert "Bcc: x@example.org" in message["Subject"]


def test_dots_and_accents_arrive_as_they_left(smtp: Any) -> None:
    story = "Nguyễn Thị Lan reads “Žižek” — all of it, for $5.\n\n.hidden line\n\n. alone"
    (id_,) = write("house", story=story)
    send(id_, "--yes")
    text = smtp.inbox.messages[0].get_content().replace("\r\n", "\n")
    for part in ("Nguyễn Thị Lan reads “Žižek” — all of it, for $5.", "\n.hidden line\n", "\n. alone\n"):
        assert part in text
