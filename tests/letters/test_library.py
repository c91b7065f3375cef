"""Are templates found, told apart, and their faults named where they are?"""

from __future__ import annotations

from pathlib import Path

import pytest

from letters.errors import BadTemplate, UnknownTemplate
from letters.library import OFFICES, list_templates, load_template, templates_for

FRONT = '+++\ntitle = "Mine"\nsubject = "About {{ story }}"\noffices = ["school_board"]\nneeds = ["story"]\n'


def write(folder: Path, name: str, text: str) -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_the_bundled_templates_serve_every_office() -> None:
    assert [template.name for template in list_templates()] == ["legislator", "school-board", "thank-you"]
    for kind in OFFICES:
        assert templates_for(kind)
    assert load_template("legislator").fits("governor")
    assert not load_template("legislator").fits("school_board")
    assert load_template("legislator").takes("bill") and not load_template("thank-you").takes("bill")


@pytest.mark.parametrize("name", ["legislater", "", "../templates/legislator", "legislator.md", "Legislator"])
def test_a_wrong_name_lists_the_right_ones(name: str) -> None:
    with pytest.raises(UnknownTemplate, match="legislator, school-board, thank-you") as caught:
        load_template(name)
    assert caught.value.choices == ("legislator", "school-board", "thank-you")


def test_the_users_own_folder_wins_and_changes_are_seen(tmp_path: Path) -> None:
    write(tmp_path, "legislator.md", f"{FRONT}+++\nHello {{{{ story }}}}")
    write(tmp_path, "Not a template name.md", "notes")
    assert load_template("legislator", tmp_path).body == "Hello {{ story }}"
    assert [t.title for t in list_templates(tmp_path) if t.name == "legislator"] == ["Mine"]
    write(tmp_path, "legislator.md", f"{FRONT}+++\r\nChanged {{{{ story }}}}")
    assert load_template("legislator", tmp_path).body == "Changed {{ story }}"
    assert load_template("school-board", tmp_path / "nowhere").name == "school-board"


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("Hello", "no front matter"),
        (f"{FRONT}Hello", "no front matter"),
        ('+++\ntitle = "x\n+++\nHello', "not TOML"),
        ('+++\ntitle = "x"\nsubject = ""\noffices = ["governor"]\n+++\nHello', "subject must be a text"),
        ('+++\ntitle = 3\nsubject = "x"\noffices = ["governor"]\n+++\nHello', "title must be a text"),
        (
            '+++\ntitle = "x"\nsubject = "x"\noffices = ["king"]\n+++\nHello',
            "offices has king; choose from governor",
        ),
        ('+++\ntitle = "x"\nsubject = "x"\n+++\nHello', "offices has nothing"),
        (f'{FRONT}colour = "red"\n+++\nHello', "has colour in its front matter"),
        (f"{FRONT}[defaults]\nask = 3\n+++\nHello", r"\[defaults\] must hold texts"),
        (f"{FRONT.replace('needs', 'prompts')}+++\nHello", r"\[prompts\] must hold texts"),
        (f"{FRONT}+++\nHello {{{{ stroy }}}}", "uses stroy, which is neither in needs"),
        (f"{FRONT}+++\nHello {{% if %}}", "line 1 of the letter"),
        (f"{FRONT}+++\n{{% include 'x' %}}", "cannot use “include”"),
    ],
)
def test_a_broken_template_says_where_and_what(tmp_path: Path, text: str, complaint: str) -> None:
    write(tmp_path, "mine.md", text)
    with pytest.raises(BadTemplate, match=complaint) as caught:
        load_template("mine", tmp_path)
    assert "mine.md" in str(caught.value)


def test_a_template_that_is_no_text_is_named(tmp_path: Path) -> None:
    (tmp_path / "mine.md").write_bytes(b"+++\n\xff\xfe")
    with pytest.raises(BadTemplate, match=r"mine\.md cannot be read"):
        load_template("mine", tmp_path)
