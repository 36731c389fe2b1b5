"""The JSON that other programs script against."""

import json

ROE = (
    "Mayor Jane Roe said on Monday that the eastern barrier would reopen within nine days. "
    "She rejected a call for her resignation.\n"
    "John Doe, an engineer, warned that the hinge would crack again. He ordered a second inspection.\n"
)


def articles(tmp_path):
    path = tmp_path / "articles.jsonl"
    rows = [
        {"id": "one", "text": ROE, "url": "https://wire.example/1", "published_at": "2025-05-12T08:00:00Z"},
        {"id": "two", "text": "Jane Roe said the café would stay open.\n"},
    ]
    path.write_text("".join(json.dumps(r) + "\n" for r in rows))
    return path, {r["id"]: r["text"] for r in rows}


def test_read_prints_a_statement_a_line(newsdesk, tmp_path) -> None:
    """Keys, ids and spans as the contract has them."""
    path, texts = articles(tmp_path)
    ran = newsdesk("read", "--json", path)
    assert ran.code == 0
    for record in ran.records:
        assert {"article", "actor", "act", "source", "cue", "content", "confidence"} <= record.keys()
        assert record["act"] in ("said", "did")
        assert 0 <= record["confidence"] <= 1
        for part in ("source", "cue", "content"):
            for start, end in record[part]:
                assert 0 <= start < end <= len(texts[record["article"]])
        if record["actor"] is not None:
            assert record["actor"].keys() == {"id", "name", "kind"}
    names = [r["actor"]["name"] for r in ran.records if r["article"] == "one" and r["act"] == "said"]
    assert names == ["Jane Roe", "Jane Roe", "John Doe"]


def test_brief_prints_sections_with_citations(newsdesk, tmp_path) -> None:
    """Every bullet cites a whole sentence of the article's text."""
    path, texts = articles(tmp_path)
    ran = newsdesk("brief", "--json", path)
    (record,) = ran.records
    assert record.keys() == {"sections", "coverage"}
    assert [s["actor"]["name"] for s in record["sections"]] == ["Jane Roe", "John Doe"]
    for section in record["sections"]:
        assert section["actor"].keys() == {"id", "name", "kind", "role"}
        for bullet in section["bullets"]:
            assert {"text", "act", "status", "citations"} <= bullet.keys()
            for citation in bullet["citations"]:
                assert citation.keys() == {"article", "span", "url"}
                sentence = texts[citation["article"]][slice(*citation["span"])]
                assert sentence.endswith(".")
                assert sentence[0].isupper()
    assert record["coverage"]["articles"] == 2


def test_brief_each_prints_one_a_line(newsdesk, tmp_path) -> None:
    """One brief an article, under its id."""
    path, _ = articles(tmp_path)
    assert [r["article"] for r in newsdesk("brief", "--json", "--each", path).records] == ["one", "two"]


def test_brief_is_rendered_for_every_platform(newsdesk, tmp_path) -> None:
    """The same brief as text, as Telegram HTML and as Slack messages."""
    path, _ = articles(tmp_path)
    plain = newsdesk("brief", path).out
    assert "Jane Roe" in plain
    assert "[1]" in plain
    assert "<b>Jane Roe</b>" in newsdesk("brief", "--format", "telegram", path).out
    (message,) = newsdesk("brief", "--format", "slack", path).records
    assert message["blocks"]


def test_ask_prints_cited_bullets(newsdesk, tmp_path) -> None:
    """Question, query, bullets with their actor, and no abstention."""
    path, _ = articles(tmp_path)
    (record,) = newsdesk("ask", "--json", "--in", path, "What did Roe say about the barrier?").records
    assert record.keys() == {"question", "query", "bullets", "abstained"}
    assert record["abstained"] is None
    assert [b["actor"]["name"] for b in record["bullets"]] == ["Jane Roe"]
    assert record["bullets"][0]["citations"][0]["article"] == "one"


def test_ask_takes_several_paths(newsdesk, tmp_path) -> None:
    """Everything between --in and the question is a path."""
    path, _ = articles(tmp_path)
    other = tmp_path / "other.txt"
    other.write_text("Jane Roe denied that the barrier had cost a fortune.\n")
    (record,) = newsdesk("ask", "--json", "--in", path, other, "What did Roe deny about the barrier?").records
    assert {c["article"] for b in record["bullets"] for c in b["citations"]} >= {str(other)}


def test_ask_abstains_with_a_reason_and_exit_code_3(newsdesk, tmp_path) -> None:
    """Nothing found is said, not guessed."""
    path, _ = articles(tmp_path)
    ran = newsdesk("ask", "--json", "--in", path, "What did Doe say about the café?")
    assert ran.code == 3
    (record,) = ran.records
    assert record["bullets"] == []
    assert record["abstained"].startswith("No statement by John Doe on café")


def test_ask_answers_a_batch(newsdesk, tmp_path) -> None:
    """One answer a line with its id; "articles" limits the search."""
    path, _ = articles(tmp_path)
    questions = tmp_path / "questions.jsonl"
    rows = [
        {"id": "q1", "question": "What did Roe say about the barrier?"},
        {"id": "q2", "question": "What did Roe say about the barrier?", "articles": ["two"]},
        {"id": "q3", "question": "What did Roe say?", "articles": ["three"]},
    ]
    questions.write_text("".join(json.dumps(r) + "\n" for r in rows))
    ran = newsdesk("ask", "--json", "--in", path, "--batch", questions)
    assert ran.code == 0
    assert [(r["id"], bool(r["bullets"])) for r in ran.records] == [("q1", True), ("q2", False), ("q3", False)]


def test_a_broken_line_of_a_batch_is_named_and_the_others_answered(newsdesk, tmp_path) -> None:
    """Exit code 1: something failed, the rest is there."""
    path, _ = articles(tmp_path)
    questions = tmp_path / "questions.jsonl"
    questions.write_text('{"id": "q1", "question": "What did Roe say about the barrier?"}\n{"id": 2}\n')
    ran = newsdesk("ask", "--in", path, "--batch", questions)
    assert ran.code == 1
    assert "line 2" in ran.err
    assert [r["id"] for r in ran.records] == ["q1"]


def test_a_batch_without_a_question_is_wrong_usage(newsdesk, tmp_path) -> None:
    """A missing file, or a file of something else."""
    path, _ = articles(tmp_path)
    assert newsdesk("ask", "--in", path, "--batch", tmp_path / "none.jsonl").code == 2
    (tmp_path / "other.jsonl").write_text("[]\n")
    assert newsdesk("ask", "--in", path, "--batch", tmp_path / "other.jsonl").code == 2
