"""Does a publisher's file come whole or not at all, whatever its server does?"""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path

import pytest
from publisher_server import (
    Act,
    Publisher,
    cut_chunks,
    cut_short,
    drips,
    endless,
    falls_silent,
    gzip_bomb,
    redirects,
    resets,
    says_nothing,
    serves,
    speaks_nonsense,
    status,
    web_page,
    wrong_length,
)

from legislators.errors import FetchError, NotPublished, SnapshotError
from legislators.sources.fetching import BASE_VARIABLE, Fetcher, Limits

TODAY = date(2026, 11, 24)
URL = "https://www2.census.gov/geo/tiger/TIGER2024/SLDL/tl_2024_27_sldl.zip"
TABLE = "https://data.openstates.org/people/current/mn.csv"
ROWS = b"id,name\r\n1,Mai Example\r\n2,Pat Example\r\n"
QUICK = Limits(connect_s=0.5, silence_s=0.12, whole_s=0.3, tries=3, back_off_s=0.5, longest_wait_s=30)


def zipped(**files: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("_", "."), content)
    return made.getvalue()


ZIP = zipped(lines_shp=bytes(range(256)) * 40, lines_dbf=b"0123456789" * 50)
#: The first file's checksum, as the head of the archive and its list have it.
CHECKSUM = ZIP[14:18]
OTHER = zipped(lines_shp=b"newer" * 300)


class Waits:
    """What was slept, without sleeping."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)


@pytest.fixture
def waits() -> Waits:
    return Waits()


@pytest.fixture
def fetcher(server: Publisher, waits: Waits, tmp_path: Path) -> Fetcher:
    return Fetcher(tmp_path / "downloads", TODAY, base=server.base, limits=QUICK, sleep=waits)


def left(tmp_path: Path) -> list[str]:
    """The files there are, without what is written down of them."""
    found = (path for path in (tmp_path / "downloads").rglob("*") if path.is_file())
    return sorted(path.name for path in found if not path.name.endswith(".fetched.json"))


def test_a_file_comes_whole_with_its_marks(server: Publisher, fetcher: Fetcher, tmp_path: Path) -> None:
    server.on(URL, serves(ZIP, etag='"one"', modified="Wed, 05 Aug 2026 12:00:00 GMT"))
    got = fetcher.fetch(URL, "zip")
    assert got.path.read_bytes() == ZIP
    assert got.path == tmp_path / "downloads/www2.census.gov/geo/tiger/TIGER2024/SLDL/tl_2024_27_sldl.zip"
    assert (got.bytes, got.fresh, got.retrieved_on) == (len(ZIP), True, TODAY)
    assert got.published_on == date(2026, 8, 5)
    ((_, headers),) = server.asked
    assert headers["User-Agent"].startswith("advocate/")
    assert headers["Accept-Encoding"] == "identity"
    assert "If-None-Match" not in headers


@pytest.mark.parametrize("mark", [{"etag": '"one"'}, {"modified": "Wed, 05 Aug 2026 12:00:00 GMT"}])
def test_what_has_not_changed_is_not_sent_again(
    server: Publisher, fetcher: Fetcher, mark: dict[str, str]
) -> None:
    server.on(URL, serves(ZIP, **mark), serves(ZIP, **mark), serves(OTHER, etag='"two"'))
    assert fetcher.fetch(URL, "zip").fresh
    again = fetcher.fetch(URL, "zip")
    assert not again.fresh
    assert again.path.read_bytes() == ZIP
    newer = fetcher.fetch(URL, "zip")
    assert newer.fresh
    assert newer.path.read_bytes() == OTHER


def test_a_kept_file_that_was_damaged_is_asked_for_whole(server: Publisher, fetcher: Fetcher) -> None:
    server.on(URL, serves(ZIP, etag='"one"'))
    fetcher.fetch(URL, "zip").path.write_bytes(ZIP[:50])
    got = fetcher.fetch(URL, "zip")
    assert got.path.read_bytes() == ZIP
    assert "If-None-Match" not in server.asked[-1][1]


def test_notes_that_are_no_json_are_as_good_as_none(server: Publisher, fetcher: Fetcher) -> None:
    server.on(URL, serves(ZIP, etag='"one"'))
    path = fetcher.fetch(URL, "zip").path
    path.with_name(f"{path.name}.fetched.json").write_text("{", encoding="utf-8")
    assert fetcher.fetch(URL, "zip").path.read_bytes() == ZIP


PASSING: dict[str, Act] = {
    "says nothing": says_nothing(0.3),
    "falls silent": falls_silent(ZIP, 60, 0.3),
    "drips": drips(ZIP, 0.05),
    "cut short": cut_short(ZIP, len(ZIP) - 7),
    "cut after nothing": cut_short(ZIP, 0),
    "cut in a chunk": cut_chunks(ZIP),
    "longer told": wrong_length(ZIP, len(ZIP) + 100),
    "shorter told": wrong_length(ZIP, len(ZIP) - 30),
    "reset at once": resets(),
    "reset in the middle": resets(ZIP[:100]),
    "speaks nonsense": speaks_nonsense,
    "error 500": status(500),
    "error 502": status(502, b"<html>Bad Gateway</html>"),
    "error 503": status(503),
    "error 408": status(408),
    "too many requests": status(429),
    "web page with 200": web_page(),
    "empty": status(200, b""),
    "another kind of file": status(200, b"%PDF-1.7 not a zip"),
    "wrong checksum": status(
        200,
        ZIP[:14]
        + b"\0\0\0\0"
        + ZIP[18 : ZIP.rindex(CHECKSUM)]
        + b"\0\0\0\0"
        + ZIP[ZIP.rindex(CHECKSUM) + 4 :],
    ),
    "garbled middle": status(200, ZIP[:90] + b"\xff\xff\xff\xff" + ZIP[94:]),
}


@pytest.mark.parametrize("name", PASSING)
def test_a_fault_that_passes_is_asked_again(
    name: str, server: Publisher, fetcher: Fetcher, waits: Waits
) -> None:
    server.on(URL, PASSING[name], serves(ZIP))
    assert fetcher.fetch(URL, "zip").path.read_bytes() == ZIP
    assert server.count(URL) == 2
    assert waits.seconds == [0.5]


@pytest.mark.parametrize("name", PASSING)
def test_a_fault_that_stays_leaves_the_file_before(
    name: str, server: Publisher, fetcher: Fetcher, waits: Waits, tmp_path: Path
) -> None:
    server.on(URL, serves(ZIP, etag='"one"'), PASSING[name])
    fetcher.fetch(URL, "zip")
    with pytest.raises(FetchError, match="We tried 3 times") as told:
        fetcher.fetch(URL, "zip")
    assert URL in str(told.value)
    assert waits.seconds == [0.5, 1.0]
    assert left(tmp_path) == ["tl_2024_27_sldl.zip"]
    path = tmp_path / "downloads" / URL.removeprefix("https://")
    assert path.read_bytes() == ZIP


FINAL: dict[str, tuple[Act, str]] = {
    "not there": (status(404), "is not there"),
    "gone": (status(410), "is not there"),
    "forbidden": (status(403), "refused the request"),
    "a circle": (redirects("/" + URL.removeprefix("https://")), "in a circle"),
    "endless": (endless(b"PK\x03\x04"), "larger than 1 MB"),
    "told too large": (wrong_length(ZIP, 2_000_000), "larger than 1 MB"),
    "gzip bomb": (gzip_bomb(5, b"PK\x03\x04"), "larger than 1 MB"),
    "to another protocol": (redirects("ftp://www2.census.gov/x.zip"), "not https"),
    "to a file": (redirects("file:///etc/passwd"), "not https"),
}


@pytest.mark.parametrize("name", FINAL)
def test_what_will_not_pass_is_not_asked_again(
    name: str, server: Publisher, fetcher: Fetcher, waits: Waits, tmp_path: Path
) -> None:
    act, words = FINAL[name]
    server.on(URL, act)
    with pytest.raises(FetchError, match=words):
        fetcher.fetch(URL, "zip", largest=1_000_000)
    assert server.count(URL) == 1
    assert waits.seconds == []
    assert left(tmp_path) == []


def test_not_there_can_be_told_from_out_of_order(server: Publisher, fetcher: Fetcher) -> None:
    with pytest.raises(NotPublished):
        fetcher.fetch(URL, "zip")


def test_a_few_redirects_are_followed_and_many_are_not(server: Publisher, fetcher: Fetcher) -> None:
    server.on(URL, redirects("/hop1", 301))
    for number in range(1, 9):
        server.acts[f"/hop{number}"] = [redirects(f"/hop{number + 1}", 308)]
    with pytest.raises(FetchError, match="more than 4 times"):
        fetcher.fetch(URL, "zip")
    server.acts["/hop3"] = [serves(ZIP)]
    assert fetcher.fetch(URL, "zip").path.read_bytes() == ZIP


def test_the_server_says_how_long_to_wait(server: Publisher, fetcher: Fetcher, waits: Waits) -> None:
    dated = {"Date": "Tue, 24 Nov 2026 08:00:00 GMT", "Retry_After": "Tue, 24 Nov 2026 08:00:09 GMT"}
    server.on(URL, status(429, Retry_After="7"), lambda h: h.answer(429, b"", **dated), serves(ZIP))
    assert fetcher.fetch(URL, "zip").path.read_bytes() == ZIP
    assert waits.seconds[0] == 7


def test_a_long_wait_is_told_and_not_waited_for(server: Publisher, fetcher: Fetcher, waits: Waits) -> None:
    server.on(URL, status(429, Retry_After="3600"), serves(ZIP))
    with pytest.raises(FetchError, match="wait 60 minutes"):
        fetcher.fetch(URL, "zip")
    assert waits.seconds == []


@pytest.mark.parametrize(
    "body", [ROWS[:-3], b"", b"<!DOCTYPE html><p>moved</p>\n", b"\xef\xbb\xbf\n <html>\n"]
)
def test_a_table_is_whole_lines_and_no_web_page(body: bytes, server: Publisher, fetcher: Fetcher) -> None:
    server.on(TABLE, status(200, body), serves(ROWS))
    assert fetcher.fetch(TABLE, "csv").path.read_bytes() == ROWS
    assert server.count(TABLE) == 2


def test_packed_on_the_way_is_read_all_the_same(server: Publisher, fetcher: Fetcher) -> None:
    import gzip

    server.on(TABLE, status(200, gzip.compress(ROWS), Content_Encoding="gzip"))
    assert fetcher.fetch(TABLE, "csv").path.read_bytes() == ROWS


def test_a_packed_file_that_is_damaged_is_asked_for_again(server: Publisher, fetcher: Fetcher) -> None:
    import gzip

    damaged = bytearray(gzip.compress(ROWS * 20))
    damaged[20:24] = b"\xff\xff\xff\xff"
    server.on(TABLE, status(200, bytes(damaged), Content_Encoding="gzip"), serves(ROWS))
    assert fetcher.fetch(TABLE, "csv").path.read_bytes() == ROWS


def test_nobody_there_is_told(waits: Waits, tmp_path: Path) -> None:
    nobody = Fetcher(tmp_path, TODAY, base="http://127.0.0.1:1", limits=QUICK, sleep=waits)
    with pytest.raises(FetchError, match="cannot be reached"):
        nobody.fetch(URL, "zip")


def test_the_setting_stands_in_for_every_publisher(
    server: Publisher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(BASE_VARIABLE, f"{server.base}/")
    server.on(TABLE, serves(ROWS))
    assert Fetcher(tmp_path, TODAY, limits=QUICK).fetch(TABLE, "csv").bytes == len(ROWS)


def test_a_folder_that_cannot_be_made_is_told(server: Publisher, waits: Waits, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    server.on(URL, serves(ZIP))
    stuck = Fetcher(tmp_path / "file", TODAY, base=server.base, limits=QUICK, sleep=waits)
    with pytest.raises(SnapshotError, match="can't be written"):
        stuck.fetch(URL, "zip")
