"""Many briefs of the same readings: each is the brief that its readings would give alone."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.paths import seeds_dir
from summarizer.actors.registry_file import load_registry
from summarizer.attribution.rules import RulesReader
from summarizer.brief import Composer, compose
from summarizer.condense.extractive import ExtractiveCondenser
from summarizer.model import Act, ActorKind, Article, ArticleId, BriefSpec
from summarizer.pipeline import Summarizer
from summarizer.rank.scorers import SCORERS, centrality

from ..values import DAY, actor, reading, statement

PEOPLE = [
    actor("Jane Roe"),
    actor("John Doe"),
    actor("Harbour Board", ActorKind.ORG),
    actor("a senior aide", ActorKind.UNNAMED),
]
VERBS = "Said Stressed Rejected Demanded Warned".split()
NOUNS = "barrier hinge tide divers ships lighthouse steel storm".split()
LINE = st.builds(
    lambda verb, nouns, number: f"{verb} the {' '.join(nouns)} in {number} days",
    st.sampled_from(VERBS),
    st.lists(st.sampled_from(NOUNS), min_size=1, max_size=5),
    st.sampled_from(["nine", "9", "12"]),
)
STATEMENT = st.builds(
    lambda who, line, at, confidence, act, kept: replace(
        statement(who, line if kept else "", at=at, confidence=confidence, act=act),
        carried=not kept and at > 99,
    ),
    st.sampled_from([*PEOPLE, None]),
    LINE,
    st.integers(0, 300),
    st.sampled_from([0.1, 0.5, 0.9]),
    st.sampled_from(list(Act)),
    st.booleans() | st.just(value=True),
)
TEXT = st.lists(st.sampled_from([f"{n} {m}" for n in NOUNS for m in NOUNS]), min_size=4, max_size=12).map(
    " ".join
)
SPEC = st.builds(
    BriefSpec,
    actors=st.frozensets(st.sampled_from([p.id for p in PEOPLE]), max_size=2),
    muted=st.frozensets(st.sampled_from([p.id for p in PEOPLE]), max_size=1),
    since=st.none() | st.integers(0, 96).map(lambda h: DAY + timedelta(hours=h)),
    max_actors=st.integers(1, 3),
    max_bullets=st.integers(1, 3),
    deeds=st.booleans(),
    include=st.lists(st.sampled_from([*NOUNS, "the barrier"]), max_size=2).map(tuple),
    exclude=st.lists(st.sampled_from([*NOUNS, "in 9 days"]), max_size=1).map(tuple),
)


@st.composite
def archives(draw):
    """Readings of up to eight articles, copies of one another's texts among them, undated ones too."""
    texts = draw(st.lists(TEXT, min_size=1, max_size=3))
    made = []
    for n in range(draw(st.integers(0, 8))):
        statements = [replace(s, article=ArticleId(str(n))) for s in draw(st.lists(STATEMENT, max_size=5))]
        one = reading(
            *statements,
            name=str(n),
            text=f"{draw(st.sampled_from(texts))} {draw(TEXT)}",
            title=draw(TEXT),
            hours=draw(st.integers(0, 100)),
            outlet=draw(st.sampled_from(["", "Wire", "Post"])),
            roles={PEOPLE[0].id: draw(st.sampled_from(["", "Mayor", "Former mayor"]))},
        )
        undated = draw(st.integers(0, 5)) == 0
        made.append(replace(one, article=replace(one.article, published_at=None)) if undated else one)
    return made


# All that does not follow from what the others say: equal to the last digit, whichever articles are asked for.
BARE = tuple((scorer, weight) for scorer, weight in SCORERS if scorer is not centrality)


def _comparable(brief, of):
    """Everything; but for how many stories a part of the articles tells, which follows from all of them."""
    stories = brief.coverage.stories if of is None else 0
    return replace(brief, coverage=replace(brief.coverage, stories=stories))


@settings(max_examples=150, deadline=None)
@given(archives(), st.lists(st.tuples(SPEC, st.none() | st.frozensets(st.integers(0, 8).map(str))), max_size=4))
def test_a_shared_brief_is_the_brief_of_its_readings_alone(made, wishes) -> None:
    """Whatever was composed before, with whichever articles."""
    scorers = SCORERS if not any(of is not None for _, of in wishes) else BARE
    composer = Composer(made, scorers=scorers)
    for spec, of in wishes:
        alone = compose([r for r in made if of is None or r.article.id in of], spec=spec, scorers=scorers)
        brief = composer.compose(spec, of=of)
        assert _comparable(brief, of) == _comparable(alone, of)
        c = brief.coverage
        assert c.attributed == c.bullets + c.folded + c.withheld + c.left_out
        assert min(c.bullets, c.folded, c.withheld, c.left_out) >= 0


@settings(max_examples=60, deadline=None)
@given(archives(), SPEC, st.none() | st.frozensets(st.integers(0, 8).map(str)), st.data())
def test_statements_that_are_passed_over_are_as_if_nobody_had_found_them(made, spec, of, data) -> None:
    """Every count is that of the readings without them."""
    places = [(r.article.id, n) for r in made for n in range(len(r.statements))]
    gone = data.draw(st.frozensets(st.sampled_from(places))) if places else frozenset()
    left = [
        replace(r, statements=tuple(s for n, s in enumerate(r.statements) if (r.article.id, n) not in gone))
        for r in made
        if of is None or r.article.id in of
    ]
    alone = compose(left, spec=spec, scorers=BARE)
    brief = Composer(made, scorers=BARE).compose(spec, of=of, without=gone)
    assert _comparable(brief, of) == _comparable(alone, of)


@pytest.fixture(scope="module")
def seeds(parser):
    """The seeds as the rules read them."""
    summarizer = Summarizer(
        parser, RulesReader(), ExtractiveCondenser(), load_registry(seeds_dir() / "actors.toml")
    )
    paths = sorted((seeds_dir() / "articles").glob("*.txt"))
    return list(
        summarizer.read(
            Article(ArticleId(p.stem), p.read_text(encoding="utf-8"), published_at=DAY + timedelta(hours=n))
            for n, p in enumerate(paths)
        )
    )


def test_the_seeds_give_the_same_shared_and_alone(seeds) -> None:
    """Real readings, narrowed by articles, days, actors and words."""
    composer = Composer(seeds, scorers=BARE)
    ids = [r.article.id for r in seeds]
    everybody = [s.actor.id for s in compose(seeds).sections]
    assert len(everybody) > 3
    for of in (None, frozenset(ids[::2]), frozenset(ids[1::2]), frozenset(ids[:1])):
        for spec in (
            BriefSpec(),
            BriefSpec(actors=frozenset(everybody[:2])),
            BriefSpec(muted=frozenset(everybody[:1]), max_actors=4),
            BriefSpec(since=DAY + timedelta(hours=len(ids) // 2)),
            BriefSpec(include=("ceasefire", "talks"), max_bullets=2),
            BriefSpec(exclude=("the",), deeds=False),
        ):
            alone = compose([r for r in seeds if of is None or r.article.id in of], spec=spec, scorers=BARE)
            assert _comparable(composer.compose(spec, of=of), of) == _comparable(alone, of)


def test_two_readings_under_one_id_are_composed_as_given() -> None:
    """A caller's mistake changes no brief: the last text under an id counts, as it does alone."""
    one = reading(statement(PEOPLE[0], "Said the tide is high"), name="a", text="one two three")
    other = reading(statement(PEOPLE[0], "Said a lamp is lit"), name="a", text="four five six", hours=9)
    third = reading(statement(PEOPLE[1], "Said no", article="b"), name="b", text="four five six", hours=2)
    made = [one, third, other]
    composer = Composer(made)
    for spec in (BriefSpec(), BriefSpec(since=DAY + timedelta(hours=1)), BriefSpec()):
        assert composer.compose(spec) == compose(made, spec=spec)
