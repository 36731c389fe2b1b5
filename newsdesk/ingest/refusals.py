"""Every sentence in which the desk says that it did not read something, and what to do next."""

from __future__ import annotations

from enum import Enum

from .loaded import Refused

READABLE = "plain text, HTML or JSON Lines"


class Kind(Enum):
    """What sort of thing is not text; each has its own way out."""

    BINARY = "Give a file that holds " + READABLE + "."
    COMPRESSED = "Unpack it first and give the file inside."
    DOCUMENT = "This is not supported yet: save or export it as text or HTML and give that."


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:.3g} MB"


def missing(source: str) -> Refused:
    """There is no such path."""
    return Refused(source, "There is no such file or folder.", "Check the spelling and the folder you are in.")


def web_address(source: str) -> Refused:
    """A URL where a path belongs."""
    return Refused(
        source,
        "This is a web address, not a file.",
        "Use `/summarize URL` in `newsdesk chat`, or save the page.",
    )


def unreadable(source: str, problem: str) -> Refused:
    """The operating system says no."""
    return Refused(source, f"It cannot be read ({problem}).", "Check its permissions and try again.")


def no_file(source: str) -> Refused:
    """A pipe, socket or device."""
    return Refused(
        source,
        "It is a pipe, a socket or a device, not a file.",
        "Give a file, or pipe the text in and give `-` as the path.",
    )


def too_big(source: str, size: int | None, limit: int) -> Refused:
    """Over the limit; ``size`` is None when it was not known before reading stopped."""
    what = "It is larger than" if size is None else f"It has {_megabytes(size)}; the limit is"
    return Refused(
        source,
        f"{what} {_megabytes(limit)}.",
        "Split it, or raise the limit with the setting NEWSDESK_MAX_FILE_MB.",
    )


def empty(source: str) -> Refused:
    """No bytes at all."""
    return Refused(source, "It is empty.", "Give a file with text in it.")


def wordless(source: str) -> Refused:
    """White space or signs only."""
    return Refused(source, "It holds no words, only white space or signs.", "Give a file with text in it.")


def not_text(source: str, what: str, kind: Kind) -> Refused:
    """Not text, by its first bytes or by what it is made of."""
    return Refused(source, f"It is {what}, not text.", kind.value)


def unknown_encoding(source: str) -> Refused:
    """Bytes of no encoding that we know."""
    return Refused(source, "Its encoding cannot be told.", "Save it as UTF-8 and try again.")


def control_characters(source: str, what: str) -> Refused:
    """A JSON string with something that no text holds."""
    return Refused(source, f"Its text holds {what}.", "Remove it and try again.")


def empty_folder(source: str, others: int) -> Refused:
    """A folder with nothing to read."""
    beside = f" (only {others} of other kinds)" if others else ""
    return Refused(
        source,
        f"The folder holds no files to read{beside}.",
        "Put .txt, .md, .html or .jsonl files into it, or name a single file of another kind.",
    )


def bad_line(source: str, problem: str) -> Refused:
    """A line of a JSON Lines file that is no article."""
    return Refused(
        source,
        f"{problem}.",
        'Each line must be an object such as {"id": "a1", "text": "…"}; the others were read.',
    )


def not_json_lines(source: str) -> Refused:
    """JSON, but not one object a line."""
    return Refused(
        source,
        "It is JSON, but not JSON Lines with a text on each line.",
        'Write one object such as {"id": "a1", "text": "…"} on each line, without line breaks inside.',
    )


def same_id(source: str, name: str) -> Refused:
    """A second text under an id that is taken."""
    return Refused(
        source,
        f"Another text already has the id {name!r}.",
        "Give each text its own id; the first one was read.",
    )


def bad_index(source: str, problem: str) -> Refused:
    """An articles.toml that does not say what it should."""
    return Refused(source, f"The index cannot be used: {problem}.", "Correct it; see seeds/articles.toml.")


def no_article(source: str) -> Refused:
    """A page without an article."""
    return Refused(
        source,
        "No article was found on this page.",
        "Give the page of one article (not a front page), or save its text as a .txt file.",
    )


def gated(source: str, what: str, advice: str) -> Refused:
    """A page that stands in front of the article."""
    return Refused(source, f"This page is {what}, not the article.", advice)
