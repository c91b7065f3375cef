"""What may two laws call an act? Dated rules, kept as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).parent.parent / "data" / "lobbying.toml"


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of the file; `kind` is a kind of official, `bill` whether the campaign names one."""

    as_of: str
    counsel: str
    sources: tuple[str, ...]
    words: Mapping[str, Mapping[str, str]]

    def irs(self, kind: str, bill: bool) -> str:
        """Return what the IRS may call it."""
        return self.words["irs"][_key(kind, bill)]

    def chapter_10a(self, kind: str) -> str:
        """Return what Chapter 10A may call it."""
        key = _key(kind, True)
        return self.words["chapter_10a"]["state" if key == "legislature" else key]

    def to_decide(self, kind: str, bill: bool) -> str:
        """Return what only a person can say."""
        return f"{self.words['to_decide'][_key(kind, bill)]} {self.words['to_decide']['everybody']}"


@cache
def load_rules(file: Path = _FILE) -> Rules:
    """Return the rules, read once."""
    import tomllib

    found = tomllib.loads(file.read_text(encoding="utf-8"))
    return Rules(found.pop("as_of"), found.pop("counsel"), tuple(found.pop("sources")), found)


def _key(kind: str, bill: bool) -> str:
    if kind in ("school_board", "school_district"):
        return "school"
    return ("governor" if kind == "governor" else "legislature") + ("" if bill else "_without_bill")
