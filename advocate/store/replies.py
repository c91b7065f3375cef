"""What came back from an official, to which act? Rows are added, never rewritten: a correction points to the old one."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any

from advocate.errors import UnknownReply, WrongChoice
from advocate.store.id_starts import SHORT, find_id
from advocate.store.keys import Clock, moment, new_id

if TYPE_CHECKING:
    from sqlite_utils import Database

#: The five answers, and what each one means.
ANSWERS = {
    "yes": "they will do what was asked",
    "no": "they will not",
    "unclear": "they answered, and neither yes nor no",
    "form": "a form reply, which answers nothing",
    "none": "no answer came by that day",
}
#: What else people write for each.
_ALSO = {
    "yes": ("y", "support", "supports"),
    "no": ("n", "oppose", "opposes", "against"),
    "unclear": ("maybe", "undecided", "?"),
    "form": ("form reply", "form letter", "formreply", "form_reply", "auto", "automatic"),
    "none": ("no answer", "no reply", "silence", "nothing"),
}


@dataclass(frozen=True, slots=True)
class NewReply:
    """An answer as it goes into the log: `official_id` is who they were, "" and None where nothing is known.

    `happened_on` is YYYY-MM-DD; `channel` the way it came; `withdrawn` says that there was no such reply.
    """

    official_id: str
    official_key: str
    contact_id: str | None
    campaign_id: str | None
    supporter_id: str | None
    answer: str
    happened_on: str
    quotation: str = ""
    may_quote: bool = False
    channel: str = ""
    note: str = ""
    who: str = ""
    withdrawn: bool = False
    corrects: str | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply as it is on record. `stands` is False where a later one corrects it, or it was withdrawn."""

    id: str
    official_id: str
    official_key: str
    official: str
    title: str
    kind: str
    district: str
    contact_id: str | None
    campaign_id: str | None
    campaign: str
    supporter_id: str | None
    answer: str
    happened_on: str
    quotation: str
    may_quote: bool
    channel: str
    note: str
    who: str
    withdrawn: bool
    corrects: str | None
    recorded_at: str
    stands: bool

    @property
    def short_id(self) -> str:
        """The first digits of the id, which people see and type."""
        return self.id[:SHORT]

    def to_dict(self) -> dict[str, Any]:
        """Return the reply as `advocate reply list --json` has it."""
        return asdict(self)


_READ = """
SELECT r.id, r.official_id, r.official_key, o.name, o.title, o.kind, o.district, r.contact_id, r.campaign_id,
    coalesce(c.name, ''), r.supporter_id, r.answer, r.happened_on, r.quotation, r.may_quote, r.channel, r.note, r.who,
    r.withdrawn, r.corrects, r.recorded_at,
    r.withdrawn = 0 AND NOT EXISTS (SELECT 1 FROM replies AS later WHERE later.corrects = r.id)
FROM replies AS r JOIN officials AS o ON o.id = r.official_id LEFT JOIN campaigns AS c ON c.id = r.campaign_id
"""


def read_answer(text: str) -> str:
    """Return the answer a person means: "form reply" is form. Raises WrongChoice, which lists the five."""
    word = " ".join(text.casefold().replace("-", " ").split())
    for answer, also in _ALSO.items():
        if word == answer or word in also:
            return answer
    meanings = tuple(f"{answer}: {meaning}" for answer, meaning in ANSWERS.items())
    raise WrongChoice(f"There is no answer '{text}'. Choose one of: {', '.join(ANSWERS)}.", meanings)


def insert_reply(database: Database, new: NewReply, clock: Clock) -> str:
    """Add a reply; return its id."""
    reply_id = new_id()
    row = {**asdict(new), "id": reply_id, "recorded_at": moment(clock)}
    database.execute(
        f"INSERT INTO replies ({', '.join(row)}) VALUES ({', '.join(f':{name}' for name in row)})", row
    )
    return reply_id


def get_reply(database: Database, reply_id: str) -> Reply:
    """Return the reply with exactly this id."""
    return _reply(database.execute(f"{_READ} WHERE r.id = ?", [reply_id]).fetchone())


def find_reply(database: Database, id_or_start: str) -> Reply:
    """Return the one reply whose id begins so; of one that was corrected, what stands in its place.

    Raises UnknownReply, which lists those that begin so.
    """
    id_ = find_id(
        database, "replies", id_or_start, error=UnknownReply, noun="reply", shown_by="advocate reply list",
        describe=lambda each: _described(get_reply(database, each)),
    )  # fmt: skip
    return _newest(database, get_reply(database, id_))


def _described(reply: Reply) -> str:
    return f"{reply.id[:16]} {reply.official}, {reply.answer}, {reply.happened_on}"


def _newest(database: Database, reply: Reply) -> Reply:
    while True:
        later = database.execute(f"{_READ} WHERE r.corrects = ?", [reply.id]).fetchone()
        if later is None:
            return reply
        reply = _reply(later)


def list_replies(
    database: Database, *, campaign_id: str = "", official_key: str = "", contact_id: str = "", answer: str = "",
    every: bool = False,
) -> list[Reply]:  # fmt: skip
    """Return the replies that stand, oldest first ("" asks for all); with `every`, those put right or withdrawn too."""
    rows = database.execute(
        f"{_READ} WHERE (:campaign = '' OR r.campaign_id = :campaign) AND (:official = '' OR r.official_key = :official) "
        "AND (:contact = '' OR r.contact_id = :contact) AND (:answer = '' OR r.answer = :answer) "
        "ORDER BY r.happened_on, r.recorded_at, r.rowid",
        {"campaign": campaign_id, "official": official_key, "contact": contact_id, "answer": answer},
    )
    return [reply for reply in map(_reply, rows) if reply.stands or every]


def latest_contact(database: Database, official_key: str, campaign_id: str, until: str) -> tuple[str, int]:
    """Return the id of the newest contact made with an official by a day, and how many there are; "" and 0 for none."""
    rows = database.execute(
        "SELECT c.id, f.day FROM contacts AS c JOIN reach_facts AS f ON f.contact = c.number "
        "WHERE c.official_key = ? AND c.standing IN ('sent', 'confirmed') AND (? = '' OR c.campaign_id = ?) "
        "AND f.day <= CAST(julianday(?) - 2440587.5 AS INTEGER) ORDER BY f.day DESC, c.created_at DESC, c.rowid DESC",
        [official_key, campaign_id, campaign_id, until],
    ).fetchall()
    return (str(rows[0][0]), len(rows)) if rows else ("", 0)


def _reply(row: tuple[Any, ...]) -> Reply:
    told = dict(zip((field.name for field in fields(Reply)), row, strict=True))
    return Reply(**{**told, **{name: bool(told[name]) for name in ("may_quote", "withdrawn", "stands")}})
