"""Three hundred messy rows, of every program's export, go through plan, edit, apply and undo; nothing is left behind."""

from __future__ import annotations

import csv
import io
import json
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from advocate.cli import cli
from advocate.store.log import Log

SOURCE = ("--consent-source", "School fair 2026-09-12")
FIRST = ("Ann", "Bob", "Robert", "Pa Houa", "María José", "Ахмед", "فاطمة", "Søren", "Mai", "Xue ❤")
LAST = ("Olson", "Vang", "García López", "Hassan", "Lee-Moua", "Nguyễn", "O'Brien")
STREETS = ("6th St E", "670th Ave", "County Road B W", "Oak Ln Apt 4")

#: For each program: its columns, and what stands in them for person number n.
PROGRAMS: dict[str, tuple[str, Callable[[int, dict[str, str]], tuple[str, ...]]]] = {
    "": (
        "Name,E-Mail,Cell,Address,City,Zip,Role,Interests,Notes,,Consent",
        lambda n, p: (
            p["name"], p["email"], p["phone"], p["street"], "Saint Paul", "55106", "parent", "reading, math", p["note"], "",
            "yes" if n % 7 else "",
        ),
    ),
    "action-network": (
        "can2_phone,first_name,last_name,email,can2_user_address,can2_user_city,zip_code,can2_user_tags,"
        "can2_subscription_status,uuid",
        lambda n, p: (
            p["phone"], p["first"], p["last"], p["email"], p["street"], "Duluth", "55812", "tutors",
            "unsubscribed" if n % 9 == 0 else "subscribed", f"uuid-{n}",
        ),
    ),
    "van": (
        "VANID,FirstName,LastName,Preferred Email,Preferred Phone,vAddress,vCity,vState,vZip5,Do Not Call,NoSolicit",
        lambda n, p: (
            str(1000 + n), p["first"], p["last"], p["email"], p["phone"], p["street"], "Rochester", "MN", "55901",
            "1" if n % 8 == 0 else "", "",
        ),
    ),
    "civicrm": (
        "Contact ID,Display Name,Email,Phone,Street Address,City,Postal Code,Do Not Email,Do Not Phone,Tags",
        lambda n, p: (
            str(n), p["name"], p["email"], p["phone"], p["street"], "Roseville", "55113", "Yes" if n % 10 == 0 else "No",
            "No", "STEM",
        ),
    ),
    "mailchimp": (
        "Email Address,First Name,Last Name,Address,Phone Number,MEMBER_RATING,OPTIN_TIME,OPTIN_IP,LEID,EUID,TAGS",
        lambda n, p: (
            p["email"], p["first"], p["last"], f"{p['street']}  Saint Paul MN 55106", p["phone"], "2", "2026-03-01 10:00:00",
            "", str(n), f"e{n}", '"parents"',
        ),
    ),
    "google-contacts": (
        "First Name,Last Name,Labels,E-mail 1 - Value,Phone 1 - Value,Address 1 - Street,Address 1 - City,"
        "Address 1 - Postal Code,Notes",
        lambda n, p: (
            p["first"], p["last"], "* myContacts", p["email"], p["phone"], p["street"], "Saint Paul", "55106", p["note"],
        ),
    ),
}  # fmt: skip


def person(n: int) -> dict[str, str]:
    """Person number n, with one fault or other in most of them."""
    first, last = FIRST[n % len(FIRST)], LAST[n % len(LAST)]
    email = f"p{n}@example.org"
    phone = f"(651) 555-{n:04d}"
    faults = {
        1: {"email": "not an e-mail"}, 2: {"email": ""}, 3: {"phone": f"651555{n:04d}.0"}, 4: {"phone": "12"},
        5: {"email": f"p{n - 1}@example.org"}, 6: {"first": "", "last": ""}, 7: {"phone": "", "email": "", "street": ""},
        8: {"note": '=HYPERLINK("http://example.org")'}, 9: {"street": "PO Box 9"}, 10: {"phone": f"(651) 555-{n - 1:04d}"},
        11: {"email": f"P{n}@Example.ORG "},
        12: {"note": "a\u202eb, \x07bell"},
        13: {"first": first.upper(), "email": f"p{n - 13}@example.org"},
    }  # fmt: skip
    found = {
        "first": first,
        "last": last,
        "email": email,
        "phone": phone,
        "street": f"{1500 + n} {STREETS[n % 4]}",
        "note": "",
    }
    found |= faults.get(n % 17, {})
    return found | {"name": f"{found['first']} {found['last']}".strip()}


def sheet(program: str, start: int) -> bytes:
    """Fifty rows as that program would export them, some a second time, in its encoding."""
    header, row = PROGRAMS[program]
    columns = header.split(",")
    out = io.StringIO()
    delimiter = ";" if program == "civicrm" else ","
    writer = csv.writer(out, delimiter=delimiter)
    if not program:
        writer.writerow(["Sign-ups, school fair", *[""] * (len(columns) - 1)])
        writer.writerow([""] * len(columns))
    writer.writerow(columns)
    people = [*range(start, start + 46), start, start + 1, start + 20, start + 45]
    for n in people:
        writer.writerow(row(n, person(n)))
        if n % 20 == 0:
            out.write("\r\n")
    encoding = {"civicrm": "utf-16", "mailchimp": "utf-8-sig"}.get(program, "utf-8")
    return out.getvalue().encode(encoding)


class Desk:
    """A volunteer's folder: files, a log, and the command."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self._capsys, self.db = folder, capsys, folder / "log.db"

    def run(self, *words: str | Path) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            cli.main(["import", *map(str, words), *(() if "-h" in words else ("--db", str(self.db)))])
        told = self._capsys.readouterr()
        return int(ended.value.code or 0), told.out, told.err

    def data(self, *words: str | Path) -> dict[str, Any]:
        _, out, told = self.run(*words, "--json")
        assert out, told
        return json.loads(out)  # type: ignore[no-any-return]

    def dump(self) -> list[str]:
        with Log(self.db) as log:
            return list(log.database.conn.iterdump())

    def file(self, name: str, content: bytes | str) -> Path:
        path = self.folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.chdir(tmp_path)
    return Desk(tmp_path, capsys)


def test_three_hundred_messy_rows_go_in_and_out_again(desk: Desk) -> None:
    dumps, numbers, total = [desk.dump()], [], 0
    for at, program in enumerate(PROGRAMS):
        # Half of each list's people are on the one before, too.
        file = desk.file(f"{program or 'plain'}.csv", sheet(program, 100 + at * 23))
        before = desk.dump()
        looked = desk.data(file, *SOURCE, "--dry-run")
        assert desk.dump() == before
        total += looked["rows"]
        assert looked["rows"] == sum(looked["counts"].values()) == 50
        assert looked["preset"] == program
        assert looked["counts"]["create"] > 10
        assert looked["counts"]["needs_eyes"] > 5
        plan = desk.folder / "plan.csv"
        code, _, _ = desk.run("--plan-only", "--out", plan, file, *SOURCE, "--yes")
        assert code == 3
        assert stat.S_IMODE(plan.stat().st_mode) == 0o600
        # A person looks: one new one is left out, one that needed eyes is somebody new after all.
        rows = list(csv.DictReader(plan.read_text("utf-8-sig").splitlines(keepends=True)))
        assert len(rows) == 50
        next(row for row in rows if row["decision"] == "create")["decision"] = "skip"
        with plan.open("w", newline="", encoding="utf-8-sig") as stream:
            writer = csv.DictWriter(stream, rows[0])
            writer.writeheader()
            writer.writerows(rows)
        done = desk.data("apply", plan, "--yes")
        assert sum(done["counts"].values()) == 50
        assert done["counts"]["skip"] == 1
        numbers.append(done["batch"])
        dumps.append(desk.dump())
    assert total == 300
    assert numbers == [1, 2, 3, 4, 5, 6]
    listed = desk.run("list", "--json")[1]
    assert [each["number"] for each in json.loads(listed)] == numbers
    for number in reversed(numbers):
        dumps.pop()
        undone = desk.data("undo", str(number), "--yes")
        assert undone["left"] == []
        assert desk.dump() == dumps[-1]


def test_the_same_sheet_again_changes_nothing(desk: Desk) -> None:
    for at, program in enumerate(PROGRAMS):
        file = desk.file(f"{program or 'plain'}.csv", sheet(program, 100 + at * 23))
        first = desk.data(file, *SOURCE, "--yes")
        assert first["batch"] == at + 1
        once = desk.dump()
        again = desk.data(file, *SOURCE, "--yes")
        assert again["batch"] is None
        assert again["counts"]["create"] == again["counts"]["update"] == 0
        assert again["counts"]["needs_eyes"] == first["counts"]["needs_eyes"]
        assert desk.dump() == once


def test_what_needs_eyes_is_mended_and_imported_again(desk: Desk) -> None:
    file = desk.file(
        "fair.csv",
        "Name,Email,Phone\nAnn Olson,ann@example,\nBob Vang,bob@example.org,\n=1+1,x@example.org,\n",
    )
    first = desk.data(file, *SOURCE, "--yes")
    assert first["counts"]["create"] >= 1
    eyes = Path(first["needs_eyes_file"])
    assert eyes.name == "fair.needs-eyes.csv"
    assert stat.S_IMODE(eyes.stat().st_mode) == 0o600
    text = eyes.read_text("utf-8-sig")
    assert "Ann Olson,ann@example,,2," in text
    assert "\n=1+1" not in text
    mended = desk.file(eyes.name, text.replace("ann@example,", "ann@example.org,"))
    second = desk.data(mended, *SOURCE, "--yes")
    assert second["counts"]["create"] == 1
    assert second["columns"]["Import: reason"] == ""


@pytest.mark.parametrize(
    ("column", "value", "message"),
    [
        ("decision", "maybe", "'maybe' is no decision. Write one of: create, update, skip"),
        ("decision", "unchanged", "'unchanged' cannot be asked for"),
        ("decision", "update", "update whom?"),
        ("line", "two", "'line' must hold the number"),
        ("opted_out", "fax", "'fax' is no channel"),
        ("supporter", "0123456789", "a supporter goes with update"),
        ("planned", "needs_eyes", "'line' and the columns from 'planned' on say what the plan was"),
        ("problems", "none", "Put them back, take the row out, or plan again"),
    ],
)
def test_a_plan_file_that_cannot_be_carried_out_says_where_and_changes_nothing(
    desk: Desk, column: str, value: str, message: str
) -> None:
    file = desk.file("fair.csv", "Name,Email\nAnn Olson,ann@example.org\n")
    desk.run("--plan-only", "--out", "plan.csv", file, *SOURCE)
    rows = list(csv.DictReader(Path("plan.csv").read_text("utf-8-sig").splitlines()))
    rows[0][column] = value
    with Path("plan.csv").open("w", newline="") as stream:
        writer = csv.DictWriter(stream, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    before = desk.dump()
    code, _, told = desk.run("apply", "plan.csv", "--yes")
    assert code == 2
    assert message in told
    assert "line 2 of the plan file" in told
    assert desk.dump() == before


@pytest.mark.parametrize("column", ["problems", "list", "phone", "consent_source", "seal"])
def test_a_plan_file_without_one_of_its_columns_is_refused(desk: Desk, column: str) -> None:
    file = desk.file("fair.csv", "Name,Email\nAnn Olson,not an e-mail\n")
    desk.run("--plan-only", "--out", "plan.csv", file, *SOURCE)
    rows = list(csv.DictReader(Path("plan.csv").read_text("utf-8-sig").splitlines()))
    with Path("plan.csv").open("w", newline="") as stream:
        writer = csv.DictWriter(stream, [each for each in rows[0] if each != column], extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    code, _, told = desk.run("apply", "plan.csv", "--yes")
    assert code == 2
    assert f"it has no column '{column}'" in told
    assert "--plan-only" in told


def test_another_supporter_for_an_update_is_whom_it_means(desk: Desk) -> None:
    desk.run(
        desk.file("a.csv", "Name,Email\nAnn Olson,ann@example.org\nAnn Olson,olson@example.org\n"),
        *SOURCE,
        "--yes",
    )
    desk.run(
        "--plan-only",
        "--out",
        "plan.csv",
        desk.file("b.csv", "Name,Email,Role\nAnn Olson,ann@example.org,parent\n"),
    )
    rows = list(csv.DictReader(Path("plan.csv").read_text("utf-8-sig").splitlines()))
    with Log(desk.db) as log:
        other = log.database.conn.execute("SELECT id FROM supporters WHERE email LIKE 'olson%'").fetchone()[0]
    assert rows[0]["decision"] == "update"
    assert rows[0]["supporter"] != other
    rows[0]["supporter"] = other
    with Path("plan.csv").open("w", newline="") as stream:
        writer = csv.DictWriter(stream, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    desk.run("apply", "plan.csv", "--yes")
    with Log(desk.db) as log:
        roles = log.database.conn.execute("SELECT role FROM supporters WHERE id <> ?", [other]).fetchall()
        its_own = log.database.conn.execute("SELECT role FROM supporters WHERE id = ?", [other]).fetchall()
    assert (its_own, roles) == ([("parent",)], [("",)])


def test_a_plan_file_of_yesterday_is_refused_where_the_list_has_changed(desk: Desk) -> None:
    file = desk.file("fair.csv", "Name,Email\nAnn Olson,ann@example.org\n")
    desk.run("--plan-only", "--out", "plan.csv", file, *SOURCE)
    desk.run(file, *SOURCE, "--yes")
    code, _, told = desk.run("apply", "plan.csv", "--yes")
    assert code == 2
    assert "1 line would be decided otherwise now (2)" in told
    assert "Plan again" in told


def test_a_person_says_whom_a_row_means(desk: Desk) -> None:
    desk.run(
        desk.file("a.csv", "Name,Email\nAnn Olson,ann@example.org\nAnn Olson,olson@example.org\n"),
        *SOURCE,
        "--yes",
    )
    file = desk.file("b.csv", "Name,Email,Phone\nRobert Ek,ann@example.org,651-555-0101\n")
    code, _, _ = desk.run("--plan-only", "--out", "plan.csv", file, *SOURCE)
    assert code == 3
    rows = list(csv.DictReader(Path("plan.csv").read_text("utf-8-sig").splitlines()))
    assert rows[0]["decision"] == "needs eyes"
    rows[0] |= {"decision": "update", "supporter": rows[0]["candidates"][:10]}
    with Path("plan.csv").open("w", newline="") as stream:
        writer = csv.DictWriter(stream, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    done = desk.data("apply", "plan.csv", "--yes")
    assert done["counts"]["update"] == 1
    shown = desk.data("show", "2")
    assert shown["lines"][0]["after"]["phone"] == "651-555-0101"


def test_a_no_is_not_overturned_by_a_sheet(desk: Desk) -> None:
    desk.run(desk.file("a.csv", "Name,Email,Opted out\nAnn Olson,ann@example.org,yes\n"), *SOURCE, "--yes")
    again = desk.data(
        desk.file("b.csv", "Name,Email,Consent\nAnn Olson,ann@example.org,yes\n"),
        "--consent-source",
        "Web",
        "--yes",
    )
    assert again["counts"]["needs_eyes"] == 1
    assert "they said no to everything" in again["first"]["needs_eyes"][0]["reason"]


def test_without_a_source_of_consent_every_new_row_needs_eyes(desk: Desk) -> None:
    file = desk.file("a.csv", "Name,Email\nAnn Olson,ann@example.org\nBob Vang,bob@example.org\n")
    code, out, told = desk.run(file, "--yes")
    assert code == 3
    assert "--consent-source" in out
    assert "2 rows that were not imported: a.needs-eyes.csv" in told.replace(str(desk.folder) + "/", "")
    assert desk.run("list", "--json")[1].strip() == "[]"


def test_what_something_later_depends_on_is_left_and_told(desk: Desk) -> None:
    desk.run(
        desk.file("a.csv", "Name,Email\nAnn Olson,ann@example.org\nBob Vang,bob@example.org\n"),
        *SOURCE,
        "--yes",
    )
    desk.run(desk.file("b.csv", "Name,Email,Role\nAnn Olson,ann@example.org,parent\n"), *SOURCE, "--yes")
    code, out, _ = desk.run("undo", "1", "--dry-run")
    assert code == 3
    assert "a later import changed it" in out
    undone = desk.data("undo", "1", "--yes")
    assert (undone["removed"], [each["line"] for each in undone["left"]]) == (1, [2])
    assert desk.data("undo", "2", "--yes")["left"] == []
    assert desk.data("undo", "1", "--yes")["left"] == []
    with Log(desk.db) as log:
        for table in ("supporters", "addresses", "consents", "batches", "batch_rows"):
            assert log.database.conn.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)


def test_who_was_forgotten_is_said_to_be_by_an_undo(desk: Desk) -> None:
    desk.run(desk.file("a.csv", "Name,Email\nAnn Olson,ann@example.org\n"), *SOURCE, "--yes")
    with pytest.raises(SystemExit):
        cli.main(["supporters", "forget", "ann@example.org", "--yes", "--db", str(desk.db)])
    code, out, _ = desk.run("undo", "1", "--dry-run")
    assert code == 3
    assert "the person was forgotten since" in out
    assert "line 0" not in out


def test_a_sheet_of_many_columns_names_only_some_of_those_it_leaves_out(desk: Desk) -> None:
    names = ["Name", "Email", *(f"Q{n}" for n in range(198))]
    row = ["Ann Olson", "ann@example.org", *["x"] * 198]
    _, out, _ = desk.run(desk.file("a.csv", f"{','.join(names)}\n{','.join(row)}\n"), *SOURCE, "--dry-run")
    assert "198 columns: Q0, Q1" in out
    assert "Q150" not in out


def test_whom_a_later_import_found_as_they_were_is_left_and_told(desk: Desk) -> None:
    desk.run(
        desk.file(
            "a.csv",
            "Name,Email,Role\nAnn Olson,ann@example.org,\nBob Vang,bob@example.org,\nMai Her,mai@example.org,parent\n",
        ),
        *SOURCE,
        "--yes",
    )
    desk.run(desk.file("b.csv", "Name,Email,Role\nBob Vang,bob@example.org,educator\n"), *SOURCE, "--yes")
    both = "Name,Email,Role\nAnn Olson,ann@example.org,\nBob Vang,bob@example.org,educator\nEva Ek,eva@example.org,\n"
    whole = desk.dump()
    desk.run(desk.file("c.csv", both), *SOURCE, "--yes")
    assert [each["why"] for each in desk.data("undo", "2", "--yes", "--dry-run")["left"]] == [
        "a later import has it, too"
    ]
    left = desk.data("undo", "1", "--yes", "--dry-run")["left"]
    assert [each["line"] for each in left] == [2, 3]
    assert desk.data("undo", "3", "--yes")["left"] == []
    assert desk.dump() == whole
    for number in ("2", "1"):
        assert desk.data("undo", number, "--yes")["left"] == []


def test_a_no_without_a_name_takes_effect(desk: Desk) -> None:
    desk.run(
        desk.file("a.csv", "Name,Email,Phone\nAnn Olson,ann@example.org,651-555-0101\n"), *SOURCE, "--yes"
    )
    file = desk.file(
        "b.csv",
        "Email,Phone,Unsubscribed\nANN@example.org,612-555-0102,yes\nnone@example.org,,yes\nbob@example.org,,no\n",
    )
    first = desk.data(file, *SOURCE, "--yes")
    assert [first["counts"][each] for each in ("create", "update", "needs_eyes")] == [1, 1, 1]
    assert "kept, so that nobody writes there" in first["first"]["create"][0]["reason"]
    with Log(desk.db) as log:
        assert log.database.conn.execute("SELECT channel FROM opt_outs").fetchall() == [("any",), ("any",)]
        # Who has no name may be another of the house, so nothing is replaced.
        assert log.database.conn.execute("SELECT name, email, phone FROM supporters").fetchall() == [
            ("Ann Olson", "ann@example.org", "651-555-0101"),
            ("(no name)", "none@example.org", ""),
        ]
    again = desk.data(file, *SOURCE, "--yes")
    assert (again["counts"]["unchanged"], again["batch"]) == (2, None)


def test_an_e_mail_of_two_people_without_a_name_is_asked_about(desk: Desk) -> None:
    desk.run(desk.file("a.csv", "Name,Email\nAnn Olson,home@example.org\n"), *SOURCE, "--yes")
    desk.run(
        "--plan-only",
        "--out",
        "plan.csv",
        desk.file("b.csv", "Name,Email\nBob Vang,home@example.org\n"),
        *SOURCE,
    )
    text = Path("plan.csv").read_text("utf-8-sig").replace(",needs eyes,", ",create,")
    Path("plan.csv").write_text(text)
    assert desk.data("apply", "plan.csv", "--yes")["counts"]["create"] == 1
    asked = desk.data(desk.file("c.csv", "Email,Role\nhome@example.org,parent\n"), *SOURCE, "--yes")
    assert asked["counts"]["needs_eyes"] == 1
    assert "2 people of the list may be meant" in asked["first"]["needs_eyes"][0]["reason"]


def test_a_no_without_a_name_is_everybodys_who_has_the_e_mail(desk: Desk) -> None:
    desk.run(desk.file("a.csv", "Name,Email\nAnn Olson,home@example.org\n"), *SOURCE, "--yes")
    desk.run(
        "--plan-only",
        "--out",
        "plan.csv",
        desk.file("b.csv", "Name,Email\nBob Vang,home@example.org\n"),
        *SOURCE,
    )
    Path("plan.csv").write_text(Path("plan.csv").read_text("utf-8-sig").replace(",needs eyes,", ",create,"))
    desk.run("apply", "plan.csv", "--yes")
    before = desk.dump()
    file = desk.file(
        "c.csv", "Email,Unsubscribed\nhome@example.org,yes\nHOME@example.org,yes\nnew@example.org,yes\n"
    )
    said = desk.data(file, *SOURCE, "--yes")
    assert [said["counts"][each] for each in ("update", "unchanged", "create")] == [1, 1, 1]
    with Log(desk.db) as log:
        assert log.database.execute(
            "SELECT count(DISTINCT supporter_id), count(*) FROM consents WHERE NOT given"
        ).fetchone() == (3, 3)
    again = desk.data(file, *SOURCE, "--yes")
    assert again["batch"] is None
    assert again["counts"]["unchanged"] == 3
    assert desk.data("undo", str(said["batch"]), "--yes")["left"] == []
    assert desk.dump() == before


def test_the_parts_of_another_spelling_of_a_name_are_not_taken(desk: Desk) -> None:
    desk.run(desk.file("a.csv", "Name,Email\nMaría García López,maria@example.org\n"), *SOURCE, "--yes")
    with Log(desk.db) as log:
        log.database.conn.execute("UPDATE supporters SET given_name = '', family_name = ''")
        log.database.conn.commit()
    sheet = "First Name,Last Name,Email\nMaria,Garcia,maria@example.org\n"
    assert desk.data(desk.file("b.csv", sheet), *SOURCE, "--yes")["counts"]["unchanged"] == 1
    own = desk.data(desk.file("c.csv", sheet.replace("Maria,Garcia", "María,García López")), *SOURCE, "--yes")
    assert own["counts"]["update"] == 1


def test_two_lines_of_one_person_are_written_in_their_order_and_taken_back(desk: Desk) -> None:
    head = "Name,Email,Phone,Interests,Notes\n"
    ann = "Ann Olson,ann@example.org,"
    desk.run(desk.file("a.csv", f"{head}{ann}651-555-0100,STEM,\n"), *SOURCE, "--yes")
    was = desk.dump()
    more = f"{head}{ann}651-555-0199,art,\n{ann},reading,call evenings\n"
    assert desk.data(desk.file("b.csv", more), *SOURCE, "--yes")["counts"]["update"] == 2
    with Log(desk.db) as log:
        now = log.database.conn.execute(
            "SELECT phone, phone_key, interests, notes FROM supporters"
        ).fetchall()
    assert now == [("651-555-0199", "+16515550199", "STEM, art, reading", "call evenings")]
    desk.run("undo", "2", "--yes")
    assert desk.dump() == was


def test_words_that_are_no_file_are_answered(desk: Desk) -> None:
    assert "Did you mean `advocate import list`?" in desk.run("lsit")[2]
    assert "There is no file or folder 'no.csv'" in desk.run("no.csv")[2]
    assert "There is no import '9'. Nothing has been imported yet." in desk.run("undo", "9", "--yes")[2]
    assert (
        "nobody to ask" in desk.run(desk.file("list", "Name,Email\nAnn Olson,ann@example.org\n"), *SOURCE)[2]
    )
    code, out, _ = desk.run("-h")
    assert code == 0
    assert "--consent-source" in out
    assert "undo" in out


def test_a_street_that_was_dropped_does_not_come_back(desk: Desk) -> None:
    head = "Name,Email,Address,City,Zip\n"
    file = desk.file("a.csv", f"{head}Ann Olson,ann@example.org,10 Oak Ln,Saint Paul,55106\n")
    desk.run(file, *SOURCE, "--yes")
    with Log(desk.db) as log, log.writing():
        log.database.execute("UPDATE addresses SET address = 'Saint Paul', address_key = 'coarse:' || id")
    again = desk.data(file, *SOURCE, "--yes")
    assert again["counts"]["unchanged"] == again["rows"] == 1
    more = desk.file("b.csv", f"Role,{head}parent,Ann Olson,ann@example.org,12 Oak Ln,SAINT PAUL,55106\n")
    assert desk.data(more, *SOURCE, "--yes")["counts"]["update"] == 1
    moved = desk.file("c.csv", f"{head}Ann Olson,ann@example.org,12 Elm St,Duluth,55812\n")
    assert desk.data(moved, *SOURCE, "--yes")["counts"]["update"] == 1
    with Log(desk.db) as log:
        found = log.database.execute("SELECT address FROM addresses ORDER BY rowid").fetchall()
    assert [row[0] for row in found] == ["Saint Paul", "12 Elm St, Duluth, 55812"]
