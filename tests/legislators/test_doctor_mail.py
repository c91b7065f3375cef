"""Whose address does it look like? Found for two of 201 members, and for nobody wrongly."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from legislators.doctor.mail import Owner, not_theirs, wrong_domain
from legislators.snapshot import bundled_folder


def members() -> list[Owner]:
    content: Any = json.loads((bundled_folder() / "officials.json").read_text(encoding="utf-8"))
    return [
        Owner(f"{row['kind']}/{row['district']}", h["name"], h["family_name"], h["email"])
        for row in content["seats"]
        if (h := row["holder"])
    ]


MEMBERS = members()
RIGHT = [each for each in MEMBERS if each.email and each.name not in ("Sandy Pappas", "John Marty")]


def test_two_of_all_members_have_another_persons_address() -> None:
    found = {each.name: not_theirs(each, MEMBERS) for each in MEMBERS}
    assert {name: why for name, why in found.items() if why} == {
        "Sandy Pappas": "it spells “parry”, and no part of the name Pappas is in it",
        "John Marty": "it spells “mcguire”, and no part of the name Marty is in it",
    }


@settings(deadline=None)
@given(st.sampled_from(RIGHT), st.sampled_from(RIGHT))
def test_a_swapped_address_is_always_found(one: Owner, other: Owner) -> None:
    if one.seat == other.seat:
        return
    swapped = Owner(one.seat, one.name, one.family_name, other.email)
    others = [each for each in MEMBERS if each.seat != one.seat]
    assert not_theirs(swapped, [swapped, *others])


@pytest.mark.parametrize(
    ("name", "family_name", "email"),
    [
        ("Liish Kozlowski", "Kozlowski", "rep.alicia.kozlowski@house.mn.gov"),
        ("Mary Kunesh-Podein", "Kunesh-Podein", "sen.mary.kunesh@senate.mn"),
        ("Huldah Hiltsley", "Hiltsley", "rep.huldah.momanyi-hiltsley@house.mn.gov"),
        ("Bonnie Westlin", "Westlin", "sen.bwestlin@senate.mn"),
        ("José Núñez", "Núñez", "rep.jose.nunez@house.mn.gov"),
        ("Ana O'Driscoll", "O'Driscoll", "rep.ana.odriscoll@house.mn.gov"),
        ("Kaohly Her", "Her", "rep.kaohly.her@house.mn.gov"),
        ("Xp Lee", "Lee", "rep.xp.lee@house.mn.gov"),
        ("Ana van der Berg", "van der Berg", "rep.ana.vanderberg@house.mn.gov"),
        ("Ana Example", "", "rep.ana.example@house.mn.gov"),
        ("Ana Example", "Example", ""),
    ],
)
def test_an_own_address_in_another_form_is_its_owners(name: str, family_name: str, email: str) -> None:
    owner = Owner("state_house/1A", name, family_name, email)
    assert not_theirs(owner, [owner]) == ""


def test_the_namesake_of_the_same_family_name_is_told_from_the_owner() -> None:
    paul = Owner("state_house/1A", "Paul Anderson", "Anderson", "rep.paul.anderson@house.mn.gov")
    ana = Owner("state_house/2A", "Ana Anderson", "Anderson", "rep.carl.anderson@house.mn.gov")
    carl = Owner("state_house/3A", "Carl Anderson", "Anderson", "rep.c.anderson@house.mn.gov")
    everybody = [paul, ana, carl]
    assert not_theirs(paul, everybody) == not_theirs(carl, everybody) == ""
    assert not_theirs(ana, everybody) == "it spells Carl Anderson (state_house/3A)"


def test_whose_name_it_spells_is_said_where_it_is_a_members() -> None:
    marty = Owner("state_senate/40", "John Marty", "Marty", "sen.jay.xiong@senate.mn")
    assert not_theirs(marty, MEMBERS) == "it spells the name of Jay Xiong (state_house/67B)"


@pytest.mark.parametrize(
    ("kind", "email", "wrong"),
    [
        ("state_house", "rep.a.b@house.mn.gov", ""),
        ("state_house", "rep.a.b@HOUSE.MN.GOV", ""),
        ("state_house", "rep.a.b@senate.mn", "senate.mn"),
        ("state_house", "rep.a.b@house.mn.gov.example.org", "house.mn.gov.example.org"),
        ("state_senate", "sen.a.b@mnsenate.gov", ""),
        ("state_senate", "sen.a.b@senate.mn", ""),
        ("state_senate", "sen.a.b", "sen.a.b"),
        ("governor", "anybody@example.org", ""),
        ("state_house", "", ""),
    ],
)
def test_each_chamber_has_its_domains(kind: str, email: str, wrong: str) -> None:
    assert wrong_domain(kind, email) == wrong
