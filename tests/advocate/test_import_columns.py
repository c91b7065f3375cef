"""Is each column taken for what a person would take it for, and is what is unsure asked and not guessed?"""

from __future__ import annotations

import pytest

from advocate.errors import WrongChoice
from advocate.importing.column_names import NAMES, NOT_OURS, field_of, plain
from advocate.importing.column_values import closest_field
from advocate.importing.columns import FIELDS, NOBODY, ColumnMap, recognise
from advocate.importing.presets import PRESETS, find_preset, preset_named


def taken(columns: str, **more: object) -> dict[str, str]:
    found = recognise(columns.split(","), **more)  # type: ignore[arg-type]
    return {each.column: each.field for each in found.taken}


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("e-mail", "email"), ("E-Mail Address", "email"), ("emial", "email"), ("Email adress", "email"),
        ("What is your e-mail?", "email"),
        ("Cell", "phone"), ("CELL PHONE #", "phone"), ("Phone Nubmer", "phone"), ("telephone no.", "phone"), ("Best phone", "phone"),
        ("Frist Name", "given_name"), ("first_name", "given_name"), ("Surname", "family_name"), ("Last nmae", "family_name"),
        ("Full Name", "name"), ("Your name", "name"), ("What is your name?", "name"), ("Name", "name"),
        ("Zip code", "zip"), ("ZIP", "zip"), ("Postal Code", "zip"), ("Adress", "address"), ("Street address", "address"),
        ("Apt", "unit"),
        ("City/Town", "town"), ("Town", "town"), ("State", "state"),
        ("Are you a…", "role"), ("Are you a parent, teacher or neighbor?", "role"), ("I am a", "role"), ("Role", "role"),
        ("How did you hear about us?", "came_from"), ("Where did you find us", "came_from"), ("Source", "came_from"),
        ("Preferred language", "language"), ("What language do you speak at home?", "language"), ("Languge", "language"),
        ("May we contact you?", "consent"), ("OK to text", "consent_text"), ("Newsletter", "consent_email"),
        ("Do Not Call", "opt_out_phone"), ("Opted Out", "opt_out"), ("Unsubscribed", "opt_out"), ("Unsubscribd", "opt_out"),
        ("Comments", "notes"), ("Tags", "interests"), ("Last name (print)", "family_name"), ("Phone (cell)", "phone"),
        ("Email *", "email"),
        ("Name (Last, First)", "name"), ("Cell/Mobile", "phone"), ("Comments/Questions", "notes"), ("Email 3", "email"),
        ("Phone 4:", "phone"),
        ("Street + City", "address"), ("Street, City, ZIP", "address"), ("Home Address (street, city, zip)", "address"),
        ("Address & Town", "address"), ("House number and street", "address"), ("City and State", "town"),
        ("City, State, Zip", "town"), ("City/State/Zip", "town"), ("Language spoken at home", "language"),
        ("Date consented", "consent_date"),
        # None of ours, however near they are.
        ("Country", ""), ("County", ""), ("Date", ""), ("Status", ""), ("Votes", ""), ("Stats", ""), ("Stage", ""),
        ("Name/Email", ""), ("City & phone", ""), ("Town and country", ""), ("Interested in volunteering?", ""),
        ("Zap", ""), ("Age", ""), ("Title", ""),
    ],
)  # fmt: skip
def test_a_column_is_known_by_its_name(name: str, field: str) -> None:
    assert (field_of(name) or closest_field(name)) == field


def test_no_name_means_two_fields_and_none_of_ours_is_known_as_ours() -> None:
    where: dict[str, str] = {}
    for field, names in NAMES.items():
        for name in names:
            assert name == plain(name)
            assert where.setdefault(name, field) == field, name
    assert not NOT_OURS & where.keys()
    assert set(NAMES) <= set(FIELDS)


ACTION_NETWORK = (
    "first_name,last_name,email,zip_code,can2_user_city,can2_state_abbreviated,can2_user_tags,can2_subscription_status,"
    "can2_sms_status,can2_phone,uuid"
)
VAN = (
    "Voter File VANID,LastName,FirstName,MiddleName,Suffix,Address,City,State,Zip5,Zip4,Preferred Phone,Cell Phone,"
    "Preferred Email,Email Subscription Status,Do Not Call,SMS Opt In Status"
)
CIVICRM = (
    "Contact ID,Contact Type,Do Not Email,Do Not Phone,Do Not Mail,Do Not Sms,No Bulk Emails (User Opt Out),Sort Name,"
    "Display Name,First Name,Last Name,Preferred Language,Street Address,Supplemental Address 1,City,State,Postal Code,Phone,Email"
)
MAILCHIMP = (
    "Email Address,First Name,Last Name,Address,Phone Number,MEMBER_RATING,OPTIN_TIME,OPTIN_IP,CONFIRM_TIME,CONFIRM_IP,"
    "LATITUDE,LONGITUDE,GMTOFF,DSTOFF,TIMEZONE,CC,REGION,LAST_CHANGED,LEID,EUID,NOTES,TAGS"
)
UNSUBSCRIBED = (
    MAILCHIMP + ",UNSUB_TIME,UNSUB_CAMPAIGN_TITLE,UNSUB_CAMPAIGN_ID,UNSUB_REASON,UNSUB_REASON_OTHER"
)
CLEANED = MAILCHIMP + ",CLEAN_TIME,CLEAN_CAMPAIGN_TITLE,CLEAN_CAMPAIGN_ID"
GOOGLE = (
    "First Name,Middle Name,Last Name,Phonetic First Name,Nickname,File As,Organization Name,Birthday,Notes,Photo,Labels,"
    "E-mail 1 - Label,E-mail 1 - Value,E-mail 2 - Value,Phone 1 - Label,Phone 1 - Value,Address 1 - Label,Address 1 - Formatted,"
    "Address 1 - Street,Address 1 - City,Address 1 - Region,Address 1 - Postal Code"
)
OLD_GOOGLE = "Name,Given Name,Additional Name,Family Name,Group Membership,E-mail 1 - Type,E-mail 1 - Value,Phone 1 - Type,Phone 1 - Value"


@pytest.mark.parametrize(
    ("columns", "preset", "some"),
    [
        (ACTION_NETWORK, "action-network", {"uuid": "external_id", "can2_subscription_status": "email_status",
                                            "can2_sms_status": "text_status", "can2_phone": "phone", "zip_code": "zip"}),
        (VAN, "van", {"Voter File VANID": "external_id", "Email Subscription Status": "email_status", "Do Not Call": "opt_out_phone",
                      "Zip5": "zip", "SMS Opt In Status": "text_status", "Zip4": "", "Preferred Email": "email"}),
        (CIVICRM, "civicrm", {"Contact ID": "external_id", "Do Not Email": "opt_out_email", "No Bulk Emails (User Opt Out)":
                              "opt_out_email", "Do Not Sms": "opt_out_text", "Do Not Mail": "opt_out_post", "Sort Name": "",
                              "Postal Code": "zip", "Display Name": "name", "Supplemental Address 1": "unit"}),
        (MAILCHIMP, "mailchimp", {"EUID": "external_id", "OPTIN_TIME": "consent_date", "CONFIRM_TIME": "", "LATITUDE": ""}),
        (UNSUBSCRIBED, "mailchimp", {"UNSUB_TIME": "email_opted_out_on", "UNSUB_REASON": ""}),
        (CLEANED, "mailchimp", {"CLEAN_TIME": "email_opted_out_on"}),
        (GOOGLE, "google-contacts", {"E-mail 1 - Value": "email", "Phone 1 - Label": "", "Address 1 - Street": "address",
                                     "Address 1 - Postal Code": "zip", "Labels": "interests", "Phonetic First Name": ""}),
        (OLD_GOOGLE, "google-contacts", {"Given Name": "given_name", "Additional Name": "middle_name", "Name": "name"}),
    ],
)  # fmt: skip
def test_the_exports_of_other_programs_are_known(columns: str, preset: str, some: dict[str, str]) -> None:
    found = recognise(columns.split(","))
    assert (found.preset, found.system) == (preset, preset)
    fields = {each.column: each.field for each in found.taken}
    assert {name: fields[name] for name in some} == some
    assert found.questions == ()


def test_a_plain_sheet_comes_from_no_program() -> None:
    assert find_preset(["First Name", "Last Name", "Email", "Status", "Notes", "Tags"]) is None
    assert recognise(["Name", "Email"]).preset == ""


def test_a_preset_can_be_asked_for_by_either_name() -> None:
    assert preset_named("EveryAction").key == "van"
    assert preset_named("Google Contacts").key == "google-contacts"
    assert (
        taken("First Name,Email Marketing Status,Email Address", preset="mailchimp")["Email Marketing Status"]
        == "email_status"
    )
    with pytest.raises(WrongChoice, match="Right are: action-network, van, civicrm") as caught:
        preset_named("NationBuilder")
    assert caught.value.choices == tuple(PRESETS)


def test_of_several_phones_the_cell_counts_and_the_others_are_spare() -> None:
    found = recognise(["Name", "Home Phone", "Work Phone", "Cell"])
    assert found.columns_of("phone") == (3, 1, 2)
    assert [each.spare for each in found.taken] == [False, True, True, False]
    assert found.questions == ()


def test_two_columns_for_one_field_are_asked_about() -> None:
    found = recognise(["Name", "Role", "Are you a parent?"])
    assert [each.field for each in found.taken] == ["name", "role", ""]
    assert "'Are you a parent?' could be, too" in found.questions[0]
    assert "--map 'Are you a parent?=role'" in found.questions[0]


def test_no_opt_out_is_ever_left_out() -> None:
    found = recognise(["Name", "Opted Out", "Unsubscribed", "Do not contact", "Do Not Email", "No emails"])
    assert [each.field for each in found.taken[1:]] == ["opt_out"] * 3 + ["opt_out_email"] * 2


@pytest.mark.parametrize(
    "name",
    ["Opt In/Out", "E-mail opt status", "Please don't contact", "Unsub reason", "Marketing permission 2"],
)
def test_a_column_that_may_hold_a_no_is_asked_about(name: str) -> None:
    asked = recognise(["Name", name]).questions
    assert any(f"--map '{name}=opt_out'" in question for question in asked)
    assert recognise(["Name", name], overrides=[f"{name}="]).questions == ()


def test_ordinary_columns_that_are_left_out_are_not_asked_about() -> None:
    assert (
        recognise(["Name", "Shirt size", "Birthday", "Adopted on", "Option chosen", "Contact type"]).questions
        == ()
    )


def test_map_overrides_and_leaves_out() -> None:
    found = recognise(
        ["Who", "Cell", "Notes", "Ref=no"],
        overrides=["who=name", "Cell=phone", "Notes=", "Ref=no=external id"],
    )
    assert [(each.field, each.why) for each in found.taken] == [
        ("name", "map"),
        ("phone", "map"),
        ("", "map"),
        ("external_id", "map"),
    ]
    assert found.left_out() == ("Notes",)


@pytest.mark.parametrize(
    ("override", "says"),
    [
        ("Cel=phone", "the list has no column 'Cel'. Its columns: Who, Cell"),
        ("Cell=fone number x", "'fone number x' is no field. Right are: name, given_name"),
        ("Cell", "needs a column, '=' and a field"),
    ],
)
def test_a_wrong_map_lists_the_right_ones(override: str, says: str) -> None:
    with pytest.raises(WrongChoice) as caught:
        recognise(["Who", "Cell"], overrides=[override])
    assert says in str(caught.value)
    assert caught.value.choices


EMAILS = [[f"p{n}@example.org"] for n in range(5)]


def test_values_name_a_column_that_its_name_does_not() -> None:
    sample = [
        ["Ann", "a@example.org", "651-555-0123"],
        ["Bo", "b@example.org", "612-555-0123"],
        ["Cy", "", ""],
        ["Di", "d@example.org", "6515550199.0"],
    ]
    found = recognise(["Name", "column_2", "Kontakt"], sample=sample)
    assert [(each.field, each.why) for each in found.taken] == [
        ("name", "name"),
        ("email", "values"),
        ("phone", "values"),
    ]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        (
            ("1540 6th St E, St Paul", "12 Grand Ave., Minneapolis", "7 County Road B W", "44-1 Oak Ln"),
            "address",
        ),
        (("2 kids in 3rd grade", "1 child", "3 kids"), ""),
        (("1540 6th St E", "12 Grand Ave"), ""),
    ],
)
def test_a_column_of_addresses_is_known_by_its_streets(values: tuple[str, ...], field: str) -> None:
    found = recognise(["Name", "Wohnort"], sample=[["Ann", value] for value in values])
    assert found.taken[1].field == field


def test_an_address_column_of_emails_is_one_of_emails() -> None:
    assert recognise(["Address"], sample=EMAILS).taken[0].field == "email"


def test_a_column_whose_values_deny_its_name_is_asked_about() -> None:
    found = recognise(["Name", "Email"], sample=[["Ann", "yes"], ["Bo", "no"], ["Cy", "yes"]])
    assert found.taken[1].field == ""
    assert "--map 'Email=email'" in found.questions[0]
    assert (
        recognise(["Name", "Email"], overrides=["Email=email"], sample=[["Ann", "yes"]] * 3).taken[1].field
        == "email"
    )


def test_a_list_without_people_says_so() -> None:
    assert recognise(["Colour", "Size"]).questions == (NOBODY,)
    assert recognise([]).questions == (NOBODY,)
    assert ColumnMap(()).column_of("name") is None


def test_a_second_column_of_one_name_is_known_by_it() -> None:
    assert taken("Name,Phone,Phone (2),City (Work)") == {
        "Name": "name",
        "Phone": "phone",
        "Phone (2)": "phone",
        "City (Work)": "",
    }
