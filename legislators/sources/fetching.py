"""How does a publisher's file get here whole: asked for again only if it changed, and never more than we can take?"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from legislators.errors import FetchError, NotPublished
from legislators.files import replace_whole

if TYPE_CHECKING:
    import requests

#: The environment variable with the address of a server that stands in for every publisher:
#: https://www2.census.gov/geo/x.zip is then asked of BASE/www2.census.gov/geo/x.zip.
BASE_VARIABLE = "ADVOCATE_PUBLISHERS_URL"

#: How a file of each kind begins; a web page in its place is found by this, whatever the status says.
MAGIC = {"zip": b"PK\x03\x04", "gpkg": b"SQLite format 3\x00"}
TEXT_KINDS = ("csv", "txt")
_MEGABYTE = 1_000_000
#: More than the largest file we know of each kind, by far (Hennepin County's ADDRFEAT is about 10 MB).
LARGEST = {"zip": 120 * _MEGABYTE, "gpkg": 200 * _MEGABYTE, "csv": 20 * _MEGABYTE, "txt": 50 * _MEGABYTE}
_PIECE = 65_536


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
