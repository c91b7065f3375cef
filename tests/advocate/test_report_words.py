"""Whoever asks for a report that is none, of a campaign, day or official that is none, is told the right ones."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from advocate.cli import cli
from advocate.store.log import Log
from benchmarks.made_campaign import make_campaign
from benchmarks.made_writing import write_campaign


@pytest.fixture(scope="module")
def log_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("words") / "advocate.db"
    with Log(path) as log:
        write_campaign(log, make_campaign(contacts=200, supporters=50))
    return path


@pytest.fixture
def run(log_file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):  # type: ignore[no-untyped-def]
    monkeypatch.setenv("ADVOCATE_DB", str(log_file))

    def run(*words: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            cli.main(["report", *words])
        said = capsys.readouterr()
        return int(ended.value.code or 0), said.out, said.err

    return run


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("riech",), "The reports are: reach, coverage, officials, timeline"),
        (("reach", "--campaign", "Read Wel"), "Read Well 2026"),
        (("coverage", "--by", "town"), "house, senate, school_district"),
        (("timeline", "--by", "year"), "week, day, month"),
        (("reach", "--by", "week"), "takes no --by"),
        (
            ("reach", "--since", "2026-11-20", "--until", "2026-11-01"),
            "2026-11-20 and ends before that, on 2026-11-01",
        ),
        (("reach", "--since", "2026-11-20", "--as-of", "2026-11-01"), "ends before that, on 2026-11-01"),
        (("reach", "--as-of", "2027-01-01"), "up to 2026-11-24"),
        (("reach", "--since", "yesterday"), "as in 2027-02-01"),
        (("reach", "--format", "doc"), "table, csv, json, md"),
        (("reach", "67"), "only brief takes an official"),
        (("brief",), "Whose brief?"),
        (("brief", "Murphy"), "Tom Murphy, Representative, House District 9B"),
        (("brief", "99"), "advocate officials list"),
        (("brief", "67", "--format", "pdf"), "--out brief.pdf"),
        (("brief", "67", "--out", "brief.docx"), ".pdf or .html"),
        (("brief", "67", "--by", "week"), "takes no --by"),
        (("brief", "67", "--chart", "x.svg"), "no chart"),
    ],
)
def test_a_wrong_word_is_answered_with_the_right_ones(run, words: tuple[str, ...], told: str) -> None:  # type: ignore[no-untyped-def]
    code, out, err = run(*words)
    assert code == 2
    assert told in " ".join(err.split())
    assert out == ""


def test_a_brief_goes_into_a_file_for_your_eyes_only(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    for name, begins in (("brief.pdf", b"%PDF"), ("brief.html", b"<!DOCTYPE"), ("brief.json", b"{")):
        file = tmp_path / name
        code, out, _ = run("brief", "Sen. Hawj", "--out", str(file))
        assert (code, out) == (0, f"Written: {file}\n")
        assert file.read_bytes().startswith(begins)
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert run("brief", "67", "--out", str(tmp_path / "brief.pdf"))[0] == 1  # It is there already.


@pytest.mark.parametrize(
    "name", ["reach", "officials", "timeline", "letters", "supporters", "replies", "lobbying", "coverage"]
)
def test_no_report_has_names_that_were_not_asked_for(run, name: str) -> None:  # type: ignore[no-untyped-def]
    for form in ("table", "json", "csv"):
        code, out, err = run(name, "--format", form)
        assert (code, err) == (0, "")
        assert "Made-up" not in out
