"""Are the parts of an address read as a Minnesotan would read them?"""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from legislators.address import canonical_city, parse_address, parse_with_care
from legislators.errors import BadAddress

CITIES = frozenset({"SAINT PAUL", "MINNEAPOLIS", "ROSEVILLE", "WHITE BEAR LAKE", "ANOKA", "SOUTH SAINT PAUL"})


@pytest.mark.parametrize(
    ("typed", "line", "city", "zip_code"),
    [
        ("1540 6th St E, Saint Paul, MN 55106", "1540 6TH ST E", "SAINT PAUL", "55106"),
        ("1540 6th St. E., St. Paul, Minnesota 55106-4321", "1540 6TH ST E", "SAINT PAUL", "55106"),
        ("1540 e 6th st st paul mn 55106", "1540 E 6TH ST", "SAINT PAUL", "55106"),
        ("1540 6th St E #200, Saint Paul MN", "1540 6TH ST E", "SAINT PAUL", ""),
        ("1540 6th St E Apt 3B, Saint Paul", "1540 6TH ST E", "SAINT PAUL", ""),
        ("1540 6th St E, Unit 4, Saint Paul, MN 55106", "1540 6TH ST E", "SAINT PAUL", "55106"),
        ("12 Main St Mpls", "12 MAIN ST", "MINNEAPOLIS", ""),
        ("123 1/2 Main St, Anoka", "123 1/2 MAIN ST", "ANOKA", ""),
        ("123½ Main St, Anoka", "123 1/2 MAIN ST", "ANOKA", ""),
        ("100-104 Main St, Anoka", "100 MAIN ST", "ANOKA", ""),
        ("2100 County Road B W Roseville 55113", "2100 COUNTY ROAD B W", "ROSEVILLE", "55113"),
        ("450 Co Rd E E, White Bear Lake", "450 CO RD E E", "WHITE BEAR LAKE", ""),
        ("31415 670th Ave, Some Township, MN 55009", "31415 670TH AVE", "SOME TOWNSHIP", "55009"),
        ("100 Main St\nAnoka, MN 55303", "100 MAIN ST", "ANOKA", "55303"),
        ("10 Concord St S. So. St. Paul", "10 CONCORD ST S", "SOUTH SAINT PAUL", ""),
        ("100 Main St, PO Box 4, Anoka, MN 55303", "100 MAIN ST", "ANOKA", "55303"),
        ("Apt 3, 1540 6th St E, Saint Paul, MN 55106", "1540 6TH ST E", "SAINT PAUL", "55106"),
        ("#3 1540 6th St E, Saint Paul", "1540 6TH ST E", "SAINT PAUL", ""),
        ("1540, 6th St E, Saint Paul", "1540 6TH ST E", "SAINT PAUL", ""),
        ("1540 6th St E Upper, Saint Paul", "1540 6TH ST E", "SAINT PAUL", ""),
        ("1540 6th St E Rear, Saint Paul", "1540 6TH ST E", "SAINT PAUL", ""),
        ("Mai Example, 1540 6th St E, Saint Paul, MN 55106", "1540 6TH ST E", "SAINT PAUL", "55106"),
        ("1540 6th St E (side door), Saint Paul, MN55106", "1540 6TH ST E", "SAINT PAUL", "55106"),
        ("1540 6th St E, 2nd floor, Saint Paul 55106 - 1234", "1540 6TH ST E", "SAINT PAUL", "55106"),
        (
            "1540 6th St E 2nd Fl, Saint Paul, Ramsey County, MN 55106-",
            "1540 6TH ST E",
            "SAINT PAUL",
            "55106",
        ),
        ("1540-B 6th St E, Saint Paul", "1540 B 6TH ST E", "SAINT PAUL", ""),
        ("1200 MN 96, Anoka", "1200 MN 96", "ANOKA", ""),
        ("1540 6th St E, Saint Paul, MN 55106, USA", "1540 6TH ST E", "SAINT PAUL", "55106"),
    ],
)
def test_parts(typed: str, line: str, city: str, zip_code: str) -> None:
    address = parse_address(typed, CITIES)
    assert (address.street_line(), address.city, address.zip_code) == (line, city, zip_code)
    assert address.problem == ""


@pytest.mark.parametrize(
    ("typed", "problem", "zip_code"),
    [
        ("PO Box 12, Anoka, MN 55303", "po_box", "55303"),
        ("P.O. Box 12, Anoka MN", "po_box", ""),
        ("RR 2 Box 55, Cambridge, MN 55008", "rural_route", "55008"),
        ("HC 1 Box 9, Ely, MN 55731", "rural_route", "55731"),
        ("55106", "no_street", "55106"),
        ("Saint Paul", "no_street", ""),
        ("6th St E, Saint Paul", "no_number", ""),
        ("0 6th St E, Saint Paul", "no_number", ""),
    ],
)
def test_what_cannot_stand_on_a_street_says_why(typed: str, problem: str, zip_code: str) -> None:
    address = parse_address(typed, CITIES)
    assert (address.problem, address.zip_code) == (problem, zip_code)


def test_a_grid_letter_is_kept_apart() -> None:
    address = parse_address("W7890 670th Ave, Ellsworth, WI 54011")
    assert (address.grid, address.number, address.state) == ("W", 7890, "WI")


@pytest.mark.parametrize(
    ("typed", "state"), [("12 Oak Ct", ""), ("12 Oak Ct, Hartford, CT", "CT"), ("12 Oak Ct, Anoka", "")]
)
def test_a_street_type_is_no_state(typed: str, state: str) -> None:
    assert parse_address(typed, CITIES).state == state


@pytest.mark.parametrize("typed", ["", "   ", ",,", "\n\t", "—"])
def test_nothing_is_an_error_with_an_example(typed: str) -> None:
    with pytest.raises(BadAddress, match="1540 6th St E"):
        parse_address(typed)


@pytest.mark.parametrize(
    ("typed", "city"),
    [("St. Paul", "SAINT PAUL"), ("N. St. Paul", "NORTH SAINT PAUL"), ("Mpls.", "MINNEAPOLIS")],
)
def test_towns(typed: str, city: str) -> None:
    assert canonical_city(typed) == city


@given(st.text(max_size=120))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        address = parse_address(text, CITIES)
    except BadAddress:
        return
    assert address.problem or (address.number is not None and address.street)


@given(
    st.integers(1, 99999), st.sampled_from(["Maple St", "6th St E", "County Road B W", "St Clair Ave"]),
    st.sampled_from(["", " Apt 4", " #12", ", Unit B"]), st.sampled_from(["Saint Paul", "St. Paul", "Anoka"]),
    st.sampled_from([" 55106", " 55106-0001", ""]),
)  # fmt: skip
def test_what_is_put_in_comes_out(number: int, street: str, unit: str, city: str, zip_code: str) -> None:
    address = parse_address(f"{number} {street}{unit}, {city}, MN{zip_code}", CITIES)
    assert address.number == number
    assert address.street == street.upper()
    assert address.city == canonical_city(city)
    assert address.zip_code == zip_code.strip()[:5]
    assert parse_address(address.one_line(), CITIES).one_line() == address.one_line()


@pytest.mark.parametrize(
    ("typed", "state"),
    [
        ("1 Main St, Hudson WI", "WI"),
        ("1 Main St Hudson WI", "WI"),
        ("12 Broadway, Fargo ND", "ND"),
        ("100 Pine Ct", ""),
        ("100 Main St, Blaine NE", ""),
        ("100 Main St, Pine Ct", ""),
    ],
)
def test_a_state_counts_without_a_zip_code_where_no_street_ends_so(typed: str, state: str) -> None:
    assert parse_address(typed, CITIES).state == state


@pytest.mark.parametrize(
    ("typed", "says"),
    [("1540 6th St E, Saint Paul, MN 5510", "4 digits"), ("1540 " + "6th St E " * 100, "too long")],
)
def test_what_is_no_zip_code_or_no_address_is_told_without_repeating_it(typed: str, says: str) -> None:
    with pytest.raises(BadAddress, match=says) as told:
        parse_address(typed, CITIES)
    assert "6th" not in str(told.value)


_ODD = (
    "6TH ST. E MAIN COUNTY ROAD B HWY 10 U.S. P.O. BOX BOXWOOD POBOX DRAWER PMB 12 APT APT. UNIT STE FLOOR 2ND FL FLR FLORA REAR "
    "UPPER LOT LOTUS SAINT PAUL St. MN WI RR HC ST N No 0 007 A é ﬁr ß ı , . # ( ) - ½ 55106 COUNTY. Ramsey County"
)
_WORDS = st.sampled_from(_ODD.split())


@given(
    st.from_regex(r"[NW]?[0-9]{1,7}[A-Z]?", fullmatch=True),
    st.lists(_WORDS, max_size=5).map(" ".join),
    st.lists(_WORDS, max_size=3).map(" ".join),
    st.sampled_from(["MN", "mn", "Minnesota", "WI", "M", "ＭＮ", ""]),
    st.sampled_from(["55106", "55106-1234", "551061234", "5510", "٥٥١٠٦", ""]),
)
@example("1540", "6th St. E.", "St. Paul", "MN", "55106")
@example("1540", "6th St", "Ramsey County", "MN", "55106")
@example("1540", "6th St Lower", "Saint Paul", "MN", "55106")
def test_the_ordinary_form_is_read_as_with_care(
    number: str, street: str, town: str, state: str, code: str
) -> None:
    text = f"{number} {street}, {town}, {state} {code}"
    try:
        careful = parse_with_care(text, CITIES)
    except BadAddress:
        with pytest.raises(BadAddress):
            parse_address(text, CITIES)
        return
    assert parse_address(text, CITIES) == careful


@pytest.mark.parametrize(
    "typed",
    [
        "1540 6th St E, Saint Paul, MN 55106",
        "1540 Sixth Street East, St Paul, 55106",
        "1540 E. 6th St. Apt 2, St. Paul, Minnesota 55106-1234",
    ],
)
def test_every_spelling_of_an_address_is_compared_in_one_form(typed: str) -> None:
    assert parse_address(typed).compared() == "1540 6TH ST E, SAINT PAUL, MN 55106"
