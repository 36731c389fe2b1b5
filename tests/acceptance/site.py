"""A small web on loopback: outlets with feeds and pages, and every kind of host that makes trouble."""

from __future__ import annotations

import hashlib
import html
import threading
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True)
class Page:
    """An article as an outlet shows it."""

    path: str
    title: str
    text: str
    published_at: datetime
    wall: bool = False
    feed_text: str = ""


@dataclass
class Outlet:
    name: str
    pages: list[Page] = field(default_factory=list)


BOMB = (
    '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "lol">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    + "]><rss version='2.0'><channel><title>&i;</title></channel></rss>"
)
WALL = (
    "<html><head><title>Before you continue</title></head><body><h1>We value your privacy</h1>"
    "<p>We and our 812 partners use cookies and process personal data. Accept all or manage your choices.</p>"
    "<button>Accept all</button><button>Reject all</button></body></html>"
)


class Site:
    """Serves until closed; what was asked for stands in ``requests``."""

    def __init__(self) -> None:
        self.outlets: dict[str, Outlet] = {}
        self.requests: list[tuple[str, int]] = []
        self._lock = threading.Lock()
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                site.answer(self)

            def log_message(self, *args):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def feed(self, key: str) -> str:
        return f"{self.base}/{key}/rss.xml"

    def publish(self, key: str, page: Page) -> None:
        with self._lock:
            self.outlets.setdefault(key, Outlet(key.title())).pages.append(page)

    def replace(self, key: str, page: Page) -> None:
        with self._lock:
            pages = self.outlets[key].pages
            pages[:] = [page if p.path == page.path else p for p in pages]

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def answer(self, to: BaseHTTPRequestHandler) -> None:
        status = self._answer(to)
        with self._lock:
            self.requests.append((to.path, status))

    def _answer(self, to: BaseHTTPRequestHandler) -> int:
        key, _, rest = to.path.lstrip("/").partition("/")
        match key:
            case "robots.txt":
                return _send(to, 404, b"", "text/plain")
            case "moved":
                return _redirect(to, 301, f"/{rest}")
            case "broken":
                return _send(to, 500, b"database on fire", "text/html")
            case "slow":
                return _drip(to)
            case "hostile":
                return _redirect(to, 302, "http://169.254.169.254/latest/meta-data/")
            case "bomb":
                return _send(to, 200, BOMB.encode(), "application/rss+xml")
        with self._lock:
            outlet = self.outlets.get(key)
            pages = list(outlet.pages) if outlet else []
        if outlet is None:
            return _send(to, 404, b"not here", "text/html")
        if rest == "rss.xml":
            return _send_feed(to, outlet.name, self.base, pages)
        page = next((p for p in pages if p.path == "/" + to.path.lstrip("/")), None)
        if page is None:
            return _send(to, 404, b"not here", "text/html")
        body = WALL if page.wall else _html(page, outlet.name)
        return _send(to, 200, body.encode(), "text/html; charset=utf-8")


def _send(to, status, body, kind, headers=()):
    to.send_response(status)
    to.send_header("Content-Type", kind)
    to.send_header("Content-Length", str(len(body)))
    for name, value in headers:
        to.send_header(name, value)
    to.end_headers()
    to.wfile.write(body)
    return status


def _redirect(to, status, where):
    return _send(to, status, b"", "text/plain", [("Location", where)])


def _drip(to):
    to.send_response(200)
    to.send_header("Content-Type", "application/rss+xml")
    to.end_headers()
    try:
        for _ in range(600):
            to.wfile.write(b" ")
            to.wfile.flush()
            time.sleep(0.2)
    except OSError:
        pass
    return 200


def _send_feed(to, name, base, pages):
    items = "".join(
        f"<item><title>{html.escape(p.title)}</title><link>{base}{p.path}</link><guid>{base}{p.path}</guid>"
        f"<pubDate>{format_datetime(p.published_at.astimezone(UTC), usegmt=True)}</pubDate>"
        f"<description>{html.escape(p.feed_text)}</description></item>"
        for p in reversed(pages)
    )
    body = (
        f'<?xml version="1.0"?><rss version="2.0"><channel><title>{name}</title><link>{base}/</link>'
        f"<description>d</description>{items}</channel></rss>"
    ).encode()
    etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
    if to.headers.get("If-None-Match") == etag:
        return _send(to, 304, b"", "text/plain", [("ETag", etag)])
    return _send(to, 200, body, "application/rss+xml", [("ETag", etag)])


def _html(page, outlet):
    paragraphs = "".join(f"<p>{html.escape(p)}</p>" for p in page.text.split("\n\n"))
    return (
        f"<html lang='en'><head><title>{html.escape(page.title)} | {outlet}</title>"
        f"<meta property='og:site_name' content='{outlet}'>"
        f"<meta property='article:published_time' content='{page.published_at.isoformat()}'></head>"
        f"<body><nav><a href='/'>Home</a><a href='/world'>World</a></nav>"
        f"<article><h1>{html.escape(page.title)}</h1>{paragraphs}</article>"
        f"<footer>Copyright {outlet}. All rights reserved.</footer></body></html>"
    )
