"""How do the published files become one snapshot, whole or not at all?"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from legislators.errors import SnapshotError
from legislators.snapshot import SOURCES_FILE, Source, bundled_folder, write_sources

NOTICES_FILE = "NOTICES.md"

Compiler = Callable[[Path, Path], list[Source]]


def build_snapshot(published: Path, out: Path) -> list[Source]:
    """Compile everything from `published` into `out`, and return the sources it was made from.

    All files are made in a temporary folder beside `out` and moved in only when every step
    succeeded; other files in `out` stay as they are. Raises SnapshotError where an input is
    missing or broken, or a folder can't be written.
    """
    if not published.is_dir():
        raise SnapshotError(f"{published} is no folder. Name the one that holds the published files.")
    try:
        with _folder_beside(out) as made:
            sources = [source for compiler in _compilers() for source in _run(compiler, published, made)]
            _check_names(sources)
            shutil.copyfile(bundled_folder() / NOTICES_FILE, made / NOTICES_FILE)
            write_sources(made / SOURCES_FILE, sources)
            _move_in(made, out)
    except OSError as error:
        raise SnapshotError(f"the snapshot was not built, {out} is as it was: {_words(error)}") from error
    return sorted(sources, key=lambda source: source.name)


def _run(compiler: Compiler, published: Path, made: Path) -> list[Source]:
    """Run one step; a value or a field of a form that it doesn't expect becomes a message, not a traceback."""
    try:
        return compiler(published, made)
    except (LookupError, TypeError, ValueError) as error:
        step = compiler.__name__.removeprefix("compile_")
        raise SnapshotError(
            f"a file for {step} in {published} is of an unknown form ({type(error).__name__}: {error}). "
            "Fetch it again; if it is right, its publisher has changed the layout."
        ) from error


def _compilers() -> list[Compiler]:
    """The steps in order; each module loads only now, with the heavy libraries it needs."""
    from legislators.sources.boards import compile_boards
    from legislators.sources.census_tiger import compile_districts
    from legislators.sources.mde import compile_directory
    from legislators.sources.open_states import compile_officials
    from legislators.sources.overlay import compile_overlay
    from legislators.sources.streets import compile_streets
    from legislators.sources.zip_areas import compile_zip_areas

    return [
        compile_officials,
        compile_directory,
        compile_boards,
        compile_districts,
        compile_overlay,
        compile_streets,
        compile_zip_areas,
    ]


@contextmanager
def _folder_beside(out: Path) -> Iterator[Path]:
    """Give a new folder on the same disk as `out`, so that moving is renaming; it is gone afterwards."""
    out.parent.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _move_in(made: Path, out: Path) -> None:
    """Rename every made file into `out`; put the old ones back if one of the renames fails."""
    out.mkdir(exist_ok=True)
    old = made / "replaced"
    files = sorted(file.name for file in made.iterdir() if file.is_file())
    old.mkdir()
    moved: list[str] = []
    try:
        for name in files:
            if (out / name).exists():
                (out / name).rename(old / name)
            moved.append(name)
            (made / name).rename(out / name)
    except BaseException:
        for name in moved:
            if (old / name).exists():
                (old / name).replace(out / name)
            else:
                (out / name).unlink(missing_ok=True)
        raise


def _check_names(sources: list[Source]) -> None:
    names = [source.name for source in sources]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise SnapshotError(f"two sources share a name: {', '.join(twice)}. Each needs its own.")


def _words(error: OSError) -> str:
    place = f" ({error.filename})" if error.filename else ""
    return f"{error.strerror or error}{place}."
