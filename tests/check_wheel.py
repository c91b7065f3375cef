"""Does the built wheel, installed alone in a clean place, do the main job from another folder? Run by `make check`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).parent.parent
LARGEST_WHEEL = 20_000_000
ADDRESS = "1540 6th St E, Saint Paul, MN 55106"
PACKED = (
    "legislators/data/districts.gpkg", "legislators/data/district_cells.npz", "legislators/data/officials.json",
    "legislators/data/school_districts.json", "legislators/data/school_boards.json", "legislators/data/streets.sqlite",
    "legislators/data/zip_areas.json", "legislators/data/SOURCES.toml", "legislators/data/NOTICES.md",
    "legislators/data/overlay.json", "letters/data/figures.sqlite", "letters/data/SOURCES.toml", "letters/data/NOTICES.md",
    "advocate/reports/showing/page.css",
)  # fmt: skip


def run(*words: str | Path, cwd: Path) -> str:
    """Run a command in an environment without this project's own, and return what it printed."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("ADVOCATE_", "PYTHON"))}
    clean["HOME"] = clean["XDG_DATA_HOME"] = str(cwd)
    done = subprocess.run(
        [str(word) for word in words], cwd=cwd, env=clean, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(
            f"wheel check: {' '.join(map(str, words[:4]))} ended with {done.returncode}\n{done.stdout}{done.stderr}"
        )
    return done.stdout


def build(folder: Path) -> Path:
    """Build the wheel from the source distribution, so that what is left out of either shows."""
    run(sys.executable, "-m", "build", "--outdir", folder, ROOT, cwd=folder)
    return next(folder.glob("*.whl"))


def main() -> None:
    """Build, install, and use the wheel; exit with a message at the first thing that is wrong."""
    import zipfile

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        wheel = build(folder)
        size = wheel.stat().st_size
        packed = set(zipfile.ZipFile(wheel).namelist())
        missing = [file for file in PACKED if file not in packed]
        if missing:
            raise SystemExit(f"wheel check: not in the wheel: {', '.join(missing)}")
        if size > LARGEST_WHEEL:
            raise SystemExit(
                f"wheel check: the wheel is {size / 1e6:.1f} MB, more than {LARGEST_WHEEL / 1e6:.0f} MB"
            )
        venv.create(folder / "clean", with_pip=True)
        tools = folder / "clean" / ("Scripts" if os.name == "nt" else "bin")
        run(
            tools / "python",
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            wheel,
            cwd=folder,
        )
        elsewhere = folder / "elsewhere"
        elsewhere.mkdir()
        found = json.loads(run(tools / "advocate", "who", ADDRESS, "--offline", "--json", cwd=elsewhere))
        if found["districts"][0]["id"] != "67B":
            raise SystemExit("wheel check: the address is not in 67B")
        elsewhere.joinpath("story.txt").write_text(
            "The tutor who helped my son read is gone.\n", encoding="utf-8"
        )
        run(tools / "advocate", "write", ADDRESS, "--name", "Mai Example", "--story", "story.txt", "--offline", "--yes",
            "--db", "log.db", cwd=elsewhere)  # fmt: skip
        letters = json.loads(run(tools / "advocate", "log", "--json", "--db", "log.db", cwd=elsewhere))
        if not letters:
            raise SystemExit("wheel check: the log is empty")
        print(
            f"wheel check: {wheel.name}, {size / 1e6:.1f} MB, installed alone, looked up, wrote and logged {len(letters)} letters"
        )


if __name__ == "__main__":
    main()
