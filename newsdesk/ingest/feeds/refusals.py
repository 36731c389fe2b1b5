"""Every sentence in which a feed is refused, or in which something is said to be wrong with one."""

from __future__ import annotations

from dataclasses import replace

from ..loaded import Refused

CUT_SHORT = "It is too costly to read to its end; what had been found by then was kept."
ENDS_EARLY = "It is not well-formed, so some of it may be missing."
UNPACKED = "It was compressed with gzip without saying so."


def empty(source: str) -> Refused:
    """No bytes, or white space alone."""
    return Refused(source, "It is empty.", "Give the address of a feed, or of a page that links to one.")


def of_feed(refused: Refused, /, *, status: int = 0) -> Refused:
    """A refusal of the fetch, which speaks of articles, in words that fit a feed.

    Args:
        status: Of the server's answer; 0 when there was none.
    """
    advice = {
        200: "Give the address of an RSS, Atom or JSON feed, or of its site.",
        401: "The feed needs a login, which Newsdesk cannot do; follow a public one.",
        403: "The site does not serve programs; look for another feed.",
        404: "Check the address, or give the site's own: its feed is looked for there.",
        410: "The feed is gone for good: look for another one on its site, or follow it no more.",
        429: "The site asks to slow down: try again later.",
    }
    reason = refused.reason
    if reason.startswith("The page is larger"):
        reason = reason.replace("The page", "The feed", 1)
        return replace(
            refused, reason=reason, advice="Ask its publisher for a shorter feed, or follow another."
        )
    if reason.startswith("It is empty"):
        return replace(refused, advice="Try again later; if it stays empty, look for another feed on the site.")
    if refused.seen or status in advice:
        return replace(refused, advice=advice.get(status, advice[200]))
    return replace(refused, advice="Check the address, or try again later.") if status else refused


def no_feed(source: str, what: str) -> Refused:
    """Something else than a feed."""
    return Refused(
        source, f"It is no feed but {what}.", "Give the address of an RSS, Atom or JSON feed, or of its site."
    )


def bomb(source: str, why: str) -> Refused:
    """XML whose declarations are dangerous."""
    return Refused(
        source,
        f"It is refused because {why}.",
        "No honest feed needs this: tell its publisher, or follow another feed.",
    )


def too_big_unpacked(source: str, limit: int) -> Refused:
    """Compressed, and more than a feed holds."""
    return Refused(
        source,
        f"It is compressed and holds more than {limit / 1_000_000:.3g} MB.",
        "Ask its publisher for a shorter feed.",
    )


def bad_opml(source: str, why: str) -> Refused:
    """A list of feeds that is none."""
    return Refused(
        source, f"It is no list of feeds in OPML: {why}.", "Export the list again from the program that has it."
    )


def misread_encoding(declared: str, used: str) -> str:
    """The declaration and the bytes disagree."""
    return f"It says that its encoding is {declared}, but its bytes are {used}."


def replaced(count: int) -> str:
    """Bytes that mean nothing in the feed's encoding."""
    return f"{count} character{'s' * (count != 1)} could not be decoded."


def unreadable_dates(count: int, total: int) -> str:
    """Dates that nobody can read."""
    return f"{count} of {total} entries have a date that cannot be read."


def faulty_elements(count: int) -> str:
    """Elements that the parser stumbled over."""
    what = "1 element" if count == 1 else f"{count} elements"
    return f"{what} could not be understood and had to be left out."


def no_feed_found(source: str) -> Refused:
    """A web page whose feeds, if it has any, cannot be found."""
    return Refused(
        source,
        "It is a web page, and no feed was found on it or at the usual addresses.",
        "Look for a link called RSS, Atom or Feed on the site, and give its address.",
    )
