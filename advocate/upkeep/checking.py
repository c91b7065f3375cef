"""What is wrong with the data we answer from and write with: officials, districts, sources and figures?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from legislators.doctor import LEVELS, Finding


@dataclass(frozen=True, slots=True)
class DataReport:
    """What was checked, for which day, and what was found: errors first."""

    on: date
    folders: tuple[Path, ...]
    findings: tuple[Finding, ...]

    @property
    def needs_eyes(self) -> bool:
        """True where a person has to look at something: any error or warning."""
        return any(each.level != "note" for each in self.findings)

    def count(self, level: str) -> int:
        """Return how many findings are of a level."""
        return sum(each.level == level for each in self.findings)

    def to_dict(self) -> dict[str, Any]:
        """Return the report as `advocate data check --json` has it."""
        return {
            "on": self.on.isoformat(),
            "folders": [str(folder) for folder in self.folders],
            **{f"{level}s": self.count(level) for level in LEVELS},
            "findings": [each.to_dict() for each in self.findings],
        }


def check_data(on: date, folder: Path | None = None) -> DataReport:
    """Check the data in use and this person's corrections, or one folder of data alone.

    A folder may hold officials and districts, figures, or both; without one the figures are those in
    use. Raises SnapshotError where `folder` is no folder, or the corrections cannot be read.
    """
    from legislators.board_appointees import read_appointees
    from legislators.correction_file import load_corrections
    from legislators.doctor import check_snapshot
    from legislators.snapshot import open_snapshot

    snapshot = open_snapshot(folder)
    corrections = load_corrections().items if folder is None else ()
    appointees = read_appointees() if folder is None else ()
    found = list(check_snapshot(snapshot, on=on, corrections=corrections, appointees=appointees))
    found += _figures(on, folder)
    found.sort(key=lambda each: (LEVELS.index(each.level), each.code))
    return DataReport(on, snapshot.folders, tuple(dict.fromkeys(found)))


def _figures(on: date, folder: Path | None) -> list[Finding]:
    from advocate.upkeep.holdings import bundled_folder
    from legislators.doctor.sources import check_listing
    from letters.doctor import check_figures
    from letters.figure_file import FIGURES_FILE

    if folder is not None and not (folder / FIGURES_FILE).is_file():
        return []
    listed = [] if folder is not None else list(check_listing(bundled_folder("letters"), on))
    figures = [
        Finding(each.level, each.code, each.where, each.what, each.remedy, each.subjects)
        for each in check_figures(folder)
    ]
    return [*listed, *figures]
