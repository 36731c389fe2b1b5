"""What a tag's attributes say: whether its element is hidden, and which are too many to look at."""

from __future__ import annotations

import re

# The scanner's own idea of a tag: quoted values may hold ">".
TAG = re.compile(
    r"<(?P<close>/?)(?P<name>[a-zA-Z][^\s/>]*+)(?P<rest>(?:=\s*\"[^\"]*\"|=\s*'[^']*'|[^>])*+)>",
)
_ATTRIBUTE = re.compile(r"[\s/]*+(?P<key>[^\s/>=]++)(?:\s*+=\s*+(?P<value>\"[^\"]*\"|'[^']*'|[^\s>]*+))?")
_MAX_ATTRIBUTES = 100
_SUSPECT = re.compile(r"hidden|display", re.IGNORECASE)
_INVISIBLE_STYLE = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)\b", re.IGNORECASE)
# A page that is shown only once its scripts have run, or that was saved while a dialogue lay above it.
_NEVER_HIDDEN = frozenset({"html", "body"})
_STAGE = frozenset({"main"})


def is_hidden(name: str, rest: str, /) -> bool:
    """Whether no reader sees the element: ``hidden``, ``aria-hidden="true"``, ``display:none``.

    Args:
        name: In small letters.
        rest: What stands between the name and the ">".
    """
    if name in _NEVER_HIDDEN or not _SUSPECT.search(rest):
        return False
    said = _attributes(rest)
    if "hidden" in said or _INVISIBLE_STYLE.search(said.get("style", "")):
        return True
    return said.get("aria-hidden", "").lower() == "true" and name not in _STAGE


def excess(tag: re.Match[str], /) -> int | None:
    """Where, in the page, the attributes after the hundredth begin; None when there are no more.

    Parsers compare every attribute of a tag with all the others: 100,000 of them cost two minutes.
    """
    rest = tag["rest"]
    if len(rest) <= 2 * _MAX_ATTRIBUTES:
        return None
    for number, attribute in enumerate(_ATTRIBUTE.finditer(rest)):
        if number == _MAX_ATTRIBUTES:
            return tag.start("rest") + attribute.start()
    return None


def _attributes(rest: str) -> dict[str, str]:
    """The first hundred attributes, the first of each name, as browsers count them."""
    said: dict[str, str] = {}
    for number, attribute in enumerate(_ATTRIBUTE.finditer(rest)):
        if number == _MAX_ATTRIBUTES:
            break
        said.setdefault(attribute["key"].lower(), (attribute["value"] or "").strip("\"' \t\n"))
    return said
