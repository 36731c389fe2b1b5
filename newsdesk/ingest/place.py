"""Where on a page a block stands: the elements around it, and what their names say about all that is inside."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

_ATTRIBUTE = re.compile(r"(?:^|\s)(class|id|itemprop|role)\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s>]+)", re.IGNORECASE)
_ASIDES = frozenset("nav aside footer figcaption caption figure dialog".split())
_ROLES = frozenset({"navigation", "complementary", "contentinfo", "dialog", "banner", "search"})
_WHOLE = frozenset({"body", "html", "main", "article"})
_CONSENT = re.compile(
    r"cookie[-_]?(?:banner|bar|consent|law|notice|policy|wall)|consent[-_]?(?:banner|manager|layer|wall)|gdpr"
    r"|onetrust|didomi|cookiebot|cmplz|usercentrics|sp_message",
    re.IGNORECASE,
)
_COMMENTS = re.compile(
    r"(?:^|[\s_-])(?:comments?|comment-?list|commentaires?|comentarios?|comentários|kommentare?|respond"
    r"|disqus(?:-thread)?"
    r"|livefyre)(?:$|[\s_-])|fb-comments|(?:user|reader|visitor)-?comments",
    re.IGNORECASE,
)
_APART = re.compile(
    r"(?:^|[\s_-])(?:captions?|credits?|advert(?:isement|s)?|ads?|ad-slot|promos?|promotion|newsletters?"
    r"|related"
    r"|shar(?:e|ing)|social|breadcrumbs?|most-(?:read|popular)|popular|trending|recommended|recommendations?"
    r"|teasers?|sidebar|tags|toolbar|signup|sign-up|subscribe|outbrain|taboola|read-?(?:more|next|also)|more-on"
    r"|infobox|factbox|pull-?quote|byline|author-?(?:bio|box|info|card|profile)|about-author|slideshow"
    r"|navigation"
    r"|footer|sponsored?|skip-?link|screen-reader-text|visually-hidden|sr-only|correction-link|modal|popup"
    r"|paywall|piano|print-only|noprint|no-print)(?:$|[\s_-])"
    r"|(?:image|photo|picture|media|wp|figure)[-_]?(?:caption|credit)|(?:related"
    r"|recommended)[-_]?(?:articles?|stories"
    r"|links|posts|content|news)|social[-_]?(?:share|links|media|buttons)",
    re.IGNORECASE,
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z][a-z])")
_MAX_DEPTH = 100


class Mark(Enum):
    """What an element's name and its class say about all that is inside."""

    NONE = ""
    CONSENT = "consent"
    COMMENTS = "comments"
    APART = "apart"


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """An open element; one object an element, so that two blocks stand in the same one if it is identical.

    Attributes:
        sign: Tag and names of a marked element, so that all that look alike can be judged together; else "".
        body: The page says itself that this is the article's body (schema.org).
        depth: At most 100: what is nested deeper shares a place.
    """

    tag: str
    mark: Mark = Mark.NONE
    parent: Place | None = None
    depth: int = 0
    body: bool = False
    sign: str = ""

    def around(self) -> Iterator[Place]:
        """This place and those around it, from the inside out."""
        place: Place | None = self
        while place is not None:
            yield place
            place = place.parent


def placed(tag: str, rest: str, parent: Place | None, /) -> Place:
    """The place of an element that opens inside another.

    Args:
        tag: In small letters.
        rest: What stands between the name and the ">".
    """
    if parent is not None and parent.depth >= _MAX_DEPTH:
        return parent
    said = {key.lower(): value.strip("\"'") for key, value in _ATTRIBUTE.findall(rest)}
    depth = parent.depth + 1 if parent is not None else 0
    body = "articlebody" in said.get("itemprop", "").lower()
    mark = _mark(tag, said)
    sign = "" if mark is Mark.NONE else f"{tag} {said.get('class') or said.get('id', '')}"
    return Place(tag, mark, parent, depth, body, sign)


def _mark(tag: str, said: dict[str, str]) -> Mark:
    if tag in _WHOLE:
        return Mark.NONE
    names = _CAMEL.sub("-", f"{said.get('class', '')} {said.get('id', '')}")
    if _CONSENT.search(names):
        return Mark.CONSENT
    if _COMMENTS.search(names):
        return Mark.COMMENTS
    if tag in _ASIDES or said.get("role", "").lower() in _ROLES or _APART.search(names):
        return Mark.APART
    return Mark.NONE
