"""Repairs made, refused and taken back in a store."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from newsdesk.model import Filed, Position, RepairKind, Window
from newsdesk.repairs import (
    Making,
    RepairRefused,
    alias,
    apply,
    find,
    listed,
    merge,
    profile,
    resolve_actor,
    split,
    undo,
)
from newsdesk.store.memory import MemoryStore
from summarizer.actors.registry import Registry, RegistryEntry
from summarizer.model import Act, Actor, ActorId, ActorKind, Article, ArticleId, Reading, Span, Statement

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def person(name, made=True):
    slug = name.lower().replace(" ", "-").replace(".", "").replace("é", "e")
    return Actor(ActorId(f"~{slug}" if made else slug), name, ActorKind.PERSON)


ROE = person("Jane Roe", made=False)
MARLOW = person("René Marlow", made=False)
BURTON = person("Ann Burton", made=False)
ASHLAND = Actor(ActorId("ashland"), "Ashland", ActorKind.COUNTRY)
REGISTRY = Registry(
    (
        RegistryEntry(ROE, ("Janey Roe",), "she"),
        RegistryEntry(MARLOW, (), "he"),
        RegistryEntry(BURTON, (), "she"),
        RegistryEntry(ASHLAND, ("Republic of Ashland",), "it"),
    )
)
JIM, DOE = person("Jim Roe"), person("John Doe")


class Archive:
    """A store with articles, each written as (source words, actor) pairs."""

    def __init__(self, *articles):
        self.store = MemoryStore()
        for day, said in enumerate(articles, 1):
            at = NOW - timedelta(days=100 - day)
            text = "".join(f"{source} said it. " for source, _ in said)
            key = f"https://news.example/{day}"
            article = Article(ArticleId(""), text, title=f"Day {day}", url=key, published_at=at)
            filed = self.store.articles.file(Filed(key, article, at), now=at)
            article = replace(article, id=filed.article, revision=filed.revision)
            start, statements = 0, []
            for source, actor in said:
                whole = Span(start, start + len(f"{source} said it."))
                statements.append(
                    Statement(
                        article=article.id,
                        actor=actor,
                        act=Act.SAID,
                        source=(Span(start, start + len(source)),),
                        cue=(),
                        content=(whole,),
                        evidence=(whole,),
                        confidence=0.9,
                    )
                )
                start = whole.end + 1
            self.store.readings.save([Reading(article, tuple(statements))], now=at)

    def seen(self):
        """Who is credited with each statement, article by article."""
        readings = self.store.readings.window(Window(Position(0), self.store.readings.head()))
        return [[s.actor.id for s in r.statements] for r in apply(readings, self.store.actors.repairs())]

    def stored(self):
        return self.store.readings.window(Window(Position(0), self.store.readings.head()))


def said_by(call, *arguments, insist=False, rehearse=False, **options):
    """What a repair by ann comes to."""
    return call(*arguments, making=Making("ann", NOW, insist, rehearse), **options)


def refusal(call, *arguments, **options):
    with pytest.raises(RepairRefused) as caught:
        said_by(call, *arguments, **options)
    return caught.value


@pytest.fixture
def archive():
    return Archive(
        [("Jim Roe", JIM), ("he", JIM)], [("Jane Roe", ROE), ("Doe", DOE)], [("Jim Roe", ROE), ("she", ROE)]
    )


# Making and undoing


def test_a_merge_says_what_it_changes_and_undoing_restores_the_view(archive):
    before = archive.seen()
    change = said_by(merge, archive.store, REGISTRY, JIM, DOE)
    assert (change.statements, change.articles, change.made) == (2, 1, True)
    assert archive.seen() == [["~john-doe"] * 2, ["jane-roe", "~john-doe"], ["jane-roe"] * 2]
    taken_back = said_by(undo, archive.store)
    assert (taken_back.repair.id, taken_back.statements) == (change.repair.id, 2)
    assert archive.seen() == before


def test_the_audit_trail_keeps_who_said_what_and_who_took_it_back(archive):
    said_by(merge, archive.store, REGISTRY, JIM, DOE)
    undo(archive.store, making=Making("bob", NOW + timedelta(hours=1)))
    (kept,) = archive.store.actors.repairs(undone=True)
    assert (kept.kind, kept.actor, kept.other, kept.by, kept.at) == (RepairKind.MERGE, JIM.id, DOE, "ann", NOW)
    assert (kept.undone_by, kept.undone_at) == ("bob", NOW + timedelta(hours=1))


def test_stored_statements_are_never_changed(archive):
    before = archive.stored()
    said_by(merge, archive.store, REGISTRY, JIM, DOE)
    said_by(split, archive.store, REGISTRY, ROE, "Jane Roe", other=DOE)
    assert archive.stored() == before


def test_a_rehearsal_counts_and_changes_nothing(archive):
    change = said_by(merge, archive.store, REGISTRY, JIM, DOE, rehearse=True)
    assert (change.statements, change.made) == (2, False)
    assert archive.store.actors.repairs(undone=True) == []


def test_a_split_takes_the_name_to_whoever_is_called_so(archive):
    change = said_by(split, archive.store, REGISTRY, ROE, "Jim Roe")
    assert change.repair.other == JIM
    assert archive.seen() == [["~jim-roe"] * 2, ["jane-roe", "~john-doe"], ["~jim-roe"] * 2]
    assert (change.statements, change.articles) == (2, 1)


def test_a_split_to_nobody_known_makes_an_actor_of_the_same_kind(archive):
    change = said_by(split, archive.store, REGISTRY, DOE, "Doe")
    assert change.repair.other == Actor(ActorId("~doe"), "Doe", ActorKind.PERSON)


def test_a_split_of_a_name_that_articles_never_write_is_refused_with_what_they_write(archive):
    error = refusal(split, archive.store, REGISTRY, ROE, "Joan Roe")
    assert error.doubtful
    assert "names its source “Joan Roe”" in str(error)
    assert "“Jane Roe”" in str(error)
    assert archive.store.actors.repairs() == []


def test_an_alias_brings_home_what_articles_made_of_the_name(archive):
    change = said_by(alias, archive.store, REGISTRY, DOE, "Jim Roe")
    assert change.statements == 2
    assert archive.seen()[0] == ["~john-doe"] * 2


def test_undoing_what_a_later_repair_builds_on_says_so(archive):
    first = said_by(merge, archive.store, REGISTRY, JIM, DOE).repair
    second = said_by(merge, archive.store, REGISTRY, DOE, ROE).repair
    error = refusal(undo, archive.store, first.id)
    assert error.doubtful
    assert str(error) == f"Later repairs build on repair {first.id}: {second.id}. Undo them first."
    said_by(undo, archive.store, first.id, insist=True)
    assert archive.seen() == [["~jim-roe"] * 2, ["jane-roe", "jane-roe"], ["jane-roe"] * 2]


def test_undoing_what_others_do_not_build_on_needs_no_insisting(archive):
    first = said_by(merge, archive.store, REGISTRY, JIM, DOE).repair
    said_by(alias, archive.store, REGISTRY, ROE, "J. Roe")
    assert said_by(undo, archive.store, first.id).repair.id == first.id


def test_nothing_to_undo_says_why(archive):
    assert str(refusal(undo, archive.store)) == "There is no repair to undo."
    assert str(refusal(undo, archive.store, 77)) == (
        "There is no repair 77. See them with: newsdesk actors history"
    )
    made = said_by(merge, archive.store, REGISTRY, JIM, DOE).repair
    said_by(undo, archive.store)
    assert "was taken back by ann on 01 March 2026" in str(refusal(undo, archive.store, made.id))


def test_what_a_repair_is_said_to_change_is_what_changes(archive):
    """Merges are counted without reading, splits and aliases by reading: both as the view shows it."""

    def credited():
        return [(n, i, who) for n, article in enumerate(archive.seen()) for i, who in enumerate(article)]

    def counted(call, *arguments, **options):
        before = credited()
        change = said_by(call, *arguments, insist=True, **options)
        moved = [(old, new) for old, new in zip(before, credited(), strict=True) if old != new]
        assert (change.statements, change.articles) == (len(moved), len({old[0] for old, _ in moved}))
        return change.repair.id

    first = counted(merge, archive.store, REGISTRY, JIM, DOE)
    counted(merge, archive.store, REGISTRY, DOE, ROE)
    counted(undo, archive.store, first)
    counted(split, archive.store, REGISTRY, ROE, "Jane Roe", other=BURTON)
    counted(alias, archive.store, REGISTRY, BURTON, "Jim Roe")
    counted(merge, archive.store, REGISTRY, BURTON, MARLOW)
    for _ in range(4):
        counted(undo, archive.store)
    assert archive.store.actors.repairs() == []


# What is refused


def test_an_actor_is_not_merged_with_itself(archive):
    error = refusal(merge, archive.store, REGISTRY, ROE, ROE, insist=True)
    assert "the same actor already" in str(error)
    assert not error.doubtful


def test_a_circle_of_merges_is_refused(archive):
    said_by(merge, archive.store, REGISTRY, JIM, DOE)
    said_by(merge, archive.store, REGISTRY, DOE, ROE)
    error = refusal(merge, archive.store, REGISTRY, ROE, JIM, insist=True)
    assert "Jim Roe is known as Jane Roe since repair" in str(error)
    assert not error.doubtful


def test_who_was_merged_away_is_not_repaired_any_more(archive):
    said_by(merge, archive.store, REGISTRY, JIM, DOE)
    assert "name that actor, or undo" in str(refusal(merge, archive.store, REGISTRY, JIM, ROE, insist=True))
    assert "instead of splitting" in str(
        refusal(split, archive.store, REGISTRY, DOE, "Jim Roe", other=JIM, insist=True)
    )


def test_a_name_that_was_given_away_is_not_split_back_to_the_giver(archive):
    said_by(split, archive.store, REGISTRY, ROE, "Jim Roe", other=DOE)
    error = refusal(split, archive.store, REGISTRY, JIM, "Jim Roe", other=ROE, insist=True)
    assert "was taken from Jane Roe by repair" in str(error)


def test_unknown_ids_are_refused(archive):
    nobody = person("Nobody Known")
    assert "Nobody is known by the id" in str(refusal(merge, archive.store, REGISTRY, nobody, ROE, insist=True))
    assert "Nobody is known by the id" in str(refusal(merge, archive.store, REGISTRY, ROE, nobody, insist=True))


def test_two_people_of_the_registry_are_merged_only_when_insisted(archive):
    error = refusal(merge, archive.store, REGISTRY, MARLOW, ROE)
    assert error.doubtful
    assert "two different actors" in str(error)
    assert said_by(merge, archive.store, REGISTRY, MARLOW, ROE, insist=True).made


def test_kinds_that_differ_are_merged_only_when_insisted(archive):
    error = refusal(merge, archive.store, REGISTRY, DOE, ASHLAND)
    assert error.doubtful
    assert "of the kind person" in str(error)


def test_a_bare_first_name_linked_to_the_wrong_person(archive):
    """The complaint of readers of news bots: nobody's first name becomes anybody's alias by accident."""
    for name in ("Jane", "Paul", "Mr. John"):
        error = refusal(alias, archive.store, REGISTRY, ROE, name)
        assert error.doubtful, name
        assert "bare first name" in str(error), name
    assert archive.store.actors.repairs() == []


def test_a_surname_that_several_bear_links_to_nobody(archive):
    error = refusal(alias, archive.store, REGISTRY, ROE, "Roe")
    assert error.doubtful
    assert "Jim Roe (~jim-roe)" in str(error)
    said_by(alias, archive.store, REGISTRY, BURTON, "Burton")


def test_a_name_that_another_actor_has_is_no_alias(archive):
    assert "name of Jane Roe (jane-roe) too" in str(refusal(alias, archive.store, REGISTRY, DOE, "Janey Roe"))


def test_a_name_that_the_actor_has_needs_no_alias(archive):
    error = refusal(alias, archive.store, REGISTRY, ROE, "janey roe", insist=True)
    assert str(error) == "“janey roe” is a name of Jane Roe already; nothing needs to be done."


# Finding


@pytest.mark.parametrize(
    ("name", "ids"),
    [
        ("jane-roe", ["jane-roe"]), ("~jim-roe", ["~jim-roe"]), ("JANE ROE", ["jane-roe"]),
        ("Janey Roe", ["jane-roe"]), ("Ms. Jane Roe", ["jane-roe"]), ("Jane R", ["jane-roe"]),
        ("rene marlow", ["rene-marlow"]), ("René Marlow", ["rene-marlow"]), ("Marlow", ["rene-marlow"]),
        ("Roe", ["jane-roe", "~jim-roe"]), ("Mr Doe", ["~john-doe"]), ("the Republic", ["ashland"]),
        ("Ashla", ["ashland"]), ("Smith", []), ("", []), ("?", []),
    ],
)  # fmt: skip
def test_names_as_people_type_them(archive, name, ids):
    assert [a.id for a in find(archive.store, REGISTRY, name)] == ids


def test_a_bare_first_name_finds_nobody(archive):
    """Though only one John is known today, a John of tomorrow may be meant."""
    assert find(archive.store, REGISTRY, "John") == []
    assert find(archive.store, REGISTRY, "Mr. John") == []


def test_whoever_was_merged_away_is_found_as_the_one_who_stays(archive):
    said_by(merge, archive.store, REGISTRY, JIM, DOE)
    assert [a.id for a in find(archive.store, REGISTRY, "Jim Roe")] == ["~john-doe"]
    assert [a.id for a in find(archive.store, REGISTRY, "~jim-roe")] == ["~john-doe"]
    assert [a.id for a in find(archive.store, REGISTRY, "Roe")] == ["jane-roe", "~john-doe"]


def test_an_alias_of_a_repair_is_found(archive):
    said_by(alias, archive.store, REGISTRY, DOE, "Jonny the Quay")
    assert [a.id for a in find(archive.store, REGISTRY, "jonny the quay")] == ["~john-doe"]


def test_without_an_archive_the_registry_alone_is_searched():
    assert resolve_actor("Roe", REGISTRY, []) == [ROE]


# Looking


def test_the_list_counts_as_repaired(archive):
    assert [(k.actor.id, k.statements) for k in listed(archive.store, limit=9)] == [
        ("jane-roe", 3), ("~jim-roe", 2), ("~john-doe", 1),
    ]  # fmt: skip
    said_by(merge, archive.store, REGISTRY, JIM, DOE)
    said_by(split, archive.store, REGISTRY, ROE, "Jim Roe", other=DOE)
    assert [(k.actor.id, k.statements) for k in listed(archive.store, limit=9)] == [
        ("~john-doe", 5),
        ("jane-roe", 1),
    ]
    assert [k.actor.id for k in listed(archive.store, name="jim", limit=9)] == ["~john-doe"]


def test_a_profile_shows_names_forms_latest_statements_and_repairs(archive):
    change = said_by(merge, archive.store, REGISTRY, JIM, ROE)
    seen = profile(archive.store, REGISTRY, ROE, latest=2)
    assert seen.known.statements == 5
    assert seen.aliases == ("Janey Roe", "Jim Roe")
    assert set(seen.known.forms) == {"Jim Roe", "Jane Roe"}
    assert [(a.url, a.text[s.evidence[0].start : s.evidence[0].end]) for s, a in seen.latest] == [
        ("https://news.example/3", "she said it."), ("https://news.example/3", "Jim Roe said it."),
    ]  # fmt: skip
    assert [r.id for r in seen.repairs] == [change.repair.id]


def test_a_profile_of_somebody_silent_has_no_statements(archive):
    seen = profile(archive.store, REGISTRY, ASHLAND)
    assert (seen.known.statements, seen.latest, seen.aliases) == (0, (), ("Republic of Ashland",))
