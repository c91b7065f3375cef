"""A publisher's server on this machine that misbehaves as servers really do: slow, cut short, lying, in circles."""

from __future__ import annotations

import gzip
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Handler(BaseHTTPRequestHandler):
    """Answers each path with its next act; the last one stays."""

    server: Publisher
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.close_connection = True
        self.server.asked.append((self.path, dict(self.headers)))
        acts = self.server.acts.get(self.path)
        if not acts:
            self.answer(404, b"<html>not here</html>")
            return
        act = acts.pop(0) if len(acts) > 1 else acts[0]
        with suppress(OSError):  # the client had enough
            act(self)

    def answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        """Send a plain answer; an underscore in a header's name stands for a hyphen."""
        self.head(status, Content_Length=str(len(body)), **headers)
        self.wfile.write(body)

    def head(self, status: int, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Connection", "close")
        self.end_headers()

    def log_message(self, *args: Any) -> None:
        """Keep the test's output clean."""


Act = Callable[[Handler], None]


class Publisher(ThreadingHTTPServer):
    """`acts` are what each path does, one request after the other; `asked` is who asked for what."""

    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.acts: dict[str, list[Act]] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def on(self, url: str, *acts: Act) -> None:
        """Let an https:// address of a publisher, which is asked of this server, do these acts."""
        self.acts["/" + url.removeprefix("https://")] = list(acts)

    def count(self, url: str) -> int:
        return sum(path == "/" + url.removeprefix("https://") for path, _ in self.asked)


@contextmanager
def publisher() -> Iterator[Publisher]:
    server = Publisher()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def serves(body: bytes, *, etag: str = "", modified: str = "") -> Act:
    """Answer well, and 304 where the client has the same already."""

    def act(handler: Handler) -> None:
        known = handler.headers.get("If-None-Match"), handler.headers.get("If-Modified-Since")
        if (etag and known[0] == etag) or (modified and not etag and known[1] == modified):
            handler.head(304)
            return
        marks = {"ETag": etag, "Last_Modified": modified}
        handler.answer(200, body, **{name: value for name, value in marks.items() if value})

    return act


def status(code: int, body: bytes = b"", **headers: str) -> Act:
    return lambda handler: handler.answer(code, body, **headers)


def web_page(code: int = 200) -> Act:
    """The Census Bureau's host does this with status 200."""
    return status(
        code, b"\r\n<html><head><title>Request Rejected</title></head></html>", Content_Type="text/html"
    )


def drips(body: bytes, pause: float, piece: int = 1) -> Act:
    """Send a few bytes at a time, each in time, all together never."""

    def act(handler: Handler) -> None:
        handler.head(200, Content_Length=str(len(body)))
        for start in range(0, len(body), piece):
            handler.wfile.write(body[start : start + piece])
            handler.wfile.flush()
            time.sleep(pause)

    return act


def falls_silent(body: bytes, at: int, seconds: float) -> Act:
    def act(handler: Handler) -> None:
        handler.head(200, Content_Length=str(len(body)))
        handler.wfile.write(body[:at])
        handler.wfile.flush()
        time.sleep(seconds)

    return act


def says_nothing(seconds: float) -> Act:
    return lambda handler: time.sleep(seconds)


def cut_short(body: bytes, at: int) -> Act:
    """Tell the whole length, and send the first part."""

    def act(handler: Handler) -> None:
        handler.head(200, Content_Length=str(len(body)))
        handler.wfile.write(body[:at])

    return act


def wrong_length(body: bytes, told: int) -> Act:
    def act(handler: Handler) -> None:
        handler.head(200, Content_Length=str(told))
        handler.wfile.write(body)

    return act


def cut_chunks(body: bytes) -> Act:
    """Begin a chunk and never end it."""

    def act(handler: Handler) -> None:
        handler.head(200, Transfer_Encoding="chunked")
        handler.wfile.write(f"{len(body):x}\r\n".encode() + body[: len(body) // 2])

    return act


def resets(after: bytes = b"") -> Act:
    """Break the connection off hard, before or after some bytes."""

    def act(handler: Handler) -> None:
        if after:
            handler.head(200, Content_Length="1000000")
            handler.wfile.write(after)
            handler.wfile.flush()
            time.sleep(0.02)
        handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        handler.connection.shutdown(socket.SHUT_RD)
        raise ConnectionResetError

    return act


def speaks_nonsense(handler: Handler) -> None:
    handler.wfile.write(b"220 mail.example.org ESMTP\r\n")


def redirects(to: str, code: int = 302) -> Act:
    return lambda handler: handler.answer(code, b"", Location=to)


def endless(begin: bytes) -> Act:
    """Tell no length, and go on until nobody listens any more."""

    def act(handler: Handler) -> None:
        handler.head(200)
        handler.wfile.write(begin)
        while True:
            handler.wfile.write(b"\0" * 65_536)

    return act


def gzip_bomb(megabytes: int, begin: bytes = b"") -> Act:
    """A few kilobytes that unpack to megabytes, whatever the client said it can read."""
    body = gzip.compress(begin + bytes(megabytes * 1_000_000))
    return lambda handler: handler.answer(200, body, Content_Encoding="gzip")
