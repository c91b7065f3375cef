"""Does the letter leave from a school district's own mail account? Rule L16."""

from __future__ import annotations

from collections.abc import Container, Iterable
from functools import lru_cache

from letters.lint.findings import Finding, finding
from letters.lint.view import quoted

#: Every school in Minnesota may have an address under this one.
SCHOOLS = "k12.mn.us"
# Hosts that districts rent a page from; mail addresses there are anybody's.
_RENTED = frozenset(
    {
        "google.com",
        "facebook.com",
        "weebly.com",
        "wixsite.com",
        "wordpress.com",
        "blogspot.com",
        "squarespace.com",
    }
    | {
        "apptegy.net",
        "schoolblocks.com",
        "edlio.com",
        "finalsite.net",
        "thrillshare.com",
        "sharpschool.com",
        "rschooltoday.com",
        "mn.us",
    }
)


def school_domains(urls: Iterable[str]) -> frozenset[str]:
    """Return the mail domains of school districts, from the addresses of their web sites.

    "https://www.spps.org/" gives spps.org; every domain under k12.mn.us counts without being listed.
    """
    from urllib.parse import urlsplit

    hosts = {(urlsplit(url if "//" in url else f"//{url}").hostname or "") for url in urls}
    return frozenset(domain for host in hosts if (domain := _domain(host)) and domain not in _RENTED)


def check_mail_domain(address: str, domains: Container[str]) -> tuple[Finding, ...]:
    """L16: the sending address is not a school district's, whose mail domains these are."""
    named = _domains_of(address)
    for domain in named:
        if domain == SCHOOLS or domain in domains:
            found = finding(
                "L16",
                quoted(address.strip().casefold()),
                f"{named[0]} is a school district's mail domain.",
                "Write from a private address; what you say there is yours alone.",
            )
            return (found,)
    return ()


@lru_cache(maxsize=4096)
def _domains_of(address: str) -> tuple[str, ...]:
    """Return an address's domain and those above it: mail.spps.org, spps.org; () where it has none."""
    _, at, domain = address.strip().casefold().rpartition("@")
    domain = domain.rstrip(".>")
    if not at or not domain:
        return ()
    labels = domain.split(".")
    return tuple(".".join(labels[n:]) for n in range(max(1, len(labels) - 1)))


def _domain(host: str) -> str:
    """Return the registered name of a host: its last two labels, or four under k12.mn.us."""
    labels = host.casefold().strip(".").split(".")
    if host.endswith(f".{SCHOOLS}"):
        return ".".join(labels[-4:])
    return ".".join(labels[-2:]) if len(labels) >= 2 else ""
