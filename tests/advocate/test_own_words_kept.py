"""A letter keeps how many per cent of its words are in no template, as the reports show it."""

from __future__ import annotations

from pathlib import Path

from advocate.store import open_log
from advocate.writing.chain import write_letters
from letters.engine import load_template
from letters.lint.own_words import own_share

ADDRESS = "1540 6th St E, Saint Paul, MN 55106"
STORY = "Our school lost its librarian. My daughter reads every night, and the shelves at school stand empty."


def kept(story: str, folder: Path) -> int | None:
    with open_log(folder / "log.db") as log:
        written = write_letters(
            ADDRESS, name="Mai Example", story=story, to=["house"], offline=True, out=folder / "out", log=log
        )
        found = log.database.execute(
            "SELECT own_words FROM contacts WHERE id = ?", [written.letters[0].contact_id]
        ).fetchone()
    return None if found[0] is None else int(found[0])


def test_more_of_your_own_words_are_a_larger_share(tmp_path: Path) -> None:
    short, long = kept(STORY, tmp_path), kept(f"{STORY}\n\n{STORY.replace('night', 'morning')}", tmp_path)
    assert short is not None and long is not None
    assert 10 < short < long < 90


def test_a_body_without_the_template_is_all_the_writers_own() -> None:
    template = load_template("legislator")
    assert own_share("Nobody wrote these words before me, not even a template.", template) == 100
