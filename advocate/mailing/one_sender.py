"""Is another `advocate send` at work on this log? Two at once could each take the other's letter for lost."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from advocate.errors import StoreError
from legislators.files import hold_lock


@contextmanager
def only_sender(log: Path) -> Iterator[None]:
    """Hold the lock of this log; the system lets go of it even if the program is killed. Raises StoreError."""
    file = log.with_name(f"{log.name}-sending")
    with ExitStack() as held:
        try:
            ours = held.enter_context(hold_lock(file))
        except OSError as error:
            raise StoreError(
                f"'{file}' cannot be written ({error.strerror}), so nothing was sent."
            ) from error
        if not ours:
            raise StoreError(
                f"Another `advocate send` is at work with the log '{log}'. Wait until it is done. Nothing was sent."
            )
        yield
