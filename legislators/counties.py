"""Which are Minnesota's 87 counties, and which one does a person mean?"""

from __future__ import annotations

import re

from legislators.errors import UnknownDistrict

# In the order of their FIPS codes, which are the odd numbers from 27001 to 27173.
_NAMES = """
Aitkin, Anoka, Becker, Beltrami, Benton, Big Stone, Blue Earth, Brown, Carlton, Carver, Cass, Chippewa,
Chisago, Clay, Clearwater, Cook, Cottonwood, Crow Wing, Dakota, Dodge, Douglas, Faribault, Fillmore,
Freeborn, Goodhue, Grant, Hennepin, Houston, Hubbard, Isanti, Itasca, Jackson, Kanabec, Kandiyohi, Kittson,
Koochiching, Lac qui Parle, Lake, Lake of the Woods, Le Sueur, Lincoln, Lyon, McLeod, Mahnomen, Marshall,
Martin, Meeker, Mille Lacs, Morrison, Mower, Murray, Nicollet, Nobles, Norman, Olmsted, Otter Tail,
Pennington, Pine, Pipestone, Polk, Pope, Ramsey, Red Lake, Redwood, Renville, Rice, Rock, Roseau,
St. Louis, Scott, Sherburne, Sibley, Stearns, Steele, Stevens, Swift, Todd, Traverse, Wabasha, Wadena,
Waseca, Washington, Watonwan, Wilkin, Winona, Wright, Yellow Medicine
"""

#: FIPS code -> name, "27053" -> "Hennepin".
COUNTIES = {
    f"27{2 * number + 1:03d}": " ".join(name.split()) for number, name in enumerate(_NAMES.strip().split(","))
}


def find_county(text: str) -> str:
    """Return the FIPS code of a county given by it ("27053", "053") or by its name ("Hennepin County").

    Raises UnknownDistrict, which lists the nearest names.
    """
    asked = _plain(text)
    if asked.isdecimal():
        code = asked if len(asked) == 5 else f"27{asked:0>3}"
        if code in COUNTIES:
            return code
    for code, name in COUNTIES.items():
        if _plain(name) == asked:
            return code
    import difflib

    names = {_plain(name): name for name in COUNTIES.values()}
    near = [names[each] for each in difflib.get_close_matches(asked, names, n=4, cutoff=0.4)]
    hint = f"; near it: {', '.join(near)}" if near else ""
    raise UnknownDistrict(f"Minnesota has no county {text!r}{hint}. Write its name, its number, or 'all'.")


def _plain(name: str) -> str:
    words = re.sub(r"[^a-z0-9 ]", "", name.casefold()).removesuffix("county").split()
    return "".join("st" if word == "saint" else word for word in words)
