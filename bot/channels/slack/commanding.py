"""Which words are a command: behind ``/newsdesk``, in a direct message, and in a mention.

Behind the slash command the first word decides.  Elsewhere people talk, and many a question begins with a
command's word ("Follow up on NATO?"): there it is a command when what stands behind it fits too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from difflib import get_close_matches

# The words of ``/newsdesk``; whatever else it is given is a question.
COMMANDS = frozenset(
    """
    start help privacy alerts brief subscribe unsubscribe settings feeds follow unfollow mute unmute ask said
    summarize summarise actors merge split alias undo evidence status manage forget
    """.split()
)
_SPELLINGS = {"summarise": "summarize"}
_MAX_NAME_WORDS = 8
_NEAR = 0.81  # "subscrbe" is near, "Merz" and "Starmer" are not
# Of sentences, never of names: with one of them somebody talks.
_OF_SENTENCES = frozenset(
    """
    a about any anybody anyone anything are be been by can could did do does from had has have he he's her him
    his how i i'm if in is it it's its let's me my not on or our please said saw say saying says she should that
    their them they this those to told up was we were what what's when where whether which who who's whom
    whose why will with would you your
    """.split()
)
_SINCE = re.compile(r"(?i)\b(?:since|before|until|on|from|in|between|last|this)\s.*$")
_ABOUT = re.compile(r"(?i)\s(?:about|on)\s")
_WHEN = re.compile(
    r"(?i)\d|\b(?:daily|weekdays?|weekends?|every|mon|tue|wed|thu|fri|sat|sun)(?:s?day|nesday|rsday|urday)?s?\b"
)
_SETTINGS = frozenset("language zone quiet length include exclude alerts empty pause resume layout".split())
_NUMBER = re.compile(r"\d{1,9}")
_PLACE = re.compile(r"(?i)here|this|me|[#@<]\S+|[CG][A-Z0-9]{6,}|https?://\S+")
_FEEDS = re.compile(r"(?i)list|(?:add|remove)\b.*|<?https?://\S+")


def split_command(text: str, /) -> tuple[str, str]:
    """A command and the words behind it; ("", the whole text) when it is a question."""
    first, _, rest = text.strip().partition(" ")
    word = first.lower().removeprefix("/")
    return (_SPELLINGS.get(word, word), rest.strip()) if word in COMMANDS else ("", text.strip())


def slash_command(text: str, /) -> tuple[str, str]:
    """What ``/newsdesk`` is given: a command, the slip of the pen that meant one, or ("", a question)."""
    command, rest = split_command(text)
    if command:
        return command, rest
    first, _, rest = text.strip().partition(" ")
    near = get_close_matches(first.lower(), COMMANDS, n=1, cutoff=_NEAR)
    return (first.lower(), rest.strip()) if near and fits(near[0], rest) else ("", text.strip())


def spoken_command(text: str, /) -> tuple[str, str]:
    """What a message to the bot asks for: a command when it is unmistakably one, else ("", the text)."""
    command, rest = split_command(text)
    return (command, rest) if command and fits(command, rest) else ("", text.strip())


def fits(command: str, rest: str, /) -> bool:
    """Whether words behind a command's word are what that command takes, and not the rest of a sentence."""
    rest = rest.strip()
    if not rest:
        return True
    if rest.endswith("?") and command != "ask":
        return False
    return command in _FITS and _FITS[command](rest)


def _are_names(rest: str) -> bool:
    names = [part.split() for part in re.split(r"[,;\n]", rest)]
    return all(len(name) <= _MAX_NAME_WORDS for name in names) and not _is_sentence(rest)


def _are_names_then_more(rest: str) -> bool:
    return _are_names(_ABOUT.split(_SINCE.sub("", rest))[0].strip())


def _is_sentence(rest: str, *, but: Collection[str] = ()) -> bool:
    words = re.findall(r"[^\W_]+(?:['’][^\W_]+)?", rest)
    # In capitals it is a name: WHO, IT.
    spoken = (w.casefold().replace("’", "'") for w in words if not (w.isupper() and len(w) > 1))
    return any(word in _OF_SENTENCES and word not in but for word in spoken)


def _is_a_wish(rest: str) -> bool:
    return _WHEN.search(rest) is not None and not _is_sentence(rest, but=("on", "from", "in"))


_FITS: dict[str, Callable[[str], bool]] = {
    "ask": bool,
    "subscribe": _is_a_wish,
    "settings": lambda rest: rest.split()[0].casefold() in _SETTINGS,
    "feeds": lambda rest: _FEEDS.fullmatch(rest) is not None,
    **dict.fromkeys(("follow", "unfollow", "mute", "unmute", "alerts", "actors"), _are_names),
    **dict.fromkeys(("brief", "said"), _are_names_then_more),
    **dict.fromkeys(("merge", "split", "alias"), lambda rest: "=" in rest),
    **dict.fromkeys(("undo", "evidence", "unsubscribe"), lambda rest: _NUMBER.fullmatch(rest) is not None),
    "manage": lambda rest: _PLACE.fullmatch(rest) is not None,
    "help": lambda rest: rest.lower().removeprefix("/") in COMMANDS,
}
