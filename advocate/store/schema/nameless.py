"""Which views count supporters? Anew, without those who have no name and only hold a no. As shipped; never edited."""

from advocate.store.schema.views import VIEWS

_NAMED = "s.name <> '(no name)'"
_OWNER = "JOIN supporters AS s ON s.id = a.supporter_id"


def _as_shipped(view: str) -> str:
    return next(each for each in VIEWS.strip().split("\n\n") if each.startswith(f"CREATE VIEW {view} AS"))


_PEOPLE = _as_shipped("reach_people") + f" AND {_NAMED}"
_BY_DISTRICT = _as_shipped("reach_by_district").replace(_OWNER, f"{_OWNER} AND {_NAMED}")

#: Views that read other views stay: they are read anew each time.
COUNT_THE_NAMED = f"""
DROP VIEW reach_people

DROP VIEW reach_by_district

{_PEOPLE}

{_BY_DISTRICT}
"""
