"""Does `advocate templates` list, show, check and begin templates, one's own before the bundled ones?"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from advocate.cli import cli
from letters.library import list_templates


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["templates", *arguments])


def test_the_list_has_every_template_with_voice_offices_and_length() -> None:
    lines = run("list").output.splitlines()
    assert [line.split("\t")[0] for line in lines] == [each.name for each in list_templates()]
    assert "educator-legislator\teducator\tstate_senate,state_house,governor\tone page\t" in "\n".join(lines)
    boards = run("list", "--office", "school_board").output
    assert "public-comment" in boards and "student-legislator" not in boards
    assert run("list", "--office", "king").exit_code == 2
    facts = json.loads(run("list", "--json").output)
    assert all(each["prompts"]["story"] and each["offices"] and "?" in each["ask"] + "?" for each in facts)


def test_one_is_shown_with_its_questions_and_its_text() -> None:
    output = run("show", "business-legislator").output
    for part in (
        "in the voice of: business leader",
        "It asks you for:",
        "What is your business",
        "{{ story }}",
        "ask:",
    ):
        assert part in output
    assert json.loads(run("show", "governor", "--json").output)["uses_figures"] is True
    assert "bill-position" in run("show", "nothing").output


def test_ones_own_folder_wins_by_option_and_by_setting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "letters"
    assert "Written" in run("new", "legislator", "--like", "governor", "--folder", str(folder)).output
    assert "make our students' results" in run("show", "legislator", "--folder", str(folder)).output
    monkeypatch.setenv("ADVOCATE_TEMPLATES", str(folder))
    assert "make our students' results" in run("show", "legislator").output
    assert run("path").output.splitlines()[0] == str(folder)
    assert "is there already" in run("new", "legislator").output


def test_new_says_where_and_a_dry_run_writes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ADVOCATE_TEMPLATES", raising=False)
    monkeypatch.chdir(tmp_path)
    assert run("new", "mine").exit_code == 2
    assert "Would write" in run("new", "mine", "--folder", "own", "--dry-run").output
    assert not (tmp_path / "own").exists()


def test_a_check_tells_fit_doubtful_and_broken_templates_apart(tmp_path: Path) -> None:
    assert run("check", "governor", "phone-script").output == "governor: fit\nphone-script: fit\n"
    run("new", "mine", "--folder", str(tmp_path))
    assert run("check", "--folder", str(tmp_path)).output == "mine: fit\n"
    mine = tmp_path / "mine.md"
    text = mine.read_text(encoding="utf-8")
    mine.write_text(
        text.replace("So I have one question", "Only 42% pass. So I have one question"), encoding="utf-8"
    )
    doubtful = run("check", "--folder", str(tmp_path))
    assert doubtful.exit_code == 3 and "L11 stops" in doubtful.output
    mine.write_text(text.replace("{{ story }}", "{{ ''.__class__.__mro__ }}"), encoding="utf-8")
    broken = run("check", "--folder", str(tmp_path))
    assert broken.exit_code == 1 and "mine: broken." in broken.output
    assert run("check", str(mine)).exit_code == 1
    assert json.loads(run("check", "--folder", str(tmp_path), "--json").output)[0]["error"]


@pytest.mark.parametrize(
    "hostile",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ story.__init__.__globals__ }}",
        "{{ figure.__func__.__globals__ }}",
        "{% include '/etc/passwd' %}",
        "{% import 'os' as os %}{{ os.environ }}",
        "{% for a in range(999) %}{% for b in range(999) %}{% for c in range(999) %}x{% endfor %}{% endfor %}{% endfor %}",
        "{% for a in range(10 ** 9) %}x{% endfor %}",
        "{% for a in range(1000) %}{% for b in range(1000) %}{{ story }}{% endfor %}{% endfor %}",
        "{{ 'x' * 999999999 }}",
        "{{ story | replace('', story) | replace('', story) | replace('', story) }}",
        "{{ self._TemplateReference__context }}",
        "{{ cycler.__init__ }}",
        "{{ sender.__class__ }}",
        "{{ lipsum() }}",
        "{% set x = namespace() %}{{ x }}",
        "{{ story.format(sender) }}",
    ],
)
def test_a_strangers_template_gets_nowhere(tmp_path: Path, hostile: str) -> None:
    run("new", "mine", "--folder", str(tmp_path))
    mine = tmp_path / "mine.md"
    mine.write_text(mine.read_text(encoding="utf-8").replace("{{ story }}", hostile), encoding="utf-8")
    result = run("check", "--folder", str(tmp_path))
    assert result.exit_code == 1 and "mine: broken." in result.output
    assert "root:" not in result.output
