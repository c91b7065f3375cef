"""Can every number in the letters be checked from what lies beside them?"""

from __future__ import annotations

import io
import json

from form_samples import figured_letter
from letter_samples import DAY, REPRESENTATIVE, figure
from pypdf import PdfReader

from letters.formats.facts import FACTS_FILE, SHEET_FILE, fact_files, figures_of, render_facts


def test_every_figure_is_there_once_with_all_its_fields_and_where_it_is_cited() -> None:
    letters = [figured_letter(), figured_letter(recipient=REPRESENTATIVE)]
    content = json.loads(render_facts(letters))
    assert [fact["percent_met"] for fact in content["figures"]] == ["26.55", "45.2"]
    first = content["figures"][0]
    assert first["percent_not_met"] == "73.45"
    assert first["sentence"].startswith("In 2024-25, 73.45 percent of all students tested in Saint Paul")
    assert {
        "year",
        "subject",
        "group",
        "geography",
        "basis",
        "test",
        "n",
        "source",
        "url",
        "standing",
    } <= first.keys()
    assert [cited["to"] for cited in first["cited_in"]] == [
        "Senator Sandy Pappas",
        "Representative Jay Xiong",
    ]
    assert [cited["mark"] for cited in content["figures"][1]["cited_in"]] == [2, 2]


def test_no_supporter_is_in_the_facts() -> None:
    text = render_facts([figured_letter(subject="About math")]).decode()
    assert "Nguyễn" not in text
    assert "6th St" not in text


def test_the_sheet_for_people_is_one_page_with_every_digit() -> None:
    files = fact_files([figured_letter()], DAY)
    assert set(files) == {FACTS_FILE, SHEET_FILE}
    (page,) = PdfReader(io.BytesIO(files[SHEET_FILE])).pages
    text = " ".join(page.extract_text().split())
    for says in (
        "26.55 percent",
        "73.45 percent",
        "45.2 percent",
        "2024-25",
        "Minnesota Department of Education",
        "MCA and MTAS",
    ):
        assert says in text
    assert files == fact_files([figured_letter()], DAY)


def test_letters_without_figures_need_no_sheet() -> None:
    assert fact_files([figured_letter(figures=())], DAY) == {}
    assert fact_files([], DAY) == {}


def test_a_figure_in_two_letters_is_one_fact() -> None:
    other = figured_letter(figures=(figure("45.2", geography="state"),))
    assert len(figures_of([figured_letter(), other])) == 2
