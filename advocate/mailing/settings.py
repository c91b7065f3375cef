"""Which mail server takes the letters, as whom do we log in, how fast may we send?"""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass, field

from advocate.errors import SettingError

#: How the connection is made safe -> the usual port.
PORTS = {"starttls": 587, "tls": 465, "none": 25}


@dataclass(frozen=True, slots=True)
class MailSettings:
    """A mail server and how to use it; times in seconds, `per_minute` 0 for no limit.

    `security`: starttls (required; nothing is said in clear), tls, or none.
    """

    host: str
    port: int
    user: str = ""
    password: str = field(default="", repr=False)
    security: str = "starttls"
    timeout: float = 30.0
    per_minute: float = 20.0
    attempts: int = 3
    first_wait: float = 2.0

    @property
    def interval(self) -> float:
        """The least seconds between two letters."""
        return 60.0 / self.per_minute if self.per_minute else 0.0


def read_mail_settings(words: Mapping[str, str]) -> MailSettings:
    """Return what the words of the environment or of .env mean. Raises SettingError, which names the word."""
    host = words.get("ADVOCATE_SMTP_HOST", "").strip()
    if not host:
        raise SettingError(
            "No mail server is known. Set ADVOCATE_SMTP_HOST, ADVOCATE_SMTP_USER and ADVOCATE_SMTP_PASSWORD in "
            ".env or the environment (.env.example shows how), or write .eml files for your mail program with "
            "--dry-run."
        )
    if any(c.isspace() or not c.isprintable() for c in host):
        raise SettingError(
            f"ADVOCATE_SMTP_HOST is {host!r}, which is no name of a server, as in smtp.example.org."
        )
    security = words.get("ADVOCATE_SMTP_SECURITY", "").strip().lower() or "starttls"
    if security not in PORTS:
        raise SettingError(f"ADVOCATE_SMTP_SECURITY is '{security}'. Choose one of: {', '.join(PORTS)}.")
    user, password = words.get("ADVOCATE_SMTP_USER", "").strip(), words.get("ADVOCATE_SMTP_PASSWORD", "")
    if bool(user) != bool(password):
        missing = "ADVOCATE_SMTP_PASSWORD" if user else "ADVOCATE_SMTP_USER"
        raise SettingError(f"{missing} is missing: user and password go together.")
    if security == "none" and password and not _is_this_computer(host):
        raise SettingError(
            "ADVOCATE_SMTP_SECURITY=none would send the password in clear over the network. Use starttls or tls."
        )
    return MailSettings(
        host=host,
        port=int(_number(words, "ADVOCATE_SMTP_PORT", PORTS[security], 1, 65535)),
        user=user,
        password=password,
        security=security,
        timeout=_number(words, "ADVOCATE_SMTP_TIMEOUT", 30.0, 1, 600),
        per_minute=_number(words, "ADVOCATE_SMTP_PER_MINUTE", 20.0, 0, 100_000),
    )


def _number(words: Mapping[str, str], name: str, default: float, least: float, most: float) -> float:
    text = words.get(name, "").strip()
    if not text:
        return default
    try:
        number = float(text)
    except ValueError:
        number = float("nan")
    if not least <= number <= most:
        raise SettingError(f"{name} is '{text}'. Give a number from {least:g} to {most:g}.")
    return number


def _is_this_computer(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
