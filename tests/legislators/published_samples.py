"""Small made-up files of the shapes that the publishers publish."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from legislators.snapshot import bundled_folder

CHAMBERS = {"state_house": "lower", "state_senate": "upper"}
COLUMNS = [
    "id",
    "name",
    "current_party",
    "current_district",
    "current_chamber",
    "given_name",
    "family_name",
    "gender",
    "email",
    "biography",
    "birth_date",
    "death_date",
    "image",
    "links",
    "sources",
    "capitol_address",
    "capitol_voice",
    "capitol_fax",
    "district_address",
    "district_voice",
    "district_fax",
    "twitter",
    "youtube",
    "instagram",
    "facebook",
    "wikidata",
]
Rows = list[dict[str, str]]
_ADDRFEAT = ("TLID", "FULLNAME", "LFROMHN", "LTOHN", "RFROMHN", "RTOHN", "ZIPL", "ZIPR", "PARITYL", "PARITYR")


def bundled_roster() -> dict[str, Any]:
    content: dict[str, Any] = json.loads((bundled_folder() / "officials.json").read_text(encoding="utf-8"))
    return content


def members(roster: Mapping[str, Any]) -> Rows:
    """The rows of Open States' table of current members that say the same as a roster."""
    rows = []
    for seat in roster["seats"]:
        if seat["holder"] and seat["kind"] in CHAMBERS:
            person = seat["holder"]
            row = {"current_chamber": CHAMBERS[seat["kind"]], "current_district": seat["district"]}
            row |= {name: person[name] for name in ("id", "name", "family_name", "email")}
            row |= {"current_party": person["party"], "district_voice": person["district_phone"]}
            row |= {"links": person["url"], "sources": f"https://example.org/x;{person['url']}"}
            rows.append(dict.fromkeys(COLUMNS, "") | row)
    return rows


def members_table(change: Callable[[Rows], object] = lambda rows: None) -> bytes:
    """The table of the bundled roster's members, as it is published, after `change`."""
    rows = members(bundled_roster())
    change(rows)
    text = io.StringIO()
    table = csv.DictWriter(text, COLUMNS)
    table.writeheader()
    table.writerows(rows)
    return text.getvalue().encode()


def row_of(rows: Rows, district: str) -> dict[str, str]:
    return next(row for row in rows if row["current_district"] == district)


def addrfeat(fips: str, streets: Sequence[tuple[str, int, int]], year: int = 2024) -> bytes:
    """A county's ADDRFEAT archive: each street one straight edge with the numbers on its right side."""
    import shapefile

    parts = {kind: io.BytesIO() for kind in ("shp", "shx", "dbf")}
    with shapefile.Writer(**parts, shapeType=shapefile.POLYLINE) as writer:
        for name in _ADDRFEAT:
            writer.field(name, "C", 40)
        for number, (street, low, high) in enumerate(streets):
            lat = 44.9 + number / 100
            writer.line([[(-93.3, lat), (-93.29, lat)]])
            writer.record(f"{fips}{number:05d}", street, "", "", str(low), str(high), "", "55401", "", "E")
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        for kind, content in parts.items():
            packed.writestr(f"tl_{year}_{fips}_addrfeat.{kind}", content.getvalue())
    return archive.getvalue()


def write(path: Path, content: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path
