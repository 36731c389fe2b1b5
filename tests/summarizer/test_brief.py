"""What a brief keeps, folds, ranks and counts."""

from dataclasses import replace
from datetime import timedelta

import pytest

from summarizer.brief import compose
from summarizer.model import Act, ActorKind, BriefSpec, Bullet

from .values import DAY, actor, reading, statement

ROE, DOE = actor("Jane Roe"), actor("John Doe")
AIDE = actor("a senior aide", ActorKind.UNNAMED)


def lines(brief, name="Jane Roe"):
    return [b.text for s in brief.sections if s.actor.name == name for b in s.bullets]


def test_a_bullet_without_a_citation_cannot_exist() -> None:
    """The value itself refuses."""
    with pytest.raises(ValueError, match="without a citation"):
        Bullet("Said so", ROE, Act.SAID, ())


def test_only_actors_with_a_name_get_a_section() -> None:
    """Unnamed and unknown sources are counted, never headed."""
    brief = compose([reading(statement(AIDE, "Said the board is split"), statement(None, "Said it is late"))])
    assert brief.sections == ()
    assert (brief.coverage.statements, brief.coverage.attributed) == (2, 0)


def test_a_statement_without_a_line_is_withheld_and_counted() -> None:
    """Nothing is dropped without a figure."""
    brief = compose([reading(statement(ROE, ""), statement(ROE, "Said the barrier will reopen"))])
    assert lines(brief) == ["Said the barrier will reopen"]
    assert brief.coverage.withheld == 1


def test_words_carried_by_another_line_are_not_withheld() -> None:
    """A participle that its main clause's line already holds is not missing."""
    carried = replace(statement(ROE, ""), carried=True)
    assert compose([reading(carried, statement(ROE, "Said the barrier will reopen"))]).coverage.withheld == 0


def test_one_claim_of_two_outlets_is_one_bullet_with_both_citations() -> None:
    """Independent publishers count; the bullet cites each of them."""
    one = reading(statement(ROE, "Said the barrier will reopen within nine days", article="a"), outlet="Wire")
    two = reading(
        statement(ROE, "Stressed that the barrier will reopen within nine days", article="b"),
        text="Ships queue at the mouth of the river. " * 8,
        outlet="Post",
        hours=2,
    )
    brief = compose([one, two])
    (bullet,) = brief.sections[0].bullets
    assert {c.article for c in bullet.citations} == {"a", "b"}
    assert bullet.outlets == 2
    assert brief.coverage.folded == 1


def test_a_wire_copy_is_no_second_publisher() -> None:
    """The same text under another name counts once."""
    text = "Jane Roe said the barrier will reopen within nine days. " + " ".join(f"word{n}" for n in range(80))
    made = [
        reading(statement(ROE, "Said the barrier will reopen within nine days", article=a), text=text, outlet=a)
        for a in "ab"
    ]
    brief = compose(made)
    assert brief.sections[0].bullets[0].outlets == 1
    assert (brief.coverage.duplicates, brief.coverage.outlets) == (1, 1)


def test_what_was_said_stands_above_what_was_done() -> None:
    """A deed never outranks a word of the same actor."""
    deed = statement(ROE, "Ordered the repair of the eastern barrier and its hinge today", act=Act.DID)
    word = statement(ROE, "Said yes", at=400, confidence=0.4)
    brief = compose([reading(deed, word)])
    assert [b.act for b in brief.sections[0].bullets] == [Act.SAID, Act.DID]
    assert lines(compose([reading(deed, word)], spec=BriefSpec(deeds=False))) == ["Said yes"]


def test_a_spec_limits_actors_bullets_and_days() -> None:
    """Followed, muted, since and both maxima."""
    subjects = [
        "the price of steel",
        "a lighthouse",
        "two drowned sheep",
        "her successor",
        "the tide",
        "night work",
    ]
    old = reading(*[statement(ROE, f"Spoke of {s}", article="old", at=50 * n) for n, s in enumerate(subjects)])
    new = reading(statement(DOE, "Said the queue is gone", article="new"), hours=48)
    both = compose([old, new], spec=BriefSpec(max_bullets=3))
    assert {s.actor.name: len(s.bullets) for s in both.sections} == {"Jane Roe": 3, "John Doe": 1}
    assert len(compose([old, new], spec=BriefSpec(max_actors=1)).sections) == 1
    assert [s.actor for s in compose([old, new], spec=BriefSpec(actors=frozenset({DOE.id}))).sections] == [DOE]
    assert [s.actor for s in compose([old, new], spec=BriefSpec(muted=frozenset({ROE.id}))).sections] == [DOE]
    since = compose([old, new], spec=BriefSpec(since=DAY + timedelta(hours=24)))
    assert [s.actor for s in since.sections] == [DOE]


def test_the_role_is_that_of_the_newest_article() -> None:
    """Nobody keeps an office that the news no longer gives him."""
    then = reading(statement(ROE, "Said yes", article="a"), roles={ROE.id: "Mayor of Port Ansel"})
    now = reading(
        statement(ROE, "Said no", article="b"), roles={ROE.id: "Former mayor of Port Ansel"}, hours=24
    )
    assert compose([now, then]).sections[0].role == "Former mayor of Port Ansel"


def test_an_empty_archive_gives_an_empty_brief() -> None:
    """No article, no section, no failure."""
    brief = compose([])
    assert (brief.sections, brief.coverage.articles) == ((), 0)


def test_what_others_report_of_an_actor_is_no_bullet_of_his() -> None:
    """ "Roe said that Doe had agreed" is Roe's claim."""
    hearsay = replace(statement(DOE, "Agreed to a second inspection"), reported=True)
    brief = compose(
        [reading(hearsay, statement(ROE, "Said that Doe had agreed to a second inspection", at=90))]
    )
    assert [s.actor for s in brief.sections] == [ROE]
    assert brief.coverage.statements == 2


def test_every_attributed_statement_has_one_fate() -> None:
    """Printed, folded, withheld or left out: the figures add up, whatever the limits."""
    made = [
        statement(ROE, "Said the barrier will reopen within nine days", at=0),
        statement(ROE, "Stressed that the barrier will reopen within nine days", at=90),
        statement(ROE, "", at=180),
        replace(statement(ROE, "", at=270), carried=True),
        replace(statement(ROE, "Said Doe had lied about the hinge", at=360), reported=True),
        replace(statement(ROE, "Did not say whether ships must wait", at=450), silent=True),
        statement(ROE, "Warned of a storm on the outer banks", at=540, confidence=0.05),
        statement(ROE, "Called the harbour the pride of the coast", at=630),
        statement(DOE, "Ordered new divers from the mainland", at=720, act=Act.DID),
        statement(DOE, "", at=810),
        statement(AIDE, "Said the board is split", at=900),
    ]
    for spec in (
        BriefSpec(),
        BriefSpec(max_bullets=1),
        BriefSpec(max_actors=1),
        BriefSpec(deeds=False),
        BriefSpec(muted=frozenset({ROE.id})),
    ):
        c = compose([reading(*made)], spec=spec).coverage
        assert (c.statements, c.attributed) == (11, 10)
        assert c.attributed == c.bullets + c.folded + c.withheld + c.left_out
    c = compose([reading(*made)]).coverage
    assert (c.bullets, c.folded, c.withheld, c.left_out) == (3, 2, 5, 0)
