"""The console as a platform: files that tell what they were sent, whatever has torn them."""

from __future__ import annotations

import asyncio
import io
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.console_sender import ConsoleSender
from bot.channels.frames import frame, frames
from newsdesk.model import Address, ChannelId, Delivery, DeliveryId, DeliveryKind, Message
from newsdesk.ports import NotTaken, SendOutcome, Sent, Unknown


def made(
    body: str, path: Path | str, key: str = "brief:12:1", *, channel: int = 7, edits: str = ""
) -> Delivery:
    address = Address("console", str(path))
    return Delivery(
        DeliveryId(1), ChannelId(channel), address, key, DeliveryKind.BRIEF, Message(body), edits=edits
    )


def send(delivery: Delivery, sender: ConsoleSender | None = None) -> SendOutcome:
    return asyncio.run((sender or ConsoleSender()).send(delivery))


def look_up(delivery: Delivery) -> object:
    return asyncio.run(ConsoleSender().look_up(delivery))


def test_a_message_is_framed_with_its_key(tmp_path: Path) -> None:
    """A reader of the file sees which brief begins and ends where."""
    file = tmp_path / "news.txt"
    assert send(made("Ada Holm\n  • Closed the bridge", file)) == Sent("brief:12:1")
    assert file.read_text() == (
        "==== newsdesk brief:12:1 channel 7, part 1 of 1, 33 bytes ====\n"
        "Ada Holm\n  • Closed the bridge\n"
        "==== end of brief:12:1 ====\n\n"
    )


def test_standard_output_gets_the_same_and_cannot_tell() -> None:
    """What a terminal has shown nobody can read again."""
    output = io.BytesIO()
    delivery = made("Hello", "-")
    assert send(delivery, ConsoleSender(output=output)) == Sent("brief:12:1")
    assert output.getvalue() == frame(delivery)
    assert look_up(delivery) is None


def test_a_closed_standard_output_is_not_taken_for_sent() -> None:
    """A failed send marked as done: the reader of the pipe has gone."""
    output = io.BytesIO()
    output.close()
    assert isinstance(send(made("Hello", "-"), ConsoleSender(output=output)), Unknown)


def test_an_edit_names_the_message_that_it_replaces(tmp_path: Path) -> None:
    """A file cannot be edited in front of its reader."""
    file = tmp_path / "news.txt"
    delivery = made("Corrected", file, "correction:12:1:1", edits="brief:12:1")
    send(delivery)
    assert "correction:12:1:1 channel 7, part 1 of 1, replaces brief:12:1, 10 bytes" in file.read_text()
    assert look_up(delivery) == Sent("correction:12:1:1")


def test_a_file_tells_what_it_holds_for_whom(tmp_path: Path) -> None:
    """Another brief, another part and another channel are not there."""
    file = tmp_path / "news.txt"
    assert isinstance(look_up(made("x", file)), NotTaken)
    send(made("x", file))
    assert look_up(made("x", file)) == Sent("brief:12:1")
    assert isinstance(look_up(made("x", file, "brief:12:11")), NotTaken)
    assert isinstance(look_up(made("x", file, channel=8)), NotTaken)


@pytest.mark.parametrize("rest", [1, 5, 40, 64, 66, 80, 118])
def test_a_crash_in_the_middle_of_writing_leaves_no_half_message(tmp_path: Path, rest: int) -> None:
    """However little of it was written, it is not there; the next message cuts it off."""
    file = tmp_path / "news.txt"
    first, torn, after = (made(f"Body {n} " * 4, file, f"brief:{n}:1") for n in (1, 2, 3))
    send(first)
    whole = file.read_bytes()
    assert rest < len(frame(torn))
    file.write_bytes(whole + frame(torn)[:rest])
    assert look_up(first) == Sent("brief:1:1")
    assert isinstance(look_up(torn), NotTaken)
    send(after)
    send(torn)
    assert file.read_bytes() == whole + frame(after) + frame(torn)


def test_foreign_lines_in_the_file_stay(tmp_path: Path) -> None:
    """Somebody's notes, without a line feed at the end, are not ours to cut."""
    file = tmp_path / "news.txt"
    file.write_bytes(b"My notes")
    delivery = made("Body", file)
    send(delivery)
    assert file.read_bytes() == b"My notes\n" + frame(delivery)
    assert look_up(delivery) == Sent("brief:12:1")


def test_a_message_cannot_pass_for_another(tmp_path: Path) -> None:
    """A feed that writes frames into its text settles nothing."""
    file = tmp_path / "news.txt"
    forged = frame(made("gotcha", file, "brief:99:1")).decode()
    send(made(f"before\n{forged}after", file))
    assert isinstance(look_up(made("gotcha", file, "brief:99:1")), NotTaken)
    assert frames(file.read_bytes()).complete == (("brief:12:1", 7),)


def test_a_missing_folder_or_a_full_disk_can_be_tried_again(tmp_path: Path) -> None:
    """The operator puts it right, and the brief goes out then."""
    outcome = send(made("x", tmp_path / "missing" / "news.txt"))
    assert isinstance(outcome, NotTaken)
    assert outcome.after_s == 60
    if Path("/dev/full").exists():
        full = send(made("x", "/dev/full"))
        assert isinstance(full, NotTaken | Unknown)


def test_one_sender_writes_to_many_channels_of_one_file_in_whole_frames(tmp_path: Path) -> None:
    """At the same time, and a file that somebody emptied between is no trouble."""
    file = tmp_path / "news.txt"
    sender = ConsoleSender()

    async def all_at_once(first: int) -> None:
        await asyncio.gather(
            *(sender.send(made("x" * 5000, file, channel=n)) for n in range(first, first + 20))
        )

    asyncio.run(all_at_once(0))
    assert sorted(frames(file.read_bytes()).complete) == [("brief:12:1", n) for n in range(20)]
    os.truncate(file, 100)
    asyncio.run(sender.send(made("y", file, "brief:13:1")))
    assert frames(file.read_bytes()).complete == (("brief:13:1", 7),)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.text(max_size=40), st.sampled_from(["brief:1:1", "note:x", "alert:3:1"])), max_size=4
    ),
    st.data(),
)
def test_every_whole_frame_is_found_wherever_the_file_ends(bodies, data) -> None:
    """Cut anywhere: exactly the frames that are whole are found, and what is torn begins where they end."""
    written = [frame(made(body, "-", key)) for body, key in bodies]
    content = b"".join(written)
    at = data.draw(st.integers(0, len(content)))
    found = frames(content[:at])
    ends = [sum(map(len, written[: n + 1])) for n in range(len(written))]
    whole = sum(end <= at for end in ends)
    assert [key for key, _ in found.complete] == [key for _, key in bodies[:whole]]
    start = ends[whole - 1] if whole else 0
    assert found.torn_at == (None if at == start else start)
