"""Does an e-mail address belong to a school district of Minnesota? (Rule L16.)"""

from __future__ import annotations

from functools import cache


def is_school_mail(email: str) -> bool:
    """True where the address is under a school district's own domain."""
    from letters.lint.mail import SCHOOLS

    domain = email.strip().casefold().rpartition("@")[2]
    if not domain:
        return False
    labels = domain.split(".")
    known = {SCHOOLS, *school_domains()}
    return any(".".join(labels[n:]) in known for n in range(len(labels) - 1))


@cache
def school_domains() -> frozenset[str]:
    """Return the mail domains of all school districts that have a web site in our data."""
    from datetime import date

    from legislators.officials import load_roster
    from legislators.snapshot import open_snapshot
    from letters.lint.mail import school_domains as domains_of

    roster = load_roster(open_snapshot())
    offices = (
        office
        for id_ in roster.ids("school_district")
        for office in roster.for_district("school_district", id_, date.min)
        if office.kind == "school_district"
    )
    return domains_of(office.url for office in offices)
