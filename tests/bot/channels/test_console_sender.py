"""The console as a platform: files that tell what they were sent, whatever has torn them."""

from __future__ import annotations

import asyncio
import io
import os
import resource
import socket
import stat
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.console_sender import TAIL, ConsoleSender
from bot.channels.frames import LARGEST, frame, frames
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


def test_a_missing_folder_can_be_tried_again(tmp_path: Path) -> None:
    """The operator puts it right, and the brief goes out then."""
    outcome = send(made("x", tmp_path / "missing" / "news.txt"))
    assert isinstance(outcome, NotTaken)
    assert outcome.after_s == 60


def test_a_full_disk_leaves_no_half_message(tmp_path: Path) -> None:
    """What was written is taken back, and the message goes out when there is room."""
    file = tmp_path / "news.txt"
    send(made("x", file))
    whole = file.read_bytes()
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(whole) + 20, before[1]))
    try:
        outcome = send(made("y" * 99, file, "brief:13:1"))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert isinstance(outcome, NotTaken)
    assert outcome.after_s == 60
    assert file.read_bytes() == whole


def put(kind: str, path: Path) -> Path:
    """Something at the path that is no regular file."""
    match kind:
        case "folder":
            path.mkdir()
        case "pipe":
            os.mkfifo(path)
        case "socket":
            with socket.socket(socket.AF_UNIX) as bound:
                bound.bind(str(path))
        case _:
            path.symlink_to(f"/dev/{kind}")
    return path


@pytest.mark.parametrize("kind", ["folder", "pipe", "socket", "null", "full", "zero"])
def test_only_regular_files_are_written_and_read(tmp_path: Path, kind: str) -> None:
    """A device that never ends would fill the memory, and what goes to a pipe nobody finds again."""
    delivery = made("x", put(kind, tmp_path / "odd"))
    outcome = send(delivery)
    assert isinstance(outcome, NotTaken)
    assert outcome.after_s is None
    assert "regular files only. Remove the channel" in outcome.reason
    assert isinstance(look_up(delivery), NotTaken)


@pytest.mark.parametrize("end", ["", "-wal", "-shm", "-journal", ".lock"])
def test_the_database_is_never_written_to(tmp_path: Path, end: str) -> None:
    """Whether its files are there already or not, and under whatever name."""
    database = tmp_path / "desk.db"
    sender = ConsoleSender(database=database)
    own = tmp_path / f"desk.db{end}"
    assert send(made("x", own), sender) == send(made("x", tmp_path / "." / own.name), sender)
    assert not own.exists()
    own.write_bytes(b"rows")
    (tmp_path / "hard").hardlink_to(own)
    (tmp_path / "soft").symlink_to(own)
    for name in (own.name, "hard", "soft"):
        outcome = send(made("x", tmp_path / name), sender)
        assert isinstance(outcome, NotTaken)
        assert (outcome.after_s, "belongs to the database" in outcome.reason) == (None, True)
    assert own.read_bytes() == b"rows"


def test_a_new_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    """Whom somebody follows is nobody else's business; a file that is there keeps its rights."""
    old = tmp_path / "old.txt"
    old.touch(0o644)
    for file, mode in ((tmp_path / "new.txt", 0o600), (old, 0o644)):
        send(made("x", file))
        assert stat.S_IMODE(file.stat().st_mode) == mode


def test_of_a_huge_file_only_the_end_is_read(tmp_path: Path) -> None:
    """64 GB with holes: mended and looked through in little memory and time."""
    file = tmp_path / "news.txt"
    file.touch()
    os.truncate(file, 64 << 30)
    first, torn = made("one", file, "brief:1:1"), made("two", file, "brief:2:1")
    send(first)
    whole = file.stat().st_size
    with file.open("ab") as opened:
        opened.write(frame(torn)[:-9])
    tracemalloc.start()
    assert isinstance(look_up(torn), NotTaken)
    assert send(torn) == Sent("brief:2:1")
    assert file.stat().st_size == whole + len(frame(torn))
    assert [look_up(d) for d in (first, torn)] == [Sent("brief:1:1"), Sent("brief:2:1")]
    assert tracemalloc.get_traced_memory()[1] < 3 * TAIL
    tracemalloc.stop()


def test_a_message_that_the_end_of_a_file_cuts_passes_for_no_other(tmp_path: Path) -> None:
    """Its beginning is not read, so the frames that a feed wrote into it look like any other."""
    file = tmp_path / "news.txt"
    forged = made("gotcha", file, "brief:99:1")
    endless = frame(forged).replace(b"7 bytes", b"99999999 bytes")
    content = b"x\n" + frame(forged) + endless + b"x" * TAIL
    assert frames(content, cut=True) == frames(b"")
    last = made("y", file, "brief:3:1")
    assert frames(content[:TAIL] + b"\n" + endless + frame(last), cut=True).complete == (("brief:3:1", 7),)


def test_a_message_too_long_to_be_found_again_is_not_taken(tmp_path: Path) -> None:
    """Nothing that the desk makes comes near."""
    outcome = send(made("x" * LARGEST, tmp_path / "news.txt"))
    assert isinstance(outcome, NotTaken)
    assert outcome.after_s is None


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
