"""What does advocate do? The whole job for one real Saint Paul address, with the network off, told in plain words."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ADDRESS = "1540 6th St E, Saint Paul, MN 55106"
FOLDER = Path("demo-output")
# A made-up supporter; the address is a real one, and so are the officials.
STORY = """\
My daughter is in third grade. In October her teacher showed me how far she had come with ten minutes
of extra reading a day, and told me that nobody is left to do that after January.
"""


def say(text: str) -> None:
    """Print one step for a person."""
    print(f"\n--- {text}\n", flush=True)


def run(*words: str) -> str:
    """Run advocate as a person would, show it, and return what it printed."""
    shown = " ".join(f'"{word}"' if " " in word else word for word in words)
    print(f"$ advocate {shown}", flush=True)
    done = subprocess.run(
        [sys.executable, "-m", "advocate", *words], cwd=FOLDER, capture_output=True, text=True, check=False
    )
    print(done.stdout, end="", flush=True)
    if done.returncode not in (0, 3):
        print(done.stderr, end="")
        raise SystemExit(f"The demo stopped: advocate {words[0]} ended with {done.returncode}.")
    return done.stdout


def main() -> None:
    """Run the demo in a folder of its own, which is made anew each time."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(mode=0o700)  # What is in it is said to be for its owner alone, the story included.
    FOLDER.joinpath("story.txt").write_text(STORY, encoding="utf-8")
    # The demo answers from the bundled data and keeps its log to itself, whatever this machine has set.
    os.environ.update(
        ADVOCATE_DB="log.db", ADVOCATE_OUTBOX="outbox", ADVOCATE_OFFLINE="1", ADVOCATE_DATA="no-own-data"
    )

    say(f"Who represents {ADDRESS}? The answer comes from this computer; the address goes nowhere.")
    run("who", ADDRESS, "--offline")

    say("A campaign: what is asked for, and which results its letters show.")
    run("campaign", "new", "Read Well", "--ask", "Will you vote for reading tutors in every school?",
        "--topic", "reading", "--use")  # fmt: skip

    say("A letter to each of them, with the supporter's own words and the newest figures for her district.")
    run("write", ADDRESS, "--name", "Mai Example", "--phone", "651-555-0100", "--story", "story.txt",
        "--offline", "--yes")  # fmt: skip
    first = sorted(FOLDER.glob("outbox/*senate*.txt"))[0]

    say(f"One of the letters: {first}")
    print(first.read_text(encoding="utf-8"))

    say("She also called, and was answered. Both go on record.")
    run("record", "call", "sen 67", "--supporter", "Mai Example", "--minutes", "5")
    run("reply", "add", "sen 67", "unclear", "--quote", "I will look into it.", "--may-quote")

    say("The log: who asked whom, when, and how it stands.")
    run("log")

    say("What was reached so far. Letters that are drafts are no contacts made.")
    run("report", "reach", "--campaign", "Read Well")
    run("report", "everything", "--campaign", "Read Well", "--out", "everything.html")
    run("report", "brief", "sen 67", "--out", "brief.pdf")

    say("Everything is in files that only you can read:")
    for file in sorted(FOLDER.rglob("*")):
        if file.is_file():
            print(f"  {file}")
    print('\nNow try your own address:  .venv/bin/advocate who "your street address, your town" --offline')


if __name__ == "__main__":
    main()
