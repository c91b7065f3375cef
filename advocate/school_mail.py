"""Does an e-mail address belong to a school district of Minnesota? (Rule L16.)"""

from __future__ import annotations


def is_school_mail(email: str) -> bool:
    """True where the address is under a school district's own domain."""
    from advocate.linting import school_mail_domains
    from letters.lint.mail import SCHOOLS

    domain = email.strip().casefold().rpartition("@")[2]
    labels = domain.split(".")
    known = {SCHOOLS, *school_mail_domains()}
    return bool(domain) and any(".".join(labels[n:]) in known for n in range(len(labels) - 1))
