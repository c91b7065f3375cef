"""How is each school district reached? Compiled from the directory of MDE and NCES."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

from legislators.snapshot import Source, sha256_of
from legislators.sources.compiled import read_table, tidy_phone, write_records

DIRECTORY = Path("schools") / "district_directory.csv"
OUTPUT = "school_districts.json"
#: Addresses and phones are those of school year 2024-25, names and web sites of October 2025.
AS_OF = date(2025, 6, 30)
SOURCE = "Minnesota Department of Education, 2025-10-08; address and phone: NCES Common Core of Data 2024-25"

_NEEDED: tuple[str, ...] = (
    "formid",
    "mde_name",
    "short_name",
    "leaid",
    "ocd_id",
    "county",
    "street",
    "city",
    "state",
    "zip",
)
_NEEDED += ("mail_street", "mail_city", "mail_zip", "phone", "website", "grades")
_DIRECTIONS = {"N", "S", "E", "W", "NE", "NW", "SE", "SW"}
#: A box number, and a street after it that the post does not need.
_BOX = re.compile(r"^(?:P\.? ?O\.? ?)?BOX (?P<number>\S+)(?: \d.*)?$", re.IGNORECASE)


def compile_directory(published: Path, out: Path) -> list[Source]:
    """Write school_districts.json: one record a district, with phone, web site, street and mail address."""
    table = published / DIRECTORY
    records = sorted((_record(row) for row in read_table(table, _NEEDED)), key=_district)
    head = {"as_of": AS_OF.isoformat(), "source": SOURCE}
    write_records(out / OUTPUT, head, "districts", records)
    return [_source(table)]


def tidy_street(text: str) -> str:
    """Return a street or town written in capitals as an envelope has it: "360 Colborne St", "PO Box 160"."""
    box = _BOX.match(text)
    if box:
        return f"PO Box {box['number']}"
    return " ".join(_tidy_word(word) for word in text.split())


def _tidy_word(word: str) -> str:
    if word.upper() in _DIRECTIONS or not word.isupper():
        return word
    if word.startswith("MC") and len(word) > 4:
        return f"Mc{word[2:].capitalize()}"
    if re.fullmatch(r"\d+(ST|ND|RD|TH)", word):
        return word.lower()
    return word if word[0].isdigit() else word.capitalize()


def _district(record: dict[str, Any]) -> str:
    return str(record["district"])


def _record(row: dict[str, str]) -> dict[str, Any]:
    web = row["website"]
    return {
        "district": row["formid"],
        "name": row["mde_name"],
        "short_name": row["short_name"],
        "leaid": row["leaid"],
        "ocd_id": row["ocd_id"],
        "county": row["county"],
        "grades": row["grades"],
        "phone": tidy_phone(row["phone"]),
        "url": web if web.startswith("http") else "",
        "street": _lines(row["street"], row["city"], row["state"], row["zip"]),
        "mail": _lines(row["mail_street"], row["mail_city"], row["state"], row["mail_zip"]),
        "source": SOURCE,
        "as_of": AS_OF.isoformat(),
    }


def _lines(street: str, city: str, state: str, zip_code: str) -> list[str]:
    return [tidy_street(street), f"{tidy_street(city)}, {state} {zip_code}"]


def _source(table: Path) -> Source:
    return Source(
        name="mde-district-directory",
        publisher="Minnesota Department of Education; National Center for Education Statistics",
        title="Directory of Minnesota's school districts (MDE 2025-10-08; NCES Common Core of Data 2024-25)",
        url="https://pub.education.mn.gov/MdeOrgView/",
        vintage="2025-10-08",
        licence="Facts; works of the US Government are in the public domain",
        retrieved_on="2026-10",
        sha256=sha256_of(table),
        valid_from=date(2024, 7, 1),
        valid_to=None,
        used_for=(OUTPUT,),
    )
