"""When are two street names the same street? One canonical form for names as typed and as published.

"6th Street East", "E 6th St" and "Sixth St E" all become core "6TH", type "ST", directions "E".
The same rules read the published ranges and the typed address, so only their agreement matters.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

#: Raised whenever the rules change, so that an index made by older rules is not read.
RULES = 1

DIRECTIONS = {
    "N": "N", "NORTH": "N", "NO": "N", "S": "S", "SOUTH": "S", "SO": "S", "E": "E", "EAST": "E", "W": "W", "WEST": "W",
    "NE": "NE", "NORTHEAST": "NE", "NW": "NW", "NORTHWEST": "NW",
    "SE": "SE", "SOUTHEAST": "SE", "SW": "SW", "SOUTHWEST": "SW",
}  # fmt: skip

# The Postal Service's standard suffixes that Minnesota streets use, with the spellings people type.
_TYPE_SPELLINGS = {
    "ALY": "ALLEY ALLY", "ANX": "ANNEX", "AVE": "AVENUE AV AVEN AVN AVNUE", "BCH": "BEACH", "BLF": "BLUFF",
    "BLVD": "BOULEVARD BOUL BLV BVD", "BND": "BEND", "BR": "BRANCH", "BRG": "BRIDGE", "BYP": "BYPASS", "CIR": "CIRCLE CRCL CRCLE CIRC",
    "CLB": "CLUB", "CMN": "COMMON", "CRES": "CRESCENT", "CRK": "CREEK", "CRSE": "COURSE", "CRST": "CREST", "CT": "COURT CRT",
    "CTR": "CENTER CENTRE CNTR", "CURV": "CURVE", "CV": "COVE", "DL": "DALE", "DR": "DRIVE DRV DRIV", "EST": "ESTATE", "ESTS": "ESTATES",
    "EXPY": "EXPRESSWAY", "EXT": "EXTENSION EXN EXTN", "FLD": "FIELD", "FLS": "FALLS", "FWY": "FREEWAY", "GDNS": "GARDENS", "GLN": "GLEN",
    "GRN": "GREEN", "GRV": "GROVE", "HBR": "HARBOR", "HL": "HILL", "HLS": "HILLS", "HTS": "HEIGHTS HGTS HT",
    "HWY": "HIGHWAY HIWAY HWAY", "ISLE": "", "JCT": "JUNCTION", "KNL": "KNOLL", "LK": "LAKE", "LKS": "LAKES", "LN": "LANE",
    "LNDG": "LANDING", "LOOP": "", "MALL": "", "MDW": "MEADOW", "MDWS": "MEADOWS", "MNR": "MANOR", "MT": "MOUNT",
    "OVAL": "", "PARK": "", "PASS": "",
    "PATH": "", "PKWY": "PARKWAY PKY PARKWY PWKY", "PL": "PLACE", "PLZ": "PLAZA", "PT": "POINT", "RD": "ROAD", "RDG": "RIDGE",
    "RST": "REST", "ROW": "", "RTE": "ROUTE", "RUN": "", "SHR": "SHORE", "SHRS": "SHORES", "SPUR": "",
    "SQ": "SQUARE", "ST": "STREET STR STRT",
    "TER": "TERRACE TERR", "TRCE": "TRACE", "TRL": "TRAIL TR TRLS TRAILS", "TURN": "", "VLG": "VILLAGE", "VLY": "VALLEY", "VW": "VIEW",
    "WALK": "", "WAY": "WY", "XING": "CROSSING",
}  # fmt: skip
TYPES = {
    spelling: short for short, others in _TYPE_SPELLINGS.items() for spelling in (short, *others.split())
}

_UNITS = [
    "FIRST", "SECOND", "THIRD", "FOURTH", "FIFTH", "SIXTH", "SEVENTH", "EIGHTH", "NINTH", "TENTH", "ELEVENTH", "TWELFTH",
    "THIRTEENTH", "FOURTEENTH", "FIFTEENTH", "SIXTEENTH", "SEVENTEENTH", "EIGHTEENTH", "NINETEENTH", "TWENTIETH",
]  # fmt: skip


def ordinal(number: int) -> str:
    """Return 1 as "1ST", 22 as "22ND", 113 as "113TH"."""
    ending = "TH" if number % 100 in (11, 12, 13) else {1: "ST", 2: "ND", 3: "RD"}.get(number % 10, "TH")
    return f"{number}{ending}"


ORDINALS = {word: ordinal(n) for n, word in enumerate(_UNITS, 1)} | {
    tens + between + unit: ordinal(base + n)
    for base, tens in zip(range(20, 100, 10), ["TWENTY", "THIRTY", "FORTY", "FIFTY", "SIXTY", "SEVENTY", "EIGHTY", "NINETY"], strict=True)
    for n, unit in enumerate(_UNITS[:9], 1)
    for between in ("-", "")
} | {"THIRTIETH": "30TH", "FORTIETH": "40TH", "FIFTIETH": "50TH", "SIXTIETH": "60TH"}  # fmt: skip

# In a name (never at its end) these words vary between what is typed and what is published.
_NAME_WORDS = {
    "SAINT": "ST",
    "SAINTS": "STS",
    "REVEREND": "REV",
    "DOCTOR": "DR",
    "JUNIOR": "JR",
    "FORT": "FT",
    "AND": "&",
}
_COUNTY = {"COUNTY", "CO", "CTY", "CNTY"}
_ROADS = {"RD", "HWY"}


def titled(name: str) -> str:
    """Return a street's published name as people write it: "E 6th St", "County Road B", "Main St NE"."""
    return " ".join(
        word if word in DIRECTIONS else word.lower() if word[:1].isdigit() else word.capitalize()
        for word in name.upper().split()
    )


@dataclass(frozen=True, slots=True)
class StreetName:
    """A street's canonical parts; `type` and `directions` may be ""."""

    core: str
    type: str
    directions: str


def _highway(words: list[str]) -> tuple[str, int] | None:
    """Return the canonical road ("CR 10", "HWY 61") and how many words it took, or None.

    County roads and county state-aid highways share one numbering as people use them, and so do
    state and US highways.
    """
    if len(words) < 2:
        return None
    first, second = words[0], TYPES.get(words[1], words[1])
    if first in _COUNTY and second in _ROADS and len(words) > 2:
        return f"CR {words[2]}", 3
    if first in ("CR", "CSAH"):
        return f"CR {words[1]}", 2
    if first in ("STATE", "US", "MN", "TRUNK", "MINNESOTA", "ST") and second == "HWY" and len(words) > 2:
        return f"HWY {words[2]}", 3
    if (TYPES.get(first) == "HWY" or first in ("US", "MN", "TH")) and words[1][0].isdigit():
        return f"HWY {words[1]}", 2
    return None


def _word(word: str) -> str:
    return ORDINALS.get(word) or DIRECTIONS.get(word) or TYPES.get(word) or _NAME_WORDS.get(word, word)


@lru_cache(maxsize=65536)
def canonical_street(name: str) -> StreetName:
    """Return the canonical parts of a street name in capitals without punctuation but "-", "/" and "&"."""
    words = name.replace("'", "").replace("U S HIGHWAY", "US HWY").split()
    before = ""
    # In "North Ave" the direction is the name.
    if len(words) > 1 and words[0] in DIRECTIONS and not (len(words) == 2 and words[1] in TYPES):
        before = DIRECTIONS[words.pop(0)]
    road = _highway(words)
    if road:
        core, used = road
        after = "".join(DIRECTIONS.get(w, "") for w in words[used:])
        rest = [_word(w) for w in words[used:] if w not in DIRECTIONS]
        return StreetName(" ".join([core, *rest]), "", before + after)
    after = ""
    if len(words) > 1 and words[-1] in DIRECTIONS and not (len(words) == 2 and words[0] in TYPES):
        after = DIRECTIONS[words.pop()]
    kind = TYPES[words.pop()] if len(words) > 1 and words[-1] in TYPES else ""
    core_words = [_word(w) for w in words]
    if len(core_words) == 1 and core_words[0].isdigit():
        # "6 St E" means the Sixth; highways, whose numbers are not ordinals, left above.
        core_words = [ordinal(int(core_words[0]))]
    # "N Smith Ave N" says the same thing twice.
    directions = before if before == after else before + after
    return StreetName(" ".join(core_words), kind, directions)
