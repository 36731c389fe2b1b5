"""Which spans hold a place."""

from hypothesis import given
from hypothesis import strategies as st

from summarizer.actors.covering import Covering
from summarizer.model import Span

_SPANS = st.builds(lambda start, length: Span(start, start + length), st.integers(0, 30), st.integers(1, 12))


@given(st.lists(st.tuples(st.integers(0, 5), _SPANS)), _SPANS)
def test_it_finds_what_asking_each_span_finds(spans: list[tuple[int, Span]], place: Span) -> None:
    """By number, whatever overlaps or repeats."""
    expected = sorted((number, span) for number, span in spans if span.covers(place))
    assert Covering(spans).around(place) == expected


def test_an_edge_belongs_to_the_span_that_it_begins() -> None:
    """Spans are half-open."""
    covering = Covering([(0, Span(0, 5)), (1, Span(5, 9))])
    assert covering.around(Span(5, 6)) == [(1, Span(5, 9))]
    assert covering.around(Span(4, 6)) == []
