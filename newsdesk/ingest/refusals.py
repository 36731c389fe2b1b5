"""Every sentence in which the desk says that it did not read something, and what to do next."""

from __future__ import annotations

from enum import Enum

from .loaded import Fault, Refused

READABLE = "plain text, Markdown, HTML, PDF or JSON Lines"


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


def empty_path() -> Refused:
    """Nothing between the quotation marks, most often a variable of the shell that is not set."""
    return Refused(
        "''",
        "An empty path was given.",
        "Give a file or a folder, or `-` for standard input; check that the variable you used is set.",
    )


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
        fault=Fault.LONG,
    )


def empty(source: str) -> Refused:
    """No bytes at all."""
    return Refused(source, "It is empty.", "Give a file with text in it.", seen=True, fault=Fault.EMPTY)


def wordless(source: str) -> Refused:
    """White space or signs only."""
    return Refused(
        source,
        "It holds no words, only white space or signs.",
        "Give a file with text in it.",
        seen=True,
        fault=Fault.EMPTY,
    )


def not_text(source: str, what: str, kind: Kind) -> Refused:
    """Not text, by its first bytes or by what it is made of."""
    return Refused(source, f"It is {what}, not text.", kind.value, fault=Fault.KIND)


def unknown_encoding(source: str) -> Refused:
    """Bytes of no encoding that we know."""
    return Refused(source, "Its encoding cannot be told.", "Save it as UTF-8 and try again.", fault=Fault.KIND)


def control_characters(source: str, what: str) -> Refused:
    """A JSON string with something that no text holds."""
    return Refused(source, f"Its text holds {what}.", "Remove it and try again.")


def empty_folder(source: str, others: int) -> Refused:
    """A folder with nothing to read."""
    beside = f" (only {others} of other kinds)" if others else ""
    return Refused(
        source,
        f"The folder holds no files to read{beside}.",
        "Put .txt, .md, .html, .pdf or .jsonl files into it, or name a single file of another kind.",
        seen=True,
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


def same_id(source: str, name: str, first: str) -> Refused:
    """A second text under an id that is taken; ``first`` is where the first one was read."""
    return Refused(
        source,
        f"Another text ({first}) already has the id {name!r}.",
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
        seen=True,
        fault=Fault.NO_ARTICLE,
    )


def gated(source: str, what: str, advice: str, *, fault: Fault) -> Refused:
    """A page that stands in front of the article."""
    return Refused(source, f"This page is {what}, not the article.", advice, seen=True, fault=fault)


def bad_url(source: str, problem: str, *, fault: Fault = Fault.ADDRESS) -> Refused:
    """A URL that is not fetched, by its looks."""
    return Refused(
        source,
        f"{problem}.",
        "Give the public address of an article, such as https://example.org/news.",
        fault=fault,
    )


def forbidden_address(source: str) -> Refused:
    """A host inside a private or special network."""
    return Refused(
        source,
        "Its host is not on the public internet.",
        "Whoever runs Newsdesk can allow a host with the setting NEWSDESK_FETCH_ALLOW.",
        fault=Fault.PRIVATE,
    )


def unreachable(source: str, problem: str, *, unknown: bool = False) -> Refused:
    """No answer, or none that we understand; or there is no such host."""
    return Refused(
        source,
        f"It cannot be fetched ({problem}).",
        "Check the address, or try again later.",
        fault=Fault.HOST if unknown else Fault.UNREACHABLE,
    )


def too_slow(source: str, limit_s: float) -> Refused:
    """The whole fetch took too long."""
    return Refused(
        source,
        f"It took longer than {limit_s:g} seconds.",
        "Try again later, or save the page as a file.",
        fault=Fault.SLOW,
    )


def too_long(source: str, limit: int) -> Refused:
    """A page over the cap."""
    return Refused(
        source,
        f"The page is larger than {_megabytes(limit)}.",
        "Save the article's text as a .txt file and give that.",
        fault=Fault.LONG,
    )


def tangled(source: str) -> Refused:
    """A page of hundreds of thousands of tags."""
    return Refused(
        source,
        "The page has too many tags to be an article.",
        "Save the article's text as a .txt file and give that.",
        fault=Fault.LONG,
    )


def too_many_redirects(source: str, limit: int) -> Refused:
    """A loop, most likely."""
    return Refused(
        source,
        f"It redirects more than {limit} times.",
        "Open it in a browser and give the address it ends at.",
        fault=Fault.REDIRECT,
    )


def bad_redirect(source: str, why: Refused) -> Refused:
    """A redirect to where we do not go."""
    reason = f"It redirects to {why.source}, which is refused: {why.reason}"
    return Refused(source, reason, why.advice, fault=Fault.REDIRECT)


def bad_status(source: str, status: int) -> Refused:
    """The server says no."""
    advice = {
        401: "The page needs a login: save it with a browser and give the file.",
        403: "The site does not serve programs: save the page with a browser and give the file.",
        404: "Check the address.",
        410: "The page is gone; look for another report.",
        429: "The site asks to slow down: try again later.",
    }.get(status, "Try again later, or save the page with a browser and give the file.")
    fault = Fault.GONE if status in {404, 410} else Fault.UNREACHABLE if status >= 500 else Fault.STATUS
    return Refused(source, f"The server answered with status {status}.", advice, fault=fault)


def bad_type(source: str, content_type: str) -> Refused:
    """Something else than a page."""
    what = f"of type {content_type}" if content_type else "without a type"
    return Refused(
        source, f"It is {what}, not a page of text.", "Give the address of an article's page.", fault=Fault.KIND
    )


def no_robots(source: str) -> Refused:
    """The site's robots.txt says no, or cannot be had."""
    return Refused(
        source,
        "The site asks programs not to read this page.",
        "Save the page with a browser and give the file.",
        fault=Fault.ROBOTS,
    )


def locked_pdf(source: str) -> Refused:
    """A PDF that asks for a password."""
    return Refused(
        source,
        "This PDF is protected by a password.",
        "Open it, print it to a new PDF, and give that.",
        fault=Fault.PDF,
    )


def broken_pdf(source: str) -> Refused:
    """A PDF that cannot be taken apart."""
    return Refused(
        source,
        "This PDF is broken and cannot be read.",
        "Open it in a viewer and save it again, or as text.",
        fault=Fault.PDF,
    )


def pictured_pdf(source: str) -> Refused:
    """A PDF without text, most often a scan."""
    return Refused(
        source,
        "This PDF holds pictures of text, no text.",
        "Run it through text recognition (OCR), for example with ocrmypdf, and give the result.",
        fault=Fault.PDF,
    )


def long_pdf(source: str, pages: int, limit: int) -> Refused:
    """A PDF over the cap."""
    return Refused(
        source,
        f"This PDF has {pages} pages; the limit is {limit}.",
        "Give the pages that hold the article.",
        fault=Fault.LONG,
    )


def costly_pdf(source: str) -> Refused:
    """A PDF that unpacks to too much, or takes too long."""
    return Refused(
        source,
        "Reading this PDF takes too much time or memory.",
        "Save its text as a .txt file and give that.",
        fault=Fault.LONG,
    )
