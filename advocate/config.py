"""Which log, which outbox, and the network or not? Flags over the environment over .env over defaults."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from advocate.errors import SettingError

#: Every setting there is; docs and .env.example list the same three.
NAMES = ("ADVOCATE_DB", "ADVOCATE_OUTBOX", "ADVOCATE_OFFLINE")

YES = ("1", "true", "yes", "on")
NO = ("0", "false", "no", "off", "")


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the log and the letters lie (absolute paths), and whether the network is off."""

    db: Path
    outbox: Path
    offline: bool


def load_settings(
    *,
    db: Path | str | None = None,
    outbox: Path | str | None = None,
    offline: bool | None = None,
    environ: Mapping[str, str] | None = None,
    folder: Path | None = None,
) -> Settings:
    """Return the settings; an argument that is None leaves the word to the next in line.

    `folder` is where .env is looked for, then in each folder above it (default: the working
    folder). A relative path in .env counts from the folder of that .env, so that one log is meant
    wherever in the project the command runs; any other relative path counts from `folder`.
    Raises SettingError.
    """
    environ = os.environ if environ is None else environ
    folder = (folder or Path.cwd()).absolute()
    env_file = _find_env_file(folder)
    from_file = _read_env_file(env_file) if env_file else {}

    def place(flag: Path | str | None, name: str, default: Path) -> Path:
        if flag is not None and str(flag):
            return _absolute(flag, folder)
        if environ.get(name):
            return _absolute(environ[name], folder)
        if env_file and from_file.get(name):
            return _absolute(from_file[name], env_file.parent)
        return default

    word = environ.get("ADVOCATE_OFFLINE", from_file.get("ADVOCATE_OFFLINE", ""))
    return Settings(
        db=place(db, "ADVOCATE_DB", _default_db()),
        outbox=place(outbox, "ADVOCATE_OUTBOX", folder / "outbox"),
        # --offline can only switch the network off: ADVOCATE_OFFLINE=1 holds whatever the command says.
        offline=bool(offline) or _yes_or_no("ADVOCATE_OFFLINE", word),
    )


def _default_db() -> Path:
    from platformdirs import user_data_path

    return user_data_path("advocate", appauthor=False) / "advocate.db"


def _find_env_file(folder: Path) -> Path | None:
    """Return the nearest .env, in the folder or above it."""
    for candidate in (folder, *folder.parents):
        if (candidate / ".env").is_file():
            return candidate / ".env"
    return None


def _read_env_file(path: Path) -> dict[str, str]:
    from dotenv import dotenv_values

    try:
        values = dotenv_values(path, interpolate=False, encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingError(
            f"The settings file '{path}' cannot be read ({error}). Mend it, or move it away: "
            "it holds lines like ADVOCATE_DB=campaign.db, saved as UTF-8."
        ) from error
    return {name: value for name, value in values.items() if name in NAMES and value}


def _absolute(path: Path | str, folder: Path) -> Path:
    try:
        return folder / Path(path).expanduser()
    except RuntimeError as error:
        raise SettingError(
            f"'{path}' names a home folder that does not exist. Write the path in full."
        ) from error


def _yes_or_no(name: str, word: str) -> bool:
    if word.strip().lower() in YES:
        return True
    if word.strip().lower() in NO:
        return False
    raise SettingError(f"{name} is '{word}', which is neither yes nor no. Use 1 or 0.")
