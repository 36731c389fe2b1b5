"""Raw HTML to blocks of text in which every character knows its place in the raw HTML.

A scanner, not a parser: it follows the tokens of the HTML standard closely enough to find the text that a
reader sees, in one pass, and never fails; which of the blocks are the article is somebody else's question.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from .block import Block, BlockBuilder
from .place import Mark, Place, placed
from .tags import TAG, excess, is_hidden

_OPENING = re.compile(r"<(?:!--|[!?]|/?[a-zA-Z])")
_COMMENT_END = re.compile(r"--!?>")
_SILENT = frozenset(
    "script style noscript template svg math iframe noembed textarea title select button object audio video "
    "canvas rp rt".split()
)
_TELLING = frozenset({"script", "title"})  # silent, but an extractor finds metadata there
_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption "
    "figure footer form h1 h2 h3 h4 h5 h6 head header hgroup hr html legend li main menu nav ol optgroup "
    "option p pre search section summary table tbody td tfoot th thead tr ul".split()
)
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
# Elements that cannot hold one another, for a new one ends the last: without closing tags they are not deep.
_FLAT = frozenset(
    "html head body p li dt dd tr td th thead tbody tfoot caption colgroup option optgroup script title".split()
)
_MAX_DEPTH = 60  # lxml drops what lies deeper than 256, and pages have paragraphs inside as well
# These end an open <p> (https://html.spec.whatwg.org/#closing-elements-that-have-implied-end-tags).
_ENDED_BY_BLOCKS = frozenset({"p"})
_ENDED_BY_ALIKE = frozenset("li dt dd td th tr option".split())


@dataclass(frozen=True, slots=True)
class Scan:
    """What a page shows.

    Attributes:
        blocks: In document order, none empty.
        password: True when the page asks for one.
        cuts: Raw ranges ``(start, end)``, ascending and apart, that no reader sees and that an extractor is
            better spared: hidden elements, tags nested too deeply, attributes after the hundredth.
    """

    blocks: tuple[Block, ...]
    password: bool = False
    cuts: tuple[tuple[int, int], ...] = ()


def scan(raw: str, /, *, hidden: bool = False) -> Scan:
    """Blocks of visible text; linear in the length of the page whatever it holds.

    Args:
        hidden: Take hidden elements for visible: some pages show their article only once a script has run.
    """
    scanner = _Scanner(raw, hidden=hidden)
    return Scan(tuple(scanner.run()), scanner.password, tuple(scanner.cuts))


class _Scanner:
    def __init__(self, raw: str, *, hidden: bool) -> None:
        self.raw = raw
        self._hides = not hidden
        self.password = False
        self.cuts: list[tuple[int, int]] = []
        self._depth = 0
        self._open: list[tuple[str, Place]] = []
        self._marks: Counter[Mark] = Counter()
        self._names: Counter[str] = Counter()
        self._unclosed: set[str] = set()
        self._builder = BlockBuilder()

    def run(self) -> Iterator[Block]:
        position, raw = 0, self.raw
        while opening := _OPENING.search(raw, position):
            self._builder.text(raw, position, opening.start())
            if opening.group().startswith(("<!", "<?")):
                position = self._declaration_end(opening)
                continue
            tag = TAG.match(raw, opening.start())
            if tag is None:  # an unfinished tag swallows the rest, as in a browser
                self.cuts.append((opening.start(), len(raw)))
                position = len(raw)
                break
            position = tag.end()
            name = tag["name"].lower()
            if self._hides and not tag["close"] and is_hidden(name, tag["rest"]):
                if name in _BLOCKS:
                    yield from self._finish()
                if name not in _VOID:
                    position = self._after_hidden(name, position)
                self.cuts.append((tag.start(), position))
                continue
            if name in _SILENT and not tag["close"]:
                position = self._after_element(name, position)
                if name in _TELLING:
                    self._spare(tag, name)
                else:
                    self.cuts.append((tag.start(), position))
            else:
                self._spare(tag, name)
                yield from self._shown(tag, name)
        self._builder.text(raw, position, len(raw))
        yield from self._finish()

    def _shown(self, tag: re.Match[str], name: str) -> Iterator[Block]:
        """What a tag does to the text around it."""
        if name == "br":
            self._builder.line_break(tag.start(), tag.end())
            if self._builder.broken:
                yield from self._finish()
        elif name in _BLOCKS:
            yield from self._finish()
            self._nest(tag, name)
        elif name == "a":
            self._builder.in_link = not tag["close"]
        elif name == "q":
            self._builder.mark("”" if tag["close"] else "“", tag.start(), tag.end())
        elif name == "input" and "password" in tag["rest"].lower():
            self.password = True

    def _spare(self, tag: re.Match[str], name: str) -> None:
        """Note what of a tag an extractor need not see."""
        nested = name not in _FLAT | _VOID
        self._depth += nested and not tag["close"]
        if name == "plaintext" or (nested and self._depth > _MAX_DEPTH):
            self.cuts.append(tag.span())
        elif (start := excess(tag)) is not None:
            self.cuts.append((start, tag.end() - 1))
        self._depth = max(self._depth - (nested and bool(tag["close"])), 0)

    def _after_hidden(self, name: str, position: int) -> int:
        """Skip to behind the closing tag that belongs to an opening one; without it, all the rest is hidden."""
        depth = 1
        while opening := _OPENING.search(self.raw, position):
            if opening.group().startswith(("<!", "<?")):
                position = self._declaration_end(opening)
                continue
            tag = TAG.match(self.raw, opening.start())
            if tag is None:
                break
            found, close = tag["name"].lower(), bool(tag["close"])
            if _ends(name, found, close=close):
                return tag.start()
            position = tag.end()
            if found in _SILENT and not close and found != name:
                position = self._after_element(found, position)
            elif found == name:
                depth += -1 if close else 1
                if not depth:
                    return position
        return len(self.raw)

    def _declaration_end(self, opening: re.Match[str]) -> int:
        if opening.group() == "<!--":
            if self.raw.startswith((">", "->"), opening.end()):
                return self.raw.index(">", opening.end()) + 1
            end = _COMMENT_END.search(self.raw, opening.end())
            return end.end() if end else len(self.raw)
        close = self.raw.find(">", opening.end())
        return close + 1 if close >= 0 else len(self.raw)

    def _after_element(self, name: str, position: int) -> int:
        """Skip to behind the closing tag; an element without one hides nothing, save code."""
        if name in self._unclosed:
            return position
        end = re.compile(rf"</{name}(?=[\s/>])[^>]*>?", re.IGNORECASE).search(self.raw, position)
        if end:
            return end.end()
        self._unclosed.add(name)
        return len(self.raw) if name in {"script", "style"} else position

    def _nest(self, tag: re.Match[str], name: str) -> None:
        if not tag["close"]:
            if name not in _VOID:
                if self._open and _ends(self._open[-1][0], name, close=False):
                    self._close(self._open[-1][0])
                place = placed(name, tag["rest"], self._place)
                self._open.append((name, place))
                self._names[name] += 1
                self._marks[place.mark] += 1
        elif self._names[name]:
            self._close(name)

    def _close(self, name: str) -> None:
        """Close the innermost open element of a name and what is left open inside."""
        while True:
            opened, place = self._open.pop()
            self._names[opened] -= 1
            self._marks[place.mark] -= 1
            if opened == name:
                return

    @property
    def _place(self) -> Place | None:
        return self._open[-1][1] if self._open else None

    def _finish(self) -> Iterator[Block]:
        block = self._builder.finish(
            tag=self._open[-1][0] if self._open else "",
            apart=self._marks[Mark.APART] > 0 or self._marks[Mark.COMMENTS] > 0,
            consent=self._marks[Mark.CONSENT] > 0,
            within="article" if self._names["article"] else "main" if self._names["main"] else "",
            place=self._place,
        )
        if block is not None:
            yield block


def _ends(name: str, found: str, *, close: bool) -> bool:
    """Whether a tag ends an open element whose own closing tag may be left out."""
    if name in _ENDED_BY_BLOCKS:
        return found in _BLOCKS and not (close and found == name)
    return name in _ENDED_BY_ALIKE and not close and found == name
