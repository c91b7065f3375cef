"""Does every address of a list get its one answer, whatever the batch service does, and nothing else leave?"""

from __future__ import annotations

import csv
import io
import threading
from collections.abc import Callable, Iterator, Sequence
from email import message_from_bytes
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from legislators.address import Address, parse_address
from legislators.errors import GeocoderError
from legislators.geocoders.census import TryAgain
from legislators.geocoders.census_batch import BatchAnswer, CensusBatch, read_answers

Fields = list[str]
#: What the service does with one request: the rows it got -> status and body.
Behaviour = Callable[[list[Fields]], tuple[int, bytes]]


def answer_for(fields: Fields) -> str:
    """Answer one row as the real service does: short rows for no match and for a tie."""
    id_, street, city, state, zip_code = fields
    typed = f"{street}, {city}, {state}, {zip_code}"
    if street.startswith("404"):
        return f'"{id_}","{typed}","No_Match"'
    if street.startswith("300"):
        return f'"{id_}","{typed}","Tie"'
    state = "WI" if street.startswith("715") else "MN"
    matched = f"{street}, {city}, {state}, {zip_code}"
    return f'"{id_}","{typed}","Match","Exact","{matched}","-93.0355,44.9593","1027{id_}","R"'


def good(rows: list[Fields]) -> tuple[int, bytes]:
    return 200, "\n".join(map(answer_for, reversed(rows))).encode()


class Server:
    """The batch service on loopback. `moods` are used up one a request, then `usual` holds."""

    def __init__(self) -> None:
        self.requests: list[list[Fields]] = []
        self.moods: list[Behaviour] = []
        self.usual: Behaviour = good
        self.url = ""

    def take(self, body: bytes, content_type: str) -> tuple[int, bytes]:
        form = message_from_bytes(f"Content-Type: {content_type}\n\n".encode() + body)
        parts = {
            str(part.get_param("name", header="content-disposition")): part.get_payload(decode=True)
            for part in form.get_payload()  # type: ignore[union-attr]
        }
        assert set(parts) == {"addressFile", "benchmark"}
        rows = list(csv.reader(io.StringIO(parts["addressFile"].decode("ascii"), newline="")))  # type: ignore[union-attr]
        self.requests.append(rows)
        return (self.moods.pop(0) if self.moods else self.usual)(rows)


@pytest.fixture(scope="module")
def one_server() -> Iterator[Server]:
    server = Server()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            assert self.path == "/geocoder/locations/addressbatch"
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status, answer = server.take(body, self.headers["Content-Type"])
            self.send_response(status)
            if status == 429:
                self.send_header("Retry-After", "7")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *args: object) -> None:
            pass

    web = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=web.serve_forever, daemon=True)
    thread.start()
    server.url = f"http://127.0.0.1:{web.server_port}/geocoder"
    yield server
    web.shutdown()
    web.server_close()
    thread.join()


@pytest.fixture
def server(one_server: Server) -> Server:
    one_server.requests.clear()
    one_server.moods.clear()
    one_server.usual = good
    return one_server


def streets(*numbers: int) -> list[Address]:
    return [parse_address(f"{number} 6th St E, Saint Paul, MN 55106") for number in numbers]


def ask(
    server: Server, addresses: Sequence[Address], chunk: int = 1000
) -> tuple[list[BatchAnswer], list[float]]:
    waits: list[float] = []
    with_session = CensusBatch(base_url=server.url, chunk=chunk, sleep=waits.append, clock=lambda: 0.0)
    try:
        return [answer for answers in with_session.ask(addresses) for answer in answers], waits
    finally:
        if with_session._session is not None:
            with_session._session.close()


def kinds(answers: Sequence[BatchAnswer]) -> list[str]:
    assert sorted(answer.position for answer in answers) == list(range(len(answers)))
    return [answer.kind for answer in sorted(answers, key=lambda each: each.position)]


def test_answers_out_of_order_short_rows_and_ties_find_their_address(server: Server) -> None:
    answers, _ = ask(server, streets(1540, 404, 300, 715))
    assert kinds(answers) == ["match", "no_match", "tie", "elsewhere"]
    place = next(answer.place for answer in answers if answer.position == 0)
    assert place is not None
    assert (place.lat, place.lon, place.method, place.zip_code) == (44.9593, -93.0355, "census", "55106")
    assert server.requests == [
        [
            [str(n), f"{number} 6TH ST E", "SAINT PAUL", "MN", "55106"]
            for n, number in enumerate((1540, 404, 300, 715), 1)
        ]
    ]


def test_a_list_goes_up_in_chunks_with_a_pause_between(server: Server) -> None:
    answers, waits = ask(server, streets(*range(1, 11)), chunk=4)
    assert kinds(answers) == ["match"] * 10
    assert [len(rows) for rows in server.requests] == [4, 4, 2]
    assert waits == [1.0, 1.0]


@pytest.mark.parametrize(
    "mood",
    [
        lambda rows: (503, b"busy"),
        lambda rows: (200, b"<html><body>Request Rejected</body></html>"),
        lambda rows: (200, b""),
        lambda rows: (429, b""),
        lambda rows: (200, b'"99","nobody asked","Match","Exact","X, Y, MN, 5","1,2","3","L"'),
    ],
    ids=["fault", "web page", "empty", "too many", "foreign rows"],
)
def test_a_chunk_that_failed_is_sent_again(server: Server, mood: Behaviour) -> None:
    server.moods = [mood]
    answers, waits = ask(server, streets(1540, 1541))
    assert kinds(answers) == ["match", "match"]
    assert [len(rows) for rows in server.requests] == [2, 2]
    assert max(waits) >= 5.0


def test_one_poisonous_address_does_not_spoil_the_chunk(server: Server) -> None:
    def poisoned(rows: list[Fields]) -> tuple[int, bytes]:
        return (500, b"") if any(row[1].startswith("666 ") for row in rows) else good(rows)

    server.usual = poisoned
    answers, _ = ask(server, streets(*range(640, 672)), chunk=32)
    told = kinds(answers)
    assert told[26] == "unanswered"
    assert told.count("match") == 31
    assert len(server.requests) <= 2 * 6 + 2


def test_what_an_answer_leaves_out_is_asked_again(server: Server) -> None:
    server.moods = [lambda rows: (200, good(rows)[1][:-90])]
    answers, _ = ask(server, streets(*range(1, 9)))
    assert kinds(answers) == ["match"] * 8
    assert len(server.requests[1]) < 8


@pytest.mark.parametrize(("count", "tries"), [(1, 2), (2, 4), (64, 8)])
def test_a_service_that_is_gone_stops_the_run_and_says_no_address(
    server: Server, count: int, tries: int
) -> None:
    server.usual = lambda rows: (503, b"")
    with pytest.raises(GeocoderError) as caught:
        ask(server, streets(*range(1500, 1500 + count)))
    assert f"{tries} times in a row" in str(caught.value)
    assert "6TH" not in str(caught.value).upper()
    assert len(server.requests) == tries


def test_a_refusal_stops_at_once(server: Server) -> None:
    server.usual = lambda rows: (403, b"")
    with pytest.raises(GeocoderError, match="refused"):
        ask(server, streets(1540))
    assert len(server.requests) == 1


def test_nobody_there_is_told_after_three_tries() -> None:
    waits: list[float] = []
    nobody = CensusBatch(base_url="http://127.0.0.1:9", sleep=waits.append, clock=lambda: 0.0)
    with pytest.raises(GeocoderError, match="cannot be reached"):
        list(nobody.ask(streets(1, 2, 3, 4)))
    nobody._session.close()  # type: ignore[union-attr]
    assert [wait for wait in waits if wait > 1.0] == [5.0, 10.0]


def test_what_was_answered_before_the_service_died_is_handed_over(server: Server) -> None:
    server.moods = [good]
    server.usual = lambda rows: (503, b"")
    seen: list[BatchAnswer] = []
    batch = CensusBatch(base_url=server.url, chunk=2, sleep=lambda _: None, clock=lambda: 0.0)
    with pytest.raises(GeocoderError):
        for answers in batch.ask(streets(1, 2, 3, 4)):
            seen += answers
    batch._session.close()  # type: ignore[union-attr]
    assert kinds(seen) == ["match", "match"]


def test_only_plain_signs_go_up(server: Server) -> None:
    odd = Address("", 12, "1/2", "", 'CAFÉ "RUE"\x07', "APT 3", "SAINT PAUL", "", "55106")
    ask(server, [odd])
    assert server.requests == [[["1", "12 1/2 CAFE RUE", "SAINT PAUL", "MN", "55106"]]]


@given(
    body=st.binary(max_size=300), head=st.sampled_from([b"", b'"1","x","Match","Exact","A, B, MN, 55106","'])
)
@settings(max_examples=150, deadline=None)
def test_no_body_breaks_the_reader(body: bytes, head: bytes) -> None:
    try:
        answers = read_answers(head + body, range(3))
    except TryAgain:
        return
    assert {answer.position for answer in answers} <= {0, 1, 2}


@given(data=st.data(), count=st.integers(1, 40), chunk=st.integers(1, 20))
@settings(max_examples=60, deadline=None)
def test_every_address_gets_exactly_one_answer(data: st.DataObject, count: int, chunk: int) -> None:
    """The service fails now and then, and answers only some of the rows: nothing is lost or doubled."""

    class Unreliable(CensusBatch):
        def _ask_once(self, part: Sequence[int], addresses: Sequence[Address]) -> list[BatchAnswer]:
            kept = [position for position in part if data.draw(st.integers(0, 5))]
            if not kept:
                raise TryAgain("failed")
            return [BatchAnswer(position, "no_match") for position in kept]

    batch = Unreliable(chunk=chunk, sleep=lambda _: None)
    try:
        answers = [answer for found in batch.ask(streets(*range(1, count + 1))) for answer in found]
    except GeocoderError:
        return
    assert sorted(answer.position for answer in answers) == list(range(count))
