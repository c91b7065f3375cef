"""Are templates found, told apart, and their faults named where they are?"""

from __future__ import annotations

from pathlib import Path

import pytest

from letters.errors import BadTemplate, BadWord, UnknownTemplate
from letters.library import (
    OFFICES,
    find_templates,
    list_templates,
    load_template,
    new_template,
    templates_for,
)

FRONT = '+++\ntitle = "Mine"\nsubject = "About {{ story }}"\noffices = ["school_board"]\nneeds = ["story"]\n'


def write(folder: Path, name: str, text: str) -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_the_bundled_templates_serve_every_office() -> None:
    names = [template.name for template in list_templates()]
    assert names == sorted(names) and len(names) >= 15
    assert {"legislator", "school-board", "thank-you", "public-comment", "phone-script"} <= set(names)
    for kind in OFFICES:
        assert templates_for(kind)
    assert load_template("legislator").fits("governor")
    assert not load_template("legislator").fits("school_board")
    assert load_template("legislator").takes("bill") and not load_template("thank-you").takes("bill")


@pytest.mark.parametrize("name", ["legislater", "", "../templates/legislator", "legislator.md", "Legislator"])
def test_a_wrong_name_lists_the_right_ones(name: str) -> None:
    with pytest.raises(UnknownTemplate, match="bill-position, business-legislator, ") as caught:
        load_template(name)
    assert caught.value.choices == tuple(template.name for template in list_templates())


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


def test_every_audience_of_the_coalition_has_a_voice() -> None:
    roles = {template.role for template in list_templates()}
    assert roles == {
        "any", "parent or grandparent", "educator", "business leader", "community member",
        "school board member", "student over 18",
    }  # fmt: skip
    assert all(template.length and template.language == "en" for template in list_templates())
    assert not load_template("education-committee").constituent and load_template("legislator").constituent


def test_own_words_come_before_figures_and_have_questions_that_help() -> None:
    for template in list_templates():
        assert "?" in template.prompt_for("story"), template.name
        assert len(template.body.split("{{ story }}")[0].split()) < 70, template.name
        if template.uses_figures:
            figure = min(
                i for i in (template.body.find("side_by_side("), template.body.find("figure(")) if i >= 0
            )
            assert template.body.index("{{ story }}") < figure, template.name


def test_a_new_template_is_a_copy_in_ones_own_folder(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    assert new_template("my-letter", folder, "thank-you", dry_run=True) == folder / "my-letter.md"
    assert not folder.exists()
    path = new_template("my-letter", folder, "thank-you")
    assert load_template("my-letter", folder).body == load_template("thank-you").body
    assert find_templates([], folder) == [("my-letter", path)]
    assert find_templates(["governor", str(path)], folder)[1] == (str(path), path)
    with pytest.raises(BadWord, match="is there already"):
        new_template("my-letter", folder)
    with pytest.raises(BadWord, match="small letters"):
        new_template("../evil", folder)
    with pytest.raises(UnknownTemplate, match="no file of that name"):
        find_templates(["nothing"], folder)


def test_the_constituent_flag_is_true_or_false(tmp_path: Path) -> None:
    write(tmp_path, "mine.md", f'{FRONT}constituent = "no"\n+++\nHello {{{{ story }}}}')
    with pytest.raises(BadTemplate, match="constituent must be true or false"):
        load_template("mine", tmp_path)
