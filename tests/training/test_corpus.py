"""An annotated article as what the tagger should say of its tokens."""

import pytest

from summarizer.attribution.learned.encoding import encode
from summarizer.attribution.learned.tags import BEGIN, INSIDE, ROLES, TAGS
from tests.summarizer.trees import tree
from training.corpus import ENTITY_TAGS, NOWHERE, UNASKED, example, examples, transitions

SAID = """
    Ann Ann PROPN NNP compound 2 PERSON
    Lee Lee PROPN NNP nsubj 3 PERSON
    said say VERB VBD ROOT 0
    Roe Roe PROPN NNP nsubj 5 PERSON
    warned warn VERB VBD ccomp 3
    of of ADP IN prep 5
    floods flood NOUN NNS pobj 6
    . . PUNCT . punct 3
"""
LETTERS = {"": "O"} | {edge + role: f"{edge}-{role}" for role in ROLES for edge in "BI"}


def tokenize(words):
    return [len(w) for w in words], list(range(len(words)))


def made(*attributions, document=None):
    document = document or tree(SAID)
    return example(document, attributions, encode(document, tokenize, 0))


def spans(document, *words):
    """Where phrases stand."""
    text = document.article.text
    return [[text.index(w), text.index(w) + len(w)] for w in words]


def attribution(source=(), cue=(), content=()):
    document = tree(SAID)
    return {k: spans(document, *v) for k, v in (("source", source), ("cue", cue), ("content", content))}


def names(tags):
    return [TAGS[t] for t in tags]


WHOLE = attribution(["Ann Lee"], ["said"], ["Roe warned of floods"])


def test_tags_of_one_attribution():
    assert names(made(WHOLE).tags) == [
        "B-source", "I-source", "B-cue", "B-content", "I-content", "I-content", "I-content", "O",
    ]  # fmt: skip


def test_pointers_of_one_attribution():
    """Source and content point at the first token of the cue, that one at the first token of the source."""
    one = made(WHOLE)
    assert one.cues.tolist() == [2, 2, UNASKED, 2, 2, 2, 2, UNASKED]
    assert one.sources.tolist() == [UNASKED, UNASKED, 0, *[UNASKED] * 5]


def test_no_source_no_place_to_point_at():
    one = made(attribution(cue=["said"], content=["Roe warned"]))
    assert one.sources[2] == NOWHERE
    assert one.cues.tolist()[3:5] == [2, 2]


def test_no_cue_no_place_to_point_at():
    one = made(attribution(source=["Ann Lee"], content=["Roe warned"]))
    assert one.cues.tolist()[:5] == [NOWHERE, NOWHERE, UNASKED, NOWHERE, NOWHERE]
    assert set(one.sources.tolist()) == {UNASKED}


@pytest.mark.parametrize("absent", ["source", "cue"])
@pytest.mark.parametrize("how", ["null", "gone"])
def test_part_may_be_absent(absent, how):
    """As everywhere else that the format is read."""
    other = {k: v for k, v in WHOLE.items() if k != absent} | ({absent: None} if how == "null" else {})
    empty = WHOLE | {absent: []}
    assert made(other).tags.tolist() == made(empty).tags.tolist()
    assert made(other).cues.tolist() == made(empty).cues.tolist()


def test_content_in_pieces_points_at_one_cue():
    one = made(attribution(["Roe"], ["warned"], ["Ann Lee said", "of floods"]))
    assert names(one.tags)[:3] == ["B-content", "I-content", "I-content"]
    assert names(one.tags)[5:7] == ["B-content", "I-content"]
    assert [c for c in one.cues.tolist() if c >= 0] == [4] * 6


def test_nested_attribution_takes_its_tokens_from_the_outer_one():
    """A token has one role: that of the attribution named last."""
    one = made(WHOLE, attribution(["Roe"], ["warned"], ["of floods"]))
    assert names(one.tags) == [
        "B-source", "I-source", "B-cue", "B-source", "B-cue", "B-content", "I-content", "O",
    ]  # fmt: skip
    assert one.sources.tolist()[4] == 3


def test_source_of_two_cues_points_at_the_nearer():
    near = attribution(["Ann Lee"], ["said"], ["Roe"])
    far = attribution(["Ann Lee"], ["warned"], ["of floods"])
    for order in ((near, far), (far, near)):
        one = made(*order)
        assert one.cues.tolist()[:2] == [2, 2]
        assert [one.sources[2], one.sources[4]] == [0, 0]


def test_cue_is_kept_beside_an_attribution_without_one():
    """ "Nowhere" is no place that could be near."""
    cued = attribution(["Ann Lee"], ["warned"], ["of floods"])
    bare = attribution(["Ann Lee"], [], ["Roe"])
    for order in ((cued, bare), (bare, cued)):
        assert made(*order).cues.tolist()[:2] == [4, 4]


def test_span_within_a_token_takes_the_whole_token_and_one_between_takes_none():
    one = made({"source": [[1, 2]], "cue": [[3, 4]], "content": [[8, 10]]})
    assert names(one.tags)[:3] == ["B-source", "O", "B-content"]


def test_entities_are_tagged_as_the_parser_sees_them():
    assert [ENTITY_TAGS[t] for t in made().entities] == [
        "B-PERSON", "I-PERSON", "O", "B-PERSON", "O", "O", "O", "O",
    ]  # fmt: skip


def test_transitions_are_high_where_a_tag_usually_follows():
    moves = transitions([made(WHOLE)] * 20, 0.4, 0.0)
    source, cue = BEGIN["source"], BEGIN["cue"]
    assert moves[source][INSIDE["source"]] > 0 > moves[source][cue]
    assert moves[INSIDE["source"]][cue] > 0
    assert all(v == 0 for row in transitions([made(WHOLE)], 0.0, 0.0) for v in row)


def test_reluctance_is_taken_off_every_step_outside_and_no_other():
    moves = transitions([made(WHOLE)], 0.0, 0.5)
    assert [row[0] for row in moves] == [-0.5] * len(TAGS)
    assert all(v == 0 for row in moves for v in row[1:])


def test_examples_keep_the_order_of_the_file(parser, corpus):
    found = list(examples(corpus, parser, tokenize, 0))
    assert len(found) == 30
    assert [len(e.tags) for e in found[:4]] == [len(e.tags) for e in found[3:7]]
    assert len(found[0].tags) < len(found[1].tags) < len(found[2].tags)
    assert names(found[0].tags)[:4] == ["B-source", "B-cue", "B-content", "I-content"]
