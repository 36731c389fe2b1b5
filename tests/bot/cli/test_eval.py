"""``newsdesk eval`` as a user calls it."""

import json

import pytest

from summarizer.evaluation.errors import BadRecord

TEXT = (
    "Mayor Jane Roe said on Monday that the eastern barrier would reopen within nine days.\n"
    "Tom Hale, an engineer, warned that the hinge would crack again.\n"
)


def spans(*words):
    return [[TEXT.index(w), TEXT.index(w) + len(w)] for w in words]


ROE = {
    "source": spans("Mayor Jane Roe"),
    "cue": spans("said"),
    "content": spans("that the eastern barrier would reopen within nine days"),
}
HALE = {
    "source": spans("Tom Hale, an engineer,"),
    "cue": spans("warned"),
    "content": spans("that the hinge would crack again"),
}
GOLD = {"id": "one", "publisher": "Dunholm Echo", "text": TEXT, "attributions": [ROE, HALE]}
LABELS = {
    "id": "one",
    "actors": [[0, "Jane Roe", "person"], [1, "Tom Hale", "person"]],
    "questions": [{"q": "What did Roe say about the barrier?", "actor": "Jane Roe", "gold": [0]}],
    "must_have": [{"actor": "Tom Hale", "point": "The hinge would crack again.", "gold": [1]}],
}


@pytest.fixture
def gold(tmp_path):
    return written(tmp_path / "gold.jsonl", GOLD)


@pytest.fixture
def labels(tmp_path):
    return written(tmp_path / "labels.jsonl", LABELS)


def written(path, *rows):
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_attributions_are_read_and_scored(newsdesk, gold) -> None:
    """Everything in two easy sentences is found."""
    ran = newsdesk("eval", "attribution", gold, "--json")
    assert (ran.code, ran.err) == (0, "")
    (record,) = ran.records
    assert record["all"]["attr"] == {"p": 100.0, "r": 100.0, "f": 100.0, "tp": 2, "pred": 2, "gold": 2}
    assert record["publishers"]["Dunholm Echo"] == record["indirect"] == record["all"]
    assert (record["all"]["src_acc"], record["all"]["src_n"]) == (100.0, 2)
    assert record["sources"]["named"]["attr"]["gold"] == 2
    assert record["missing_docs"] == 0


def test_a_table_for_the_eye(newsdesk, gold) -> None:
    """One line a group, precision, recall and F of each figure uncut although a pipe has no width."""
    ran = newsdesk("eval", "attribution", gold)
    assert ran.code == 0
    lines = [line.split() for line in ran.out.splitlines() if line.strip(" ─")]
    assert lines[0] == ["P/R/F", "content", "span", "attr", "atok", "source", "found", "gold"]
    assert lines[1] == ["all", *["100.0/100.0/100.0"] * 4, "100.0", "2", "2"]
    assert [line[0] for line in lines[2:]] == ["direct", "indirect", *["source:"] * 4, "Dunholm"]


def test_predictions_are_scored_without_reading(newsdesk, gold, tmp_path) -> None:
    """Both formats: labels, and statements as ``read --json`` prints them, of which deeds do not count."""
    as_labels = written(tmp_path / "a.jsonl", {"id": "one", "attributions": [ROE]})
    deed = {"article": "one", "act": "did", **HALE}
    as_statements = written(tmp_path / "b.jsonl", {"article": "x/one.txt", "act": "said", **ROE}, deed)
    for pred in (as_labels, as_statements):
        (record,) = newsdesk("eval", "attribution", gold, "--pred", pred, "--json").records
        assert record["all"]["attr"] == {"p": 100.0, "r": 50.0, "f": 66.7, "tp": 1, "pred": 1, "gold": 2}


def test_what_read_prints_scores_as_reading_does(newsdesk, gold, tmp_path) -> None:
    """The way over a file changes nothing."""
    pred = tmp_path / "pred.jsonl"
    pred.write_text(newsdesk("read", "--json", gold).out)
    direct = newsdesk("eval", "attribution", gold, "--json").out
    assert newsdesk("eval", "attribution", gold, "--pred", pred, "--json").out == direct


def test_missing_and_foreign_predictions_are_told(newsdesk, gold, tmp_path) -> None:
    """On standard error; the figures count the text as empty."""
    pred = written(tmp_path / "pred.jsonl", {"id": "two", "attributions": [ROE]})
    ran = newsdesk("eval", "attribution", gold, "--pred", pred, "--json")
    assert ran.code == 0
    assert "1 of 1 texts have no prediction" in ran.err
    assert "'two'" in ran.err
    assert ran.records[0]["all"]["attr"]["r"] == 0.0


def test_actors(newsdesk, gold, labels) -> None:
    """Both are named rightly."""
    (record,) = newsdesk("eval", "actors", gold, labels, "--json").records
    assert record["person"] == record["all"] == {"right": 100.0, "wrong": 0.0, "none": 0.0, "n": 2}
    assert record["gold"] == 2
    assert "person" in newsdesk("eval", "actors", gold, labels).out


def test_brief(newsdesk, gold, labels) -> None:
    """Two bullets, both right, and the point among them."""
    (record,) = newsdesk("eval", "brief", gold, labels, "--json").records
    assert record == {"must_have_recall": 100.0, "bullet_precision": 100.0, "bullets": 2, "points": 1}
    assert "must-have recall" in newsdesk("eval", "brief", gold, labels).out


@pytest.mark.parametrize("option", [(), ("--across",)])
def test_answers(newsdesk, gold, labels, option) -> None:
    """The question finds its statement, in its own article or among all."""
    (record,) = newsdesk("eval", "answers", gold, labels, "--json", *option).records
    assert record == {
        "precision": 100.0,
        "recall": 100.0,
        "hard_negative_questions": 0.0,
        "refused": 0.0,
        "wrong_speaker": 0.0,
        "questions": 1,
        "bullets": 1,
    }
    assert "wrong speaker" in newsdesk("eval", "answers", gold, labels).out


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({**GOLD, "attributions": [{"content": [[5, 9999]]}]}, "has the span [5, 9999]"),
        ({"id": "one", "text": TEXT}, '"attributions" is missing'),
        ([], "The line is a list."),
    ],
)
def test_a_malformed_line_of_gold_is_named(newsdesk, tmp_path, row, reason) -> None:
    """File and line, and no figure."""
    path = written(tmp_path / "gold.jsonl", {**GOLD, "id": "first"}, row)
    with pytest.raises(BadRecord) as caught:
        newsdesk("eval", "attribution", path)
    assert str(caught.value).startswith(f"{path}:2: ")
    assert reason in str(caught.value)


def test_a_malformed_line_ends_with_code_1_and_one_line(process, tmp_path) -> None:
    """No traceback."""
    path = written(tmp_path / "gold.jsonl", {"id": "one"})
    ran = process("eval", "attribution", path)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == f'newsdesk: {path}:1: "text" is missing; it must be a string.\n'


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00x"])
def test_a_file_that_cannot_be_read_is_wrong_usage(newsdesk, tmp_path, content) -> None:
    """Missing, or not UTF-8."""
    path = tmp_path / "gold.jsonl"
    if content:
        path.write_bytes(content)
    ran = newsdesk("eval", "attribution", path)
    assert (ran.code, ran.out) == (2, "")
    assert "gold.jsonl" in ran.err


def test_nothing_labelled_is_nothing_found(newsdesk, gold, tmp_path) -> None:
    """Exit code 3 rather than figures of nothing."""
    path = written(tmp_path / "empty.jsonl", {**GOLD, "attributions": []})
    assert newsdesk("eval", "attribution", path).code == 3
    assert newsdesk("eval", "actors", gold, written(tmp_path / "labels.jsonl")).code == 3


def test_a_text_that_cannot_be_read_is_a_failure(newsdesk, tmp_path) -> None:
    """Figures over a part of the texts would mean nothing."""
    path = written(tmp_path / "gold.jsonl", {**GOLD, "text": TEXT + "\0"})
    ran = newsdesk("eval", "attribution", path)
    assert (ran.code, ran.out) == (1, "")
    assert f"{path}:1" in ran.err
    assert "NUL" in ran.err
