"""Following, muting, alerts: names, choices, taking back."""

from __future__ import annotations

import pytest

from newsdesk.model import Following
from summarizer.model import Actor, ActorId, ActorKind

from ...newsdesk.marking import HOLM, REED
from .asking import BEA, BOB, BRIDGE, GROUP, KIM, OTHER_KIM, file
from .office import channel, office_chat, wishes

pytestmark = pytest.mark.anyio


@pytest.fixture
def chat():
    made = office_chat()
    file(made.store, BRIDGE)
    file(made.store, "Opened the fair", actor=BEA)
    return made


async def test_following_somebody_and_taking_it_back(chat):
    seen = await chat.say("/follow Ada Holm, Otto Reed", place=GROUP)
    assert channel(chat).following.actors == {HOLM.id, REED.id}
    assert "Ada Holm and Otto Reed" in seen.text
    undone = await chat.press(seen, "Undo")
    assert undone.changed
    assert channel(chat).following == Following()


async def test_what_was_changed_since_is_not_taken_back(chat):
    seen = await chat.say("/follow Ada Holm", place=GROUP)
    await chat.say("/follow Otto Reed", place=GROUP)
    assert "changed since" in (await chat.press(seen, "Undo")).text
    assert channel(chat).following.actors == {HOLM.id, REED.id}


async def test_an_ambiguous_name_is_a_choice_and_follows_nobody_by_itself(chat):
    seen = await chat.say("/follow Holm", place=GROUP)
    assert seen.labels == ["Ada Holm", "Bea Holm"]
    assert channel(chat) is None
    await chat.press(seen, "Ada Holm", by=BOB)
    assert channel(chat) is None
    chosen = await chat.press(seen, "Bea Holm")
    assert channel(chat).following.actors == {BEA.id}
    assert "Bea Holm" in chosen.text


async def test_a_name_that_nobody_has(chat):
    seen = await chat.say("/follow Nobody Atall", place=GROUP)
    assert "I know nobody called “Nobody Atall”." in seen.text
    assert channel(chat) is None


async def test_muting_one_who_was_followed_leaves_them_out(chat):
    await chat.say("/follow Ada Holm", place=GROUP)
    seen = await chat.say("/mute Ada Holm", place=GROUP)
    assert channel(chat).following == Following(muted=frozenset({HOLM.id}))
    assert "briefs tell of everybody but whom you have muted" in seen.text
    await chat.say("/unmute Ada Holm", place=GROUP)
    assert channel(chat).following == Following()


async def test_unfollowing(chat):
    await chat.say("/follow Ada Holm, Otto Reed", place=GROUP)
    await chat.say("/unfollow Ada Holm", place=GROUP)
    assert channel(chat).following.actors == {REED.id}
    assert "That is so already" in (await chat.say("/unfollow Ada Holm", place=GROUP)).text


async def test_where_subscriptions_have_their_own_actors_following_adds_to_those(chat):
    """The other subscription goes on to tell of everybody."""
    await chat.say("/subscribe daily 8:00", place=GROUP)
    await chat.say("/subscribe daily 9:00", place=GROUP)
    _, own = wishes(chat)
    chat.store.subscriptions.update(
        own.__class__(**{**_fields(own), "following": Following(actors=frozenset({REED.id}))})
    )
    await chat.say("/follow Ada Holm", place=GROUP)
    assert channel(chat).following.actors == frozenset()
    assert [w.following.actors for w in wishes(chat)] == [frozenset(), {REED.id, HOLM.id}]
    await chat.say("/mute Ada Holm", place=GROUP)
    assert [w.following.actors for w in wishes(chat)] == [frozenset(), {REED.id}]
    assert channel(chat).following.muted == {HOLM.id}


def _fields(value):
    return {name: getattr(value, name) for name in value.__slots__}


@pytest.mark.parametrize("line", ["/follow Ada Holm alert", "/alerts Ada Holm"])
async def test_alerts_have_a_limit_a_day_and_leave_the_briefs_alone(chat, line):
    seen = await chat.say(line, place=GROUP)
    found = channel(chat)
    assert (found.alert_actors, found.alerts_per_day) == ({HOLM.id}, 5)
    assert found.following == Following()
    assert "at most 5 a day: new statements of Ada Holm" in seen.text
    await chat.say("/unfollow Ada Holm alert", place=GROUP)
    assert channel(chat).alert_actors == frozenset()


async def test_the_list_names_everybody(chat):
    assert "Briefs tell of everybody." in (await chat.say("/follow", place=GROUP)).text
    await chat.say("/follow Ada Holm", place=GROUP)
    await chat.say("/mute Otto Reed", place=GROUP)
    seen = await chat.say("/mute", place=GROUP)
    assert "Only of Ada Holm" in seen.text
    assert "Never of Otto Reed" in seen.text


async def test_an_actor_of_one_article_is_followed_by_its_name(chat):
    await chat.say("/follow Bea Holm", place=GROUP)
    assert channel(chat).following.actors == {ActorId("~bea-holm")}


@pytest.fixture
def two_kims(chat):
    file(chat.store, BRIDGE, actor=KIM)
    file(chat.store, "Closed the fair", actor=OTHER_KIM)
    return chat


@pytest.mark.parametrize("verb", ["follow", "mute", "alerts"])
async def test_two_of_one_name_are_told_apart_in_the_choice_and_ever_after(two_kims, verb):
    seen = await two_kims.say(f"/{verb} Kim Lee", place=GROUP)
    assert seen.labels == ["Kim Lee (kim-lee)", "Kim Lee (~kim-lee)"]
    chosen = await two_kims.press(seen, "Kim Lee (~kim-lee)")
    assert "Kim Lee (~kim-lee)" in chosen.text
    found = channel(two_kims)
    assert found.following.actors | found.following.muted | found.alert_actors == {OTHER_KIM.id}
    for line in ("/follow", "/settings"):
        told = (await two_kims.say(line, place=GROUP)).text
        assert "Kim Lee (~kim-lee)" in told
        assert "Kim Lee (kim-lee)" not in told


async def test_muting_the_only_one_followed_says_that_the_following_ends_and_undo_brings_it_back(chat):
    await chat.say("/follow Ada Holm", place=GROUP)
    muted = await chat.say("/mute Ada Holm", place=GROUP)
    assert "Briefs tell of everybody." not in muted.text
    assert "that ends the following" in muted.text
    assert "everybody but whom you have muted" in (await chat.say("/follow", place=GROUP)).text
    await chat.press(muted, "Undo")
    assert "Only of Ada Holm" in (await chat.say("/follow", place=GROUP)).text
    await chat.say("/unfollow Ada Holm", place=GROUP)
    alone = await chat.say("/mute Otto Reed", place=GROUP)
    assert "ends the following" not in alone.text
    assert "everybody but whom you have muted" in alone.text


async def test_one_name_read_as_two_kinds_is_no_choice_that_nobody_can_make(chat):
    for number, actor in enumerate(
        (
            Actor(ActorId("~group:port-leaders"), "Port leaders", ActorKind.GROUP),
            Actor(ActorId("~port-leaders"), "Port leaders", ActorKind.ORG),
        )
    ):
        file(chat.store, f"Closed pier {number}", actor=actor)
    seen = await chat.say("/mute Port leaders", place=GROUP)
    assert seen.labels == ["Undo"]
    assert channel(chat).following.muted == {"~group:port-leaders", "~port-leaders"}


async def test_one_who_was_merged_has_no_namesake_any_more(two_kims):
    merged = await two_kims.say("/merge ~kim-lee = kim-lee", place=GROUP)
    assert "Kim Lee (~kim-lee) is Kim Lee (kim-lee)." in merged.text
    assert "of Kim Lee," in (await two_kims.say("/follow Kim Lee", place=GROUP)).text
