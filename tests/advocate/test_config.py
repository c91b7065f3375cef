"""Settings: which word counts, and from where a relative path counts."""

from __future__ import annotations

from pathlib import Path

import pytest

from advocate.config import MAIL_NAMES, NAMES, load_settings
from advocate.errors import SettingError

EXAMPLE = Path(__file__).parents[2] / ".env.example"


def test_defaults_lie_where_a_person_expects_them(tmp_path: Path, own_home: Path) -> None:
    settings = load_settings(environ={}, folder=tmp_path)
    assert own_home in settings.db.parents
    assert settings.db.name == "advocate.db"
    assert settings.outbox == tmp_path / "outbox"
    assert settings.offline is False


def test_flags_over_environment_over_file(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("ADVOCATE_DB=file.db\nADVOCATE_OUTBOX=letters out\n")
    environ = {"ADVOCATE_DB": "environment.db"}
    assert load_settings(db="flag.db", environ=environ, folder=tmp_path).db == tmp_path / "flag.db"
    assert load_settings(environ=environ, folder=tmp_path).db == tmp_path / "environment.db"
    assert load_settings(environ={"ADVOCATE_DB": ""}, folder=tmp_path).db == tmp_path / "file.db"
    assert load_settings(environ=environ, folder=tmp_path).outbox == tmp_path / "letters out"


def test_a_file_above_is_found_and_its_paths_count_from_it(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("ADVOCATE_DB=campaign.db\n", encoding="utf-8-sig")
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)
    assert load_settings(environ={}, folder=below).db == tmp_path / "campaign.db"


@pytest.mark.parametrize(
    ("word", "offline"), [("1", True), ("Yes", True), ("0", False), ("", False), ("off", False)]
)
def test_offline_words(tmp_path: Path, word: str, offline: bool) -> None:
    assert load_settings(environ={"ADVOCATE_OFFLINE": word}, folder=tmp_path).offline is offline


def test_offline_in_the_settings_holds_whatever_the_command_says(tmp_path: Path) -> None:
    assert load_settings(offline=False, environ={"ADVOCATE_OFFLINE": "1"}, folder=tmp_path).offline
    assert load_settings(offline=True, environ={"ADVOCATE_OFFLINE": "0"}, folder=tmp_path).offline


def test_a_wrong_word_is_told(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="ADVOCATE_OFFLINE is 'maybe'"):
        load_settings(environ={"ADVOCATE_OFFLINE": "maybe"}, folder=tmp_path)


def test_a_file_that_is_no_text_is_told(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"\xff\xfeA\x00")
    with pytest.raises(SettingError, match=r"\.env"):
        load_settings(environ={}, folder=tmp_path)


def test_the_example_names_exactly_the_settings_there_are() -> None:
    lines = EXAMPLE.read_text().splitlines()
    assert sorted(line[1:].partition("=")[0] for line in lines if line.startswith("#ADVOCATE")) == sorted(
        (*NAMES, *MAIL_NAMES)
    )
