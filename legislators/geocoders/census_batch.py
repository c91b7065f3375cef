"""Where does the US Census Geocoder place a whole list of addresses, however badly it behaves meanwhile?

The batch form answers with points and no districts, out of order, and about one batch in three
fails and passes when sent again. So a batch is sent in parts; a part that fails is sent again, then
halved, down to one address; what an answer leaves out is asked for once more.
"""

from __future__ import annotations

import csv
import io
import os
import time
import unicodedata
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from legislators.bodies import pieces_of
from legislators.errors import GeocoderError
from legislators.geocoders.census import (
    BENCHMARK,
    SERVICE,
    SERVICE_VARIABLE,
    TryAgain,
    Unreachable,
    check_status,
    failure,
    user_agent,
)
from legislators.geocoders.census_answers import UNKNOWN_RANGE_ERROR_M
from legislators.places import Place

if TYPE_CHECKING:
    import requests

    from legislators.address import Address

#: Addresses in one request. The service takes 10,000; the fewer, the less is lost when it fails.
CHUNK = 1_000
#: Seconds between two requests: the service is free, and everybody's.
PAUSE_S = 1.0
#: Seconds to connect, and seconds of silence: a thousand addresses take it up to a minute.
TIMEOUTS = (5.0, 120.0)
WHOLE_ANSWER_S = 300.0
#: Tries of a part as it is, before it is halved.
TRIES = 2
BACK_OFF_S = 5.0
LONGEST_WAIT_S = 60.0
#: A service that fails so often without one answer between does not answer today; sooner where it
#: never answered, and soonest where nobody is there.
GIVE_UP_AFTER, GIVE_UP_AT_FIRST, GIVE_UP_UNREACHED = 12, 8, 3
#: So many at the end of the list are no accident, either.
_IN_THE_END = 4
#: A thousand answers come to about 150 kB.
LARGEST_ANSWER = 20_000_000

Kind = Literal["match", "no_match", "tie", "elsewhere", "unanswered"]


@dataclass(frozen=True, slots=True)
class BatchAnswer:
    """What became of one address: `position` is its place in the list that was asked for.

    `place` is there for "match" alone. "elsewhere" is a match in another state; "unanswered" one
    that the service failed on even when it was asked for alone. `exact` is false where the service
    had to change the spelling.
    """

    position: int
    kind: Kind
    place: Place | None = None
    exact: bool = True


class CensusBatch:
    """The batch form of the service; one object keeps one connection open and is for one thread.

    `sleep` and `clock` (seconds) are there for tests, as is `base_url`.
    """

    def __init__(
        self,
        *,
        chunk: int = CHUNK,
        pause_s: float = PAUSE_S,
        base_url: str | None = None,
        session: requests.Session | None = None,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
        timeouts: tuple[float, float] = TIMEOUTS,
    ) -> None:
        self._chunk = max(1, min(chunk, 10_000))
        self._pause_s = pause_s
        self._base = (base_url or os.environ.get(SERVICE_VARIABLE) or SERVICE).rstrip("/")
        self._session = session
        self._sleep = sleep
        self._clock = clock
        self._timeouts = timeouts
        self._last: float | None = None

    def ask(self, addresses: Sequence[Address]) -> Iterator[list[BatchAnswer]]:
        """Yield the answers of each request as they come, every position once, so that each can be kept.

        Raises GeocoderError (no word of an address in it) where the service does not answer at all;
        what was yielded before stays true, and a later call with the rest goes on from there.
        """
        size = self._chunk
        queue: deque[tuple[Sequence[int], int]] = deque(
            (range(start, min(start + size, len(addresses))), TRIES)
            for start in range(0, len(addresses), size)
        )
        failed_in_a_row, most = 0, GIVE_UP_AT_FIRST
        given_up: list[BatchAnswer] = []
        while queue:
            part, tries = queue.popleft()
            try:
                answers = self._ask_once(part, addresses)
            except TryAgain as error:
                failed_in_a_row += 1
                given_up += _put_back(queue, part, tries - 1)
                unreached = isinstance(error, Unreachable) and most == GIVE_UP_AT_FIRST
                if _is_gone(failed_in_a_row, GIVE_UP_UNREACHED if unreached else most, most, not queue):
                    raise GeocoderError(
                        f"The Census Geocoder {error}. We tried {failed_in_a_row} times in a row. What it "
                        "answered before is kept; try again later."
                    ) from None
                if queue:
                    self._sleep(min(LONGEST_WAIT_S, max(BACK_OFF_S * failed_in_a_row, error.wait_s)))
                continue
            failed_in_a_row, most = 0, GIVE_UP_AFTER
            yield answers
            answered = {answer.position for answer in answers}
            left = [position for position in part if position not in answered]
            if left:
                # Answered in part: what is missing is asked for by itself.
                given_up += _put_back(queue, left, tries - 1)
        if given_up:
            yield given_up

    def _ask_once(self, part: Sequence[int], addresses: Sequence[Address]) -> list[BatchAnswer]:
        """Send one request and read its answer. Raises TryAgain, GeocoderError."""
        import requests

        if self._session is None:
            self._session = requests.Session()
        self._wait_for_turn()
        try:
            with self._session.post(
                f"{self._base}/locations/addressbatch",
                data={"benchmark": BENCHMARK},
                files={"addressFile": ("addresses.csv", _upload(part, addresses), "text/csv")},
                headers={"User-Agent": user_agent()},
                timeout=self._timeouts,
                # The addresses go to the service we name, and nowhere else.
                allow_redirects=False,
                stream=True,
            ) as response:
                check_status(response)
                return read_answers(self._read(response), part)
        except requests.RequestException as error:
            raise failure(error) from None

    def _wait_for_turn(self) -> None:
        now = self._clock()
        if self._last is not None and (left := self._last + self._pause_s - now) > 0:
            self._sleep(left)
        self._last = self._clock()

    def _read(self, response: requests.Response) -> bytes:
        """Return the body, neither larger nor slower than is reasonable."""
        started, body = self._clock(), bytearray()
        for piece in pieces_of(response, 65_536, TryAgain):
            body += piece
            if len(body) > LARGEST_ANSWER:
                raise TryAgain("sent far more than an answer")
            if self._clock() - started > WHOLE_ANSWER_S:
                raise TryAgain(f"did not finish its answer within {WHOLE_ANSWER_S:g} seconds")
        return bytes(body)


def read_answers(body: bytes, part: Sequence[int]) -> list[BatchAnswer]:
    """Return the answers in the body of one request for the positions in `part`.

    A row that is damaged, doubled or was not asked for is left out. Raises TryAgain where the body
    is a web page, or holds no answer at all.
    """
    if body.lstrip()[:1] == b"<":
        raise TryAgain("sent a web page in place of an answer")
    asked = set(part)
    found: dict[int, BatchAnswer] = {}
    text = body.decode("utf-8", errors="replace").replace("\x00", "")
    try:
        for fields in csv.reader(io.StringIO(text, newline="")):
            answer = _answer(fields)
            if answer is not None and answer.position in asked:
                found.setdefault(answer.position, answer)
    except csv.Error:
        pass  # What was read up to there counts; the rest is asked for again.
    if not found:
        raise TryAgain("sent an answer without any of the addresses")
    return [found[position] for position in sorted(found)]


def _answer(fields: list[str]) -> BatchAnswer | None:
    """Return what one row says: id, what was typed, Match, Exact, matched address, "lon,lat", ... or None."""
    if len(fields) < 3 or not fields[0].strip().isdecimal():
        return None
    position, word = int(fields[0]) - 1, fields[2].strip().casefold()
    if word == "tie":
        return BatchAnswer(position, "tie")
    if word == "no_match":
        return BatchAnswer(position, "no_match")
    if word != "match" or len(fields) < 6:
        return None
    try:
        lon, lat = (float(number) for number in fields[5].split(","))
    except ValueError:
        return None
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        return None
    matched = " ".join("".join(char if char.isprintable() else " " for char in fields[4]).split())
    *_, state, zip_code = ("", *(piece.strip().upper() for piece in matched.split(",")))
    if state != "MN":
        return BatchAnswer(position, "elsewhere")
    place = Place(
        matched, lat, lon, "census", UNKNOWN_RANGE_ERROR_M, f"US Census Geocoder, {BENCHMARK}", zip_code[:5]
    )
    return BatchAnswer(position, "match", place, fields[3].strip().casefold() == "exact")


def _is_gone(failed_in_a_row: int, most: int, limit: int, at_the_end: bool) -> bool:
    """Say whether so many failures mean that it is the service, and not the addresses.

    At the end of a short list one failure is enough where nothing was ever answered.
    """
    never_answered = limit == GIVE_UP_AT_FIRST
    return failed_in_a_row >= most or (at_the_end and (never_answered or failed_in_a_row >= _IN_THE_END))


def _put_back(queue: deque[tuple[Sequence[int], int]], part: Sequence[int], tries: int) -> list[BatchAnswer]:
    """Queue a part again: as it is while it has tries, else in halves; return one alone as given up.

    At the end of the queue, so that a part that can be answered is asked for in between.
    """
    if tries > 0:
        queue.append((part, tries))
    elif len(part) > 1:
        middle = len(part) // 2
        queue.extend(((part[:middle], 1), (part[middle:], 1)))
    else:
        return [BatchAnswer(position, "unanswered") for position in part]
    return []


def _upload(part: Sequence[int], addresses: Sequence[Address]) -> bytes:
    """Return the file that goes up: number, street, city, state, ZIP code, and nothing else of anybody.

    Plain ASCII: one odd character can blank a whole batch.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    for position in part:
        address = addresses[position]
        parts = (address.street_line(), address.city, address.state or "MN", address.zip_code)
        writer.writerow((position + 1, *map(_plain, parts)))
    return out.getvalue().encode("ascii")


def _plain(text: str) -> str:
    ascii_only = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    kept = "".join(char if char.isalnum() or char in " -/#&." else " " for char in ascii_only)
    return " ".join(kept.split())
