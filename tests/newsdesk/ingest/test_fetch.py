"""Fetching one page: from a real server on the loopback address, and from a web made of a table."""

import asyncio
import gzip
import shutil
import ssl
import subprocess
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from newsdesk.ingest.fetch import Fetched, Limits, fetch, load_url
from newsdesk.ingest.loaded import Loaded, Refused
from newsdesk.ingest.transport import FakeTransport, HttpTransport, Reply

HERE = frozenset({"127.0.0.1"})
ARTICLE = (
    "<html><head><title>Bridge</title></head><body><article><p>The old bridge over the river will "
    "stay closed until the spring, the mayor said on Tuesday, because engineers found cracks in two of its "
    "pillars.</p></article></body></html>"
)
HTML = {"content-type": "text/html; charset=utf-8"}
PUBLIC = "https://news.example/a"


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, format, *args):  # noqa: A002 -- the base class names it so
        pass

    def do_GET(self):
        self.server.seen.append((self.path, dict(self.headers)))
        try:
            getattr(self, "serve_" + self.path.strip("/").split("/")[0].split("?")[0])()
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def answer(self, status=200, body=b"", **headers):
        self.send_response(status)
        for name, value in {"Content_Type": "text/html; charset=utf-8", **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def serve_page(self):
        self.answer(body=ARTICLE.encode())

    def serve_zipped(self):
        self.answer(body=gzip.compress(ARTICLE.encode()), Content_Encoding="gzip")

    def serve_bomb(self):
        self.answer(body=gzip.compress(b"a" * 50_000_000), Content_Encoding="gzip")

    def serve_moved(self):
        self.answer(302, Location="/page")

    def serve_inside(self):
        self.answer(302, Location="http://169.254.169.254/latest/meta-data")

    def serve_loop(self):
        self.answer(302, Location=f"/loop/{len(self.server.seen)}")

    def serve_secret(self):
        self.answer(302, Location="http://me:hush@127.0.0.1/page")

    def serve_big(self):
        self.answer(body=b"a" * 200_000)

    def serve_endless(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        while not self.server.stopped.wait(0.05):
            self.wfile.write(b"drop ")
            self.wfile.flush()

    def serve_image(self):
        self.answer(body=b"x", Content_Type="image/png")

    def serve_gone(self):
        self.answer(404, b"nothing")

    def serve_garbage(self):
        self.wfile.write(b"this is not http\r\n\r\n")
        self.close_connection = True


def serve(context=None):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.seen, server.stopped = [], threading.Event()
    if context:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    return server


@pytest.fixture
def server():
    server = serve()
    yield server
    server.stopped.set()
    server.shutdown()
    server.server_close()


def get(server, path, **limits):
    url = f"http://127.0.0.1:{server.server_port}/{path}"
    return asyncio.run(fetch(url, limits=Limits(allow=HERE, **limits)))


def fake(url, transport, **limits):
    return asyncio.run(fetch(url, transport=transport, limits=Limits(**limits)))


@pytest.mark.parametrize("path", ["page", "zipped", "moved"])
def test_a_page_is_fetched(server, path):
    page = get(server, path)
    assert isinstance(page, Fetched)
    assert page.body.decode() == ARTICLE
    assert (page.content_type, page.charset) == ("text/html", "utf-8")
    assert page.url.endswith("/zipped" if path == "zipped" else "/page")


def test_a_page_becomes_an_article(server):
    loaded = load_url(f"http://127.0.0.1:{server.server_port}/page?x=1", limits=Limits(allow=HERE))
    assert isinstance(loaded, Loaded)
    assert loaded.article.id == f"http://127.0.0.1:{server.server_port}/page"
    assert loaded.article.text.startswith("The old bridge")


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("inside", "not on the public internet"),
        ("secret", "user name or password"),
        ("loop", "redirects more than 5 times"),
        ("big", "larger than 0.1 MB"),
        ("bomb", "larger than 0.1 MB"),
        ("image", "image/png"),
        ("gone", "status 404"),
        ("garbage", "does not answer as a web server does"),
    ],
)
def test_a_refusal_says_why(server, path, reason):
    refused = get(server, path, max_bytes=100_000)
    assert isinstance(refused, Refused)
    assert reason in refused.reason
    assert "hush" not in str(refused)


def test_a_body_that_drips_is_cut_off_by_the_clock(server):
    begin = time.perf_counter()
    refused = get(server, "endless", timeout_s=0.6)
    assert "longer than 0.6 seconds" in refused.reason
    assert time.perf_counter() - begin < 5


def test_redirect_loops_ask_six_times_and_no_more(server):
    get(server, "loop")
    assert len(server.seen) == 6


def test_the_loopback_address_is_refused_without_a_connection_unless_allowed(server):
    for host in ["127.0.0.1", "2130706433", "0x7f.1", "localhost", "[::ffff:127.0.0.1]"]:
        refused = asyncio.run(fetch(f"http://{host}:{server.server_port}/page"))
        assert isinstance(refused, Refused)
    assert server.seen == []


def test_nobody_listening():
    refused = asyncio.run(fetch("http://127.0.0.1:9/", limits=Limits(allow=HERE)))
    assert "no connection can be made" in refused.reason


def test_what_was_checked_is_what_is_connected_to():
    """A name that turns private after the check gains nothing: it is resolved once for each hop."""
    web = FakeTransport({PUBLIC: Reply(200, HTML, b"x")}, names={"news.example": [["1.1.1.1"], ["10.0.0.1"]]})
    assert isinstance(fake(PUBLIC, web), Fetched)
    assert web.resolved == ["news.example"]
    assert [hop.addresses for hop in web.asked] == [("1.1.1.1",)]


@pytest.mark.parametrize("addresses", [["10.0.0.1"], ["1.1.1.1", "::1"], ["::ffff:192.168.1.1"], []])
def test_a_public_name_with_a_private_address_is_never_asked(addresses):
    web = FakeTransport({PUBLIC: Reply(200, HTML, b"x")}, names={"news.example": [addresses]})
    assert isinstance(fake(PUBLIC, web), Refused)
    assert web.asked == []


def test_a_redirect_to_a_name_with_a_private_address_is_refused():
    web = FakeTransport(
        {
            PUBLIC: Reply(301, {"location": "https://inside.example/"}),
            "https://inside.example/": Reply(200, HTML, b"x"),
        },
        names={"inside.example": [["192.168.0.9"]]},
    )
    refused = fake(PUBLIC, web)
    assert "redirects to https://inside.example/" in refused.reason
    assert len(web.asked) == 1


def test_relative_redirects_and_downgrades_are_followed():
    web = FakeTransport(
        {PUBLIC: Reply(302, {"location": "../b?c=d"}), "https://news.example/b?c=d": Reply(200, HTML, b"x")}
    )
    assert fake(PUBLIC, web).url == "https://news.example/b?c=d"


def test_secrets_of_a_url_are_in_no_refusal():
    web = FakeTransport({})
    assert "hush" not in str(fake(PUBLIC + "?token=hush", web))


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")
def test_the_certificate_must_be_the_hosts_although_an_address_is_connected_to(tmp_path):
    key, cert = tmp_path / "key.pem", tmp_path / "cert.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=news.example",
         "-addext", "subjectAltName=DNS:news.example", "-keyout", key, "-out", cert],
        check=True, capture_output=True,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    server = serve(context)
    trusting = ssl.create_default_context(cafile=str(cert))

    class Names(HttpTransport):
        async def resolve(self, host, port, /):
            return ("127.0.0.1",)

    def ask(host, tls):
        limits = Limits(allow=frozenset({"news.example", "other.example"}))
        return asyncio.run(
            fetch(f"https://{host}:{server.server_port}/page", limits=limits, transport=Names(tls))
        )

    try:
        assert isinstance(ask("news.example", trusting), Fetched)
        assert server.seen[0][1]["Host"] == f"news.example:{server.server_port}"
        assert "certificate is not valid" in ask("other.example", trusting).reason
        assert "certificate is not valid" in ask("news.example", None).reason
    finally:
        server.shutdown()
        server.server_close()
