"""Does an e-mail address belong to a school district of Minnesota? (Rule L16.)"""

from __future__ import annotations

import json
from functools import cache


def is_school_mail(email: str) -> bool:
    """True where the address is under a school district's own domain."""
    from letters.lint.mail import SCHOOLS

    domain = email.strip().casefold().rpartition("@")[2]
    labels = domain.split(".")
    known = {SCHOOLS, *school_mail_domains()}
    return bool(domain) and any(".".join(labels[n:]) in known for n in range(len(labels) - 1))


@cache
def school_mail_domains() -> frozenset[str]:
    """Return the mail domains of Minnesota's school districts, from their web sites (rule L16)."""
    from legislators.snapshot import open_snapshot
    from letters.lint.mail import school_domains

    content = json.loads(open_snapshot().path("school_districts.json").read_text(encoding="utf-8"))
    return school_domains(row["url"] for row in content["districts"] if row["url"])
