"""How does a publisher's file get here whole: asked for again only if it changed, and never more than we can take?"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from legislators.bodies import pieces_of
from legislators.errors import FetchError, NotPublished
from legislators.files import replace_whole
from legislators.snapshot import sha256_of
from legislators.sources.file_kinds import LARGEST, NotWhole, check_content
from legislators.sources.kept_files import Kept, read_kept, write_kept

if TYPE_CHECKING:
    import requests

#: The environment variable with the address of a server that stands in for every publisher:
#: https://www2.census.gov/geo/x.zip is then asked of BASE/www2.census.gov/geo/x.zip.
BASE_VARIABLE = "ADVOCATE_PUBLISHERS_URL"

#: Bytes as they come; small, so that what is packed in them can't fill the memory before it is counted.
_PIECE = 16_384


@dataclass(frozen=True, slots=True)
class Limits:
    """How long we wait for a publisher, and how often we ask; all times in seconds."""

    connect_s: float = 5.0
    silence_s: float = 20.0
    whole_s: float = 600.0
    tries: int = 4
    back_off_s: float = 1.0
    longest_wait_s: float = 60.0
    redirects: int = 4


@dataclass(frozen=True, slots=True)
class Fetched:
    """A publisher's file on our disk.

    `fresh` is False where the publisher said that nothing changed since we last asked.
    `published_on` is the day of its Last-Modified, None where it told none.
    """

    url: str
    path: Path
    sha256: str
    bytes: int
    fresh: bool
    retrieved_on: date
    published_on: date | None


class _TryAgain(Exception):
    """This try failed in a way that may pass; `wait_s` is what the publisher asked for."""

    def __init__(self, reason: str, wait_s: float = 0.0) -> None:
        super().__init__(reason)
        self.wait_s = wait_s


class Fetcher:
    """Fetches publishers' files into a folder, and keeps them there for the next time.

    `folder` is laid out as the addresses are: HOST/PATH, each with a PATH.fetched.json beside it.
    `today` is the day written down as that of the retrieval. `base` stands in for every publisher
    (default: the environment's ADVOCATE_PUBLISHERS_URL). `sleep` and `clock` (seconds) are there for
    tests. One object keeps its connections open and is for one thread.
    """

    def __init__(
        self,
        folder: Path,
        today: date,
        *,
        base: str | None = None,
        limits: Limits | None = None,
        session: requests.Session | None = None,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._folder = folder
        self._today = today
        self._base = (base or os.environ.get(BASE_VARIABLE, "")).rstrip("/")
        self._limits = limits or Limits()
        self._session = session
        self._sleep = sleep
        self._clock = clock

    def fetch(self, url: str, kind: str, *, largest: int | None = None) -> Fetched:
        """Return the file of an https:// address, whole and of the kind that was asked for.

        `kind` is "zip", "gpkg", "csv" or "txt"; `largest` is in bytes. Raises NotPublished (404) or
        FetchError; a file that was there stays, and so does OSError where the disk is full.
        """
        path, reason = self._place(url), ""
        for attempt in range(self._limits.tries):
            try:
                return self._try_once(url, path, kind, largest or LARGEST[kind])
            except _TryAgain as error:
                reason = str(error)
                if error.wait_s > self._limits.longest_wait_s:
                    raise FetchError(
                        f"{_host(url)} asks us to wait {error.wait_s / 60:.0f} minutes for {path.name}. "
                        "Try again then; what was fetched before is kept."
                    ) from None
                if attempt + 1 < self._limits.tries:
                    self._sleep(max(self._limits.back_off_s * 2**attempt, error.wait_s))
        raise FetchError(f"{url} {reason}. We tried {self._limits.tries} times; try again later.")

    def _place(self, url: str) -> Path:
        parts = [part for part in urlsplit(url).path.split("/") if part not in ("", ".", "..")]
        return self._folder.joinpath(_host(url), *parts)

    def _address(self, url: str) -> str:
        parts = urlsplit(url)
        return f"{self._base}/{parts.netloc}{parts.path}" if self._base else url

    def _try_once(self, url: str, path: Path, kind: str, largest: int) -> Fetched:
        import requests

        kept = read_kept(path)
        try:
            with self._ask(self._address(url), kept) as response:
                if response.status_code == 304 and kept is not None:
                    return self._fetched(url, path, kept, fresh=False)
                _check_status(url, response)
                self._save(response, path, kind, largest)
                found = Kept(
                    etag=response.headers.get("ETag", ""),
                    last_modified=response.headers.get("Last-Modified", ""),
                    sha256=sha256_of(path),
                    retrieved_on=self._today.isoformat(),
                )
        except requests.RequestException as error:
            raise _failure(error) from error
        write_kept(path, found)
        return self._fetched(url, path, found, fresh=kept is None or kept.sha256 != found.sha256)

    def _fetched(self, url: str, path: Path, kept: Kept, *, fresh: bool) -> Fetched:
        return Fetched(
            url=url,
            path=path,
            sha256=kept.sha256,
            bytes=path.stat().st_size,
            fresh=fresh,
            retrieved_on=date.fromisoformat(kept.retrieved_on),
            published_on=_day(kept.last_modified),
        )

    def _ask(self, address: str, kept: Kept | None) -> requests.Response:
        """Send the request, and follow the few redirects that a publisher may need."""
        from legislators.geocoders.census import user_agent

        if self._session is None:
            import requests

            self._session = requests.Session()
        seen = {address}
        for _ in range(self._limits.redirects + 1):
            response = self._session.get(
                address,
                headers={
                    "User-Agent": user_agent(),
                    "Accept-Encoding": "identity",
                    **(kept.headers() if kept else {}),
                },
                timeout=(self._limits.connect_s, self._limits.silence_s),
                allow_redirects=False,
                stream=True,
            )
            if response.status_code not in (301, 302, 303, 307, 308):
                return response
            goal = urljoin(address, response.headers.get("Location", ""))
            response.close()
            if goal in seen:
                raise FetchError(f"{address} sends us in a circle. Nothing was fetched.")
            if urlsplit(goal).scheme not in ("https", urlsplit(address).scheme):
                raise FetchError(
                    f"{address} sends us on to an address that is not https. It was not followed."
                )
            seen.add(goal)
            address = goal
        raise FetchError(f"{address}: sent on more than {self._limits.redirects} times. Nothing was fetched.")

    def _save(self, response: requests.Response, path: Path, kind: str, largest: int) -> None:
        """Write the body beside `path`, check it, and put it there in one move."""
        told = response.headers.get("Content-Length", "")
        if told.isdecimal() and int(told) > largest:
            raise FetchError(_too_large(path, largest))
        started = self._clock()

        def write(beside: Path) -> None:
            size = 0
            with beside.open("wb") as file:
                for piece in pieces_of(response, _PIECE, _TryAgain, what="a file"):
                    size += len(piece)
                    if size > largest:
                        raise FetchError(_too_large(path, largest))
                    if self._clock() - started > self._limits.whole_s:
                        raise _TryAgain(f"did not come whole within {self._limits.whole_s:g} seconds")
                    file.write(piece)
            try:
                check_content(beside, kind, path.name)
            except NotWhole as error:
                raise _TryAgain(str(error)) from None

        replace_whole(path, write)


def _check_status(url: str, response: requests.Response) -> None:
    """Raise for any status but 200, saying whether another try makes sense."""
    status = response.status_code
    if status == 200:
        return
    if status in (404, 410):
        raise NotPublished(f"{url} is not there (status {status}): not published yet, or moved.")
    if status in (429, 503):
        raise _TryAgain(f"asks for fewer requests (status {status})", _wait(response))
    if status >= 500 or status == 408:
        raise _TryAgain(f"has a fault of its own (status {status})")
    raise FetchError(f"{url} refused the request (status {status}). Nothing was fetched.")


def _wait(response: requests.Response) -> float:
    """Return the seconds that Retry-After asks for; it may be written as a day and time."""
    told = response.headers.get("Retry-After", "").strip()
    if told.isdecimal():
        return float(told)
    try:
        until = parsedate_to_datetime(told)
        asked = parsedate_to_datetime(response.headers.get("Date", ""))
        return max(0.0, (until - asked).total_seconds())
    except (ValueError, TypeError):
        return 0.0


def _failure(error: requests.RequestException) -> _TryAgain:
    """Return a fault of the connection in words."""
    import requests

    if isinstance(error, requests.Timeout) or "timed out" in str(error).lower():
        return _TryAgain("did not answer in time")
    if isinstance(error, requests.exceptions.SSLError):
        return _TryAgain("cannot be trusted: its certificate was not accepted")
    if isinstance(error, requests.exceptions.ChunkedEncodingError | requests.exceptions.ContentDecodingError):
        return _TryAgain("broke off in the middle of the file")
    if isinstance(error, requests.ConnectionError):
        return _TryAgain("cannot be reached (is this computer on the network?)")
    return _TryAgain("could not be asked")


def _too_large(path: Path, largest: int) -> str:
    return (
        f"{path.name} is larger than {largest / 1e6:,.0f} MB, which no file of its kind is. It was not kept."
    )


def _host(url: str) -> str:
    return urlsplit(url).netloc.replace(":", "_")


def _day(last_modified: str) -> date | None:
    try:
        return parsedate_to_datetime(last_modified).astimezone(UTC).date()
    except (ValueError, TypeError):
        return None
