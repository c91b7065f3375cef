"""Do the quick ways with e-mails, phones, keys and addresses give what the libraries and the store give?"""

from __future__ import annotations

import unicodedata

import phonenumbers
import pytest
from email_validator import EmailNotValidError, validate_email
from hypothesis import example, given
from hypothesis import strategies as st

from advocate.importing import addresses, values
from advocate.importing.addresses import read_address, read_with_care
from advocate.importing.entries import name_key
from advocate.importing.values import (
    PHONE_LOST,
    PHONE_SHORT,
    clean,
    mended_phone,
    one_line,
    read_email,
    read_emails,
    read_phone,
    read_phones,
    read_zip,
)
from advocate.store.keys import match_key
from legislators.address import parse_address
from legislators.errors import BadAddress


def library_email(text: str) -> str:
    try:
        return validate_email(text, check_deliverability=False).normalized
    except EmailNotValidError:
        return ""


def library_phone(text: str) -> str:
    try:
        number = phonenumbers.parse(text, "US")
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_valid_number(number):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


LOCALS = st.one_of(
    st.from_regex(r"[a-zA-Z0-9_.+'!#-]{1,20}", fullmatch=True),
    st.sampled_from(
        ["Info", "POSTMASTER", "news", "www", ".a", "a.", "a..b", "ann.olson", "x" * 70, "é", '"a b"']
    ),
)
DOMAINS = st.one_of(
    st.from_regex(r"[a-zA-Z0-9-]{1,12}(\.[a-zA-Z0-9-]{1,8}){0,3}", fullmatch=True),
    st.sampled_from(
        ["EXAMPLE.org", "a.test", "localhost", "x.local", "xn--mnchen-3ya.de", "münchen.de", "-a.org", "a-.org", "a..org", ".org",
         "org.", "a.1", "[127.0.0.1]", "a" * 64 + ".org", "b." * 126 + "org", "ab--c.org", "foo.arpa", "a_b.org"]
    ),
)  # fmt: skip


@given(LOCALS, DOMAINS, st.sampled_from(["", " ", "@", "\n", ",", "\u200b"]))
@example("Info", "Example.ORG", "")
@example("a" * 250, "b.org", "")
def test_an_email_is_what_email_validator_says(local: str, domain: str, tail: str) -> None:
    text = f"{local}@{domain}{tail}"
    assert read_email(text)[0] == library_email(text)


@given(st.text(max_size=40))
def test_any_text_is_an_email_only_where_the_library_says_so(text: str) -> None:
    assert read_email(text)[0] == (library_email(text) if text else "")


SHAPES = [
    "{a}{e}{r}", "({a}) {e}-{r}", "{a}-{e}-{r}", "{a}.{e}.{r}", "{a} {e} {r}", "+1 {a} {e} {r}", "1-{a}-{e}-{r}", "1{a}{e}{r}",
    "+1{a}{e}{r}", "({a}){e}-{r}", "{a}/{e}-{r}", "{a}-{e}-{r} x5", "+{a}{e}{r}", "1 ({a}) {e}-{r}", "{e}-{r}", "({a} {e}-{r}",
]  # fmt: skip


@given(
    st.integers(0, 999).map("{:03}".format),
    st.integers(0, 999).map("{:03}".format),
    st.integers(0, 9999).map("{:04}".format),
    st.sampled_from(SHAPES),
)
@example("651", "555", "0123", "({a}) {e}-{r}")
@example("983", "600", "0000", "{a}{e}{r}")
@example("983", "200", "0000", "{a}{e}{r}")
def test_a_phone_is_what_phonenumbers_says(area: str, exchange: str, rest: str, shape: str) -> None:
    text = shape.format(a=area, e=exchange, r=rest)
    assert read_phone(text)[0] == library_phone(text)


def test_every_area_code_is_decided_as_phonenumbers_does() -> None:
    for area in range(200, 1000):
        for exchange in ("211", "555", "999"):
            text = f"{area}{exchange}0147"
            assert read_phone(text)[0] == library_phone(text), text


@given(st.text("0123456789+-(). x/E,", max_size=18))
def test_any_signs_are_a_phone_only_where_the_library_says_so(text: str) -> None:
    if read_phone(text)[1] != PHONE_LOST:
        assert read_phone(text)[0] == library_phone(text)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("6515550123.0", "6515550123"),
        ("6.515550123E+09", "6515550123"),
        ("6.5E+09", "6.5E+09"),
        ("651.555.0123", "651.555.0123"),
        ("(651) 555-0123", "(651) 555-0123"),
    ],
)
def test_a_phone_that_a_spreadsheet_made_a_number_of_is_mended(text: str, kept: str) -> None:
    assert mended_phone(text) == kept


def test_what_is_wrong_with_a_phone_is_said_and_the_number_is_not() -> None:
    assert read_phone("555-0123") == ("", PHONE_SHORT)
    assert read_phone("6.5E+09") == ("", PHONE_LOST)
    for text in ("555-0123", "6.5E+09", "call me", "999 999 9999"):
        assert not any(char.isdigit() for char in read_phone(text)[1].replace("6.5E+09", ""))


def test_several_values_in_one_cell_are_found() -> None:
    assert [kept for _, kept in read_emails("Ann <ann@example.org>; bo@Example.org, none")] == [
        "ann@example.org",
        "bo@example.org",
    ]
    assert [kept for _, kept in read_phones("651-555-0123 or 612-555-0199")] == [
        "+16515550123",
        "+16125550199",
    ]
    assert read_phones("651-555-0123") == []


@pytest.mark.parametrize(
    ("text", "zip_code"),
    [("55106", "55106"), ("55106.0", "55106"), ("55106-1234", "55106"), ("551061234", "55106"), (" 55106 ", "55106"),
     ("5510", ""), ("K1A 0B1", ""), ("", ""), ("٥٥١٠٦", "")],
)  # fmt: skip
def test_a_zip_code_is_five_digits(text: str, zip_code: str) -> None:
    assert read_zip(text) == zip_code


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("  Ann ", "Ann"),
        ("\u202eAnn\u202c", "Ann"),
        ("An\u200bn", "Ann"),
        ("Ann\u00a0Olson", "Ann Olson"),
        ("a\x00b", "ab"),
        ("one\r\ntwo\tthree", "one\ntwo three"),
        ("👩\u200d👧 Ann", "👩\u200d👧 Ann"),
        ("مريم", "مريم"),
    ],
)
def test_what_cannot_be_seen_is_taken_out(text: str, kept: str) -> None:
    assert clean(text) == kept


@given(st.text(max_size=30))
def test_cleaning_twice_is_cleaning_once_and_leaves_no_control_signs(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    unseen = {char for char in once if unicodedata.category(char) in ("Cc", "Cf", "Cs")}
    assert unseen <= {"\n", "\u200c", "\u200d"}


def slow_key(text: str) -> str:
    """Return match_key by the rule for all signs: a sign beyond ASCII keeps it from the quick way."""
    key = match_key(text + " ß")
    return key.removesuffix("ss").rstrip()


@given(st.text(st.characters(codec="ascii"), max_size=40))
def test_the_key_of_plain_text_is_the_key_of_any_text(text: str) -> None:
    assert match_key(text) == slow_key(text)


@given(st.text(max_size=30))
@example("José  O'Brien-Ångström")
@example("á b")
def test_a_name_key_is_the_stores(text: str) -> None:
    name = one_line(text)
    assert name_key(name) == match_key(name)


STREETS = st.sampled_from(
    ["6th St E", "Main St", "County Road B W", "670th Ave", "1/2 Oak Ln", "Oak Ln Apt 3", "Oak Ln #4", "Hwy 61", "St. Clair Ave",
     "-A Elm St", "N 3rd Ave, Unit 2", "Elm St, PO Box 9", "Box 12", "", "é St", "Rue du Lac", "Upper Afton Rd", "MN", "55106",
     "Floor 2", "Minnesota 4567", "2nd Floor", "Saint Paul"]
)  # fmt: skip
PLACES = st.sampled_from([", Saint Paul, MN 55106", ", St. Paul MN 55106", " Duluth", ", MN", " 55106-1234", "", ", Anoka, MN 5530",
                          ", Hudson, WI 54016", ", Ramsey County", ", USA"])  # fmt: skip


@given(st.from_regex(r"[NW]?[0-9]{0,7}[A-C]?", fullmatch=True), STREETS, PLACES)
@example("0", "Main St", ", Anoka, MN 55303")
@example("12", "Main St", ", Anoka, MN 55303")
def test_an_address_key_by_the_short_cut_is_that_with_care(number: str, street: str, place: str) -> None:
    line = f"{number} {street}{place}".strip()
    assert read_address(line) == read_with_care(line)


@given(st.integers(1, 99999), STREETS, PLACES)
def test_an_address_key_is_what_the_store_keeps_for_a_house(number: int, street: str, place: str) -> None:
    line = f"{number} {street}{place}"
    try:
        parsed = parse_address(line)
    except BadAddress:
        assert read_address(line).problem
        return
    if not parsed.problem:
        assert read_address(line).key == match_key(parsed.compared())


def test_a_town_alone_names_no_house_and_two_boxes_are_two_places() -> None:
    assert not read_address("Saint Paul, MN 55106").exact
    assert not read_address("55106").exact
    first, second = read_address("PO Box 12, Ely, MN 55731"), read_address("PO Box 13, Ely, MN 55731")
    assert first.exact
    assert first.key != second.key
    assert (first.town, first.zip_code) == ("Ely", "55731")


def test_the_short_cut_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    addresses._behind_number.cache_clear()
    read_address("12 Zebra St, Anoka, MN 55303")
    monkeypatch.setattr(addresses, "read_with_care", None)
    assert read_address("99 Zebra St, Anoka, MN 55303").key == "99 zebra st anoka mn 55303"
    read_email("warm@zebra.org")
    monkeypatch.setattr(values, "_checked_email", None)
    assert read_email("ann@zebra.org") == ("ann@zebra.org", "")
