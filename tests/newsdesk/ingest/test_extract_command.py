"""``newsdesk extract`` as a user calls it: in a process of its own."""

import json
import subprocess
import sys

import pytest

PAGE = "<html><head><title>Bridge closes</title></head><body><article>{}</article></body></html>"
WORDS = "<p>The city council voted on Monday to close the old bridge until the spring, the mayor said.</p>" * 3


def extract(*arguments):
    done = subprocess.run(  # our own interpreter
        [sys.executable, "-m", "bot.cli", "extract", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


@pytest.fixture
def pages(tmp_path):
    (tmp_path / "a.html").write_text(PAGE.format(WORDS), encoding="utf-8")
    (tmp_path / "b.html").write_text(PAGE.format("<p>Subscribe to continue reading.</p>"), encoding="utf-8")
    return tmp_path


def test_one_object_a_line_in_the_order_given(pages):
    code, out, _ = extract("--json", pages / "b.html", pages / "a.html")
    stub, article = map(json.loads, out.splitlines())
    assert list(article) == ["source", "title", "text", "byline", "published_at", "lang", "refused"]
    assert (stub["source"], article["source"]) == (str(pages / "b.html"), str(pages / "a.html"))
    assert (article["title"], article["lang"], article["refused"]) == ("Bridge closes", "en", None)
    assert "paywall" in stub["refused"]
    assert code == 0


def test_a_missing_file_does_not_end_the_run(pages):
    code, out, err = extract("--json", pages / "none.html", pages / "a.html")
    assert [json.loads(line)["refused"] is None for line in out.splitlines()] == [False, True]
    assert "There is no such file" in err
    assert code == 1


def test_nothing_accepted_ends_with_three(pages):
    assert extract("--json", pages / "b.html")[0] == 3
    code, out, _ = extract("--json", "--language", "de", pages / "a.html")
    assert code == 3
    assert "another language" in json.loads(out)["refused"]


def test_without_json_the_text_is_for_reading(pages):
    code, out, _ = extract(pages / "a.html")
    assert code == 0
    assert "Bridge closes" in out
    assert "The city council voted on Monday" in out


def test_a_page_without_an_article_always_ends_with_three(tmp_path):
    pages = {
        "bare.html": "<html><body></body></html>",
        "links.html": PAGE.format("<a href=/a>One</a> <a href=/b>Two</a>"),
        "empty.html": "",
        "signs.txt": "*** ***",
    }
    for name, page in pages.items():
        (tmp_path / name).write_text(page, encoding="utf-8")
        assert extract("--json", tmp_path / name)[0] == 3, name
    assert extract("--json", tmp_path / "bare.html", tmp_path / "none.html")[0] == 1
    assert extract("--json", "")[0] == 2


def test_nothing_in_a_text_reaches_the_terminal_that_turns_or_hides_it(tmp_path):
    (tmp_path / "a.txt").write_text(
        "The mayor \u202esaid no\u202c.\n\nIt \u2066rains\u009b in\u200f Kyiv.\n", encoding="utf-8"
    )
    code, out, _ = extract(tmp_path / "a.txt")
    assert code == 0
    assert out.endswith("\n\nThe mayor said no.\n\nIt rains in Kyiv.\n\n\n")
