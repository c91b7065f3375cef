"""Who would sign up in Minnesota, and how would they be typed? Made-up people with known answers, by a fixed seed."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from advocate.importing.addresses import read_address
from advocate.matching.ladder import Known
from advocate.store.keys import match_key

SEED = 20261124
#: The share of households of two or more in which two have one name, as father and son have: one
#: first son in twenty is named so, and in about one such household in thirty both are on a list.
NAMESAKES = 0.002
#: Household by household: how many of a hundred have these names.
_SHARES = {"mixed": 48, "nordic": 18, "hmong": 10, "somali": 9, "spanish": 10, "vietnamese": 5}
_GIVEN = {
    "mixed": "James Mary Robert Patricia John Jennifer Michael Linda David Elizabeth William Barbara Richard Susan Joseph "
    "Jessica Thomas Sarah Charles Karen Christopher Lisa Daniel Nancy Matthew Betty Anthony Margaret Mark Sandra Donald Ashley "
    "Steven Kimberly Paul Emily Andrew Donna Joshua Michelle Kenneth Carol Kevin Amanda Brian Dorothy George Melissa Timothy "
    "Deborah Ronald Stephanie Edward Rebecca Jason Sharon Jeffrey Laura Ryan Cynthia Jacob Kathleen Gary Amy Nicholas Angela "
    "Eric Shirley Jonathan Anna Stephen Brenda Larry Pamela Justin Emma Scott Nicole Brandon Helen Benjamin Samantha Samuel "
    "Katherine Gregory Christine Alexander Debra Patrick Rachel Frank Carolyn Raymond Janet Jack Catherine Dennis Maria Jerry "
    "Heather Tyler Diane Aaron Ruth Jose Julie Henry Olivia Adam Joyce Douglas Virginia Nathan Victoria Peter Kelly Zachary",
    "nordic": "Lars Ingrid Erik Kari Søren Astrid Bjørn Sigrid Nils Kirsten Olav Solveig Anders Inga Leif Marit Sven Karin "
    "Gunnar Annika Åse Per Kristin Håkon Liv Rolf Britta Arne Helga Torsten Greta Magnus Signe Einar Tove Knut Randi Ole Berit",
    "hmong": "Pa Houa|Mai Lee|Xee|Kao|Pa Kou|Mai Yer|Chue|Tou|Yer|Pang|Mai Xee|Nhia|Ka Zoua|Bao|Chia|Tou Ger|Pao|Fue|Ger|"
    "Kou|Mee|Nou|Pa Nhia|Sheng|True|Yia|Za|Mai|Choua|Dao|Der|Gao Nou|Ia|Khou|Long|Maly|Mao|Neng|Pheng|See|Teng|Toua|Xai|Yeng",
    "somali": "Mohamed Fadumo Ahmed Amina Abdi Halima Hassan Hodan Ali Sahra Abdullahi Khadija Yusuf Maryan Omar Asha Ibrahim "
    "Ayan Abdirahman Hawa Mohamud Faiza Hussein Nimo Ismail Safia Mahad Zahra Farah Deqa Liban Ifrah Warsame Ubah Jama Sagal",
    "spanish": "María José Guadalupe Juan Carmen Luis Ana Carlos Rosa Jesús Sofía Miguel Lucía Francisco Elena Antonio Isabel "
    "Alejandro Alejandra Roberto Gabriela Fernando Fernanda Mario Teresa Eduardo Verónica Rafael Leticia Sergio Claudia Javier",
    "vietnamese": "Minh Lan Hùng Thúy Dũng Hương Tuấn Mai Long Linh Quang Nga Hải Thảo Nam Phương Sơn Trang Bình Hạnh",
}  # fmt: skip
_FAMILY = {
    "mixed": "Johnson Smith Miller Brown Meyer Schmidt Schroeder Wagner Williams Davis Schultz Fischer Becker Murphy O'Brien Kelly "
    "Krueger Weber Koch Schwartz Novak Kowalski Taylor Jackson Thompson White Harris Clark Lewis Walker Young King Wright Hill "
    "Scott Green Baker Nelson Carter Mitchell Roberts Turner Phillips Campbell Parker Evans Edwards Collins Stewart Morris Rogers "
    "Reed Cook Morgan Bell Murray Bailey Cooper Richardson Cox Howard Ward Brooks Gray James Watson Price Bennett Wood Barnes "
    "McDonald Ross Henderson Coleman Jenkins Perry Powell Long Patterson Hughes Flores Washington Butler Simmons Foster Bryant",
    "nordic": "Olson Johnson Anderson Peterson Larson Nelson Hanson Swanson Carlson Berg Lindquist Lund Dahl Ødegaard Sørensen "
    "Bergstrom Halvorson Knutson Tollefson Gunderson Strand Haugen Solberg Åsgaard Nygård Engebretson Thorson Iverson Sjöberg "
    "Olsen Hansen Andersen Erickson Ericksen Lindgren Nordstrom Sundquist Aamodt Moen Bakken Rask Holm Vik Tangen",
    "hmong": "Vang Xiong Yang Lee Lor Moua Thao Vue Her Hang Khang Kue Kong Chang Cha",
    "somali": "Ali Hassan Mohamed Ahmed Abdi Omar Farah Hussein Warsame Jama Nur Yusuf Ibrahim Osman Adan Isse Salad Abdullahi",
    "spanish": "García López Martínez Hernández González Rodríguez Pérez Sánchez Ramírez Torres Flores Rivera Gómez Díaz Cruz "
    "Morales Ortiz Gutiérrez Chávez Ramos Ruiz Álvarez Mendoza Vásquez Castillo Jiménez Moreno Romero Herrera Medina",
    "vietnamese": "Nguyễn Trần Lê Phạm Huỳnh Hoàng Phan Vũ Võ Đặng Bùi Đỗ",
}  # fmt: skip
# What people call themselves: written down from common knowledge, not from the library that the ladder uses.
_NEAR_NAMES = {
    "mixed": "Daniel:Danielle|Jean:Joan|Marina:Martina|Jayden:Kayden|Karen:Karin|Emily:Emma|Christian:Christina|Eric:Erica",
    "nordic": "Erik:Erika|Marit:Marita|Kristin:Kirsten|Karin:Kari|Anders:Andrea|Inga:Inge",
    "hmong": "Mai Lee:Mai Xee|Pa Houa:Pa Kou|Mai Yer:Mai Der|Tou Ger:Tou Fue|Pao:Pang|Yer:Yeng|Kao:Kou",
    "somali": "Mohamed:Mohamud|Halima:Halimo|Hassan:Hussein|Abdullahi:Abdirahman|Amina:Amino|Nimo:Nima|Ayan:Ayub",
    "spanish": "Mario:María|Alejandro:Alejandra|Fernando:Fernanda|Luis:Luisa|Ana:Anita|Carlos:Carla|Martín:Martina",
    "vietnamese": "Minh:Linh|Thúy:Thùy|Hương:Hường|Lan:Loan|Hải:Hái|Quang:Quân",
}
# Two spellings of one name: no parents give both.
_TWINS = {"Stephen": "Steven", "Steven": "Stephen", "Katherine": "Catherine", "Catherine": "Katherine"}
_CALLED_AS = (
    "Robert:Bob James:Jim William:Bill Richard:Rick Michael:Mike Elizabeth:Liz Patricia:Pat Jennifer:Jen Margaret:Peggy "
    "Katherine:Kate Catherine:Cathy Susan:Sue Joseph:Joe Thomas:Tom Charles:Chuck Christopher:Chris Daniel:Dan Matthew:Matt "
    "Anthony:Tony Steven:Steve Andrew:Andy Joshua:Josh Kenneth:Ken Timothy:Tim Deborah:Deb Ronald:Ron Edward:Ed "
    "Rebecca:Becky Jeffrey:Jeff Jacob:Jake Nicholas:Nick Jonathan:Jon Stephen:Steve Samantha:Sam Samuel:Sam Gregory:Greg "
    "Benjamin:Ben Alexander:Alex Debra:Deb Raymond:Ray Christine:Chris Dennis:Denny Victoria:Vicky Zachary:Zach Nathan:Nate "
    "Francisco:Paco Guadalupe:Lupe Alejandro:Alex Kimberly:Kim Pamela:Pam Cynthia:Cindy Jessica:Jess Douglas:Doug "
    "Mohamed:Mo Abdirahman:Abdi Kristin:Kris Fernando:Nando Amanda:Mandy Stephanie:Steph Donald:Don David:Dave"
)
_STREETS = (
    "Elm St", "Oak Ave", "Maple Dr", "3rd St N", "Lake Blvd", "Cedar Ln", "5th Ave S", "Park Rd", "Grand Ave", "Summit Ave",
    "Pine St", "River Rd", "Birch Ct", "Main St", "University Ave W", "Selby Ave", "Lyndale Ave S", "County Road 5",
)  # fmt: skip
_TOWNS = (
    "Saint Paul", "Minneapolis", "Duluth", "Rochester", "Saint Cloud", "Mankato", "Moorhead", "Bemidji", "Winona",
    "Willmar", "Worthington", "Faribault",
)  # fmt: skip
#: What people write at length or short, as it comes: "Third Street North, St. Paul".
_OTHERWISE = {
    "St": "Street", "Ave": "Avenue", "Dr": "Drive", "Blvd": "Boulevard", "Ln": "Lane", "Rd": "Road", "Ct": "Court",
    "N": "North", "S": "South", "W": "West", "3rd": "Third", "5th": "Fifth", "Saint": "St.", "Minneapolis": "Mpls",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Person:
    """One true person. `words` are given name, further names, surname; `other_name` a surname at another time."""

    number: int
    culture: str
    given: str
    middle: str
    family: str
    other_name: str
    generation: str
    email: str
    phone: str
    address: str


@dataclass(frozen=True, slots=True)
class TypedRow:
    """One row as typed, and whose it is."""

    person: int
    known: Known
    given_name: str
    family_name: str


@cache
def _called() -> dict[str, str]:
    """Return the full name -> what people call themselves."""
    return dict(each.split(":") for each in _CALLED_AS.split())


def _fold(text: str) -> str:
    text = text.translate(str.maketrans("øØđĐ", "oOdD"))
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def households(dice: random.Random, namesakes: float) -> Iterator[list[Person]]:
    """Yield household after household: families, couples, flats behind one number, fathers and sons.

    Nobody but a father and a son, in the share `namesakes` of the households of two or more, has
    the given name of another in the household.
    """
    number = 0
    flats = ""
    while True:
        culture = dice.choices(list(_SHARES), list(_SHARES.values()))[0]
        given = _GIVEN[culture].split("|" if culture == "hmong" else None)
        family = _FAMILY[culture].split()
        if not flats or dice.random() > 0.06:  # a block of flats where nobody writes the flat
            flats = f"{dice.randint(1, 9999)} {dice.choice(_STREETS)}, {dice.choice(_TOWNS)}"
        landline, shared_mail = _phone(dice), f"family{number}@example.org"
        has_landline, has_shared_mail = dice.random() < 0.25, dice.random() < 0.10
        surname, second = dice.choice(family), dice.choice(family)
        members: list[Person] = []
        for _ in range(dice.choices([1, 2, 3, 4, 5], [40, 32, 14, 9, 5])[0]):
            taken = {each.given for each in members} | {_TWINS.get(each.given, "") for each in members}
            first = dice.choice([name for name in given if name not in taken])
            mine = {"spanish": f"{surname} {second}", "somali": f"{second} {surname}"}.get(culture, surname)
            if culture == "mixed" and dice.random() < 0.05:
                mine = f"{surname}-{second}"
            if dice.random() < 0.12:
                mine = dice.choice(family)
            middle = (
                dice.choice(given)
                if culture in ("mixed", "nordic", "vietnamese") and dice.random() < 0.3
                else ""
            )
            mail = f"{_fold(first).lower().replace(' ', '.')}.{_fold(mine).lower().split()[-1]}{dice.randint(1, 99999)}@example.org"
            members.append(
                Person(
                    number, culture, first, middle, mine, dice.choice(family), "",
                    shared_mail if has_shared_mail and dice.random() < 0.7 else mail,
                    landline if has_landline and dice.random() < 0.7 else _phone(dice), flats,
                )
            )  # fmt: skip
            number += 1
        if len(members) > 1 and dice.random() < namesakes:
            father, son = members[0], members[1]
            with_mark = dice.random() < 0.5
            members[0] = replace(father, generation="Sr." if with_mark and dice.random() < 0.4 else "")
            members[1] = replace(
                son, given=father.given, middle="" if dice.random() < 0.5 else father.middle, family=father.family,
                generation="Jr." if with_mark else "",
            )  # fmt: skip
        elif len(members) > 1 and dice.random() < 0.03:
            first, second = _siblings(dice, culture)
            members[0], members[1] = replace(members[0], given=first), replace(members[1], given=second)
        yield members


def _phone(dice: random.Random) -> str:
    return (
        f"+1{dice.choice(('612', '651', '763', '952', '507', '218', '320'))}{dice.randint(2000000, 9999999)}"
    )


def _siblings(dice: random.Random, culture: str) -> tuple[str, str]:
    """Two names that differ by a letter or two, as brothers and sisters have them."""
    first, _, second = dice.choice(_NEAR_NAMES[culture].split("|")).partition(":")
    return first, second


def _slip(dice: random.Random, text: str) -> str:
    """Type a word wrongly: two letters change places, one is dropped, doubled, or another."""
    if len(text) < 4:
        return text
    at = dice.randrange(1, len(text) - 1)
    kind = dice.randrange(4)
    if kind == 0:
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    if kind == 1:
        return text[:at] + text[at + 1 :]
    if kind == 2:
        return text[:at] + text[at] + text[at:]
    return text[:at] + dice.choice("aeiourstln") + text[at + 1 :]


def _spelled(dice: random.Random, address: str) -> str:
    """Write four addresses in ten another way, by dice of their own: the rest of the row does not change with them."""
    if dice.random() >= 0.4:
        return address
    street, comma, town = address.partition(", ")
    return comma.join(
        " ".join(_OTHERWISE.get(word, word) if dice.random() < 0.6 else word for word in part.split(" "))
        for part in (street, town)
    )


def type_row(dice: random.Random, person: Person, serial: int) -> TypedRow:
    """Type a person's row with the faults of real sheets; each comes by its own chance."""

    def happens(share: float) -> bool:
        return dice.random() < share

    called = _called()
    given, family, middle = person.given, person.family, person.middle
    if happens(0.12):
        given = called.get(given, given)
    if happens(0.02):
        family = person.other_name
    words = family.split() if person.culture in ("spanish", "somali") else [family]
    if len(words) > 1 and happens(0.35):
        words = words[:1] if person.culture == "spanish" else words[1:]
    family = " ".join(words)
    if "-" in family and happens(0.3):
        family = family.split("-")[dice.randrange(2)]
    if happens(0.025):
        given = _slip(dice, given)
    if happens(0.025):
        family = _slip(dice, family)
    if person.culture == "hmong" and happens(0.1):
        given = given.replace(" ", "").title()
    if happens(0.015):
        given = given[0]
    middle = middle if happens(0.2) else (middle[:1] if happens(0.2) else "")
    if person.culture in ("hmong", "vietnamese") and happens(0.12):
        name = " ".join(filter(None, (family, middle, given)))
    elif happens(0.012):
        given, family = family, given
        name = f"{given} {family}"
    elif happens(0.006):
        name = given
    else:
        name = " ".join(filter(None, (given, middle, family, person.generation if happens(0.8) else "")))
    if happens(0.35):
        name, given, family = _fold(name), _fold(given), _fold(family)
    email, phone, address = person.email, person.phone, person.address
    if happens(0.10):
        email = f"new{serial}@example.org"
    elif happens(0.015):
        email = _slip(dice, email.split("@")[0]) + "@example.org"
    if happens(0.08):
        phone = _phone(dice)
    elif happens(0.02):
        phone = phone[:-3] + str(dice.randint(100, 999))
    if happens(0.08):
        address = f"{dice.randint(1, 9999)} {dice.choice(_STREETS)}, {dice.choice(_TOWNS)}"
    elif happens(0.03):
        address = _slip(dice, address)
    email, phone = ("" if happens(0.25) else email), ("" if happens(0.4) else phone)
    address = "" if happens(0.3) and (email or phone) else address
    key = read_address(_spelled(random.Random(serial), address)).key
    known = Known(f"{serial:08d}", match_key(name), email.casefold(), phone, (key,) if key else ())
    return TypedRow(person.number, known, match_key(given), match_key(family))


def typed_rows(count: int = 20_000, seed: int = SEED, namesakes: float = NAMESAKES) -> list[TypedRow]:
    """Return rows in the order in which they came: two in five are of a person who is there already."""
    dice = random.Random(seed)
    people: list[Person] = []
    for members in households(dice, namesakes):
        people += members
        if len(people) >= count * 31 // 50:
            break
    times = [person for person in people for _ in range(dice.choices([1, 2, 3, 4], [60, 22, 12, 6])[0])]
    dice.shuffle(times)
    return [type_row(dice, person, serial) for serial, person in enumerate(times[:count])]
