"""Who said yes to being reached, and who said no, by the columns of a list?

A no wins over a yes of the same row. A word that is neither is a no until a person has looked.
"""

from __future__ import annotations

from functools import lru_cache

from advocate.importing.columns import ColumnMap, Taken
from advocate.importing.entry import CHANNELS, ConsentGiven
from advocate.importing.presets import PRESETS
from advocate.importing.words import STATUS, iso_date, yes_or_no

_OPT_OUTS = {
    "opt_out": "any",
    "opt_out_email": "email",
    "opt_out_phone": "phone",
    "opt_out_text": "text",
    "opt_out_post": "post",
}
_CONSENTS = {"consent": "any", "consent_email": "email", "consent_phone": "phone", "consent_text": "text"}
_STATES = {"email_status": "email", "text_status": "text", "phone_status": "phone"}
_FIELDS = frozenset(
    (
        *_OPT_OUTS,
        *_CONSENTS,
        *_STATES,
        "email_opted_out_on",
        "consent_date",
        "consent_source",
        "consent_wording",
    )
)
SAID_NO = "the row says no to being contacted"

#: Consent, further consents, channels that were opted out of, problems.
Said = tuple[ConsentGiven | None, tuple[ConsentGiven, ...], tuple[str, ...], tuple[str, ...]]


def permission_fields(column_map: ColumnMap) -> list[int]:
    """Return the numbers of the columns that say who may be reached."""
    return [n for n, taken in enumerate(column_map.taken) if taken.field in _FIELDS]


class Permissions:
    """Reads the words of those columns; the same words are read once."""

    def __init__(self, column_map: ColumnMap, consent_source: str) -> None:
        self._columns = [column_map.taken[n] for n in permission_fields(column_map)]
        self._source = consent_source
        self._program = PRESETS[column_map.preset].name if column_map.preset else ""
        #: A column asks for the yes itself, so that a date alone is none.
        self._asks = any(taken.field in _CONSENTS or taken.field in _STATES for taken in self._columns)
        self.read = lru_cache(maxsize=16_384)(self._read)

    def _read(self, words: tuple[str, ...]) -> Said:
        yes: dict[str, str] = {}
        no: list[str] = []
        problems: list[str] = []
        declined = False
        facts = {"consent_date": "", "consent_source": "", "consent_wording": ""}
        for taken, word in zip(self._columns, words, strict=False):
            if not word:
                continue
            if taken.field in facts:
                facts[taken.field] = facts[taken.field] or word
            elif taken.field in _CONSENTS:
                declined |= not self._consents(taken, word, yes, problems)
            else:
                self._read_no(taken, word, yes, no, problems)
        on = iso_date(facts["consent_date"])
        if facts["consent_date"] and not on:
            problems.append("the date of the consent is none we can read; write it as 2026-09-12")
        if on and not yes and not declined and not self._asks:
            yes["email" if self._program else "any"] = f"{self._program}: sign-up" if self._program else ""
        if facts["consent_source"] and not yes and not declined and not self._asks:
            # Where it was given is written down for those who gave it.
            yes["any"] = ""
        if declined:
            problems.append(SAID_NO)
        elif self._source and not yes:
            yes["any"] = ""
        given = tuple(
            ConsentGiven(
                channel, on, facts["consent_source"] or source or self._source, facts["consent_wording"]
            )
            for channel, source in yes.items()
            if channel not in no and "any" not in no
        )
        opted_out = tuple(channel for channel in CHANNELS if channel in no)
        return given[0] if given else None, given[1:], opted_out, tuple(problems)

    def _consents(self, taken: Taken, word: str, yes: dict[str, str], problems: list[str]) -> bool:
        """Note a yes; return False where the row says no to being contacted at all."""
        answer = True if iso_date(word) else yes_or_no(word)
        if answer:
            yes[_CONSENTS[taken.field]] = ""
        elif answer is None:
            problems.append(f"'{taken.column}' says neither yes nor no, so it counts as no consent")
            return False
        return bool(answer) or taken.field != "consent"

    def _read_no(
        self, taken: Taken, word: str, yes: dict[str, str], no: list[str], problems: list[str]
    ) -> None:
        """Note what an opt-out or the state of a subscription says."""
        if taken.field == "email_opted_out_on":
            no.append("email")
        elif taken.field in _OPT_OUTS:
            if self._opted_out(taken.column, word, problems):
                no.append(_OPT_OUTS[taken.field])
        else:
            channel, state = _STATES[taken.field], self._state(taken.column, word, problems)
            if state is False:
                no.append(channel)
            elif state:
                yes[channel] = f"{self._program or taken.column}: {word.casefold()}"

    def _opted_out(self, column: str, word: str, problems: list[str]) -> bool:
        answer = yes_or_no(word)
        if answer is None and not iso_date(word):
            problems.append(f"'{column}' says neither yes nor no, so it counts as opted out")
        return answer is not False

    def _state(self, column: str, word: str, problems: list[str]) -> bool | None:
        key = " ".join(word.casefold().replace("_", " ").split())
        if key not in STATUS:
            problems.append(f"'{column}' is no state of a subscription we know, so it counts as opted out")
            return False
        return STATUS[key]
