"""Which log, which outbox, and the network or not? Flags over the environment over .env over defaults."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from advocate.errors import SettingError

#: The settings of this module, and those of the mail server; docs and .env.example list the same.
NAMES = (
    "ADVOCATE_DB",
    "ADVOCATE_OUTBOX",
    "ADVOCATE_OFFLINE",
    "ADVOCATE_TEMPLATES",
    "ADVOCATE_STALE_DAYS",
    "ADVOCATE_CAMPAIGN",
)
MAIL_NAMES = (
    "ADVOCATE_SMTP_HOST",
    "ADVOCATE_SMTP_PORT",
    "ADVOCATE_SMTP_USER",
    "ADVOCATE_SMTP_PASSWORD",
    "ADVOCATE_SMTP_SECURITY",
    "ADVOCATE_SMTP_TIMEOUT",
    "ADVOCATE_SMTP_PER_MINUTE",
)

#: After so many days without an update, `who` and `write` warn, and `send` waits for --allow-stale.
STALE_AFTER_DAYS = 120  # as legislators.freshness has it; settings load no other package

YES = ("1", "true", "yes", "on")
NO = ("0", "false", "no", "off", "")


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the log, the letters and the person's own templates lie (absolute paths; None: no own
    templates), whether the network is off, after how many days without an update data are too old, and
    the campaign that is meant where none is named ("": what the log says)."""

    db: Path
    outbox: Path
    offline: bool
    templates: Path | None = None
    stale_after: int = STALE_AFTER_DAYS
    campaign: str = ""


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

    def named(flag: Path | str | None, name: str) -> Path | None:
        if flag is not None and str(flag):
            return _absolute(flag, folder)
        if environ.get(name):
            return _absolute(environ[name], folder)
        if env_file and from_file.get(name):
            return _absolute(from_file[name], env_file.parent)
        return None

    word = environ.get("ADVOCATE_OFFLINE", from_file.get("ADVOCATE_OFFLINE", ""))
    return Settings(
        db=named(db, "ADVOCATE_DB") or _default_db(),
        outbox=named(outbox, "ADVOCATE_OUTBOX") or folder / "outbox",
        # --offline can only switch the network off: ADVOCATE_OFFLINE=1 holds whatever the command says.
        offline=bool(offline) or _yes_or_no("ADVOCATE_OFFLINE", word),
        templates=named(None, "ADVOCATE_TEMPLATES"),
        stale_after=_days(environ.get("ADVOCATE_STALE_DAYS") or from_file.get("ADVOCATE_STALE_DAYS", "")),
        campaign=environ.get("ADVOCATE_CAMPAIGN") or from_file.get("ADVOCATE_CAMPAIGN", ""),
    )


def read_mail_words(environ: Mapping[str, str] | None = None, folder: Path | None = None) -> dict[str, str]:
    """Return the settings of the mail server that are given, the environment's over those of .env.

    What they mean is for `advocate.mailing.settings`. Raises SettingError.
    """
    environ = os.environ if environ is None else environ
    env_file = _find_env_file((folder or Path.cwd()).absolute())
    words = _read_env_file(env_file, MAIL_NAMES) if env_file else {}
    return words | {name: environ[name] for name in MAIL_NAMES if environ.get(name)}


def _default_db() -> Path:
    from platformdirs import user_data_path

    return user_data_path("advocate", appauthor=False) / "advocate.db"


def _find_env_file(folder: Path) -> Path | None:
    """Return the nearest .env, in the folder or above it."""
    for candidate in (folder, *folder.parents):
        if (candidate / ".env").is_file():
            return candidate / ".env"
    return None


def _read_env_file(path: Path, names: tuple[str, ...] = NAMES) -> dict[str, str]:
    from dotenv import dotenv_values

    try:
        values = dotenv_values(path, interpolate=False, encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingError(
            f"The settings file '{path}' cannot be read ({error}). Mend it, or move it away: "
            "it holds lines like ADVOCATE_DB=campaign.db, saved as UTF-8."
        ) from error
    return {name: value for name, value in values.items() if name in names and value}


def _absolute(path: Path | str, folder: Path) -> Path:
    try:
        return folder / Path(path).expanduser()
    except RuntimeError as error:
        raise SettingError(
            f"'{path}' names a home folder that does not exist. Write the path in full."
        ) from error


def _days(word: str) -> int:
    if not word.strip():
        return STALE_AFTER_DAYS
    if word.strip().isdecimal() and len(word.strip()) <= 5:
        return int(word)
    raise SettingError(
        f"ADVOCATE_STALE_DAYS is '{word}', which is no number of days. Use one like {STALE_AFTER_DAYS}."
    )


def _yes_or_no(name: str, word: str) -> bool:
    if word.strip().lower() in YES:
        return True
    if word.strip().lower() in NO:
        return False
    raise SettingError(f"{name} is '{word}', which is neither yes nor no. Use 1 or 0.")
