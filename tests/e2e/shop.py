"""Somebody else's web server, with our tag on each of its pages."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread


class Shop(ThreadingHTTPServer):
    """`origin` is another one than the product's, which runs on 127.0.0.1; `tag` may be set while it runs."""

    tag = ""

    @property
    def origin(self) -> str:
        return f"http://localhost:{self.server_port}"


class _Page(BaseHTTPRequestHandler):
    server: Shop

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(f"<!doctype html><html lang=en><title>Shop</title>{self.server.tag}</html>".encode())

    def log_message(self, *_: object) -> None:
        """Quietly."""


@contextmanager
def open_shop() -> Iterator[Shop]:
    with Shop(("127.0.0.1", 0), _Page) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()
