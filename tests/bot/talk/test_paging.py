"""Pages behind a "More" button: each shown once, to whom they belong."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

from bot.talk.model import Button, Person, Place, PlaceKind, Pressed
from bot.talk.paging import Paging
from newsdesk.model import Address
from newsdesk.store.memory import MemoryStore

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
PAGES = [{"text": f"page {n}"} for n in range(3)]
LAST = ((Button("Evidence", "ev:1"), Button("Forget", "fo:1", weighty=True)),)


def pressed(data, *, person="1", chat="5", thread=""):
    place = Place(Address("telegram", chat, thread), PlaceKind.GROUP)
    return Pressed("e", place, Person("telegram", person), NOW, data)


def play(work, **kept):
    async def run():
        paging = Paging(MemoryStore().talks, lambda: NOW)
        rows = await paging.keep(
            Place(Address("telegram", "5", "9"), PlaceKind.GROUP), PAGES, LAST, language="uk", **kept
        )
        await work(paging, rows)

    asyncio.run(run())


def test_a_single_page_needs_no_button():
    async def work(paging, _rows):
        place = Place(Address("telegram", "5"), PlaceKind.GROUP)
        assert await paging.keep(place, PAGES[:1], LAST, language="en") == LAST

    play(work)


def test_pages_follow_each_other_and_the_last_has_the_buttons():
    async def work(paging, rows):
        assert [[b.label for b in row] for row in rows] == [["Далі (2/3)"]]
        second = await paging.turn(pressed(rows[0][0].data))
        assert (second.page, second.rows[0][0].label) == (PAGES[1], "Далі (3/3)")
        third = await paging.turn(pressed(second.rows[0][0].data))
        assert (third.page, third.rows) == (PAGES[2], LAST)
        assert (await paging.turn(pressed(rows[0][0].data))).page is None

    play(work)


def test_two_who_press_at_once_get_one_page():
    async def work(paging, rows):
        data = rows[0][0].data
        turned = await asyncio.gather(*(paging.turn(pressed(data, person=str(n))) for n in range(8)))
        assert [t.page for t in turned if t.page] == [PAGES[1]]

    play(work)


def test_pages_of_one_person_are_turned_by_nobody_else():
    async def work(paging, rows):
        data = rows[0][0].data
        assert await paging.turn(pressed(data, person="2")) is None
        assert (await paging.turn(pressed(data, person="1"))).page == PAGES[1]

    play(work, person="1")


def test_pages_belong_to_their_chat_in_every_thread():
    async def work(paging, rows):
        data = rows[0][0].data
        assert await paging.turn(pressed(data, chat="6")) is None
        assert (await paging.turn(pressed(data, thread="12"))).page == PAGES[1]

    play(work)


def test_a_page_that_was_not_shown_is_given_again():
    async def work(paging, rows):
        press = pressed(rows[0][0].data)
        await paging.take_back(press, await paging.turn(press))
        assert (await paging.turn(press)).page == PAGES[1]

    play(work)
