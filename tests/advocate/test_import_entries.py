"""Does a row become the person it describes, with nothing lost and what is unsure told?"""

from __future__ import annotations

import pickle
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advocate.importing.columns import recognise
from advocate.importing.entries import NOBODY, ZIP_WRONG, entry_reader, read_entries
from advocate.importing.entry import CHANNELS, ROLES, ConsentGiven, Entry
from advocate.importing.full_names import COUPLE, split_name
from advocate.importing.permissions import SAID_NO
from advocate.importing.records import Row
from advocate.importing.values import EMAIL_WRONG, PHONE_SHORT
from advocate.importing.words import ROLE_WORDS, iso_date, language_of, role_of, yes_or_no
from advocate.store.keys import email_key, match_key

HEAD = "First name,Last name,Email,Phone,Street,City,State,Zip,Role,Language,Notes"
ANN = "Ann,Olson,Ann@Example.org,(651) 555-0123,1540 6th St E,Saint Paul,MN,55106,Teacher,English,likes tea"


def entry_of(head: str, row: str, **more: Any) -> Entry:
    columns = head.split("|" if "|" in head else ",")
    values = tuple(row.split("|" if "|" in row else ","))
    return next(
        read_entries([Row(7, values)], recognise(columns, overrides=more.pop("overrides", ())), **more)
    )


def test_a_whole_row() -> None:
    entry = entry_of(HEAD, ANN)
    assert entry == Entry(
        line=7,
        name="Ann Olson",
        given_name="Ann",
        family_name="Olson",
        email="Ann@example.org",
        phone="(651) 555-0123",
        address="1540 6th St E, Saint Paul, MN 55106",
        town="Saint Paul",
        zip_code="55106",
        role="educator",
        language="en",
        notes="likes tea",
        name_key="ann olson",
        email_key="ann@example.org",
        phone_key="+16515550123",
        address_key="1540 6th st e saint paul mn 55106",
        names_house=True,
    )


def test_entries_are_small_to_send() -> None:
    entries = list(
        read_entries([Row(n, tuple(ANN.split(","))) for n in range(100)], recognise(HEAD.split(",")))
    )
    assert pickle.loads(pickle.dumps(entries, 5)) == entries
    assert len(pickle.dumps(entries, 5)) < 100 * 350


@pytest.mark.parametrize(
    ("typed", "name", "given", "family"),
    [
        ("Ann Olson", "Ann Olson", "Ann", "Olson"),
        ("Kue", "Kue", "", ""),
        ("Pa Houa Vang", "Pa Houa Vang", "", ""),
        ("Ahmed Ali Hassan", "Ahmed Ali Hassan", "", ""),
        ("María José García López", "María José García López", "", ""),
        ("García López, María José", "María José García López", "María José", "García López"),
        ("Nguyễn Văn An", "Nguyễn Văn An", "", ""),
        ("Siri Lund-Hansen", "Siri Lund-Hansen", "Siri", "Lund-Hansen"),
        ("Lars von Trier", "Lars von Trier", "Lars", "von Trier"),
        ("Åse Bjørnson", "Åse Bjørnson", "Åse", "Bjørnson"),
        ("Juan de la Cruz", "Juan de la Cruz", "Juan", "de la Cruz"),
        ("Olson, Bob", "Bob Olson", "Bob", "Olson"),
        ("Xiong, Pa Houa", "Pa Houa Xiong", "Pa Houa", "Xiong"),
        ("Olson, Bob, Jr.", "Bob Olson Jr.", "Bob", "Olson"),
        ("Bob Olson, Jr.", "Bob Olson Jr.", "Bob", "Olson"),
        ("Dr. Ann B. Olson", "Ann B. Olson", "Ann", "Olson"),
        ("Mr. Olson", "Mr. Olson", "", ""),
        ("Ortega y Gasset", "Ortega y Gasset", "", ""),
        ("King Smith", "King Smith", "King", "Smith"),
        (",", "", "", ""),
    ],
)
def test_a_full_name_is_split_only_where_that_is_sure(typed: str, name: str, given: str, family: str) -> None:
    assert split_name(typed) == (name, given, family, "")


@pytest.mark.parametrize(
    "typed", ["Bob and Ann Olson", "Bob & Ann Olson", "Mr. and Mrs. Olson", "Ann/Bob Olson", "Bob+Ann Olson"]
)
def test_a_couple_is_told_and_not_split(typed: str) -> None:
    assert split_name(typed) == (typed, "", "", COUPLE)
    entry = entry_of("Name,Email", f"{typed},a@example.org")
    assert (entry.name, entry.problems) == (typed, (COUPLE,))
    assert entry_of("First name,Last name", "Bob & Ann,Olson").problems == (COUPLE,)


def test_parts_and_the_whole_name_agree() -> None:
    head = "Name,First name,Middle name,Last name,Suffix"
    assert entry_of(head, "Dr. Ann B. Olson Jr.,Ann,B.,Olson,Jr.").name == "Ann B. Olson Jr."
    assert entry_of(head, ",Ann,B.,Olson,Jr.").name == "Ann B. Olson Jr."
    assert entry_of(head, "A. Berg,Ann,,Olson,").name == "Ann Olson"
    assert entry_of(head, "Madonna,,,,")[1:4] == ("Madonna", "", "")
    assert entry_of(head, ",Kue,,,").name == "Kue"


@pytest.mark.parametrize(
    ("cell", "kept", "key", "problems", "remark", "notes"),
    [
        ("6515550123.0", "6515550123", "+16515550123", (), "", ""),
        ("651-555-0123 x5", "651-555-0123 x5", "+16515550123", (), "", ""),
        ("555-0123", "", "", (PHONE_SHORT,), "", "Phone as typed: 555-0123"),
        (
            "651-555-0123 or 612-555-0123",
            "651-555-0123 or 612-555-0123",
            "+16515550123",
            (),
            "more than one",
            "Phone: 612-555-0123",
        ),
    ],
)
def test_a_phone(cell: str, kept: str, key: str, problems: tuple[str, ...], remark: str, notes: str) -> None:
    entry = entry_of("Name,Phone", f"Ann Olson,{cell}")
    assert (entry.phone, entry.phone_key, entry.problems, entry.notes) == (kept, key, problems, notes)
    assert remark in " ".join(entry.remarks)


def test_an_email_that_is_none_is_kept_with_the_notes() -> None:
    entry = entry_of("Name,Email,Notes", "Ann Olson,ann@example,tea")
    assert (entry.email, entry.email_key, entry.problems) == ("", "", (EMAIL_WRONG,))
    assert entry.notes == "tea\nE-mail as typed: ann@example"
    good = entry_of("Name,Email", "Ann Olson,Ann Olson <ann@Example.org>")
    assert (good.email, good.problems) == ("ann@example.org", ())


def test_spare_columns_fill_in_and_what_is_left_goes_to_the_notes() -> None:
    head = "Name,Cell,Home Phone,Email,Work Email"
    filled = entry_of(head, "Ann,,651-555-0100,,ann@example.org")
    assert (filled.phone_key, filled.email) == ("+16515550100", "ann@example.org")
    assert filled.notes == ""
    both = entry_of(head, "Ann,651-555-0123,651-555-0100,a@example.org,A@EXAMPLE.org")
    assert both.phone_key == "+16515550123"
    assert both.notes == "Home Phone: 651-555-0100"


@pytest.mark.parametrize(
    ("row", "address", "town", "zip_code", "house"),
    [
        ("1540 6th St E,Saint Paul,MN,55106.0", "1540 6th St E, Saint Paul, MN 55106", "Saint Paul", "55106", True),
        ('1540 6th St E; Saint Paul; MN 55106,,,', "1540 6th St E; Saint Paul; MN 55106", "Saint Paul", "55106", True),
        (",Ely,MN,", "Ely, MN", "Ely", "", False),
        (",,,55731", "55731", "", "55731", False),
        (",,,", "", "", "", False),
    ],
)  # fmt: skip
def test_an_address(row: str, address: str, town: str, zip_code: str, house: bool) -> None:
    entry = entry_of("Name,Address,City,State,Zip", f"Ann,{row}")
    assert (entry.address, entry.town, entry.zip_code, entry.names_house) == (address, town, zip_code, house)


@pytest.mark.parametrize(
    "cell",
    [
        "1540 6th St E  Saint Paul  MN  55106  US",
        "1540 6th St E\nSaint Paul, MN 55106\nUS",
        "1540 6th St E,\r\nSaint Paul MN 55106",
    ],
)
def test_an_address_on_several_lines_or_with_wide_gaps(cell: str) -> None:
    entry = entry_of("Name|Address", f"Ann|{cell}")
    assert entry.address_key == "1540 6th st e saint paul mn 55106"
    assert "\n" not in entry.address


def test_what_says_nothing_is_blank() -> None:
    entry = entry_of("Name,Email,Phone", "Ann,N/A,none")
    assert (entry.email, entry.phone, entry.problems, entry.notes) == ("", "", (), "")


def test_the_contacts_of_google() -> None:
    head = "First Name,Last Name,Labels,E-mail 1 - Value,Phone 1 - Value,Address 1 - Formatted"
    entry = entry_of(
        head.replace(",", "|"),
        "Ann|Olson|* friends ::: PTA|a@example.org ::: b@example.org|651-555-0123 ::: 612-555-0123|12 Main St\nEly, MN 55731\nUS",
    )
    assert (entry.interests, entry.email, entry.phone_key) == ("PTA", "a@example.org", "+16515550123")
    assert entry.notes == "E-mail: b@example.org\nPhone: 612-555-0123"
    assert (entry.address, entry.zip_code, entry.problems) == ("12 Main St, Ely, MN 55731", "55731", ())


def test_town_state_and_zip_code_in_one_column() -> None:
    entry = entry_of("Name|Street|City, State, Zip", "Ann|12 Main St|Ely, MN 55731")
    assert (entry.address, entry.town, entry.zip_code) == ("12 Main St, Ely, MN 55731", "Ely", "55731")


def test_a_wrong_zip_code_is_told() -> None:
    problems = entry_of("Name,Address", "Ann|12 Main St, Ely, MN 5573").problems
    assert problems == ("The ZIP code has 4 digits; it needs five, such as 55106",)


def test_a_zip_code_of_four_digits_in_its_column_is_told() -> None:
    entry = entry_of("Name,Street,City,Zip", "Ann,12 Main St,Ely,5573")
    assert (entry.remarks, entry.zip_code) == ((ZIP_WRONG,), "")
    assert entry.address.endswith("5573")


def test_nobody_and_somebody_without_a_name() -> None:
    assert entry_of("Name,Email,City", ",,Ely").rejected == NOBODY
    nameless = entry_of("Name,Email,City", ",a@example.org,Ely")
    assert (nameless.name, nameless.email_key, nameless.rejected, nameless.problems) == (
        "",
        "a@example.org",
        "",
        (),
    )


def test_roles_and_languages() -> None:
    head = "Name,Are you a...,Preferred language"
    assert entry_of(head, "Ann,Parent/Guardian,Hmong")[9:11] == ("parent", "hmn")
    two = entry_of(head, "Ann|Parent; school board member|so")
    assert (two.role, two.language, two.notes) == ("parent", "so", "Role: Parent; school board member")
    odd = entry_of(head, "Ann,Wizard,Klingon")
    assert (odd.role, odd.language, odd.notes, len(odd.remarks)) == ("", "Klingon", "Role: Wizard", 2)
    assert all(role_of(role) == role for role in ROLES)
    assert set(ROLE_WORDS) == set(ROLES)
    assert [language_of(each) for each in ("en_US", "Español", "Karen", "es-MX", "")] == [
        "en",
        "es",
        "kar",
        "es",
        "",
    ]


@pytest.mark.parametrize(
    ("text", "day"),
    [("2026-09-12", "2026-09-12"), ("9/12/2026", "2026-09-12"), ("9/12/26", "2026-09-12"), ("46277", "2026-09-12"),
     ("46277.5", "2026-09-12"),
     ("2026-09-12 18:30:00", "2026-09-12"), ("9/12/2026 6:30 PM", "2026-09-12"), ("Sept. 12, 2026", "2026-09-12"), ("13/13/2026", ""),
     ("soon", ""), ("12", ""), ("", "")],
)  # fmt: skip
def test_a_day_however_written(text: str, day: str) -> None:
    assert iso_date(text) == day


def test_consent_and_its_circumstances() -> None:
    head = "Name,Consent,Consent date,Consent source,Consent wording"
    assert entry_of(head, "Ann,yes,9/12/2026,School fair,I agree").consent == ConsentGiven(
        "any", "2026-09-12", "School fair", "I agree"
    )
    assert entry_of(head, "Ann,x,,,").consent == ConsentGiven()
    assert entry_of(head, "Ann,x,,,", consent_source="Fair").consent == ConsentGiven(source="Fair")
    assert entry_of(head, "Ann,,,,").consent is None
    assert entry_of(head, "Ann,,,,", consent_source="Fair").consent == ConsentGiven(source="Fair")
    refused = entry_of(head, "Ann,no,,,", consent_source="Fair")
    assert (refused.consent, refused.opted_out, refused.problems) == (None, (), (SAID_NO,))
    unsure = entry_of(head, "Ann,perhaps,,,", consent_source="Fair")
    assert unsure.consent is None
    assert "neither yes nor no" in unsure.problems[0]
    assert "none we can read" in entry_of(head, "Ann,yes,someday,,").problems[0]


def test_where_consent_was_given_says_that_it_was() -> None:
    head = "Name,Email,Consent source"
    assert entry_of(head, "Ann,ann@example.org,School fair").consent == ConsentGiven(source="School fair")
    assert entry_of(head, "Ann,ann@example.org,").consent is None
    assert entry_of(f"{head},Opted out", "Ann,ann@example.org,School fair,yes").consent is None
    assert entry_of(f"{head},Consent", "Ann,ann@example.org,School fair,").consent is None


def test_consent_for_single_channels() -> None:
    entry = entry_of("Name,Newsletter,OK to text", "Ann,yes,yes")
    assert (entry.consent, entry.more_consents) == (ConsentGiven("email"), (ConsentGiven("text"),))
    assert entry_of("Name,Newsletter", "Ann,no").problems == ()


@pytest.mark.parametrize(
    ("head", "row", "channels", "consent"),
    [
        ("Name,Opted Out", "Ann,yes", ("any",), None),
        ("Name,Opted Out", "Ann,no", (), None),
        ("Name,Opted Out,Consent", "Ann,yes,yes", ("any",), None),
        ("Name,Opted Out", "Ann,2025-03-01", ("any",), None),
        ("Name,Do Not Email,Consent", "Ann,1,yes", ("email",), ConsentGiven()),
        ("Name,Do Not Email,Newsletter", "Ann,1,yes", ("email",), None),
        ("Name,Do not call,Do not text,Do not mail", "Ann,x,true,Yes", ("phone", "text", "post"), None),
        ("Name,Unsubscribed,Opted out", "Ann,yes,no", ("any",), None),
        ("email,uuid,can2_subscription_status,can2_sms_status", "a@example.org,u1,unsubscribed,subscribed", ("email",),
         ConsentGiven("text", source="Action Network: subscribed")),
        ("email,uuid,can2_subscription_status", "a@example.org,u1,subscribed", (),
         ConsentGiven("email", source="Action Network: subscribed")),
        ("email,uuid,can2_subscription_status", "a@example.org,u1,bouncing", ("email",), None),
        ("VANID,Email Subscription Status", "12,Not Subscribed", (), None),
        ("VANID,Email Subscription Status", "12,U", ("email",), None),
        ("Contact ID,Do Not Email,No Bulk Emails (User Opt Out),Email", "4,,Yes,a@example.org", ("email",), None),
        ("Email Address,OPTIN_TIME,LEID,EUID,UNSUB_TIME", "a@example.org,2020-01-02 03:04:05,1,ab,2021-01-02 03:04:05", ("email",), None),
        ("Email Address,OPTIN_TIME,LEID,EUID", "a@example.org,2020-01-02 03:04:05,1,ab", (),
         ConsentGiven("email", "2020-01-02", "Mailchimp: sign-up")),
        ("Email Address,OPTIN_TIME,LEID,EUID,CLEAN_TIME", "a@example.org,,1,ab,2021-01-02", ("email",), None),
    ],
)  # fmt: skip
def test_a_no_is_a_no(head: str, row: str, channels: tuple[str, ...], consent: ConsentGiven | None) -> None:
    entry = entry_of(head, row)
    assert (entry.opted_out, entry.consent) == (channels, consent)


def test_a_word_that_is_neither_counts_as_opted_out_and_is_asked_about() -> None:
    entry = entry_of("Name,Opted Out", "Ann,ask her")
    assert entry.opted_out == ("any",)
    assert "counts as opted out" in entry.problems[0]
    assert (
        "counts as opted out"
        in entry_of("email,uuid,can2_subscription_status", "a@example.org,1,odd").problems[0]
    )


WORDS = st.sampled_from(["yes", "no", "", "x", "TRUE", "0", "perhaps", "2025-01-01"])


@given(WORDS, WORDS, WORDS, st.sampled_from(["", "School fair"]))
def test_a_no_wins_over_every_yes(opted: str, email: str, consent: str, source: str) -> None:
    entry = entry_of(
        "Name,Opted Out,Do Not Email,Consent", f"Ann,{opted},{email},{consent}", consent_source=source
    )
    assert set(entry.opted_out) <= set(CHANNELS)
    if yes_or_no(opted):
        assert entry.opted_out[:1] == ("any",)
        assert entry.consent is None
    if yes_or_no(consent) is False:
        assert entry.consent is None


def test_ids_of_other_systems() -> None:
    entry = entry_of("Voter File VANID,First Name,Last Name", "123,Ann,Olson")
    assert (entry.external_system, entry.external_id) == ("van", "123")
    own = entry_of("Member ID,Name", "7,Ann Olson")
    assert (own.external_system, own.external_id) == ("memberid", "7")
    assert entry_of("Member ID,Name", ",Ann Olson")[14:16] == ("", "")


def test_odd_rows_are_values_and_no_exceptions() -> None:
    read = entry_reader(recognise(["Name", "Email", "Notes"]), came_from="Fair")
    damaged = read(Row(3, ("Ann", "", "x\ny"), "damaged", "a quotation mark opens here"))
    assert (damaged.line, damaged.rejected) == (3, "a quotation mark opens here")
    long = read(Row(4, ("Ann", "", "tea", "extra"), "long", "4 values for 3 columns"))
    assert (long.problems, long.notes, long.came_from) == (("4 values for 3 columns",), "tea\nextra", "Fair")
    short = read(Row(5, ("Ann", "", ""), "short", "1 value for 3 columns"))
    assert (short.remarks, short.problems) == (("1 value for 3 columns",), ())
    nul = read(Row(6, ("A\x00nn", "", "")))
    assert (nul.name, nul.remarks) == ("Ann", ("'Name' had a NUL byte in it, which was taken out",))
    big = read(Row(7, ("x" * 10_000_000, "a@example.org", "n" * 19_000)))
    assert big.name == ""
    assert "'Name' is 10,000,000 signs long" in big.problems[0]
    assert len(big.notes) == 19_000
    marks = read(Row(8, ("\u202eAnn  \u200b Olson\u202c", "a@example.org", "one\r\ntwo")))
    assert (marks.name, marks.notes) == ("Ann Olson", "one\ntwo")
    assert read(Row(9, ("مريم العلي 🌻", "", ""))).name_key == match_key("مريم العلي")


def test_no_problem_names_what_it_is_about() -> None:
    entry = entry_of("Name,Email,Phone,Address", "Bob & Ann Secret,secret@x,555-0199,12 Secret St")
    assert len(entry.problems) == 3
    assert not any("ecret" in text or "0199" in text for text in (*entry.problems, *entry.remarks))


VALUES = st.one_of(
    st.text(max_size=15),
    st.sampled_from(["Ann", "Olson", "a@b.org", "651-555-0123", "1 Oak Ln", "Ely", "MN", "55731", "yes"]),
)


@given(st.lists(VALUES, min_size=11, max_size=11))
def test_the_quick_way_through_a_row_is_the_careful_one(values: list[str]) -> None:
    read = entry_reader(recognise(HEAD.split(",")))
    quick, careful = read(Row(2, tuple(values))), read(Row(2, tuple(values), "short", "told"))
    assert quick == careful._replace(remarks=careful.remarks[1:])
    assert quick.name_key == match_key(quick.name)
    assert quick.email_key == email_key(quick.email)
