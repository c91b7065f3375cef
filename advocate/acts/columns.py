"""Which column of a list of acts holds what?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from advocate.errors import WrongChoice
from advocate.importing.eyes_file import ADDED

#: Field -> what its column may be called, as letters and digits alone.
NAMES: dict[str, tuple[str, ...]] = {
    "on": ("date", "day", "on", "when", "dateofcontact", "contactdate", "activitydate", "actdate", "dateofact", "happenedon"),
    "act": ("act", "channel", "kind", "type", "how", "method", "contacttype", "activity", "activitytype", "contactmethod", "typeofcontact"),
    "official": (
        "official", "to", "whom", "towhom", "legislator", "recipient", "target", "contacted", "officialname", "office",
        "legislatorname", "electedofficial", "boardmember", "representative", "senator", "member",
    ),
    "seat": ("district", "seat", "officialdistrict", "legislativedistrict"),
    "supporter": (
        "supporter", "from", "who", "name", "supportername", "person", "volunteer", "by", "caller", "fullname",
        "yourname", "contactname",
    ),
    "given_name": ("firstname", "first", "givenname"),
    "family_name": ("lastname", "last", "familyname", "surname"),
    "email": ("email", "emailaddress", "supporteremail", "youremail"),
    "supporter_id": ("supporterid", "personid"),
    "minutes": ("minutes", "min", "mins", "duration", "timespent", "length"),
    "hours": ("hours", "hrs", "hoursspent"),
    "cost": ("cost", "amount", "expense", "dollars", "costs", "expenses", "price", "postage"),
    "note": ("notes", "note", "comments", "comment", "remarks", "summary", "result", "memo", "whatwassaid"),
    "campaign": ("campaign", "campaignname", "issue"),
    "witnessed": ("witnessed", "confirmed", "standing", "verified"),
}  # fmt: skip
#: What each field is called in a sentence.
LABELS = {
    "on": "the day", "seat": "the official's seat", "given_name": "the supporter's first name",
    "family_name": "the supporter's last name", "email": "the supporter's e-mail", "supporter_id": "the supporter's id",
    "witnessed": "whether it was witnessed",
}  # fmt: skip
#: What a list has to say, and the columns of which one will do.
NEEDED = {
    "the day": ("on",),
    "the official": ("official", "seat"),
    "the supporter": ("supporter", "email", "supporter_id", "family_name"),
}


@dataclass(frozen=True, slots=True)
class ActColumns:
    """Field -> place of its column among `columns`; `left_out` are names of columns that are not taken."""

    places: dict[str, int]
    columns: tuple[str, ...]
    left_out: tuple[str, ...]

    def cells(self, values: Sequence[str]) -> dict[str, str]:
        """Return field -> cell of a row, "" where the row is too short."""
        return {field: values[at].strip() if at < len(values) else "" for field, at in self.places.items()}

    def said(self) -> list[tuple[str, str]]:
        """Return (column, what it is taken for), in the order of the list."""
        taken = {at: field for field, at in self.places.items()}
        return [(self.columns[at], LABELS.get(taken[at], f"the {taken[at]}")) for at in sorted(taken)]


def read_columns(columns: Sequence[str], have: Iterable[str] = ()) -> ActColumns:
    """Return what each column is taken for; `have` are fields that the command line gives for every row.

    Raises WrongChoice where no column says who, to whom or when.
    """
    plain = ["".join(sign for sign in column.casefold() if sign.isalnum()) for column in columns]
    places: dict[str, int] = {}
    for field, names in NAMES.items():
        at = next((plain.index(name) for name in names if name in plain), None)
        if at is not None and at not in places.values():
            places[field] = at
    given = {*places, *have}
    missing = [what for what, fields in NEEDED.items() if not given.intersection(fields)]
    if missing:
        raise WrongChoice(
            f"No column says {' nor '.join(missing)}. Name the columns Date, Act, Official, Supporter (also Minutes, "
            f"Cost, Notes, Campaign, Witnessed). This list has: {', '.join(columns)}.",
        )
    left = tuple(
        column for n, column in enumerate(columns) if n not in places.values() and column not in ADDED
    )
    return ActColumns(places, tuple(columns), left)
