"""A name and a topic that stand one behind the other."""

import pytest

from summarizer.actors.registry import Registry
from summarizer.ask.names import index_of
from summarizer.ask.said import joined_names, parted
from summarizer.model import Actor, ActorId, ActorKind

ROE = Actor(ActorId("jane-roe"), "Jane Roe", ActorKind.PERSON)
DOE = Actor(ActorId("~john-doe"), "John Doe", ActorKind.PERSON)
NATO = Actor(ActorId("nato"), "NATO", ActorKind.ORG)
EVERYBODY = {actor.id: actor for actor in (ROE, DOE, NATO)}
INDEX = index_of(EVERYBODY, {DOE.id: ("mayor of Haven",)}, Registry(()))


@pytest.mark.parametrize(
    ("words", "name", "topic"),
    [
        ("Jane Roe plan", "Jane Roe", "plan"),
        ("jane roe call demand", "jane roe", "call demand"),
        ("Roe, toll", "Roe", "toll"),
        ("Jane Roe on the toll", "Jane Roe", "on the toll"),
        ("Jane Roe", "Jane Roe", ""),
        ("Jane Roe and John Doe toll", "Jane Roe and John Doe", "toll"),
        ("Jane Roe, John Doe and NATO: the toll", "Jane Roe, John Doe and NATO", "the toll"),
        ("Jane Roe and the toll", "Jane Roe", "and the toll"),
        ("mayor Roe toll", "mayor Roe", "toll"),
        ("the mayor of Haven toll", "the mayor of Haven", "toll"),
        ("mayor toll", "mayor", "toll"),
        ("NATO expansion plan", "NATO", "expansion plan"),
        ("Jane Roe's spokesman toll", "Jane Roe's spokesman toll", ""),
        ("Bea Roe toll", "Bea Roe", "toll"),
        ("Somebody Else on the toll", "Somebody Else", "the toll"),
        ("nobody known", "nobody known", ""),
        ("", "", ""),
    ],
)
def test_the_longest_name_at_the_head_is_whose_statements_are_wanted(words, name, topic):
    said, about = parted(words, INDEX, frozenset(EVERYBODY))
    assert (said, about.removeprefix(": ")) == (name, topic)


def test_names_joined_by_and():
    assert joined_names("Jane Roe, John Doe and NATO") == ["Jane Roe", "John Doe", "NATO"]
    assert joined_names("Alexander Andersson") == ["Alexander Andersson"]
