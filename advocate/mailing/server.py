"""What does the mail server say to a message? The only door to smtplib."""

from __future__ import annotations

import re
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING, Protocol

from advocate.errors import AdvocateError

if TYPE_CHECKING:
    import smtplib

    from advocate.mailing.settings import MailSettings

#: A server of one's own may offer this: asked for a Message-ID it says 250 where it has the message,
#: and 251 where it has not, and will not take it any more from any other connection that is open now.
HAS_MESSAGE = "x-has-message"


#: Answers that are about how we speak or log in, and not about a letter.
_OUR_FAULT = (500, 502, 503, 504, 530, 534, 535, 538)


class MailError(AdvocateError):
    """The mail server did not do what was asked; `reply` is what it said, on one line."""

    def __init__(self, message: str, reply: str = "") -> None:
        super().__init__(message)
        self.reply = reply


class NoServer(MailError):
    """The server cannot be used at all: wrong name, no encryption, wrong password. Trying again is no use."""


class Later(MailError):
    """Not now: no connection, or a temporary refusal. The message was certainly not taken."""


class Refused(MailError):
    """Never: the server refuses this message or address for good. The message was certainly not taken."""


class InDoubt(MailError):
    """The connection broke after the text went out: nobody knows whether the server took it."""


class MailServer(Protocol):
    """What `advocate.mailing.sending` needs of a server; the tests have one of their own beside the real one."""

    def offer(self, sender: str, recipient: str) -> None:
        """Name the envelope. Raises Later, Refused."""

    def hand_over(self, message: bytes) -> str:
        """Give the text; return the server's answer once it has taken it. Raises Later, Refused, InDoubt."""

    def has(self, message_id: str) -> bool | None:
        """Say whether the server has the message; None where it cannot tell. Raises Later."""

    def close(self) -> None:
        """Say goodbye; never an error."""


class SmtpServer:
    """A server spoken to by SMTP; the connection is made by the first question and again after it broke."""

    def __init__(self, settings: MailSettings) -> None:
        self.settings = settings
        self._open: smtplib.SMTP | None = None

    def __enter__(self) -> SmtpServer:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def offer(self, sender: str, recipient: str) -> None:
        """Name the envelope: one sender, one recipient."""
        smtp = self._connection()
        code, text = self._said(lambda: smtp.mail(sender))
        if code != 250:
            self._forget_envelope()
            if 500 <= code < 600:
                raise _no_sender(sender, code, text)
            raise _answer(code, text)
        code, text = self._said(lambda: smtp.rcpt(recipient))
        if code not in (250, 251):
            self._forget_envelope()
            raise _answer(code, text)

    def hand_over(self, message: bytes) -> str:
        """Give the text of the message whose envelope was named just before."""
        smtp = self._connection()
        code, text = self._said(lambda: smtp.docmd("DATA"))
        if code != 354:
            self._forget_envelope()
            raise _answer(code, text)
        try:
            smtp.send(_framed(message))
            code, text = smtp.getreply()
        except (OSError, _smtp_errors()) as error:
            self._drop()
            raise InDoubt(
                f"The connection to {self.settings.host} broke while the letter was going out ({error}).",
                str(error),
            ) from error
        if code != 250:
            raise _answer(code, text)
        return _reply(code, text)

    def has(self, message_id: str) -> bool | None:
        """Ask a server that can tell whether it has the message."""
        smtp = self._connection()
        if not smtp.has_extn(HAS_MESSAGE):
            return None
        code, _ = self._said(lambda: smtp.docmd(HAS_MESSAGE.upper(), message_id))
        return {250: True, 251: False}.get(code)

    def close(self) -> None:
        """Say goodbye to the server."""
        if self._open is not None:
            try:
                self._open.quit()
            except (OSError, _smtp_errors()):
                self._open.close()
            self._open = None

    def _connection(self) -> smtplib.SMTP:
        if self._open is None:
            self._open = _connect(self.settings)
        return self._open

    def _said(self, command: Callable[[], tuple[int, bytes]]) -> tuple[int, bytes]:
        """Run one command before the text goes out: a break here means that nothing was taken."""
        try:
            return command()
        except (OSError, _smtp_errors()) as error:
            self._drop()
            raise Later(f"The connection to {self.settings.host} broke ({error}).", str(error)) from error

    def _forget_envelope(self) -> None:
        from contextlib import suppress

        if self._open is not None:
            with suppress(Later):  # the connection is gone, and the envelope with it
                self._said(self._open.rset)

    def _drop(self) -> None:
        if self._open is not None:
            self._open.close()
            self._open = None


def _connect(settings: MailSettings) -> smtplib.SMTP:
    """Return a connection that is encrypted and logged in as the settings ask. Raises NoServer, Later."""
    import smtplib
    import ssl

    where = f"{settings.host}:{settings.port}"
    smtp: smtplib.SMTP | None = None
    try:
        if settings.security == "tls":
            context = ssl.create_default_context()
            smtp = smtplib.SMTP_SSL(settings.host, settings.port, timeout=settings.timeout, context=context)
        else:
            smtp = smtplib.SMTP(settings.host, settings.port, timeout=settings.timeout)
        smtp.ehlo_or_helo_if_needed()
        if settings.security == "starttls":
            _encrypt(smtp, where)
        if settings.user:
            smtp.login(settings.user, settings.password)
        return smtp
    except BaseException as error:
        if smtp is not None:
            smtp.close()
        raise _explained(error, where) from error


def _encrypt(smtp: smtplib.SMTP, where: str) -> None:
    import ssl

    if not smtp.has_extn("starttls"):
        raise NoServer(
            f"{where} offers no encryption (STARTTLS), so nothing was said to it. Check host and port; a server that "
            "is encrypted from the first word needs ADVOCATE_SMTP_SECURITY=tls."
        )
    code, text = smtp.starttls(context=ssl.create_default_context())
    if code != 220:
        raise NoServer(f"{where} did not begin the encryption ({_reply(code, text)}).", _reply(code, text))
    smtp.ehlo()


def _explained(error: BaseException, where: str) -> BaseException:
    """Return the error as one of ours, or as it is where it is none of the server's."""
    import smtplib
    import ssl

    if isinstance(error, MailError):
        return error
    if isinstance(error, smtplib.SMTPAuthenticationError):
        code, text = error.smtp_code, error.smtp_error
        if 400 <= code < 500:
            return Later(f"{where} cannot check the password now ({_reply(code, text)}).", _reply(code, text))
        return NoServer(
            f"{where} did not accept ADVOCATE_SMTP_USER and ADVOCATE_SMTP_PASSWORD ({_reply(code, text)}). Many "
            "providers want an app password here.",
            _reply(code, text),
        )
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return NoServer(
            f"{where} takes no password ({error}). Leave out user and password, or check host and port."
        )
    if isinstance(error, ssl.SSLError):
        return NoServer(
            f"{where} could not be trusted ({error.reason or error}). Check host, port and security."
        )
    if isinstance(error, smtplib.SMTPResponseException):
        reply = _reply(error.smtp_code, error.smtp_error)
        kind = Later if 400 <= error.smtp_code < 500 else NoServer
        return kind(f"{where} does not want to talk to us ({reply}).", reply)
    if isinstance(error, smtplib.SMTPException | OSError):
        return Later(
            f"{where} cannot be reached ({error}). Check ADVOCATE_SMTP_HOST and your connection.", str(error)
        )
    return error


def _no_sender(sender: str, code: int, text: bytes) -> NoServer:
    """The server's no to a sender says nothing about the official: it stops the run."""
    return NoServer(
        f"The mail server takes no mail from {sender} ({_reply(code, text)}). Set ADVOCATE_SMTP_USER to the "
        "supporter's own account; where there is none, write .eml files with --dry-run and send them from there.",
        _reply(code, text),
    )


def _answer(code: int, text: bytes) -> MailError:
    reply = _reply(code, text)
    if code in _OUR_FAULT:
        return NoServer(f"The mail server did not understand us, or wants a password: {reply}", reply)
    if 500 <= code < 600:
        return Refused(f"The mail server refused it: {reply}", reply)
    return Later(f"The mail server put it off: {reply}", reply)


def _reply(code: int, text: bytes | str) -> str:
    words = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return f"{code} {' '.join(''.join(c if c.isprintable() else ' ' for c in words).split())}"[:300]


def _framed(message: bytes) -> bytes:
    """Return the text as DATA wants it: CRLF line ends, dots doubled, the lone dot at the end."""
    lines = re.sub(rb"\r\n|\r|\n", b"\r\n", message)
    lines = re.sub(rb"(?m)^\.", b"..", lines)
    return (lines if lines.endswith(b"\r\n") else lines + b"\r\n") + b".\r\n"


def _smtp_errors() -> type[Exception]:
    import smtplib

    return smtplib.SMTPException
