"""Speaking SMTP: encrypted or not at all, in time, and each answer for what it is."""

from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
from pathlib import Path
from typing import Any

import pytest

from advocate.errors import SettingError
from advocate.mailing.server import InDoubt, Later, NoServer, Refused, SmtpServer, _framed
from advocate.mailing.settings import MailSettings, read_mail_settings

MESSAGE = b"Subject: Reading\r\nMessage-ID: <a@example.org>\r\n\r\nHello\r\n"


def server_for(post: Any, **changes: Any) -> SmtpServer:
    return SmtpServer(
        MailSettings(**{"host": "localhost", "port": post.port, "security": "none", "timeout": 3} | changes)
    )


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate for localhost, made for this run."""
    if not shutil.which("openssl"):
        pytest.skip("needs openssl to make a certificate")
    folder = tmp_path_factory.mktemp("certificate")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
         "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", "key.pem", "-out", "cert.pem"],
        cwd=folder, check=True, capture_output=True,
    )  # fmt: skip
    return folder / "cert.pem", folder / "key.pem"


@pytest.fixture
def encrypted(start_smtp: Any, certificate: tuple[Path, Path]) -> Any:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    return start_smtp(tls_context=context, require_starttls=True)


def test_a_letter_goes_over_starttls(
    encrypted: Any, certificate: tuple[Path, Path], monkeypatch: Any
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    with server_for(encrypted, security="starttls") as server:
        server.offer("mai@example.org", "sen@example.org")
        assert server.hand_over(MESSAGE).startswith("250 ")
        assert server.has("<a@example.org>") is True
        assert server.has("<b@example.org>") is False
    assert encrypted.inbox.ids == ["<a@example.org>"]


def test_a_server_that_cannot_be_trusted_gets_nothing(encrypted: Any) -> None:
    with (
        pytest.raises(NoServer, match="could not be trusted"),
        server_for(encrypted, security="starttls") as server,
    ):
        server.offer("mai@example.org", "sen@example.org")
    assert encrypted.inbox.envelopes == []


def test_a_server_without_encryption_gets_nothing(start_smtp: Any) -> None:
    with (
        pytest.raises(NoServer, match="offers no encryption"),
        server_for(start_smtp(), security="starttls") as server,
    ):
        server.offer("mai@example.org", "sen@example.org")


def test_a_wrong_password_is_told(start_smtp: Any) -> None:
    from aiosmtpd.smtp import AuthResult

    post = start_smtp(
        authenticator=lambda *a: AuthResult(success=False, handled=False), auth_require_tls=False
    )
    with (
        pytest.raises(NoServer, match="ADVOCATE_SMTP_PASSWORD"),
        server_for(post, user="a", password="b") as server,
    ):
        server.offer("mai@example.org", "sen@example.org")


def test_nobody_there_is_for_later() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with pytest.raises(Later, match="cannot be reached"):
        SmtpServer(MailSettings("127.0.0.1", port, security="none", timeout=2)).offer("a@b.org", "c@d.org")


def test_a_server_that_says_nothing_is_waited_for_no_longer_than_asked() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings = MailSettings("127.0.0.1", silent.getsockname()[1], security="none", timeout=0.2)
        with pytest.raises(Later, match="cannot be reached"):
            SmtpServer(settings).offer("a@b.org", "c@d.org")


@pytest.mark.parametrize(
    ("where", "answer", "error"),
    [
        ("MAIL", "451 busy", Later), ("MAIL", "553 not yours", NoServer), ("RCPT", "450 busy", Later),
        ("RCPT", "550 nobody", Refused), ("RCPT", "530 log in first", NoServer), ("DATA", "452 full", Later),
        ("DATA", "554 spam", Refused), ("DATA", "lose and hang up", InDoubt),
    ],
)  # fmt: skip
def test_each_answer_is_what_it_is_and_the_next_letter_goes(
    start_smtp: Any, where: str, answer: str, error: type[Exception]
) -> None:
    post = start_smtp()
    post.inbox.answers[where] = [answer]
    with server_for(post) as server:
        with pytest.raises(error):
            server.offer("mai@example.org", "sen@example.org")
            server.hand_over(MESSAGE)
        server.offer("mai@example.org", "rep@example.org")
        server.hand_over(MESSAGE)
    assert [rcpt for _, rcpt in post.inbox.envelopes] == [("rep@example.org",)]


def test_an_answer_is_one_printable_line(start_smtp: Any) -> None:
    post = start_smtp()
    post.inbox.answers["RCPT"] = ["550-no \x1b[31m\r\n550 really"]
    with server_for(post) as server, pytest.raises(Refused) as told:
        server.offer("mai@example.org", "sen@example.org")
    assert told.value.reply.isprintable()


def test_a_line_of_a_dot_does_not_end_the_letter() -> None:
    assert _framed(b"a\n.\n..b\r\nc") == b"a\r\n..\r\n...b\r\nc\r\n.\r\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({}, "ADVOCATE_SMTP_HOST"),
        ({"HOST": "a b"}, "no name of a server"),
        ({"HOST": "x.org", "SECURITY": "ssl3"}, "starttls, tls, none"),
        ({"HOST": "x.org", "USER": "a"}, "ADVOCATE_SMTP_PASSWORD is missing"),
        ({"HOST": "x.org", "USER": "a", "PASSWORD": "b", "SECURITY": "none"}, "in clear"),
        ({"HOST": "x.org", "PORT": "smtp"}, "a number from 1 to 65535"),
        ({"HOST": "x.org", "TIMEOUT": "nan"}, "ADVOCATE_SMTP_TIMEOUT"),
    ],
)
def test_a_setting_that_cannot_be_is_told(words: dict[str, str], said: str) -> None:
    with pytest.raises(SettingError, match=said):
        read_mail_settings({f"ADVOCATE_SMTP_{name}": word for name, word in words.items()})


def test_settings_as_they_are_usual() -> None:
    words = {
        "ADVOCATE_SMTP_HOST": "smtp.example.org",
        "ADVOCATE_SMTP_USER": "mai",
        "ADVOCATE_SMTP_PASSWORD": "secret",
    }
    settings = read_mail_settings(words)
    assert (settings.port, settings.security, settings.interval) == (587, "starttls", 3.0)
    assert "secret" not in repr(settings)
    assert read_mail_settings(words | {"ADVOCATE_SMTP_SECURITY": "TLS"}).port == 465
