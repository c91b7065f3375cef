"""A real SMTP server on loopback: it keeps what it accepts, and can be told to misbehave."""

from __future__ import annotations

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from itertools import count

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


class Inbox:
    """The server's handler. `answers` holds what to say instead of the usual, first come first served."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []
        self.envelopes: list[tuple[str, tuple[str, ...]]] = []
        self.answers: dict[str, list[str]] = {"MAIL": [], "RCPT": [], "DATA": []}
        self.can_tell = True
        self._sessions = count(1)
        self._taken_back: dict[str, int] = {}

    @property
    def ids(self) -> list[str]:
        return [str(message["Message-ID"]) for message in self.messages]

    def has(self, message_id: str, session: Session) -> bool:
        """Whether it is here; where it is not, no other connection that is open now may bring it any more."""
        if message_id in self.ids:
            return True
        self._taken_back[message_id] = next(self._sessions)
        session.begun = next(self._sessions)  # type: ignore[attr-defined]
        return False

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        session.begun = next(self._sessions)  # type: ignore[attr-defined]
        return [*responses[:-1], "250-X-HAS-MESSAGE", responses[-1]] if self.can_tell else responses

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.answers["MAIL"]:
            return self.answers["MAIL"].pop(0)
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.answers["RCPT"]:
            return self.answers["RCPT"].pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        answer = self.answers["DATA"].pop(0) if self.answers["DATA"] else "250 accepted"
        message = message_from_bytes(envelope.content or b"", policy=default)  # type: ignore[arg-type]
        assert isinstance(message, EmailMessage)
        if self._taken_back.get(str(message["Message-ID"]), 0) > session.begun:  # type: ignore[attr-defined]
            return "451 asked for meanwhile and taken back"
        if answer.startswith("250") or answer == "accept and hang up":
            self.messages.append(message)
            self.envelopes.append((envelope.mail_from or "", tuple(envelope.rcpt_tos)))
        if "hang up" in answer and server.transport is not None:
            server.transport.abort()
        return answer if answer[:3].isdigit() else "421 bye"


class Server(SMTP):
    """An SMTP server that can say whether it has a message."""


async def _has_message(self: Server, argument: str) -> None:
    known = self.event_handler.has((argument or "").strip(), self.session)
    await self.push("250 here" if known else "251 not here, and will not be")


setattr(Server, "smtp_X-HAS-MESSAGE", _has_message)


class Post(Controller):
    """The running server."""

    inbox: Inbox

    def factory(self) -> SMTP:
        return Server(self.handler, **self.SMTP_kwargs)

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]  # type: ignore[union-attr]
        super()._trigger_server()
