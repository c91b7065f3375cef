"""Where do the compiled figures lie, and which of them do the user's own take the place of?"""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from letters.figure_file import FIGURES_FILE, FigureFile

if TYPE_CHECKING:
    from letters.figure import Figure, Suppressed

#: The environment variable that names the folder of the user's own figures.
FOLDER_VARIABLE = "ADVOCATE_FIGURES"

_BUNDLED = Path(__file__).parent / "data"


class Shelf(Protocol):
    """Anything that can hand out the figures of one place and subject."""

    def geographies(self) -> Iterable[str]:
        """Return the ids of all places that have a row."""

    def subjects(self, geography: str) -> Iterable[str]:
        """Return the subjects of a place."""

    def rows(self, geography: str, subject: str) -> Iterable[Figure | Suppressed]:
        """Return a place's figures in a subject, and what of them is suppressed."""


class Overlaid:
    """The user's own figures over the bundled ones: a newer row takes the place of the same older one."""

    def __init__(self, own: Shelf, bundled: Shelf) -> None:
        self._own, self._bundled = own, bundled

    def geographies(self) -> list[str]:
        """Return the ids of all places that have a row, sorted."""
        return sorted({*self._own.geographies(), *self._bundled.geographies()})

    def subjects(self, geography: str) -> list[str]:
        """Return the subjects of a place."""
        return sorted({*self._own.subjects(geography), *self._bundled.subjects(geography)})

    def rows(self, geography: str, subject: str) -> list[Figure | Suppressed]:
        """Return the place's rows; what one publisher published twice counts in its newer form."""
        own = list(self._own.rows(geography, subject))
        replaced = {same_row(row) for row in own}
        kept = [row for row in self._bundled.rows(geography, subject) if same_row(row) not in replaced]
        return [*own, *kept]


def same_row(row: Figure | Suppressed) -> tuple[Any, ...]:
    """Return what two publications of one and the same number have in common."""
    # The department's workbooks replace what the department published before, not what others say.
    from_department = row.source.startswith("Minnesota Department")
    return row.group, row.grade, row.basis, row.year, from_department


_FOLDER_HANGS_ON = (FOLDER_VARIABLE, "HOME", "XDG_DATA_HOME")


def bundled_folder() -> Path:
    """Return the folder of the figures that came with the package."""
    return _BUNDLED


def own_folder() -> Path:
    """Return where the user's own figures lie (it need not exist yet)."""
    # Asked for with every letter, so it is worked out again only when what it hangs on has changed.
    return _own_folder(*(os.environ.get(name, "") for name in _FOLDER_HANGS_ON))


def own_version() -> int | None:
    """Return a number that changes when the user's own figures do, None where there are none."""
    try:
        return os.stat(_own_file(own_folder())).st_mtime_ns  # noqa: PTH116 - a third of the time of Path.stat
    except OSError:
        return None


@lru_cache(maxsize=16)
def _own_file(folder: Path) -> str:
    return str(folder / FIGURES_FILE)


@lru_cache(maxsize=16)
def _own_folder(named: str, home: str, data_home: str) -> Path:  # noqa: ARG001 - what the folder hangs on
    if named:
        return Path(named).expanduser()
    import platformdirs

    return Path(platformdirs.user_data_dir("advocate")) / "figures"


def open_shelf(folder: Path | None = None) -> Shelf:
    """Return the figures of a folder alone; without one, the user's own over the bundled ones."""
    if folder is not None:
        return FigureFile(folder / FIGURES_FILE)
    bundled = FigureFile(_BUNDLED / FIGURES_FILE)
    own = FigureFile(own_folder() / FIGURES_FILE, named_by=bundled)
    return Overlaid(own, bundled) if own.path.is_file() else bundled


def count_holdings() -> list[tuple[str, str, str, int, int]]:
    """Return (subject, basis, years, figures, suppressed ones), the user's own counted beside the bundled ones."""
    files = [FigureFile(folder / FIGURES_FILE) for folder in (_BUNDLED, own_folder())]
    found: dict[tuple[str, str], list[tuple[int, int, int]]] = {}
    for file in files:
        for subject, basis, *rest in file.counts() if file.path.is_file() else ():
            found.setdefault((subject, basis or "unknown"), []).append((rest[0], rest[1], rest[2]))
    return [
        (
            *key,
            ", ".join(map(str, sorted({r[0] for r in rows}))),
            sum(r[1] for r in rows),
            sum(r[2] for r in rows),
        )
        for key, rows in sorted(found.items())
    ]
