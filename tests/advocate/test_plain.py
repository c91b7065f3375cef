"""Can what a person typed mislead a spreadsheet or a terminal?"""

from advocate.reports.plain import csv_text, plain_lines


def test_a_line_a_row_whatever_is_in_the_cells() -> None:
    rows = [("Mai\nBcc: x", "\x1b[31mred", "\u202eevil", "Nguyễn Žižek 🏫", "مريم")]
    assert plain_lines(rows) == "Mai Bcc: x\tred\tevil\tNguyễn Žižek 🏫\tمريم\n"


def test_joiners_that_names_are_spelled_with_stay() -> None:
    assert (
        plain_lines([("می\u200cخواهم", "👩\u200d🏫", "\x1b]0;title\x07Ole")])
        == "می\u200cخواهم\t👩\u200d🏫\tOle\n"
    )


def test_no_cell_is_a_formula_and_numbers_stay() -> None:
    assert csv_text(("a", "b", "c"), [("=1+1", "-5", " @x")]) == "a,b,c\n'=1+1,-5,' @x\n"
