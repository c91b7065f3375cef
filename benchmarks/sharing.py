"""How long does it take to bring two logs together, to see that nothing is new, and to take it back?"""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from advocate.sharing.coalition import count_together, read_digest, write_digest
from advocate.sharing.log_merging import merge_log
from advocate.store.keys import utc_now
from advocate.store.log import Log
from advocate.store.shared_marks import Marked
from advocate.store.union.taking_back import take_back
from benchmarks.made_campaign import make_campaign
from benchmarks.made_writing import write_campaign
from benchmarks.rows import Row

CONTACTS, SUPPORTERS = 50_000, 10_000
DIGEST = 100_000


def bench_sharing(contacts: int = CONTACTS, supporters: int = SUPPORTERS) -> list[Row]:
    """Measure in processor seconds: nearly everybody of the second log is in the first under another id."""
    with tempfile.TemporaryDirectory() as folder:
        a, b = Path(folder) / "a.db", Path(folder) / "b.db"
        for path, seed in ((a, 1), (b, 2)):
            with Log(path) as log:
                write_campaign(
                    log, make_campaign(contacts=contacts, supporters=supporters, seed=seed), quickly=True
                )
        union = Path(folder) / "union.db"
        shutil.copy(a, union)
        with Log(union) as log:
            first = _spent(lambda: merge_log(log, b))
            again = _spent(lambda: merge_log(log, b))
            back = _spent(lambda: take_back(log, "1", utc_now))
    what = f"two logs of {contacts:,} contacts by {supporters:,} supporters each, who are the same people under other ids"
    return [
        Row(f"log merge, {what}", f"{first:.1f} s of one core's time", "", None, "of which the reports' facts are a third"),
        Row("the same again, nothing new", f"{again:.1f} s", "", None, ""),
        Row("log unmerge of it", f"{back:.1f} s", "", None, ""),
        *_digests(),
    ]  # fmt: skip


def _digests() -> list[Row]:
    people = [
        Marked(f"{n:032x}", (("e-mail", f"p{n}@example.org"), ("phone", f"+1651{n:07d}")))
        for n in range(DIGEST)
    ]
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder) / name for name in ("a", "b")]

        def write() -> None:
            for file, some in zip(files, (people[: DIGEST * 2 // 3], people[DIGEST // 3 :]), strict=True):
                file.write_text(write_digest(some, "heron-lake-otter-birch-27", utc_now().date())[0])

        made = _spent(write)
        counted = _spent(lambda: count_together([read_digest(file) for file in files]))
    what = f"coalition digest of {DIGEST * 2 // 3:,} people"
    return [
        Row(what, f"{made / 2:.1f} s of one core's time", "", None, ""),
        Row("coalition count of two of them", f"{counted:.1f} s", "", None, ""),
    ]


def _spent(work: Callable[[], object]) -> float:
    """Return the processor seconds that the work took."""
    begun = time.process_time()
    work()
    return time.process_time() - begun
