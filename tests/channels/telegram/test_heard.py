"""What updates mean, as the Bot API sends them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.channels.telegram.heard import Me, chat_of, event_of, order_of, understand
from bot.talk.model import Arrived, Attached, Heard, Left, MovedTo, Person, Place, PlaceKind, Pressed, Quoted
from newsdesk.model import Address

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
ME = Me("777", "newsdesk_bot")
ANN = {"id": 42, "is_bot": False, "first_name": "Ann", "last_name": "Lee", "language_code": "uk"}
BOT = {"id": 777, "is_bot": True, "first_name": "Newsdesk", "username": "newsdesk_bot"}
PRIVATE = {"id": 42, "type": "private", "first_name": "Ann"}
GROUP = {"id": -1001234567890, "type": "supergroup", "title": "Desk"}
CHANNEL = {"id": -1009876543210, "type": "channel", "title": "Daily"}


def message(text="", /, *, chat=PRIVATE, sender=ANN, entities=(), kind="message", **rest):
    body = {"message_id": 5, "date": 1772438400, "chat": chat}
    body |= {"from": sender} if sender else {}
    body |= {"text": text} if text else {}
    body |= {"entities": list(entities)} if entities else {}
    return {"update_id": 1001, kind: body | rest}


def entity(kind, offset, length, **rest):
    return {"type": kind, "offset": offset, "length": length, **rest}


def heard(update, **options):
    found = understand(update, ME, now=NOW, **options)
    assert isinstance(found, Heard)
    return found


def test_words_in_private_are_for_the_bot():
    assert understand(message("What did Merkel say?"), ME, now=NOW) == Heard(
        event="777:1001",
        place=Place(Address("telegram", "42"), PlaceKind.PRIVATE, "Ann"),
        by=Person("telegram", "42", "Ann Lee", language="uk"),
        at=datetime(2026, 3, 2, 8, 0, tzinfo=UTC),
        text="What did Merkel say?",
        message="5",
    )


@pytest.mark.parametrize(
    ("text", "command", "rest"),
    [
        ("/brief", "brief", ""),
        ("/Brief@Newsdesk_Bot  Merkel since Monday ", "brief", "Merkel since Monday"),
        ("/subscribe weekdays 08:00\nEurope/Kyiv", "subscribe", "weekdays 08:00\nEurope/Kyiv"),
        ("/usr/bin is a folder", "", "/usr/bin is a folder"),
        ("see /help", "", "see /help"),
    ],
)
def test_a_command_is_its_name_and_what_follows(text, command, rest):
    found = heard(message(text))
    assert (found.command, found.text) == (command, rest)


@pytest.mark.parametrize("chat", [PRIVATE, GROUP])
def test_commands_of_other_bots_are_not_heard(chat):
    assert understand(message("/brief@other_bot", chat=chat), ME, now=NOW) is None


def test_group_talk_that_is_not_for_the_bot_is_not_heard():
    assert understand(message("Did you see the news?", chat=GROUP), ME, now=NOW) is None
    mention = [entity("mention", 0, 6)]
    assert understand(message("@other what?", chat=GROUP, entities=mention), ME, now=NOW) is None
    longer = [entity("mention", 0, 14)]
    assert understand(message("@newsdesk_bot2 what?", chat=GROUP, entities=longer), ME, now=NOW) is None


def test_a_mention_in_a_group_is_cut_out_by_utf16_offsets():
    text = "😀😀 @newsdesk_bot, what did Merkel say?"
    found = heard(message(text, chat=GROUP, entities=[entity("mention", 5, 13)]))
    assert found.text == "😀😀, what did Merkel say?"
    assert (
        heard(message("@NewsDesk_bot /ask who?", chat=GROUP, entities=[entity("mention", 0, 13)])).command
        == "ask"
    )


def test_a_mention_without_entities_is_found_too():
    assert heard(message("@newsdesk_bot what?", chat=GROUP)).text == "what?"
    assert understand(message("mail a@newsdesk_bot now", chat=GROUP), ME, now=NOW) is None


def test_a_person_without_a_username_is_mentioned_by_number():
    marked = [entity("text_mention", 0, 8, user=BOT)]
    assert heard(message("Newsdesk who?", chat=GROUP, entities=marked)).text == "who?"


def test_a_bare_command_in_a_group_is_the_bots_when_it_knows_it():
    update = message("/weather Berlin", chat=GROUP)
    assert understand(update, ME, now=NOW, commands={"brief"}) is None
    assert heard(message("/brief", chat=GROUP), commands={"brief"}).command == "brief"
    assert heard(message("/weather@newsdesk_bot", chat=GROUP), commands={"brief"}).command == "weather"


def test_a_reply_to_the_bot_is_for_it_and_carries_what_it_replies_to():
    quoted = {"message_id": 3, "date": 1, "chat": GROUP, "from": BOT, "text": "Merkel: …"}
    found = heard(message("and about NATO?", chat=GROUP, reply_to_message=quoted))
    assert found.replied_to == Quoted("3", "Merkel: …", own=True)


def test_a_command_that_replies_to_somebody_sees_links_and_files():
    quoted = {
        "message_id": 3,
        "date": 1,
        "chat": GROUP,
        "from": ANN,
        "caption": "read this",
        "caption_entities": [entity("text_link", 5, 4, url="https://example.org/a")],
        "document": {"file_id": "F1", "file_name": "a.pdf", "mime_type": "application/pdf", "file_size": 9},
    }
    found = heard(message("/summarize", chat=GROUP, reply_to_message=quoted))
    assert found.replied_to == Quoted(
        "3", "read this", ("https://example.org/a",), (Attached("F1", "a.pdf", "application/pdf", 9),)
    )


def test_what_somebody_says_to_somebody_else_is_not_for_the_bot():
    quoted = {"message_id": 3, "date": 1, "chat": GROUP, "from": ANN, "text": "hello"}
    assert understand(message("hi", chat=GROUP, reply_to_message=quoted), ME, now=NOW) is None


def test_links_are_found_behind_words_and_after_emoji():
    marks = [entity("url", 3, 16), entity("text_link", 20, 4, url="https://example.org/b?c=1")]
    found = heard(message("😀 example.org/page here", entities=marks))
    assert found.links == ("https://example.org/page", "https://example.org/b?c=1")


def test_entities_that_lie_outside_of_the_text_are_passed_over():
    assert heard(message("short", entities=[entity("url", 3, 400), entity("url", -1, 2)])).links == ()


def test_a_file_sent_in_private_is_heard():
    document = {"file_id": "F2", "file_name": "b.txt"}
    found = heard(message(document=document, caption="/summarize"))
    assert (found.command, found.files) == ("summarize", (Attached("F2", "b.txt"),))
    assert heard(message(document=document)).text == ""


def test_pictures_stickers_and_service_messages_are_not():
    assert understand(message(sticker={"file_id": "S"}), ME, now=NOW) is None
    assert understand(message(new_chat_title="New", chat=GROUP), ME, now=NOW) is None


def test_a_forum_topic_is_where_the_answer_belongs():
    forum = GROUP | {"is_forum": True}
    root = {"message_id": 9, "date": 1, "chat": forum, "from": BOT, "forum_topic_created": {"name": "News"}}
    update = message("/brief", chat=forum, message_thread_id=9, is_topic_message=True, reply_to_message=root)
    found = heard(update)
    assert (found.place.address.thread, found.place.lasting, found.replied_to) == ("9", True, None)
    chatter = message("hello", chat=forum, message_thread_id=9, is_topic_message=True, reply_to_message=root)
    assert understand(chatter, ME, now=NOW) is None


def test_the_general_topic_and_chains_of_replies_have_no_thread():
    for rest in ({}, {"message_thread_id": 12}):
        place = heard(message("/brief", chat=GROUP, **rest)).place
        assert (place.address.thread, place.lasting) == ("", False)


def test_an_anonymous_administrator_speaks_as_the_chat():
    ghost = {"id": 1087968824, "is_bot": True, "first_name": "Group"}
    found = heard(message("/subscribe", chat=GROUP, sender=ghost, sender_chat=GROUP))
    assert found.by == Person("telegram", "-1001234567890", "Desk", as_chat=True)


def test_a_channel_that_speaks_in_a_group_is_not_the_group():
    ghost = {"id": 136817688, "is_bot": True, "first_name": "Channel"}
    found = heard(message("/subscribe", chat=GROUP, sender=ghost, sender_chat=CHANNEL))
    assert found.by == Person("telegram", "-1009876543210", "Daily", as_chat=False)


def test_posts_of_the_linked_channel_are_not_for_the_bot():
    update = message("/brief", chat=GROUP, sender=None, sender_chat=CHANNEL, is_automatic_forward=True)
    assert understand(update, ME, now=NOW) is None


def test_a_command_posted_in_a_channel_is_heard_as_the_channel():
    found = heard(message("/subscribe", chat=CHANNEL, sender=None, kind="channel_post", sender_chat=CHANNEL))
    assert (found.place.kind, found.by.as_chat) == (PlaceKind.CHANNEL, True)
    post = message("Good morning", chat=CHANNEL, sender=None, kind="channel_post", sender_chat=CHANNEL)
    assert understand(post, ME, now=NOW) is None


def test_other_bots_and_edited_messages_are_not_heard():
    other = {"id": 99, "is_bot": True, "first_name": "Other"}
    assert understand(message("/brief", chat=GROUP, sender=other), ME, now=NOW) is None
    assert understand(message("/brief", kind="edited_message"), ME, now=NOW) is None


def press(**message_rest):
    on = {"message_id": 8, "date": 1, "chat": GROUP} | message_rest
    query = {"id": "q1", "from": ANN, "chat_instance": "1", "data": "ev:1:2", "message": on}
    return {"update_id": 1002, "callback_query": query}


def test_a_button_is_pressed_by_a_person_on_a_message():
    assert understand(press(message_thread_id=9, is_topic_message=True), ME, now=NOW) == Pressed(
        "777:1002",
        Place(Address("telegram", "-1001234567890", "9"), PlaceKind.GROUP, "Desk", lasting=True),
        Person("telegram", "42", "Ann Lee", language="uk"),
        NOW,
        "ev:1:2",
        message="8",
        callback="q1",
    )


def test_a_button_on_a_message_too_old_to_be_shown_still_names_it():
    found = understand(press(date=0), ME, now=NOW)
    assert isinstance(found, Pressed)
    assert (found.message, found.place.address) == ("8", Address("telegram", "-1001234567890"))


def membership(was, now, *, chat=GROUP):
    change = {"chat": chat, "from": ANN, "date": 1}
    change |= {"old_chat_member": was | {"user": BOT}, "new_chat_member": now | {"user": BOT}}
    return {"update_id": 1003, "my_chat_member": change}


def status(name, **rest):
    return {"status": name, **rest}


def test_being_added_is_arriving_and_being_promoted_is_not():
    place = Place(Address("telegram", "-1001234567890"), PlaceKind.GROUP, "Desk")
    by = Person("telegram", "42", "Ann Lee", language="uk")
    assert understand(membership(status("left"), status("member")), ME, now=NOW) == Arrived(place, by)
    assert understand(membership(status("kicked"), status("administrator")), ME, now=NOW) == Arrived(place, by)
    assert understand(membership(status("member"), status("administrator")), ME, now=NOW) is None


@pytest.mark.parametrize("now", [status("left"), status("kicked"), status("restricted", is_member=False)])
def test_being_removed_is_leaving(now):
    found = understand(membership(status("member"), now), ME, now=NOW)
    assert isinstance(found, Left)
    assert found.place.address == Address("telegram", "-1001234567890")


def test_a_person_who_blocks_the_bot_leaves_and_comes_back_by_start():
    found = understand(membership(status("member"), status("kicked"), chat=PRIVATE), ME, now=NOW)
    assert isinstance(found, Left)
    assert found.reason == "blocked by the person"
    assert understand(membership(status("kicked"), status("member"), chat=PRIVATE), ME, now=NOW) is None


@pytest.mark.parametrize(
    ("chat", "key", "other"), [(-55, "migrate_to_chat_id", -10077), (-10077, "migrate_from_chat_id", -55)]
)
def test_a_group_that_becomes_a_supergroup_moves_whichever_side_says_so(chat, key, other):
    update = message(chat=GROUP | {"id": chat}, sender=None, **{key: other})
    found = understand(update, ME, now=NOW)
    assert isinstance(found, MovedTo)
    assert (found.old.address.chat, found.new.address.chat) == ("-55", "-10077")


def test_events_are_told_apart_by_bot_and_put_in_order_by_person():
    assert event_of(message("a"), ME) == "777:1001"
    assert order_of(message("a", chat=GROUP)) == "-1001234567890:42"
    assert order_of({"update_id": 1}) == ""


def test_a_press_waits_for_presses_of_the_same_person_and_for_no_question():
    assert order_of(press()) == "-1001234567890:42:press"


def test_comings_goings_and_moves_are_in_the_order_of_their_chat():
    gone, back = membership(status("member"), status("kicked")), membership(status("left"), status("member"))
    assert order_of(gone) == order_of(back) == "-1001234567890"
    assert chat_of(gone) == "-1001234567890"
    assert order_of(message(chat=GROUP, sender=None, migrate_from_chat_id=-55)) == "-1001234567890"


def test_who_blocked_the_bot_comes_back_after_leaving():
    gone = membership(status("member"), status("kicked"), chat=PRIVATE)
    assert order_of(gone) == order_of(message("/start", chat=PRIVATE))
