"""Where does the US Census Geocoder place an address? The only step that asks the network."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from legislators.bodies import pieces_of
from legislators.errors import GeocoderError
from legislators.geocoders import Found
from legislators.geocoders.census_answers import Match, choose, districts_of, read_matches
from legislators.places import Notice, Place

if TYPE_CHECKING:
    import requests

    from legislators.address import Address

#: The service, and the environment variable that names another one (a test's own server).
SERVICE = "https://geocoding.geo.census.gov/geocoder"
SERVICE_VARIABLE = "ADVOCATE_CENSUS_URL"

BENCHMARK = "Public_AR_Current"
VINTAGE = "Current_Current"

TRIES = 3
#: Seconds to connect, and seconds of silence while reading.
TIMEOUTS = (4.0, 10.0)
#: Seconds for one whole answer, however it trickles in.
WHOLE_ANSWER_S = 20.0
#: Seconds before the second and the third try; a 429 may ask for more, but not for more than the limit.
BACK_OFF_S = (0.5, 2.0)
LONGEST_WAIT_S = 10.0
#: All layers of one address come to about 60 kB.
LARGEST_ANSWER = 4_000_000

KIND_WORDS = {
    "state_house": "House district",
    "state_senate": "Senate district",
    "congress": "congressional district",
    "school_district": "school district",
}


class TryAgain(Exception):
    """This try failed in a way that may pass; `wait_s` is what the service asked for."""

    def __init__(self, reason: str, wait_s: float = 0.0) -> None:
        super().__init__(reason)
        self.wait_s = wait_s


class Unreachable(TryAgain):
    """Nobody answered at all: the network is off, or the service is."""


class CensusGeocoder:
    """The Census Bureau's address ranges, with the districts of the point in the same answer.

    `school_ids` maps an NCES LEAID to our school district id; without it the answer's school
    district is left out. `sleep` and `clock` (seconds) are there for tests. One object keeps one
    connection open and is for one thread.
    """

    name = "census"

    def __init__(
        self,
        *,
        school_ids: Mapping[str, str] | None = None,
        base_url: str | None = None,
        session: requests.Session | None = None,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
        timeouts: tuple[float, float] = TIMEOUTS,
    ) -> None:
        self._school_ids = dict(school_ids or {})
        self._base = (base_url or os.environ.get(SERVICE_VARIABLE) or SERVICE).rstrip("/")
        self._session = session
        self._sleep = sleep
        self._clock = clock
        self._timeouts = timeouts

    def locate(self, address: Address) -> Found | None:
        """Return the point (WGS 84 degrees) and districts, or None where the service knows no match.

        Raises GeocoderError (no word of the address in it), AmbiguousAddress, NotInMinnesota.
        """
        if address.problem:
            # A box or a town alone is on no street: nothing to ask, so nothing is sent.
            return None
        match = choose(read_matches(self._ask(address.one_line())), address.zip_code)
        if match is None:
            return None
        districts, failed = districts_of(match, self._school_ids)
        return Found(place=_place(match), districts=districts, notices=_notices(failed))

    def _ask(self, one_line: str) -> Any:
        """Return the JSON of one look-up, after at most three tries."""
        reason = ""
        for attempt in range(TRIES):
            try:
                return self._try_once(one_line)
            except TryAgain as error:
                reason = str(error)
                if attempt + 1 < TRIES:
                    self._sleep(min(LONGEST_WAIT_S, max(BACK_OFF_S[attempt], error.wait_s)))
        raise GeocoderError(f"The Census Geocoder {reason}. We tried {TRIES} times.")

    def _try_once(self, one_line: str) -> Any:
        """Send one request. Raises TryAgain or GeocoderError."""
        import requests

        if self._session is None:
            self._session = requests.Session()
        try:
            with self._session.get(
                f"{self._base}/geographies/onelineaddress",
                params={
                    "address": one_line,
                    "benchmark": BENCHMARK,
                    "vintage": VINTAGE,
                    "layers": "all",
                    "format": "json",
                },
                headers={"User-Agent": user_agent(), "Accept": "application/json"},
                timeout=self._timeouts,
                # The address is in the URL: it goes to the service we name, and nowhere else.
                allow_redirects=False,
                stream=True,
            ) as response:
                check_status(response)
                return _parse(self._read(response))
        except requests.RequestException as error:
            # Not chained: requests quotes the URL, and the URL holds the address.
            raise failure(error) from None

    def _read(self, response: requests.Response) -> bytes:
        """Return the body, neither larger nor slower than is reasonable."""
        started, body = self._clock(), bytearray()
        for piece in pieces_of(response, 16_384, TryAgain):
            body += piece
            if len(body) > LARGEST_ANSWER:
                raise GeocoderError(
                    "The Census Geocoder's answer is far too long to be one. It was not read."
                )
            if self._clock() - started > WHOLE_ANSWER_S:
                raise TryAgain(f"did not finish its answer within {WHOLE_ANSWER_S:g} seconds")
        return bytes(body)


def user_agent() -> str:
    """Return how we introduce ourselves to the service: the distribution's name and version."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return f"advocate/{version('mn-advocate')}"
    except PackageNotFoundError:
        return "advocate/unknown"


def check_status(response: requests.Response) -> None:
    """Raise for any status but 200, saying whether another try makes sense."""
    status = response.status_code
    if status == 200:
        return
    if status == 429:
        wait = response.headers.get("Retry-After", "")
        raise TryAgain(
            "asks for fewer requests (429); wait a while", float(wait) if wait.isdecimal() else 0.0
        )
    if status >= 500:
        raise TryAgain(f"has a fault of its own (status {status})")
    if 300 <= status < 400:
        raise GeocoderError(f"The Census Geocoder has moved (status {status}). The address was not sent on.")
    raise GeocoderError(f"The Census Geocoder refused the request (status {status}).")


def _parse(body: bytes) -> Any:
    """Return the JSON of the body. Raises TryAgain for a page of HTML, or an answer cut short."""
    import json

    if body.lstrip()[:1] == b"<":
        raise TryAgain("sent a web page in place of an answer")
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        raise TryAgain("sent an answer that is cut short or damaged") from None


def failure(error: requests.RequestException) -> TryAgain:
    """Turn a fault of the connection into a sentence without the address."""
    import requests

    # A silence in the middle of an answer reaches us as a ConnectionError.
    if isinstance(error, requests.Timeout) or "timed out" in str(error).lower():
        return TryAgain("did not answer in time")
    if isinstance(error, requests.exceptions.SSLError):
        return TryAgain("cannot be trusted: its certificate was not accepted")
    if isinstance(error, requests.exceptions.ChunkedEncodingError | requests.exceptions.ContentDecodingError):
        return TryAgain("broke off in the middle of its answer")
    if isinstance(error, requests.ConnectionError):
        return Unreachable("cannot be reached (is this computer on the network?)")
    return TryAgain("could not be asked")


def _place(match: Match) -> Place:
    return Place(
        matched=match.matched,
        lat=match.lat,
        lon=match.lon,
        method="census",
        error_m=match.error_m,
        source=f"US Census Geocoder, {BENCHMARK}, {VINTAGE}",
        zip_code=match.zip_code,
    )


def _notices(failed: tuple[str, ...]) -> tuple[Notice, ...]:
    """Say which districts the service could not give."""
    if not failed:
        return ()
    kinds = ", ".join(KIND_WORDS[kind] for kind in failed)
    return (Notice("census_incomplete", f"The Census Geocoder gave the point, but failed on the {kinds}."),)
