from dataclasses import replace

from newsdesk.model import KnownActor, Repair, RepairId, RepairKind
from summarizer.model import Actor, ActorId, ActorKind, Reading, Span

from .builders import NOW, PORT, ROE, file_and_read, filed, minutes, statement

OLGA = Actor(ActorId("olga-o"), "Ólga Ó Brien", ActorKind.PERSON)


def test_actors_with_most_statements_come_first(store):
    file_and_read(store, "a", ROE, PORT)
    file_and_read(store, "b", PORT, now=minutes(5))
    found = [KnownActor(PORT, 2, ("Jane Roe",), minutes(5)), KnownActor(ROE, 1, ("Jane Roe",), NOW)]
    assert store.actors.known(limit=9) == found
    assert store.actors.known(limit=1) == found[:1]
    assert store.actors.forms(PORT.id) == found[0]
    assert store.actors.forms(ActorId("nobody")) is None


def test_actors_are_found_by_a_part_of_name_or_id_in_any_case(store):
    file_and_read(store, "a", ROE, OLGA)
    assert [k.actor for k in store.actors.known(name="ÓLGA", limit=9)] == [OLGA]
    assert [k.actor for k in store.actors.known(name="jane-R", limit=9)] == [ROE]
    assert store.actors.known(name="%", limit=9) == []


def test_the_words_of_articles_by_frequency_without_pronouns(store):
    text = "Jane Roe said one. Roe said two. She said three. Roe said four."
    filing = store.articles.file(filed("a", text=text), now=NOW)
    article = store.articles.revision(filing.article, filing.revision)
    sources = [Span(0, 8), Span(19, 22), Span(33, 36), Span(49, 52)]
    store.readings.save([Reading(article, tuple(statement(article, ROE, s) for s in sources))], now=NOW)
    assert store.actors.forms(ROE.id).forms == ("Roe", "Jane Roe")
    assert store.actors.forms(ROE.id).statements == 4


def test_repairs_are_kept_in_order_and_taken_back_once(store):
    merge = Repair(RepairId(0), RepairKind.MERGE, ROE.id, by="ada", at=NOW, other=PORT)
    alias = Repair(RepairId(0), RepairKind.ALIAS, ROE.id, by="ada", at=NOW, name="the boss")
    first, second = store.actors.repair(merge), store.actors.repair(alias)
    assert store.actors.repairs() == [first, second]
    assert (first.other, first.by, second.name) == (PORT, "ada", "the boss")
    undone = store.actors.undo(first.id, by="bob", now=minutes(1))
    assert (undone.id, undone.undone_by, undone.undone_at) == (first.id, "bob", minutes(1))
    assert store.actors.undo(first.id, by="eve", now=minutes(2)) is None
    assert store.actors.undo(RepairId(999), by="eve", now=minutes(2)) is None
    assert store.actors.repairs() == [second]
    assert store.actors.repairs(undone=True) == [undone, second]


def test_everybody_who_speaks_and_under_which_roles(store):
    assert (store.actors.everybody(), store.actors.roles()) == ([], {})
    file_and_read(store, "a", ROE, PORT)
    file_and_read(store, "b", replace(ROE, name="Jane B. Roe"), OLGA, now=minutes(5))
    assert store.actors.everybody() == [PORT, replace(ROE, name="Jane B. Roe"), OLGA]
    assert store.actors.roles() == {ROE.id: frozenset({"harbour master"})}
