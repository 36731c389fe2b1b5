"""A web server on loopback made of a table, and what gathering needs beside it."""

from __future__ import annotations

import asyncio
import threading
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from bot.render.feeds import failing_feeds
from bot.texts import words
from newsdesk.gather.gatherer import Gatherer
from newsdesk.gather.post import Rules
from newsdesk.ingest.fetch import Limits
from newsdesk.ingest.politeness import Manners
from newsdesk.ingest.transport import Reply
from newsdesk.model import Message

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
HTML = {"content-type": "text/html; charset=utf-8"}
RSS = {"content-type": "application/rss+xml"}
QUICK = Manners(pause_s=0.0)
BODY = (
    "The old bridge over the river will stay closed until the spring, Mayor Anna Holm said on Tuesday. "
    "Engineers found cracks in two of its pillars during an inspection in January, and repairs will cost "
    "the town about four million crowns. Shop owners on the eastern bank said that they had lost a third "
    "of their customers. The council will decide on a ferry next week, and the mayor promised that it "
    "would be free for everybody who lives there."
)
LONG = "\n\n".join([BODY] * 3)
TEASER = "The bridge stays closed, the mayor said."
WALL = (
    "<html><head><title>Before you continue</title></head><body><h1>We value your privacy</h1><p>We and "
    "our 812 partners use cookies and process personal data. Accept all or manage your "
    "choices.</p><button>Accept all</button></body></html>"
)


def page(title="The bridge", body=BODY, head=""):
    return (
        f"<html lang='en'><head><title>{title}</title>{head}</head><body><article><h1>{title}</h1><p>{body}</p>"
        "</article></body></html>"
    )


def item(number, url, text="", at=NOW - timedelta(hours=1), title=""):
    date = f"<pubDate>{format_datetime(at)}</pubDate>" if at else ""
    link = f"<link>{url}</link>" if url else ""
    head = f"<title>{title or f'Report {number}'}</title>"
    return (
        f"<item>{head}{link}<guid isPermaLink='false'>n{number}</guid>{date}"
        f"<description>{text}</description></item>"
    )


def rss(*items):
    return (
        "<?xml version='1.0'?><rss version='2.0'><channel><title>Harbour Wire</title><link>https://h.example/</link>"
        f"<description>d</description>{''.join(items)}</channel></rss>"
    )


class Plain:
    """A renderer whose notes are their words."""

    def failing(self, feeds, /, *, platform, language):
        return Message(f"{platform}: {failing_feeds(feeds, words(language))}")


class Web:
    """Serves ``answers``: by path a ``Reply``, or a function of the request's headers that gives one.

    A body may be an iterable of pieces with the seconds to wait before each.
    """

    def __init__(self):
        self.answers, self.seen, self.times = {}, [], []
        web = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *args):
                pass

            def do_GET(self):
                web.seen.append((self.path, dict(self.headers)))
                web.times.append(time.monotonic())
                found = web.answers.get(self.path, Reply(404, HTML, b"nothing"))
                reply = found(self.headers) if callable(found) else found
                self.send_response(reply.status)
                for name, value in reply.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                try:
                    for piece in [reply.body] if isinstance(reply.body, bytes) else reply.body:
                        if isinstance(piece, float):
                            web.stopped.wait(piece)
                        else:
                            self.wfile.write(piece)
                            self.wfile.flush()
                except OSError:
                    pass

        self.stopped = threading.Event()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def url(self, path=""):
        return f"http://127.0.0.1:{self.server.server_address[1]}{path}"

    def asked(self, path):
        return [headers for p, headers in self.seen if p == path]

    def close(self):
        self.stopped.set()
        self.server.shutdown()
        self.server.server_close()


def rules(**changes):
    limits = Limits(allow=frozenset({"127.0.0.1"}), timeout_s=changes.pop("timeout_s", 5.0))
    return Rules(**{"limits": limits, "manners": QUICK, **changes})


def gatherer(store, *, renderer=None, transport=None, **changes):
    return Gatherer(store, rules(**changes), renderer=renderer, transport=transport)


def ok(text, headers=HTML):
    return Reply(200, headers, text.encode() if isinstance(text, str) else text)


def fetch(store, now=NOW, **settings):
    return asyncio.run(gatherer(store, **settings).fetch_pages(now))


def only(store, *, refused=False):
    (filed,) = store.articles.newest(limit=9, refused=refused)
    return filed
