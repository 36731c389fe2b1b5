"""Who belongs to which cue, by where the tokens point."""

import numpy as np
import pytest

from summarizer.attribution.learned.decoding import Link, Scores, linked
from summarizer.attribution.learned.tags import BEGIN, INSIDE, TAGS

LETTERS = {"s": "source", "c": "cue", "t": "content"}


def tagged(letters):
    """Tags of a line like ``Ss Cc .Ttt``: capitals begin, small letters go on, other marks are outside."""
    return np.array(
        [
            0 if (role := LETTERS.get(x.lower())) is None else (BEGIN if x.isupper() else INSIDE)[role]
            for x in letters
        ],
        np.int64,
    )


def scored(letters, cues=(), sources=(), *, start=0, sure=0.9):
    """Scores that give each token its tag with probability ``sure``; pointers are (from, to, probability).

    What a token does not give to the places it points at goes to "nowhere".
    """
    tags = tagged(letters)
    n = len(tags)
    chances = np.full((n, len(TAGS)), (1 - sure) / (len(TAGS) - 1), np.float32)
    chances[np.arange(n), tags] = sure
    return Scores(start, np.log(chances), _pointing(n, cues), _pointing(n, sources)), tags


def _pointing(n, arrows):
    made = np.zeros((n, n + 1), np.float32)
    for start, to, chance in arrows:
        made[start, to + 1] = chance
    made[:, 0] = 1.0 - made.sum(axis=1)
    return made


def all_to(tokens, to, chance=0.9):
    return [(i, to, chance) for i in tokens]


def link_of(links, cue):
    (found,) = [link for link in links if cue in link.cue]
    return found


class TestOneCue:
    # 0 Roe 1 said 2 it 3 rained
    arrows = (*all_to((0, 2, 3), 1),)

    def test_source_and_content_of_a_cue(self):
        (link,) = linked(*scored("SCTt", self.arrows, [(1, 0, 0.9)]))
        assert (link.cue, link.source, link.contents) == (range(1, 2), range(1), [range(2, 4)])

    def test_scores_are_probabilities_of_tags_and_pointers(self):
        (link,) = linked(*scored("SCTt", self.arrows, [(1, 0, 0.9)], sure=0.8))
        assert link.cue_score == pytest.approx(0.8)
        assert link.content_score == pytest.approx(0.8)
        assert link.link_score == pytest.approx(0.9)
        assert link.source_score == pytest.approx(0.9)

    def test_places_are_those_of_the_document(self):
        (link,) = linked(*scored("SCTt", self.arrows, [(1, 0, 0.9)], start=100))
        assert (link.cue, link.source, link.contents) == (range(101, 102), range(100, 101), [range(102, 104)])

    def test_pointer_at_any_token_of_a_span_counts(self):
        """A source of three tokens may be pointed at in pieces."""
        (link,) = linked(*scored("SssC", all_to((0, 1, 2), 3), [(3, 0, 0.3), (3, 2, 0.5)]))
        assert link.source == range(3)
        assert link.source_score == pytest.approx(0.85)

    def test_no_source_where_the_cue_points_nowhere(self):
        """How sure it is of that is what the score says then."""
        (link,) = linked(*scored("SCTt", all_to((2, 3), 1)))
        assert link.source is None
        assert link.source_score == pytest.approx(1.0)

    def test_content_in_pieces(self):
        # 0-1 content 2 source 3 cue 4-5 content
        (link,) = linked(*scored("TtSCTt", all_to((0, 1, 2, 4, 5), 3), [(3, 2, 0.9)]))
        assert link.contents == [range(2), range(4, 6)]


class TestTwoCues:
    def test_each_gets_its_own(self):
        # 0 Roe 1 said 2 it 3 and 4 Lee 5 denied 6 that
        links = linked(
            *scored("SCT.SCT", [(0, 1, 0.9), (2, 1, 0.9), (4, 5, 0.9), (6, 5, 0.9)], [(1, 0, 0.9), (5, 4, 0.9)])
        )
        assert [(k.source, k.contents) for k in links] == [
            (range(1), [range(2, 3)]),
            (range(4, 5), [range(6, 7)]),
        ]

    def test_coordinated_cues_share_a_source(self):
        """The source points at the nearer cue alone; the other cue's own pointer suffices."""
        # 0 Roe 1 said 2 it 3 and 4 warned 5 that
        links = linked(*scored("SCT.CT", [(0, 1, 0.9), (2, 1, 0.9), (5, 4, 0.9)], [(1, 0, 0.9), (4, 0, 0.9)]))
        assert [link_of(links, c).source for c in (1, 4)] == [range(1)] * 2
        assert [link_of(links, c).contents for c in (1, 4)] == [[range(2, 3)], [range(5, 6)]]

    def test_content_goes_where_most_of_it_points(self):
        links = linked(*scored("C.Ttt.C", [(2, 0, 0.9), (3, 6, 0.9), (4, 6, 0.9)]))
        assert link_of(links, 0).contents == []
        assert link_of(links, 6).contents == [range(2, 5)]

    def test_cue_takes_the_source_it_points_at_and_not_the_nearer_one(self):
        # 0 Lee 1 , 2 Roe 3 said
        links = linked(*scored("S.SCT", [(0, 3, 0.9), (4, 3, 0.9)], [(3, 0, 0.9)]))
        assert links[0].source == range(1)


class TestWithoutATaggedCue:
    def test_word_that_a_content_points_at_becomes_a_cue(self):
        # 0 Roe 1 crowed 2 it 3 won
        (link,) = linked(*scored("S.Tt", all_to((0, 2, 3), 1), [(1, 0, 0.9)]))
        assert (link.cue, link.source, link.contents) == (range(1, 2), range(1), [range(2, 4)])
        assert link.cue_score < 0.1

    def test_content_that_points_nowhere_stands_by_itself(self):
        (link,) = linked(*scored("..Tt"))
        assert (list(link.cue), link.source, link.contents) == ([], None, [range(2, 4)])

    def test_weak_pointer_makes_no_cue(self):
        (link,) = linked(*scored("S.Tt", all_to((2, 3), 1, 0.2)))
        assert list(link.cue) == []

    @pytest.mark.parametrize("to", [0, 2], ids=["a source", "itself"])
    def test_what_has_a_role_is_no_cue(self, to):
        (link,) = linked(*scored("S.Tt", all_to((2, 3), to)))
        assert list(link.cue) == []

    def test_tagged_cue_that_is_pointed_at_goes_before_an_untagged_word(self):
        links = linked(*scored("C..Tt", [*all_to((3, 4), 0, 0.4), *all_to((3, 4), 1, 0.6)]))
        assert [(k.cue, k.contents) for k in links] == [(range(1), [range(3, 5)])]


def test_cue_alone_is_a_link_without_content():
    (link,) = linked(*scored(".C."))
    assert (link.cue, link.source, link.contents) == (range(1, 2), None, [])


def test_nothing_tagged_nothing_linked():
    assert linked(*scored("....")) == []


def test_roles_side_by_side_are_apart():
    """A begin ends what stands before it."""
    found: list[Link] = linked(*scored("CcCTT", [(3, 0, 0.9), (4, 2, 0.9)]))
    assert [(k.cue, k.contents) for k in found] == [(range(2), [range(3, 4)]), (range(2, 3), [range(4, 5)])]
