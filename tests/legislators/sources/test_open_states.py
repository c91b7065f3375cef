"""Does a folder of person files become seats with one holder each, addresses in lines, and honest notes?"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from legislators.errors import SnapshotError
from legislators.sources.open_states import compile_officials, looks_like_another_person, mail_lines

SENATOR = """\
id: ocd-person/0b83a916-567b-4d36-843f-17d8f5e13b8d
name: Sandy Pappas
given_name: Sandy
family_name: Pappas
email: sen.sandra.parry@senate.mn
party:
- name: Democratic-Farmer-Labor
roles:
- type: upper
  jurisdiction: ocd-jurisdiction/country:us/state:mn/government
  district: '65'
offices:
- classification: capitol
  address: Room 2113, Minnesota Senate Building 95 University Ave. West, St. Paul,
    MN 55155
  voice: 651-296-1802
links:
- url: https://example.org/campaign
sources:
- url: https://www.senate.mn/members/member_bio.html?mem_id=1046
"""
MOVED_UP = """\
id: ocd-person/11111111-0000-0000-0000-000000000047
name: Amanda Hemmingsen-Jaeger
family_name: Hemmingsen-Jaeger
email: sen.amanda.hemmingsen-jaeger@mnsenate.gov
party:
- name: Democratic-Farmer-Labor
roles:
- {type: upper, district: '47', start_date: 2025-11-18}
- {type: lower, district: 47A, start_date: 2023-01-03, end_date: 2025-11-18}
links:
- url: https://www.house.mn.gov/members/profile/15620
- url: https://www.senate.mn/members/member_bio.html?mem_id=1278
"""
SUCCESSOR = """\
id: ocd-person/11111111-0000-0000-0000-00000000047a
name: Shelley Buck
family_name: Buck
email: rep.shelley.buck@house.mn.gov
party: [{name: Democratic-Farmer-Labor}]
roles:
- {type: lower, district: 47A, start_date: 2025-11-18}
offices:
- {classification: district, address: MN, voice: (651) 555-0100}
- classification: capitol
  address: Centennial Office Building 658 Cedar St., Fifth Floor, St. Paul, MN 55155
  voice: 651-555-0147
links:
- url: https://www.house.mn.gov/members/profile/15700
"""
DEPARTED = """\
id: ocd-person/f08531c2-0974-4606-ab08-f5453ff76edd
name: Joe Schomacker
family_name: Schomacker
email: rep.joe.schomacker@house.mn.gov
party: [{name: Republican}]
roles:
- {type: lower, district: 21A, start_date: 2023-01-03, end_date: 2026-06-21}
- {type: lower, district: 22A, end_date: 2023-01-03}
"""
GOVERNOR = """\
id: ocd-person/aba9f63e-b8ee-4515-acac-af7a63a4d1ec
name: Tim Walz
party: [{name: Democratic-Farmer-Labor}]
roles:
- {type: governor, start_date: '2019-01-07', end_date: '2027-01-04'}
offices:
- classification: capitol
  address: 130 State Capitol; 75 Rev Dr. Martin Luther King Jr. Blvd.; St. Paul, MN 55155
  voice: 651-201-3400
links:
- url: https://mn.gov/governor/about/
"""
COMMITTEE = """\
name: Education Finance
chamber: upper
members:
- {name: Sandy Pappas, role: vice chair, person_id: ocd-person/0b83a916-567b-4d36-843f-17d8f5e13b8d}
"""
FILES = {
    "openstates_mn_legislature/pappas.yml": SENATOR,
    "openstates_mn_legislature/hemmingsen-jaeger.yml": MOVED_UP,
    "openstates_mn_legislature/buck.yml": SUCCESSOR,
    "openstates_mn_legislature/schomacker.yml": DEPARTED,
    "openstates_mn_executive/walz.yml": GOVERNOR,
    "openstates_mn_committees/upper-Education-Finance.yml": COMMITTEE,
}


@pytest.fixture
def published(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        path = tmp_path / "published" / "roster" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path / "published"


def compiled(published: Path, out: Path) -> dict[str, dict[str, Any]]:
    out.mkdir(exist_ok=True)
    compile_officials(published, out)
    seats = json.loads((out / "officials.json").read_text(encoding="utf-8"))["seats"]
    return {seat["seat"]: seat for seat in seats}


def test_seats_come_in_order_each_once(published: Path, tmp_path: Path) -> None:
    assert list(compiled(published, tmp_path / "out")) == [
        "Governor of Minnesota",
        "House District 21A",
        "House District 47A",
        "Senate District 47",
        "Senate District 65",
    ]


def test_an_odd_address_is_kept_and_flagged_and_campaign_pages_are_not_used(
    published: Path, tmp_path: Path
) -> None:
    holder = compiled(published, tmp_path / "out")["Senate District 65"]["holder"]
    assert holder["email"] == "sen.sandra.parry@senate.mn"
    assert holder["note"] == (
        "published address looks like another person's (sen.sandra.parry@senate.mn); check before use"
    )
    assert holder["url"] == "https://www.senate.mn/members/member_bio.html?mem_id=1046"
    assert holder["starts"] is None
    assert holder["committees"] == [["Senate Education Finance", "vice chair"]]


def test_a_seat_remembers_who_left_it_in_this_term_only(published: Path, tmp_path: Path) -> None:
    seats = compiled(published, tmp_path / "out")
    empty, filled = seats["House District 21A"], seats["House District 47A"]
    assert empty["holder"] is None and empty["former"]["ended"] == "2026-06-21"
    assert filled["holder"]["name"] == "Shelley Buck"
    assert filled["former"]["name"] == "Amanda Hemmingsen-Jaeger"
    assert "House District 22A" not in seats


def test_the_page_is_the_one_of_the_chamber_a_member_sits_in(published: Path, tmp_path: Path) -> None:
    seats = compiled(published, tmp_path / "out")
    holder = seats["Senate District 47"]["holder"]
    assert holder["url"] == "https://www.senate.mn/members/member_bio.html?mem_id=1278"
    assert holder["note"] == "no office address or phone is published in our source"
    assert seats["House District 47A"]["holder"]["phone"] == "651-555-0147"
    assert seats["House District 47A"]["holder"]["district_phone"] == "651-555-0100"


def test_the_same_input_gives_the_same_bytes(published: Path, tmp_path: Path) -> None:
    compiled(published, tmp_path / "one")
    compiled(published, tmp_path / "two")
    first = (tmp_path / "one" / "officials.json").read_bytes()
    assert first == (tmp_path / "two" / "officials.json").read_bytes()
    assert first.count(b"\n") == 5 + 5 + 1  # the head's lines, one a seat, the end


def test_two_holders_of_one_seat_stop_the_build(published: Path, tmp_path: Path) -> None:
    twin = DEPARTED.replace(", end_date: 2026-06-21", "").replace("21A", "47A").replace("Joe", "Joseph")
    (published / "roster" / "openstates_mn_legislature" / "twin.yml").write_text(twin, encoding="utf-8")
    with pytest.raises(SnapshotError, match="two people hold House District 47A: Shelley Buck and Joseph"):
        compiled(published, tmp_path / "out")


def test_a_missing_folder_and_a_broken_file_are_named(published: Path, tmp_path: Path) -> None:
    with pytest.raises(SnapshotError, match=r"openstates_mn_committees has no \.yml files"):
        compiled(tmp_path, tmp_path / "out")
    broken = published / "roster" / "openstates_mn_executive" / "broken.yml"
    broken.write_text("name: [Tim", encoding="utf-8")
    with pytest.raises(SnapshotError, match=r"broken\.yml is no readable YAML"):
        compiled(published, tmp_path / "out")


@pytest.mark.parametrize(
    ("address", "lines"),
    [
        (
            "Room 2113, Minnesota Senate Building 95 University Ave. West, St. Paul, MN 55155",
            ["Room 2113, Minnesota Senate Building", "95 University Ave. West", "St. Paul, MN 55155"],
        ),
        (
            "Room 328, Capitol Building 75 Rev. Dr. Martin Luther King Jr. Blvd., St. Paul, MN 55155",
            ["Room 328, Capitol Building", "75 Rev. Dr. Martin Luther King Jr. Blvd.", "St. Paul, MN 55155"],
        ),
        (
            "180 State Capitol; 100 Rev. Dr. MLK Jr. Blvd. ; St. Paul, MN 55155-1299",
            ["180 State Capitol", "100 Rev. Dr. MLK Jr. Blvd.", "St. Paul, MN 55155-1299"],
        ),
        ("MN", []),
        ("", []),
    ],
)
def test_an_office_address_in_lines(address: str, lines: list[str]) -> None:
    assert mail_lines(address) == lines


@pytest.mark.parametrize(
    ("email", "family_name", "odd"),
    [
        ("sen.john.mcguire@senate.mn", "Marty", True),
        ("sen.mary.kunesh@senate.mn", "Kunesh-Podein", False),
        ("rep.maria.isa.perezvega@house.mn.gov", "Pérez-Vega", False),
        ("", "Walz", False),
    ],
)
def test_an_address_that_may_be_somebody_elses(email: str, family_name: str, odd: bool) -> None:
    assert looks_like_another_person(email, family_name) is odd
