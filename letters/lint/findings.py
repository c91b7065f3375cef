"""What does a rule say when a letter breaks it: what is wrong, where, why, and what to do?"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Literal

Severity = Literal["stop", "warn"]

#: The published advice that the rules rest on, by a short name.
LEGISLATURE = "Minnesota Legislature, advice to citizens on writing to their legislators"
CMF = "Congressional Management Foundation, surveys of legislative staff on citizens' messages"
MYSOCIETY = "mySociety, guides to writing to a representative"
CONTACTS = "Bergan and Cole 2015, a randomised study of constituents' contacts in Michigan"
HONESTY = "the coalition's rules of honesty for figures"
PRIVACY = "Minn. Stat. 13.32 and 20 U.S.C. 1232g (FERPA), on educational data about students"
CHARITY = "26 U.S.C. 501(c)(3): no part in a campaign for or against a candidate"
DATA_ACT = "Minn. Stat. chapter 13, on government data, and school districts' own rules for staff mail"


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of product.md; `severity` stop means that the letter must not go as it is."""

    id: str
    title: str
    severity: Severity
    why: str
    source: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a rule found; `where` names the part of the letter, with its words where that helps."""

    rule: str
    severity: Severity
    where: str
    what: str
    why: str
    source: str
    remedy: str

    def to_dict(self) -> dict[str, str]:
        """Return the finding as `advocate lint --json` has it."""
        return asdict(self)


RULES: dict[str, Rule] = {
    rule.id: rule
    for rule in (
        Rule("L1", "says constituent and town or ZIP code at once", "warn",
             "Offices sort mail by whether it comes from the district, and read on when it does.", LEGISLATURE),
        Rule("L2", "names the bill or agenda item in the subject", "warn",
             "An aide files and tallies letters by bill or agenda item, from the subject line.", LEGISLATURE),
        Rule("L3", "has exactly one ask that yes or no can answer", "warn",
             "An office can tally and answer one clear question; several are answered with none.", CMF),
        Rule("L4", "stays on one issue", "warn",
             "A letter about two issues goes to two desks, or to none.", LEGISLATURE),
        Rule("L5", "fits one page", "warn",
             "Staff read short letters whole; the second page is seldom turned to.", LEGISLATURE),
        Rule("L6", "has enough of the supporter's own words", "warn",
             "92 percent of staff say that individual messages influence an undecided member; 4 percent call form "
             "messages very important.",
             CMF),
        Rule("L7", "has no unfilled prompt and no undefined field", "stop",
             "A letter with a hole in it shows that nobody read it before it went.", MYSOCIETY),
        Rule("L8", "has the right honorific for the office", "warn",
             "A wrong title is the first thing an office sees.", LEGISLATURE),
        Rule("L9", "has the sender's name, street address and phone", "warn",
             "An office answers, and counts, only people whom it can place in its district.", LEGISLATURE),
        Rule("L10", "asks for a reply, or says that none is needed", "warn",
             "A request for a reply makes the office take a position and put it in writing.", MYSOCIETY),
        Rule("L11", "carries year, test, group, basis and source with every figure", "stop",
             "An aide checks a number that looks odd, and remembers who was wrong.", HONESTY),
        Rule("L12", "names no child, no diagnosis, no other student", "warn",
             "Letters are passed on, filed and sometimes published; a child cannot agree to that.", PRIVACY),
        Rule("L13", "has no candidate, party or election words", "stop",
             "A charity's letter that touches on an election puts its tax exemption at risk.", CHARITY),
        Rule("L14", "has no threat and no insult", "warn",
             "A threat goes to security, an insult to the bin; neither reaches the official.", CMF),
        Rule("L15", "is not nearly the same as other supporters' letters", "warn",
             "Identical letters are bundled and counted as one campaign; individual ones are read.", CMF),
        Rule("L16", "is not sent from a school district's own mail domain", "warn",
             "Mail from a district's account can be public data, and the account is not for advocacy.", DATA_ACT),
        Rule("L17", "has a plain subject", "warn",
             "A subject that shouts looks like bulk mail, to people and to filters.", MYSOCIETY),
        Rule("L18", "survives plain text", "warn",
             "Many offices read mail as plain text; broken characters hide what was meant.", MYSOCIETY),
    )
}  # fmt: skip


def finding(rule: str, where: str, what: str, remedy: str) -> Finding:
    """Return a finding of one rule, with the rule's severity, reason and source."""
    broken = RULES[rule]
    return Finding(rule, broken.severity, where, what, broken.why, broken.source, remedy)
