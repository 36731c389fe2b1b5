"""Labels and predictions as JSON Lines: what is read, and what is said of a line that is wrong."""

import json

import pytest

from summarizer.evaluation.errors import BadRecord
from summarizer.evaluation.fields import read_lines, stem
from summarizer.evaluation.gold import ActorLabel, labelled_articles, labelled_texts
from summarizer.evaluation.predictions import answers, attributions, briefs, credited
from summarizer.model import ActorKind, Attribution, Span

TEXT = "Jane Roe said the bridge is shut."
PARTS = {"source": [[0, 8]], "cue": [[9, 13]], "content": [[14, 32]]}
GOLD = {"id": "one", "text": TEXT, "attributions": [PARTS]}
ROE = Attribution((Span(0, 8),), (Span(9, 13),), (Span(14, 32),))


def records(*rows):
    return read_lines("\n".join(json.dumps(row) for row in rows), source="file.jsonl")


def test_a_labelled_text():
    (text,) = labelled_texts(records({**GOLD, "publisher": "Wire"}))
    assert (text.id, text.text, text.attributions, text.publisher) == ("one", TEXT, (ROE,), "Wire")


def test_the_outlet_stands_in_for_the_publisher():
    (text,) = labelled_texts(records({**GOLD, "outlet": "Wire"}))
    assert text.publisher == "Wire"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"text": None}, '"text" is missing; it must be a string.'),
        ({"id": 7}, '"id" is a number; it must be a string.'),
        ({"attributions": None}, '"attributions" is missing; it must be a list.'),
        ({"attributions": ["x"]}, "attributions[0] is a string; it must be an object."),
        ({"attributions": [{"content": [[3]]}]}, "content[0] is [3]; it must be [start, end] in code points."),
        ({"attributions": [{"content": [[5, 3]]}]}, "content[0] is [5, 3]; it must be [start, end]"),
        ({"attributions": [{"cue": [[True, 3]]}]}, "cue[0] is [true, 3]; it must be [start, end]"),
        ({"attributions": [{"cue": 3}]}, '"cue" is a number; it must be a list.'),
        (
            {"attributions": [PARTS, {"content": [[30, 99]]}]},
            "attributions[1] has the span [30, 99] in a text of 33",
        ),
        ({"attributions": [{"content": [[3, 3]]}]}, "attributions[0] has the span [3, 3]"),
    ],
)
def test_a_line_of_labels_that_is_wrong_is_named(change, reason):
    with pytest.raises(BadRecord) as caught:
        labelled_texts(records(GOLD, {**GOLD, **change}))
    assert str(caught.value).startswith("file.jsonl:2: ")
    assert reason in str(caught.value)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "is not JSON"),
        ("[1]", "The line is a list."),
        ('"x"', "line is a string."),
        ("9" * 9999, "JSON"),
    ],
)
def test_a_line_that_is_no_object_is_named(line, reason):
    with pytest.raises(BadRecord, match=r"^a\.jsonl:3: ") as caught:
        read_lines(f"{{}}\n\n{line}\n", source="a.jsonl")
    assert reason in str(caught.value)


LABELS = {"id": "one", "actors": [[0, "Jane Roe", "person"]]}


def test_a_labelled_article():
    question = {"q": "?", "actor": "Jane Roe", "gold": [0]}
    point = {"actor": "Jane Roe", "point": "Shut.", "gold": [0]}
    (found,) = labelled_articles(
        records({**LABELS, "questions": [question], "must_have": [point]}), labelled_texts(records(GOLD))
    )
    assert found.actors == (ActorLabel("Jane Roe", ActorKind.PERSON),)
    assert found.contents == ((Span(14, 32),),)
    assert found.questions[0].misleading == ()
    assert found.points[0].gold == (0,)
    assert found.kind_of("nobody") is ActorKind.PERSON


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"id": "two"}, 'no article with the id "two"'),
        ({"actors": []}, "must name each of the article's 1 attributions once"),
        ({"actors": [[0, "Jane Roe", "woman"]]}, "with a kind of: person, org"),
        ({"actors": [[0, "Jane Roe"]]}, "it must be [number, name, kind]"),
        ({"questions": [{"q": "?", "actor": "Roe", "gold": [1]}]}, '"gold" holds 1'),
        ({"must_have": [{"actor": "Roe", "gold": "0"}]}, '"gold" is a string; it must be a list.'),
    ],
)
def test_labels_that_do_not_fit_their_text_are_named(change, reason):
    with pytest.raises(BadRecord) as caught:
        labelled_articles(records({**LABELS, **change}), labelled_texts(records(GOLD)))
    assert str(caught.value).startswith("file.jsonl:1: ")
    assert reason in str(caught.value)


STATEMENT = {"article": "folder/one.txt", "actor": {"id": "~roe", "name": "Roe", "kind": "person"}, **PARTS}


def test_predictions_are_read_as_labels_and_as_statements():
    known = {"one"}
    as_labels = attributions(records({"id": "one", "attributions": [PARTS]}), known)
    deed = {**STATEMENT, "act": "did"}
    as_statements = attributions(records(STATEMENT, deed), known)
    assert as_labels == as_statements == {"one": [ROE]}


def test_an_article_with_deeds_alone_is_no_article_without_prediction():
    assert attributions(records({**STATEMENT, "act": "did"}), {"one"}) == {"one": []}


def test_a_path_stands_for_its_file_name_unless_it_is_an_id():
    assert stem("a/b.txt") == "b"
    assert stem("a/b.v2.html") == "b.v2"
    assert set(attributions(records(STATEMENT), {"folder/one.txt"})) == {"folder/one.txt"}


def test_a_prediction_of_another_kind_is_refused():
    with pytest.raises(BadRecord, match=r"^file\.jsonl:1: Neither"):
        attributions(records({"id": "one"}), {"one"})


def test_statements_without_an_actor_are_credited_to_nobody():
    one, other = credited(records(STATEMENT, {**STATEMENT, "actor": None}))
    assert (one.name, one.kind, one.named) == ("Roe", ActorKind.PERSON, True)
    assert (other.name, other.named) == (None, False)


def test_bullets_of_deeds_are_left_out():
    cited = {"citations": [{"article": "one.txt", "span": [0, 8]}, {"article": "one.txt", "span": [4, 12]}]}
    section = {"actor": {"name": "Roe"}, "bullets": [{**cited, "act": "said"}, {**cited, "act": "did"}]}
    (line,) = briefs(records({"article": "one.txt", "sections": [section]}))["one"]
    assert line.cited == ((0, 12),)


def test_answers_by_their_question():
    bullet = {"citations": [{"article": "a/one.txt", "span": [0, 8]}]}
    found = answers(records({"id": "one#0", "bullets": [bullet]}))
    assert found["one#0"].bullets == ((("one", (0, 8)),),)
    with pytest.raises(BadRecord, match='"bullets" is missing'):
        answers(records({"id": "one#0"}))
