"""Repairs applied to readings."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsdesk.model import Repair, RepairId, RepairKind
from newsdesk.repairs import apply, registry_with
from summarizer.actors.registry import Registry, RegistryEntry, Title
from summarizer.model import Act, Actor, ActorId, ActorKind, Article, ArticleId, Reading, Span, Statement

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
ROE = Actor(ActorId("jane-roe"), "Jane Roe", ActorKind.PERSON)
DOE = Actor(ActorId("~john-doe"), "John Doe", ActorKind.PERSON)
LANE = Actor(ActorId("~ann-lane"), "Ann Lane", ActorKind.PERSON)
WIRE = Actor(ActorId("~harbour-wire"), "Harbour Wire", ActorKind.ORG)


def repair(kind, actor, other=None, name="", *, number=1):
    return Repair(
        RepairId(number), RepairKind(kind), actor.id, "ann", NOW + timedelta(minutes=number), other, name
    )


def reading(*said, roles=None, article="a"):
    """``said``: (source words, actor) or (source words, actor, via)."""
    text, statements = "", []
    for source, actor, *via in said:
        start = len(text)
        text += f"{source} said it{', Harbour Wire reported' if via else ''}. "
        span = Span(start, start + len(source))
        whole = Span(start, len(text) - 1)
        statements.append(
            Statement(
                ArticleId(article), actor, Act.SAID, (span,) if source else (), (), (whole,), (whole,), 0.9,
                gist="It.", via=via[0] if via else None,
            )
        )  # fmt: skip
    return Reading(Article(ArticleId(article), text), tuple(statements), roles or {})


def who(readings):
    return [[s.actor.id if s.actor else None for s in r.statements] for r in readings]


def after(reading, *repairs):
    return who(apply([reading], repairs))[0]


# Merging


def test_without_repairs_readings_are_the_same_objects():
    one = reading(("Roe", ROE))
    assert apply([one], [])[0] is one


def test_a_reading_that_names_nobody_repaired_is_the_same_object():
    one = reading(("Roe", ROE))
    assert apply([one], [repair("merge", DOE, LANE)])[0] is one


def test_a_merge_moves_statements_via_and_role():
    one = reading(("Roe", ROE), ("Doe", DOE, WIRE), roles={DOE.id: "mayor of Ashton"})
    (seen,) = apply([one], [repair("merge", DOE, LANE), repair("merge", WIRE, ROE, number=2)])
    assert who([seen]) == [["jane-roe", "~ann-lane"]]
    assert seen.statements[1].actor == LANE
    assert seen.statements[1].via == ROE
    assert seen.roles == {LANE.id: "mayor of Ashton"}


def test_a_merge_changes_neither_text_nor_spans():
    one = reading(("Doe", DOE))
    (seen,) = apply([one], [repair("merge", DOE, ROE)])
    assert replace(seen.statements[0], actor=DOE) == one.statements[0]
    assert seen.article is one.article


def test_the_role_of_the_one_who_stays_wins():
    one = reading(("Doe", DOE), ("Roe", ROE), roles={DOE.id: "a neighbour", ROE.id: "President of Ashland"})
    assert apply([one], [repair("merge", DOE, ROE)])[0].roles == {ROE.id: "President of Ashland"}


def test_nobody_passes_on_their_own_words():
    one = reading(("Doe", DOE, ROE))
    assert apply([one], [repair("merge", DOE, ROE)])[0].statements[0].via is None


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_chains_of_merges_end_at_the_same_actor_in_any_order(order):
    chain = [repair("merge", DOE, LANE), repair("merge", LANE, ROE), repair("merge", WIRE, DOE)]
    repairs = [replace(chain[i], id=RepairId(n)) for n, i in enumerate(order)]
    assert after(reading(("Doe", DOE), ("Lane", LANE), ("Wire", WIRE)), *repairs) == ["jane-roe"] * 3


def test_a_circle_of_merges_is_harmless():
    repairs = [repair("merge", DOE, LANE), repair("merge", LANE, DOE, number=2)]
    assert after(reading(("Doe", DOE), ("Lane", LANE)), *repairs) == ["~ann-lane", "~ann-lane"]


def test_a_repair_that_was_taken_back_counts_for_nothing():
    undone = replace(repair("merge", DOE, ROE), undone_at=NOW)
    assert after(reading(("Doe", DOE)), undone) == ["~john-doe"]


# Splitting


def test_a_split_moves_statements_whose_source_carries_the_name():
    one = reading(("Mr. Jim Roe", ROE), ("Jane Roe", ROE))
    assert after(one, repair("split", ROE, LANE, "Jim Roe")) == ["~ann-lane", "jane-roe"]


def test_pronouns_and_short_names_follow_when_every_named_mention_carries_the_name():
    one = reading(
        ("Jim Roe", ROE),
        ("he", ROE),
        ("Mr. Roe", ROE),
        ("the senator", ROE),
        ("", ROE),
        ("The Finnish mayor", ROE),
    )
    assert after(one, repair("split", ROE, LANE, "Jim Roe")) == ["~ann-lane"] * 6


def test_pronouns_and_short_names_stay_when_another_name_stands_beside():
    one = reading(("Jim Roe", ROE), ("he", ROE), ("Jane Roe", ROE), ("Roe", ROE))
    assert after(one, repair("split", ROE, LANE, "Jim Roe")) == [
        "~ann-lane",
        "jane-roe",
        "jane-roe",
        "jane-roe",
    ]


def test_pronouns_stay_in_articles_that_never_write_the_name():
    one = reading(("Roe", ROE), ("he", ROE))
    assert after(one, repair("split", ROE, LANE, "Jim Roe")) == ["jane-roe", "jane-roe"]


def test_another_articles_mentions_do_not_count():
    one, two = reading(("Jim Roe", ROE), ("he", ROE)), reading(("he", ROE), article="b")
    assert who(apply([one, two], [repair("split", ROE, LANE, "Jim Roe")])) == [["~ann-lane"] * 2, ["jane-roe"]]


@pytest.mark.parametrize(
    ("source", "moves"),
    [
        ("Roe", True), ("Roe's", True), ("Roe’s", True), ("“Roe”", True), ("Jane\nRoe", True), ("Roe,", True),
        ("Roeder", False), ("roe", False), ("Roe-Lane", False), ("Lane-Roe", False), ("O'Roe", False),
        ("Monroe", False),
    ],
)  # fmt: skip
def test_names_are_whole_words_in_the_case_that_articles_write(source, moves):
    one = reading((source, ROE))
    assert after(one, repair("split", ROE, LANE, "Roe")) == ["~ann-lane" if moves else "jane-roe"]


def test_the_name_may_stand_over_a_line_break():
    assert after(reading(("Jim\nRoe", ROE)), repair("split", ROE, LANE, "Jim Roe")) == ["~ann-lane"]


def test_a_split_leaves_other_actors_with_that_name_alone():
    assert after(reading(("Jim Roe", DOE)), repair("split", ROE, LANE, "Jim Roe")) == ["~john-doe"]


def test_a_role_goes_with_the_name_and_is_dropped_when_it_could_be_either_ones():
    split = repair("split", ROE, LANE, "Jim Roe")
    role = {ROE.id: "mayor of Ashton"}
    assert apply([reading(("Jim Roe", ROE), roles=role)], [split])[0].roles == {LANE.id: "mayor of Ashton"}
    assert apply([reading(("Jane Roe", ROE), roles=role)], [split])[0].roles == role
    assert apply([reading(("Jane Roe", ROE), ("Jim Roe", ROE), roles=role)], [split])[0].roles == {}


def test_who_passed_words_on_moves_when_the_sentence_carries_the_name():
    one = reading(("Doe", DOE, ROE))
    seen = apply([one], [repair("split", ROE, WIRE, "Harbour Wire")])[0]
    assert seen.statements[0].via == WIRE
    assert seen.statements[0].actor == DOE


def test_a_pronoun_follows_its_own_article_names_after_a_merge():
    """Whom "she" means was settled when the article was read: Doe there, whatever Doe is merged with."""
    one = reading(("John Doe", DOE), ("he", DOE), ("Jane Roe", ROE), ("she", ROE))
    repairs = [repair("merge", DOE, ROE), repair("split", ROE, LANE, "John Doe", number=2)]
    assert after(one, *repairs) == ["~ann-lane", "~ann-lane", "jane-roe", "jane-roe"]


# Order


def test_a_split_before_a_merge_keeps_the_name_out_of_it_and_one_after_takes_it_out_of_both():
    one = reading(("Jim Roe", ROE), ("Jane Roe", ROE), ("Jim Roe", DOE))
    split, merge = repair("split", ROE, LANE, "Jim Roe"), repair("merge", ROE, DOE, number=2)
    assert after(one, split, merge) == ["~ann-lane", "~john-doe", "~john-doe"]
    assert after(one, merge, split) == ["~ann-lane", "~john-doe", "~ann-lane"]


def test_a_split_gives_the_name_to_whoever_its_target_is_known_as():
    repairs = [repair("merge", LANE, DOE), repair("split", ROE, LANE, "Jim Roe", number=2)]
    assert after(reading(("Jim Roe", ROE)), *repairs) == ["~john-doe"]


def test_contradicting_splits_end_and_lose_nobody():
    repairs = [
        repair("split", DOE, LANE, "Roe"),
        repair("split", ROE, DOE, "Roe", number=2),
        repair("split", LANE, ROE, "Roe", number=3),
    ]
    one = reading(("Roe", DOE), ("Roe", ROE), ("Roe", LANE))
    once = apply([one], repairs)
    assert apply(once, repairs) == once
    assert set(after(one, *repairs)) <= {"jane-roe", "~john-doe", "~ann-lane"}


# Aliases


def test_an_alias_moves_the_actor_that_articles_make_of_the_name():
    made = Actor(ActorId("~j-p-roe"), "J.P. Roe", ActorKind.PERSON)
    assert (
        after(reading(("J.P. Roe", made), ("he", made)), repair("alias", ROE, ROE, "J.P. Roe"))
        == ["jane-roe"] * 2
    )


def test_an_alias_of_a_person_does_not_move_a_town_of_that_name():
    town = Actor(ActorId("~ashton"), "Ashton", ActorKind.ORG)
    assert after(reading(("Ashton", town)), repair("alias", ROE, ROE, "Ashton")) == ["~ashton"]


# The registry


def registry():
    council = Actor(ActorId("council"), "Harbour Council", ActorKind.ORG)
    return Registry(
        (
            RegistryEntry(ROE, ("Jim Roe", "J. Roe"), "she", (Title("mayor", council.id),)),
            RegistryEntry(council, ("the Council",), "it"),
            RegistryEntry(Actor(ActorId("port"), "Port Council", ActorKind.ORG), (), "it"),
        )
    )


def test_a_registry_without_repairs_is_the_same_object():
    known = registry()
    assert registry_with(known, []) is known


def test_a_merged_entrys_names_become_the_others():
    council = registry().by_id[ActorId("council")].actor
    port = registry().by_id[ActorId("port")].actor
    seen = registry_with(registry(), [repair("merge", council, port)])
    assert "council" not in seen.by_id
    assert seen.by_id[ActorId("port")].aliases == ("Harbour Council", "the Council")
    assert seen.by_id[ROE.id].titles == (Title("mayor", ActorId("port")),)


def test_an_actor_made_by_articles_gets_an_entry_when_repaired():
    seen = registry_with(registry(), [repair("merge", LANE, DOE, "Ann Lane")])
    assert seen.by_id[DOE.id].aliases == ("Ann Lane",)
    assert [e.actor.name for _, e in seen.index.people["lane"]] == ["John Doe"]


def test_a_split_name_is_an_alias_no_more():
    seen = registry_with(registry(), [repair("split", ROE, LANE, "Jim Roe")])
    assert seen.by_id[ROE.id].aliases == ("J. Roe",)
    assert seen.by_id[LANE.id].aliases == ("Jim Roe",)


# Whatever the list


PEOPLE = [ROE, DOE, LANE, Actor(ActorId("~roe"), "Roe", ActorKind.PERSON)]
NAMES = ["Jane Roe", "Roe", "John Doe", "Ann Lane"]
SOURCES = [*NAMES, "he", "", "the mayor", "Ms. Roe", "Roe of Lane"]
repairs_made = st.lists(
    st.builds(
        lambda kind, a, b, name: repair(kind, a, b if kind != "alias" else a, name),
        st.sampled_from(["merge", "split", "alias"]),
        st.sampled_from(PEOPLE),
        st.sampled_from(PEOPLE),
        st.sampled_from(NAMES),
    ),
    max_size=7,
).map(lambda made: [replace(r, id=RepairId(n)) for n, r in enumerate(made, 1)])
articles_read = st.lists(
    st.builds(
        lambda said, roles: reading(*said, roles=roles),
        st.lists(
            st.one_of(
                st.tuples(st.sampled_from(SOURCES), st.sampled_from(PEOPLE)),
                st.tuples(st.sampled_from(SOURCES), st.sampled_from(PEOPLE), st.sampled_from([WIRE, *PEOPLE])),
            ),
            max_size=5,
        ),
        st.dictionaries(
            st.sampled_from([p.id for p in PEOPLE]), st.sampled_from(["mayor", "aide"]), max_size=2
        ),
    ),
    min_size=1,
    max_size=3,
)


@settings(deadline=None)
@given(articles_read, repairs_made)
def test_applying_twice_changes_nothing_more(readings, repairs):
    once = apply(readings, repairs)
    assert apply(once, repairs) == once


@settings(deadline=None)
@given(articles_read, repairs_made)
def test_only_who_is_credited_changes(readings, repairs):
    for old, new in zip(readings, apply(readings, repairs), strict=True):
        assert new.article is old.article
        assert [replace(s, actor=None, via=None) for s in new.statements] == [
            replace(s, actor=None, via=None) for s in old.statements
        ]
        assert all(s.actor is not None for s in new.statements)


@settings(deadline=None)
@given(articles_read, repairs_made, st.data())
def test_undoing_restores_exactly_the_earlier_view(readings, repairs, data):
    """Undoing the last gives what was seen before it; undoing any, what is seen had it never been made."""
    before = apply(readings, repairs[:-1])
    n = data.draw(st.integers(0, max(0, len(repairs) - 1)))
    undone = [replace(r, undone_at=NOW) if i == n else r for i, r in enumerate(repairs)]
    assert apply(readings, undone) == apply(readings, repairs[:n] + repairs[n + 1 :])
    if repairs:
        assert apply(readings, [*repairs[:-1], replace(repairs[-1], undone_at=NOW)]) == before


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from(PEOPLE), st.sampled_from(PEOPLE)), max_size=4), st.randoms())
def test_merges_put_the_same_people_together_in_any_order(pairs, random):
    """Who is the same as whom does not depend on the order; in a chain, neither does who stays."""
    one = reading(*(("Roe", p) for p in PEOPLE))

    def together(ordered):
        ends = after(one, *(repair("merge", a, b, number=n) for n, (a, b) in enumerate(ordered, 1)))
        return [[a == b for a in ends] for b in ends]

    shuffled = random.sample(pairs, len(pairs))
    assert together(pairs) == together(shuffled)


def test_a_hundred_repairs_cost_little():
    """A reading without repaired actors costs no more than a look; 10,000 take well under a second."""
    others = [Actor(ActorId(f"~p-{n}"), f"P {n}", ActorKind.PERSON) for n in range(100)]
    repairs = [repair("merge", a, ROE, number=n) for n, a in enumerate(others, 1)]
    readings = [reading(("Roe", ROE), ("Doe", DOE), ("he", DOE))] * 10_000
    started = time.perf_counter()
    seen = apply(readings, repairs)
    assert time.perf_counter() - started < 1
    assert seen[0] is readings[0]
