"""What has come of a server's answer so far, though it sends a byte at a time?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import requests


def pieces_of(
    response: requests.Response, size: int, again: Callable[[str], Exception], *, what: str = "an answer"
) -> Iterator[bytes]:
    """Yield what has come as it comes, at most `size` bytes at a time, so that whoever reads can look at the clock.

    Raises `again` with what happened to `what` ("an answer", "a file") where the server falls silent or breaks off.
    """
    from urllib3.exceptions import DecodeError, HTTPError, ReadTimeoutError

    # requests' own reading waits until a piece is full; urllib3 before 2.1 knows no other.
    read = getattr(response.raw, "read1", response.raw.read)
    try:
        while piece := read(size, decode_content=True):
            yield piece
    except ReadTimeoutError:
        raise again("did not go on in time") from None
    except DecodeError:
        raise again(f"sent {what} that cannot be unpacked") from None
    except HTTPError:
        raise again(f"broke off in the middle of {what}") from None
