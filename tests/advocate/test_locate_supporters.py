"""Does `advocate supporters locate` send nothing unless told to, say what it sends, and survive a bad service?"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner

from advocate.cli import cli
from advocate.store import open_log
from advocate.store.supporters import Supporter, keep_supporter

AREA = "77 Beech St W, Trimont, MN 56176"
MATCH = '"1","typed","Match","Exact","77 BEECH ST W, TRIMONT, MN, 56176","-94.7125,43.7627","1","L"\n'


class Census:
    """The batch service on loopback: what it was sent, and what it answers, one a request."""

    def __init__(self) -> None:
        self.bodies: list[bytes] = []
        self.answers: list[str] = []


@pytest.fixture
def census(monkeypatch: pytest.MonkeyPatch) -> Iterator[Census]:
    service = Census()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            service.bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
            body = service.answers.pop(0).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            pass

    web = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=web.serve_forever, daemon=True)
    thread.start()
    monkeypatch.setenv("ADVOCATE_CENSUS_URL", f"http://127.0.0.1:{web.server_port}")
    monkeypatch.setattr("legislators.geocoders.census_batch.BACK_OFF_S", 0.0)
    yield service
    web.shutdown()
    web.server_close()
    thread.join()


@pytest.fixture
def db(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "log.db"
    monkeypatch.setenv("ADVOCATE_DB", str(path))
    with open_log(path) as log, log.writing():
        for name, address in (("Mai Example", AREA), ("Ole Example", "1540 6th St E, Saint Paul, MN 55106")):
            keep_supporter(log.database, Supporter(name, address), log.clock)
    return path


def run(*words: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(cli, ["supporters", "locate", *words])

    return result.exit_code, result.stdout, result.stderr


def test_without_being_told_nothing_is_sent(db: Path, census: Census) -> None:
    code, out, _ = run()
    assert code == 3
    assert "2 addresses looked up on this computer: 1 certain, 1 not certain, 0 not placed." in out
    assert "Mai Example, 77 Beech St W" in out and "House 21B or 22A" in out
    assert census.bodies == []
    code, _, said = run("--census")  # nobody there to be asked
    assert code == 2
    assert "1 address would leave this computer" in said and "--yes" in said
    assert census.bodies == []
    assert run("--census", "--dry-run")[0] == 3
    assert census.bodies == []


def test_a_setting_that_keeps_the_network_off_wins(
    db: Path, census: Census, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ADVOCATE_OFFLINE", "1")
    code, _, said = run("--census", "--yes")
    assert code == 2 and "ADVOCATE_OFFLINE" in said
    assert census.bodies == []


def test_the_answer_of_a_bad_service_is_kept_and_no_name_is_sent(db: Path, census: Census) -> None:
    census.answers = ["<html>Request Rejected</html>", MATCH]
    code, out, _ = run("--census", "--yes")
    assert code == 0
    assert "1 address answered by the Census Geocoder: 1 certain" in out
    assert len(census.bodies) == 2
    for body in census.bodies:
        assert b"77 BEECH ST W" in body
        for word in (b"Mai", b"Example", b"6TH", b"6th"):
            assert word not in body
    code, out, said = run("--census", "--yes")
    assert code == 0 and "No address is left" in said
    assert len(census.bodies) == 2


def test_json_holds_all_of_it(db: Path, census: Census) -> None:
    census.answers = ['"1","typed","No_Match"\n']
    code, out, _ = run("--census", "--yes", "--json")
    told = json.loads(out)
    assert code == 3
    assert told["offline"]["certain"] == 1
    assert told["census"] == {**told["census"], "asked": 1, "uncertain": 1}
    assert told["needs_eyes"][0]["problem"].startswith(
        "Asked, the US Census Geocoder does not know the address"
    )


def test_again_belongs_to_the_census(db: Path) -> None:
    assert run("--again")[0] == 2


def test_nobody_counts_in_a_district_that_is_only_likely(db: Path) -> None:
    """A ZIP code that several districts share says nothing of whose constituent somebody is."""

    def tell(*words: str) -> str:
        result = CliRunner().invoke(cli, list(words))
        assert result.exit_code in (0, 3), result.output
        return result.stdout

    run()
    tell("record", "call", "21B", "--supporter", "Mai Example")
    (row,) = json.loads(tell("report", "officials", "--format", "json"))["rows"]
    assert (row["contacts"], row["constituents"]) == (1, 0)
    coverage = json.loads(tell("report", "coverage", "--format", "json"))
    assert {each["district"] for each in coverage["rows"] if each["supporters"] or each["contacts"]} == {
        "67B"
    }
    assert any(note.startswith("1 supporter is in none of them") for note in coverage["notes"])
    shown = " ".join(tell("supporters", "show", "Mai Example").split())
    assert "(zip area); not certain: House 21B or 22A" in shown
    assert "no school district" not in shown
