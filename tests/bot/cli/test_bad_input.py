"""Bad input ends with a clear word and the right exit code, and the good files are still read."""

import os

import pytest

GOOD = "Jane Roe said on Monday that the eastern barrier would reopen within nine days.\n"


def said(ran):
    return [r for r in ran.records if r["act"] == "said"]


@pytest.mark.parametrize("command", ["read", "brief"])
def test_no_path_is_wrong_usage(newsdesk, command: str) -> None:
    """Exit code 2 is for commands that cannot be meant."""
    ran = newsdesk(command)
    assert ran.code == 2
    assert "PATH" in ran.err


def test_an_unknown_option_is_wrong_usage(newsdesk) -> None:
    """A typing error is named."""
    ran = newsdesk("brief", "--jsn", "x.txt")
    assert ran.code == 2
    assert "--jsn" in ran.err


def test_a_missing_path_is_named(newsdesk, tmp_path) -> None:
    """Exit code 1, nothing on standard output."""
    ran = newsdesk("read", "--json", tmp_path / "none.txt")
    assert (ran.code, ran.out) == (1, "")
    assert "none.txt" in ran.err


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.txt", b""),
        ("blank.txt", b" \n\t\n"),
        ("binary.txt", bytes(range(256)) * 40),
        ("picture.txt", b"\x89PNG\r\n\x1a\n" + b"\0\1\2\3" * 200),
        ("broken.jsonl", b'{"id": "1", "text": \n'),
    ],
)
def test_a_bad_file_is_refused_and_the_good_one_read(newsdesk, tmp_path, name: str, content: bytes) -> None:
    """A folder with one bad file among good ones: one line on it, exit code 1, the rest is there."""
    (tmp_path / name).write_bytes(content)
    (tmp_path / "good.txt").write_text(GOOD)
    ran = newsdesk("read", "--json", tmp_path)
    assert ran.code == 1
    assert name in ran.err
    assert [r["article"] for r in said(ran)] == [str(tmp_path / "good.txt")]


def test_a_file_over_the_limit_is_refused_before_it_is_read(newsdesk, tmp_path) -> None:
    """40 MB: the message names the setting that raises the limit."""
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(40_000_000)
    ran = newsdesk("read", "--json", path)
    assert (ran.code, ran.out) == (1, "")
    assert "NEWSDESK_MAX_FILE_MB" in ran.err


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1", "utf-16", "utf-16-le"])
def test_text_is_read_in_any_common_encoding(newsdesk, tmp_path, encoding: str) -> None:
    """Offsets count the decoded text's code points."""
    text = "Zoë Müller said the café on the quay would close “for good”.\n".replace("“", '"').replace("”", '"')
    path = tmp_path / "article.txt"
    path.write_bytes(text.encode(encoding))
    ran = newsdesk("read", "--json", path)
    assert ran.code == 0
    (statement,) = said(ran)
    assert [text[a:b] for a, b in statement["source"]] == ["Zoë Müller"]
    assert text[statement["content"][0][0] : statement["content"][-1][1]].startswith("the café on the quay")


def test_line_breaks_are_counted_as_they_stand(newsdesk, tmp_path) -> None:
    """CR LF is two code points."""
    text = "The barrier is closed.\r\n\r\nJane Roe said it would reopen.\r\n"
    path = tmp_path / "article.txt"
    path.write_bytes(text.encode())
    (statement,) = said(newsdesk("read", "--json", path))
    assert [text[a:b] for a, b in statement["source"]] == ["Jane Roe"]


def test_a_page_is_read_without_its_scripts(newsdesk, tmp_path) -> None:
    """Spans of an HTML file lead into the HTML as it stands."""
    body = "".join(
        f"<p>The queue of ships reached the lighthouse on day {n}, as it had before.</p>" for n in range(9)
    )
    page = (
        "<!doctype html><html><head><title>Barrier closed</title>"
        "<script>var x = 'Jane Doe said no';</script></head>"
        "<body><article><h1>Barrier closed</h1>"
        f"<p>Jane <b>Roe</b> said the caf&eacute; would &amp; must close.</p>{body}"
        "</article></body></html>"
    )
    path = tmp_path / "page.html"
    path.write_text(page)
    ran = newsdesk("read", "--json", path)
    assert ran.code == 0
    (statement,) = [s for s in said(ran) if s["cue"]]
    (source,) = statement["source"]
    assert page[source[0] : source[1]] == "Jane <b>Roe"
    assert (
        "caf&eacute; would &amp; must close" in page[statement["content"][0][0] : statement["content"][-1][1]]
    )


def test_a_cookie_wall_is_refused_with_the_reason(newsdesk, tmp_path) -> None:
    """A consent page is never briefed."""
    path = tmp_path / "wall.html"
    path.write_text(
        "<html><head><title>Before you continue</title></head><body>"
        "<h1>We value your privacy</h1>"
        "<p>We and our 842 partners use cookies to store and access information on your device.</p>"
        "<button>Accept all</button><button>Reject all</button><button>Preferences</button></body></html>"
    )
    ran = newsdesk("brief", "--json", path)
    assert (ran.code, ran.out) == (1, "")
    assert "wall.html" in ran.err
    assert "cookie" in ran.err.lower() or "consent" in ran.err.lower()


def test_an_article_without_statements_is_nothing_found(newsdesk, tmp_path) -> None:
    """Exit code 3: the file was read and holds nothing."""
    path = tmp_path / "weather.txt"
    path.write_text("Rain fell on the harbour all day. The river rose by two metres overnight.\n")
    assert newsdesk("brief", "--json", path).code == 3


def test_standard_input_is_a_path(newsdesk) -> None:
    """A dash reads standard input."""
    ran = newsdesk("read", "--json", "-", stdin=GOOD)
    assert ran.code == 0
    assert [r["actor"]["name"] for r in said(ran)] == ["Jane Roe"]


def test_a_file_given_twice_is_read_once(newsdesk, tmp_path) -> None:
    """The same path is the same article."""
    path = tmp_path / "good.txt"
    path.write_text(GOOD)
    assert len(said(newsdesk("read", "--json", path, path))) == 1


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_named(newsdesk, tmp_path) -> None:
    """The operating system's reason is passed on."""
    path = tmp_path / "locked.txt"
    path.write_text(GOOD)
    path.chmod(0)
    ran = newsdesk("read", path)
    assert ran.code == 1
    assert "locked.txt" in ran.err
