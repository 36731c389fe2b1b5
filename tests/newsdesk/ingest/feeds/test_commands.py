"""``newsdesk feeds`` as it is used: files, folders, a loopback site, and a database of its own."""

import json
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from typer.testing import CliRunner

from bot.app import open_store
from bot.cli.main import app
from config.settings import load_settings

RSS = b"<rss version='2.0'><channel><title>Wire</title><item><title>One</title><link>https://w.example/1</link></item></channel></rss>"
PAGES = {
    "/": ("text/html", b"<link rel=alternate type='application/rss+xml' href='/real.xml'><p>Hi</p>"),
    "/real.xml": ("application/rss+xml", RSS),
    "/bare": ("text/html", b"<p>Nothing</p>"),
    "/void": ("application/rss+xml", b""),
    "/huge": ("application/rss+xml", b" " * 5_000_001),
}


class Site(BaseHTTPRequestHandler):
    def do_GET(self):
        kind, body = PAGES.get(self.path, ("text/plain", b"gone"))
        self.send_response(200 if self.path in PAGES else 410 if self.path == "/gone" else 404)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        """Keeps the test's output clean."""


@pytest.fixture
def site(monkeypatch):
    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        monkeypatch.setenv("NEWSDESK_FETCH_ALLOW", f"127.0.0.1:{server.server_port}")
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.setenv("NEWSDESK_DATABASE_URL", f"sqlite:///{tmp_path}/desk.db")
    monkeypatch.chdir(tmp_path)
    return lambda *words: CliRunner().invoke(app, ["feeds", *words])


def records(result):
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_check_prints_one_object_a_source_in_order_and_fails_at_the_end(run, tmp_path):
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder/a.xml").write_bytes(RSS)
    (tmp_path / "b.xml").write_bytes(b"junk")
    result = run("check", "--json", "b.xml", "folder", "missing.xml")
    bad, good, missing = records(result)
    assert result.exit_code == 1
    assert good == {
        "source": "folder/a.xml",
        "title": "Wire",
        "entries": [{"id": "", "url": "https://w.example/1", "title": "One", "published_at": None, "text": ""}],
        "problems": [],
    }
    assert [r["source"] for r in (bad, missing)] == ["b.xml", "missing.xml"]
    assert all(r["entries"] == [] and len(r["problems"]) == 1 for r in (bad, missing))
    assert run("check", "folder").exit_code == 0


def test_check_reads_a_url(run, site):
    assert [r["title"] for r in records(run("check", "--json", f"{site}/real.xml"))] == ["Wire"]


def test_a_page_leads_to_its_feed_which_can_be_removed_and_brought_back(run, site):
    result = run("add", f"{site}/", "--json")
    assert result.exit_code == 0
    assert [r["url"] for r in records(result)] == [f"{site}/real.xml"]
    assert f"its feed is {site}/real.xml" in result.stderr
    removed = run("remove", f"{site}/real.xml")
    assert f"newsdesk feeds add {site}/real.xml" in removed.stderr
    assert records(run("list", "--json")) == []
    assert run("remove", "1").exit_code == 3
    assert run("add", f"{site}/real.xml").exit_code == 0
    assert [r["title"] for r in records(run("list", "--json"))] == ["Wire"]


def test_the_list_says_in_words_how_feeds_fare(run, site):
    at = datetime(2026, 3, 2, 12, 5, tzinfo=UTC)
    store = open_store(load_settings())
    try:
        _, well, broken, gone = (store.feeds.add(f"https://{n}.example/feed", now=at) for n in "abcd")
        store.feeds.checked(replace(well, title="The\nWire", checked_at=at, changed_at=at), now=at)
        failing = {"checked_at": at, "failures": 3, "failing_since_at": at - timedelta(days=1)}
        again = at + timedelta(hours=2)
        store.feeds.checked(replace(broken, **failing, error="No answer.", next_check_at=again), now=at)
        store.feeds.checked(replace(gone, **failing, error="Status 410.", next_check_at=None), now=at)
    finally:
        store.housekeeping.close()
    result = run("list")
    assert result.exit_code == 0
    assert result.stdout == (
        "1 (no title yet)\n    https://a.example/feed\n    not checked yet\n"
        "2 The Wire\n    https://b.example/feed\n    checked Mon 2 March 2026 at 12:05 (UTC)\n"
        "3 (no title yet)\n    https://c.example/feed\n    failing since Sun 1 March 2026 at 12:05 (UTC): "
        "No answer. It is tried again Mon 2 March 2026 at 14:05 (UTC).\n"
        "4 (no title yet)\n    https://d.example/feed\n    gone since Sun 1 March 2026 at 12:05 (UTC): "
        "Status 410. It is not checked any more.\n"
    )


@pytest.mark.parametrize("options", [(), ("--json",)])
def test_without_feeds_the_list_finds_nothing_and_says_what_to_do(run, options):
    result = run("list", *options)
    assert (result.exit_code, result.stdout) == (3, "")
    assert "newsdesk feeds add URL" in result.stderr


@pytest.mark.parametrize("path", ["/bare", "/none", "file"])
def test_what_is_no_feed_is_not_added(run, site, path):
    result = run("add", path if path == "file" else site + path)
    assert result.exit_code == 1
    assert result.stderr.startswith("newsdesk: ")
    assert records(run("list", "--json")) == []


def test_a_list_goes_in_and_out(run, tmp_path):
    (tmp_path / "in.opml").write_text(
        '<opml><body><outline text="A" xmlUrl="https://a.example/rss"/>'
        '<outline text="B" xmlUrl="x:y"/></body></opml>'
    )
    result = run("import", "in.opml")
    assert result.exit_code == 0
    assert "'x:y' is no address of the web" in result.stderr
    assert run("export", "out.opml").exit_code == 0
    assert 'xmlUrl="https://a.example/rss"' in (tmp_path / "out.opml").read_text()
    assert "0 added, 1 were followed already" in run("import", "out.opml").stderr


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("remove", "99"), 3),
        (("list",), 3),
        (("list", "--json"), 3),
        (("remove", ""), 2),
        (("add", " "), 2),
        (("check", ""), 2),
        (("import", ""), 2),
    ],
)
def test_exit_codes_tell_what_is_not_there_from_what_is_empty(run, words, code):
    assert run(*words).exit_code == code


def test_check_prints_columns(run, tmp_path):
    item = "<item><title>Two\u202e  words</title><link>https://w.example/2</link><pubDate>{}</pubDate></item>"
    items = item.format("Mon, 12 Jan 2026 08:00:00 GMT") + item.format("")
    (tmp_path / "a.xml").write_text(
        f"<rss version='2.0'><channel><title>W</title>{items}</channel></rss>", "utf-8"
    )
    assert run("check", "a.xml").stdout.splitlines()[1:3] == [
        "  2026-01-12T08:00  Two words  https://w.example/2",
        "  no date           Two words  https://w.example/2",
    ]


def test_a_list_cannot_be_written_nowhere_nor_read_from_the_web(run):
    result = run("export", "/nonexistent/x.opml")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "/nonexistent/x.opml cannot be written (no such file or directory). Name one in" in result.stderr
    result = run("import", "https://w.example/list.opml")
    assert result.exit_code == 2
    assert "import takes a file" in result.stderr


@pytest.mark.parametrize(
    ("path", "advice"),
    [("/gone", "feed is gone for good"), ("/void", "look for another feed"), ("/huge", "shorter feed")],
)
def test_refusals_of_the_web_give_advice_for_feeds(run, site, path, advice):
    for command in ("check", "add"):
        result = run(command, site + path)
        assert result.exit_code == 1
        assert advice in result.output
        assert "article" not in result.output


@pytest.mark.parametrize(
    "address",
    [
        "http://169.254.169.254/latest",
        "http://[::1]/feed",
        "http://desk.local/feed",
        "https://a.example:22/feed",
        "https://user:secret@a.example/feed",
    ],
)
def test_a_list_brings_no_address_that_may_not_be_fetched(run, tmp_path, address):
    (tmp_path / "in.opml").write_text(f'<opml><body><outline xmlUrl="{address}"/></body></opml>')
    result = run("import", "in.opml")
    assert result.exit_code == 1
    assert address.rpartition("@")[2].split("/")[-1] in result.stderr
    assert "secret" not in result.stderr
    assert "0 added, 0 were followed already" in result.stderr
    assert records(run("list", "--json")) == []


def test_spellings_of_one_address_in_a_list_are_one_feed(run, tmp_path, site):
    spelled = ("https://a.example/rss", "HTTPS://A.Example:443/rss#top", "https://a.example./rss")
    lines = "".join(f'<outline xmlUrl="{url}"/>' for url in (*spelled, f"{site}/real.xml"))
    (tmp_path / "in.opml").write_text(f"<opml><body>{lines}</body></opml>")
    assert "2 added, 0 were followed already" in run("import", "in.opml").stderr
    assert [f["url"] for f in records(run("list", "--json"))] == ["https://a.example/rss", f"{site}/real.xml"]
    assert "0 added, 2 were followed already" in run("import", "in.opml").stderr
