"""Does the Census client keep its temper, and the address to itself, when the service misbehaves?"""

from __future__ import annotations

import json
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
import responses

from legislators.address import parse_address
from legislators.errors import GeocoderError
from legislators.geocoders import census
from legislators.geocoders.census import CensusGeocoder

TYPED = "1540 6th St E, Saint Paul, MN 55106"
URL = f"{census.SERVICE}/geographies/onelineaddress"
LEAIDS = {"2733840": "0625-01"}

ANSWER: dict[str, Any] = {
    "result": {
        "input": {"address": {"address": TYPED}},
        "addressMatches": [
            {
                "tigerLine": {"side": "R", "tigerLineId": "102"},
                "coordinates": {"x": -93.0355, "y": 44.9593},
                "matchedAddress": "1540 6TH ST E, SAINT PAUL, MN, 55106",
                "addressComponents": {
                    "zip": "55106", "city": "SAINT PAUL", "state": "MN",
                    "fromAddress": "1500", "toAddress": "1598",
                },
                "geographies": {
                    "2026 State Legislative Districts - Upper": [{"GEOID": "27067", "SLDU": "067"}],
                    "2026 State Legislative Districts - Lower": [{"GEOID": "2767B", "SLDL": "67B"}],
                    "120th Congressional Districts": [{"status": "Layer query encountered an error"}],
                    "Unified School Districts": [{"GEOID": "2733840"}],
                },
            }
        ],
    }
}  # fmt: skip
GOOD = json.dumps(ANSWER).encode()


@pytest.fixture
def waits() -> list[float]:
    return []


@pytest.fixture
def geocoder(waits: list[float]) -> CensusGeocoder:
    return CensusGeocoder(school_ids=LEAIDS, sleep=waits.append)


def refused(geocoder: CensusGeocoder) -> str:
    """Locate, expect a GeocoderError, and return its message, which never holds the address."""
    with pytest.raises(GeocoderError) as caught:
        geocoder.locate(parse_address(TYPED))
    message = str(caught.value)
    for word in ("1540", "6TH", "6th", "55106", "Paul", "PAUL"):
        assert word not in message
    assert caught.value.__cause__ is None
    return message


@responses.activate
def test_one_request_in_the_documented_form_gives_place_districts_and_a_notice(
    geocoder: CensusGeocoder, waits: list[float]
) -> None:
    responses.get(URL, body=GOOD, content_type="application/json")
    found = geocoder.locate(parse_address(TYPED))
    assert found is not None
    assert found.place.to_dict() == {
        "matched": "1540 6TH ST E, SAINT PAUL, MN 55106",
        "lat": 44.9593,
        "lon": -93.0355,
        "method": "census",
        "error_m": 128,
        "source": "US Census Geocoder, Public_AR_Current, Current_Current",
    }
    assert found.place.zip_code == "55106"
    assert found.districts == {"state_house": "67B", "state_senate": "67", "school_district": "0625-01"}
    assert [notice.code for notice in found.notices] == ["census_incomplete"]
    assert "congressional district" in found.notices[0].message
    (call,) = responses.calls
    assert parse_qs(urlsplit(call.request.url or "").query) == {
        "address": ["1540 6TH ST E, SAINT PAUL, MN 55106"],
        "benchmark": ["Public_AR_Current"],
        "vintage": ["Current_Current"],
        "layers": ["all"],
        "format": ["json"],
    }
    assert call.request.headers["User-Agent"].startswith("advocate/")
    assert waits == []


@responses.activate
def test_no_match_is_none(geocoder: CensusGeocoder) -> None:
    responses.get(URL, json={"result": {"input": {}, "addressMatches": []}})
    assert geocoder.locate(parse_address(TYPED)) is None


@responses.activate
def test_an_address_that_is_on_no_street_is_not_sent(geocoder: CensusGeocoder) -> None:
    assert geocoder.locate(parse_address("PO Box 12, Saint Paul, MN 55101")) is None
    assert len(responses.calls) == 0


@responses.activate
@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_fault_that_passes_is_tried_again(
    geocoder: CensusGeocoder, waits: list[float], status: int
) -> None:
    responses.get(URL, status=status, body="<html>fault</html>")
    responses.get(URL, body=GOOD)
    assert geocoder.locate(parse_address(TYPED)) is not None
    assert waits == [0.5]


@responses.activate
@pytest.mark.parametrize(
    ("reply", "says"),
    [
        ({"status": 500, "body": "x"}, "fault of its own"),
        ({"body": "<html><title>Request Rejected</title></html>"}, "web page"),
        ({"body": "  \n<!DOCTYPE html>"}, "web page"),
        ({"body": GOOD[:300]}, "cut short"),
        ({"body": b""}, "cut short"),
        ({"body": b"[" * 200_000}, "cut short"),
        ({"body": GOOD[:200] + b"\xff\xfe"}, "cut short"),
        ({"body": requests.ConnectTimeout(f"{URL}?address={TYPED}")}, "did not answer in time"),
        ({"body": requests.ReadTimeout(TYPED)}, "did not answer in time"),
        ({"body": requests.ConnectionError(TYPED)}, "cannot be reached"),
        ({"body": requests.exceptions.SSLError(TYPED)}, "certificate"),
        ({"body": requests.exceptions.ChunkedEncodingError(TYPED)}, "broke off"),
        ({"body": requests.exceptions.InvalidURL(TYPED)}, "could not be asked"),
    ],
)
def test_a_fault_that_stays_is_told_after_three_tries(
    geocoder: CensusGeocoder, waits: list[float], reply: dict[str, Any], says: str
) -> None:
    responses.get(URL, **reply)
    message = refused(geocoder)
    assert says in message
    assert message.endswith("We tried 3 times.")
    assert len(responses.calls) == 3
    assert waits == [0.5, 2.0]


@responses.activate
def test_too_many_requests_waits_as_asked_within_reason(geocoder: CensusGeocoder, waits: list[float]) -> None:
    responses.get(URL, status=429, headers={"Retry-After": "4"})
    responses.get(URL, status=429, headers={"Retry-After": "86400"})
    responses.get(URL, status=429, headers={"Retry-After": "Tue, 24 Nov 2026 12:00:00 GMT"})
    assert "fewer requests" in refused(geocoder)
    assert waits == [4.0, 10.0]


@responses.activate
@pytest.mark.parametrize(
    ("status", "says"), [(400, "refused"), (404, "refused"), (301, "moved"), (302, "moved")]
)
def test_what_another_try_cannot_mend_is_told_at_once(
    geocoder: CensusGeocoder, waits: list[float], status: int, says: str
) -> None:
    # No `responses` entry for elsewhere.example: following the redirect would fail the test.
    responses.get(URL, status=status, headers={"Location": "https://elsewhere.example/"})
    assert says in refused(geocoder)
    assert len(responses.calls) == 1
    assert waits == []


@responses.activate
def test_an_endless_answer_is_not_read(geocoder: CensusGeocoder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(census, "LARGEST_ANSWER", 100_000)
    responses.get(URL, body=b" " * 100_001)
    assert "far too long" in refused(geocoder)


@responses.activate
def test_an_answer_that_trickles_is_given_up(waits: list[float]) -> None:
    responses.get(URL, body=b" " * 50_000)
    ticks = iter(range(0, 1_000_000, 15))
    geocoder = CensusGeocoder(sleep=waits.append, clock=lambda: float(next(ticks)))
    assert "within 20 seconds" in refused(geocoder)


@responses.activate
def test_another_service_can_be_named_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADVOCATE_CENSUS_URL", "http://127.0.0.1:9/geocoder/")
    responses.get("http://127.0.0.1:9/geocoder/geographies/onelineaddress", body=GOOD)
    assert CensusGeocoder().locate(parse_address(TYPED)) is not None


# From here on: a real server on this machine that misbehaves on real sockets.

Script = list[Callable[[BaseHTTPRequestHandler], None]]


class Misbehaving:
    """A server whose n-th request is answered by the n-th step of a script (the last one repeats)."""

    def __init__(self) -> None:
        self.script: Script = []
        self.requests = 0
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                step = outer.script[min(outer.requests, len(outer.script) - 1)]
                outer.requests += 1
                step(self)

            def log_message(self, *args: Any) -> None:
                """Stay quiet."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.server.handle_error = lambda request, client_address: None  # type: ignore[method-assign]
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"


@pytest.fixture
def server() -> Iterator[Misbehaving]:
    one = Misbehaving()
    one.thread.start()
    yield one
    one.server.shutdown()
    one.server.server_close()
    one.thread.join()


@pytest.fixture
def client(server: Misbehaving, waits: list[float]) -> Iterator[CensusGeocoder]:
    with requests.Session() as session:
        session.trust_env = False
        yield CensusGeocoder(
            base_url=server.url, school_ids=LEAIDS, session=session, sleep=waits.append, timeouts=(2.0, 0.3)
        )


def good(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", str(len(GOOD)))
    handler.end_headers()
    handler.wfile.write(GOOD)


def fault(handler: BaseHTTPRequestHandler) -> None:
    handler.send_error(500)


def reset(handler: BaseHTTPRequestHandler) -> None:
    """Close the connection with a RST, in place of an answer."""
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.connection.close()


def silent(handler: BaseHTTPRequestHandler) -> None:
    time.sleep(0.8)


def silent_after_the_head(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", str(len(GOOD)))
    handler.end_headers()
    handler.wfile.write(GOOD[:100])
    handler.wfile.flush()
    time.sleep(0.8)


def truncated(handler: BaseHTTPRequestHandler) -> None:
    """Promise the whole answer and hang up after half of it."""
    handler.send_response(200)
    handler.send_header("Content-Length", str(len(GOOD)))
    handler.end_headers()
    handler.wfile.write(GOOD[: len(GOOD) // 2])


def web_page(handler: BaseHTTPRequestHandler) -> None:
    body = b"<html><head><title>Request Rejected</title></head></html>"
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


@pytest.mark.parametrize("bad", [fault, reset, silent, silent_after_the_head, truncated, web_page])
def test_after_one_bad_answer_the_good_one_counts(
    server: Misbehaving, client: CensusGeocoder, waits: list[float], bad: Any
) -> None:
    server.script = [bad, good]
    found = client.locate(parse_address(TYPED))
    assert found is not None
    assert found.districts["state_house"] == "67B"
    assert server.requests == 2
    assert waits == [0.5]


@pytest.mark.parametrize(
    ("bad", "says"),
    [
        (fault, "status 500"),
        (reset, "cannot be reached"),
        (silent, "did not answer in time"),
        (silent_after_the_head, "did not go on in time"),
        (truncated, "broke off"),
        (web_page, "web page"),
    ],
)
def test_a_server_that_stays_bad_is_given_up_after_three_tries(
    server: Misbehaving, client: CensusGeocoder, bad: Any, says: str
) -> None:
    server.script = [bad]
    assert says in refused(client)
    assert server.requests == 3


def test_no_server_at_all_is_told_as_no_network(waits: list[float]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        with requests.Session() as session:
            session.trust_env = False
            client = CensusGeocoder(base_url=f"http://127.0.0.1:{port}", session=session, sleep=waits.append)
            assert "on the network" in refused(client)


def drips(handler: BaseHTTPRequestHandler) -> None:
    """Send the answer a byte at a time, each of them in time, all of them never."""
    handler.send_response(200)
    handler.send_header("Content-Length", str(len(GOOD)))
    handler.end_headers()
    for at in range(len(GOOD)):
        handler.wfile.write(GOOD[at : at + 1])
        handler.wfile.flush()
        time.sleep(0.01)


def test_a_server_that_drips_does_not_hold_us_beyond_the_time_for_a_whole_answer(
    server: Misbehaving, client: CensusGeocoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(census, "WHOLE_ANSWER_S", 0.05)
    server.script = [drips]
    assert "did not finish its answer within 0.05 seconds" in refused(client)
    assert server.requests == 3
