"""Paths to articles: one outcome each, in order, and nothing that hangs or crashes."""

import io
import json
import os
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from newsdesk.ingest.files import load_indexed, load_paths
from newsdesk.ingest.loaded import IDENTITY, Loaded, Refused

LIMIT = 1_000_000
PAGE = (
    "<html><head><title>Bridge closed</title></head><body><article><p>The old bridge over the river will stay "
    "closed until the spring, the mayor said on Tuesday, because engineers found cracks in two of its pillars."
    "</p><p>She added that a ferry would run every ten minutes, free of charge, from both landing stages.</p>"
    "</article></body></html>"
)


def load(*paths, **options):
    return list(load_paths([str(p) for p in paths], max_bytes=LIMIT, **options))


def one(path, **options):
    (outcome,) = load(path, **options)
    return outcome


def put(path, content):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_plain_text_is_the_file_exactly(tmp_path):
    text = "Title\r\n\r\nThe mayor spoke.\u0085Then 𝒜 left.\n"
    path = put(tmp_path / "a.txt", text)
    outcome = one(path)
    assert outcome.article.id == str(path)
    assert outcome.article.text == text
    assert outcome.offsets == IDENTITY


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "empty"),
        ("  \r\n\t\n", "no words"),
        ("… — !!", "no words"),
        (b"%PDF-1.4", "PDF"),
        (b"text\0text" * 9, "NUL"),
    ],
)
def test_bad_files_are_refused_under_their_path(tmp_path, content, reason):
    path = put(tmp_path / "a.txt", content)
    outcome = one(path)
    assert isinstance(outcome, Refused)
    assert outcome.source == str(path)
    assert reason in outcome.reason


def test_a_missing_path(tmp_path):
    assert "no such file" in one(tmp_path / "none.txt").reason


def test_an_empty_path_is_named_as_such_and_the_others_are_read(tmp_path):
    refused, read = load("", put(tmp_path / "a.txt", "The mayor spoke."))
    assert refused.reason == "An empty path was given."
    assert refused.advice
    assert isinstance(read, Loaded)


def test_a_path_with_a_nul():
    assert isinstance(one("a\0b"), Refused)


def test_a_web_address_is_no_path_and_its_secrets_are_not_repeated():
    outcome = one("https://me:secret@example.org/a?token=x")
    assert "web address" in outcome.reason
    assert "secret" not in str(outcome)
    assert "token" not in str(outcome)


def test_a_large_file_is_refused_by_its_size_and_the_setting_is_named(tmp_path):
    path = tmp_path / "big.txt"
    with path.open("wb") as file:
        file.truncate(40_000_000)
    outcome = one(path)
    assert outcome.reason == "It has 40 MB; the limit is 1 MB."
    assert "NEWSDESK_MAX_FILE_MB" in outcome.advice


@pytest.mark.skipif(os.name != "posix", reason="pipes and devices have paths on POSIX systems only")
def test_pipes_and_devices_do_not_hang(tmp_path):
    os.mkfifo(tmp_path / "pipe.txt")
    assert "not a file" in one(tmp_path / "pipe.txt").reason
    assert "not a file" in one("/dev/zero").reason


@pytest.fixture
def nobody():
    """Root may read everything, so root's tests borrow another user."""
    if os.name != "posix":
        pytest.skip("permissions are POSIX")
    before = os.geteuid()
    if before == 0:
        os.seteuid(65534)
    yield
    os.seteuid(before)


def test_a_file_and_a_folder_without_permission(nobody):
    with tempfile.TemporaryDirectory() as folder:
        good, shut = put(Path(folder) / "a.txt", "Words."), put(Path(folder) / "b.txt", "Words.")
        closed = put(Path(folder) / "sub" / "c.txt", "Words.").parent
        shut.chmod(0)
        closed.chmod(0)
        first, file, below = load(folder)
        closed.chmod(0o700)
    assert first.article.id == str(good)
    assert (file.source, below.source) == (str(shut), str(closed))
    assert "permission denied" in file.reason
    assert "permission denied" in below.reason


def test_a_loop_of_links(tmp_path):
    (tmp_path / "a.txt").symlink_to(tmp_path / "b.txt")
    (tmp_path / "b.txt").symlink_to(tmp_path / "a.txt")
    assert all(isinstance(o, Refused) for o in load(tmp_path / "a.txt"))


def test_a_folder_is_read_below_sorted_without_hidden_and_unknown_files(tmp_path):
    for name in ["b.txt", "a/z.md", ".hidden.txt", ".git/x.txt", "picture.png", "c", "feed.xml"]:
        put(tmp_path / name, "The mayor spoke.")
    (tmp_path / "a" / "up").symlink_to(tmp_path)
    notes = []
    found = load(tmp_path, note=notes.append)
    assert [o.article.id for o in found] == [f"{tmp_path}/{n}" for n in ["a/z.md", "b.txt", "c"]]
    assert notes == [f"{tmp_path}: 2 files of other kinds passed over."]


def test_one_bad_file_among_good_ones_is_one_refusal(tmp_path):
    put(tmp_path / "a.txt", "The mayor spoke.")
    put(tmp_path / "b.txt", b"\x00\x01\x02" * 100)
    put(tmp_path / "c.txt", "The council met.")
    assert [type(o) for o in load(tmp_path)] == [Loaded, Refused, Loaded]


def test_an_empty_folder_says_what_it_should_hold(tmp_path):
    outcome = one(tmp_path)
    assert "no files to read" in outcome.reason
    assert ".jsonl" in outcome.advice


def test_what_comes_twice_is_read_once(tmp_path):
    path = put(tmp_path / "a.txt", "The mayor spoke.")
    (tmp_path / "b.txt").symlink_to(path)
    assert [o.article.id for o in load(path, path, tmp_path)] == [str(path)]


def test_html_by_suffix_and_by_its_beginning(tmp_path):
    found = load(
        put(tmp_path / "a.html", PAGE), put(tmp_path / "b", "\ufeff<!-- x -->\n<!DOCTYPE html>" + PAGE)
    )
    assert [o.article.title for o in found] == ["Bridge closed", "Bridge closed"]
    assert all("<" not in o.article.text for o in found)


def test_html_in_its_declared_encoding(tmp_path):
    page = PAGE.replace("<head>", '<head><meta charset="windows-1251">').replace("mayor", "мэр")
    assert "the мэр said" in one(put(tmp_path / "a.html", page.encode("cp1251"))).article.text


def lines(tmp_path, *objects):
    texts = [o if isinstance(o, str) else json.dumps(o) for o in objects]
    return put(tmp_path / "a.jsonl", "\n".join(texts))


def test_json_lines_with_everything(tmp_path):
    path = lines(
        tmp_path,
        {"id": "x1", "text": "The mayor\u2028spoke.", "title": "T", "outlet": "O", "url": "https://o.example/1",
         "byline": "B", "published_at": "2025-05-12T09:30:00+02:00", "other": [1]},
        "",
        {"id": 7, "text": "Another.", "title": None},
    )  # fmt: skip
    first, second = (o.article for o in load(path))
    assert (first.id, first.text, first.title, first.outlet) == ("x1", "The mayor\u2028spoke.", "T", "O")
    assert (first.url, first.byline) == ("https://o.example/1", "B")
    assert first.published_at == datetime(2025, 5, 12, 7, 30, tzinfo=UTC)
    assert (second.id, second.title, second.published_at) == ("7", "", None)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"id": "b", "text": "cut', "not JSON"),
        ("[" * 100_000, "not JSON"),
        ('["a"]', "not an object"),
        ('{"id": "b"}', 'no "text"'),
        ('{"id": "b", "text": 5}', '"text" is not a string'),
        ('{"id": "b", "text": ""}', "empty"),
        ('{"id": "b", "text": " \\n "}', "no words"),
        ('{"id": "b", "text": "a\\u0000b"}', "NUL"),
        ('{"id": "b", "text": "a\\ud800b"}', "half a character"),
        ('{"id": ["b"], "text": "a"}', '"id"'),
        ('{"id": "b", "text": "a", "x": ' + "9" * 6000 + "}", "too many digits"),
        ('{"id": "b", "text": "a", "title": 5}', '"title"'),
    ],
)
def test_a_broken_line_is_refused_with_its_number_and_the_others_are_read(tmp_path, line, reason):
    path = lines(tmp_path, {"id": "a", "text": "One."}, line, {"id": "c", "text": "Three."})
    first, broken, last = load(path)
    assert (first.article.id, last.article.id) == ("a", "c")
    assert isinstance(broken, Refused)
    assert broken.source == f"{path}:2"
    assert reason in broken.reason


def test_an_id_that_is_taken_by_another_text_is_refused_and_the_same_text_is_read_once(tmp_path):
    path = lines(tmp_path, *({"id": "a", "text": t} for t in ["One.", "One.", "Two."]))
    first, clash = load(path)
    assert first.article.text == "One."
    assert clash.source == f"{path}:3"
    assert f"({path}:1) already has the id 'a'" in clash.reason


@pytest.mark.parametrize("said", ["yesterday", 20250512, ["2025"]])
def test_a_line_with_an_unreadable_time_is_read_without_one_and_told(tmp_path, said):
    path = lines(
        tmp_path, {"id": "a", "text": "One."}, {"id": "b", "text": "Two.", "title": "T", "published_at": said}
    )
    notes = []
    _, article = (o.article for o in load(path, note=notes.append))
    assert (article.id, article.title, article.published_at) == ("b", "T", None)
    (note,) = notes
    assert note.startswith(f"{path}:2: ")
    assert "2025-05-12T09:30:00Z" in note


def test_a_number_too_long_to_read_is_named_on_standard_input_too():
    line = b'{"text": "The mayor spoke.", "id": ' + b"9" * 6000 + b"}"
    assert "too many digits" in one("-", stdin=io.BytesIO(line)).reason


def test_a_page_with_an_endless_character_reference_is_read_and_so_is_its_neighbour(tmp_path):
    number = "&#" + "9" * 5000 + ";"
    put(
        tmp_path / "a.html",
        PAGE.replace("old", number).replace("<head>", f'<head><meta name="date" content="{number}">'),
    )
    put(tmp_path / "b.txt", "The mayor spoke.")
    page, neighbour = load(tmp_path)
    assert "The \ufffd bridge over" in page.article.text
    assert neighbour.article.text == "The mayor spoke."


def test_json_that_is_not_json_lines(tmp_path):
    assert "not JSON Lines" in one(put(tmp_path / "a.json", json.dumps([{"text": "x"}], indent=1))).reason


def test_standard_input_by_what_it_holds():
    assert one("-", stdin=io.BytesIO(b"The mayor spoke.")).article.text == "The mayor spoke."
    assert one("-", stdin=io.BytesIO(PAGE.encode())).article.title == "Bridge closed"
    assert one("-", stdin=io.BytesIO(b'{"id": "q", "text": "Hi there."}\n')).article.id == "q"
    assert "larger than" in one("-", stdin=io.BytesIO(b"a" * (LIMIT + 1))).reason
    assert "empty" in one("-", stdin=io.BytesIO()).reason


INDEX = """
[[outlet]]
name = "Harbour Wire"

[[article]]
file = "one.txt"
title = "First"
outlet = "Harbour Wire"
url = "https://wire.example/1"
byline = "A. Writer"
published_at = 2025-05-12T09:30:00Z
revision = 2
"""


@pytest.mark.parametrize("given", ["", "one.txt", "articles.toml"])
def test_an_index_beside_the_files_gives_their_metadata(tmp_path, given):
    put(tmp_path / "one.txt", "The mayor spoke.")
    put(tmp_path / "articles.toml", INDEX)
    article = one(tmp_path / given).article
    assert article.id == str(tmp_path / "one.txt")
    assert (article.title, article.outlet, article.byline, article.revision) == (
        "First",
        "Harbour Wire",
        "A. Writer",
        2,
    )
    assert article.published_at == datetime(2025, 5, 12, 9, 30, tzinfo=UTC)


def test_an_index_in_the_folder_above(tmp_path):
    put(tmp_path / "sub" / "one.txt", "The mayor spoke.")
    put(tmp_path / "articles.toml", INDEX.replace("one.txt", "sub/one.txt"))
    assert one(tmp_path).article.title == "First"


@pytest.mark.parametrize(
    "index", ["[[article", "x = 1", '[[article]]\nfile = "../secret.txt"', "[[article]]\ntitle = 'x'"]
)
def test_a_broken_index_is_told_once_and_the_files_are_still_read(tmp_path, index):
    put(tmp_path / "one.txt", "The mayor spoke.")
    put(tmp_path / "two.txt", "The council met.")
    put(tmp_path / "articles.toml", index)
    found = load(tmp_path)
    assert sum(isinstance(o, Loaded) for o in found) == 2
    (refused,) = [o for o in found if isinstance(o, Refused)]
    assert "index cannot be used" in refused.reason


def test_a_file_that_the_index_lists_and_nobody_has(tmp_path):
    put(tmp_path / "articles.toml", INDEX)
    (outcome,) = load_indexed(str(tmp_path / "articles.toml"), max_bytes=LIMIT)
    assert "no such file" in outcome.reason
