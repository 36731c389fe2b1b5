"""From the blocks that an extractor pointed at to the body of the article: the missed in, the strange out.

Pure.  The rules look at where blocks stand (``place``), how much of them is links, and what short lines say
(``lines``).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from .block import Block
from .lines import ends_sentence, is_furniture
from .place import Mark, Place
from .select import kept

_HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
_PROSE_TAGS = frozenset("p div blockquote article section main td li pre dd body".split()) | {""}
_MIN_PROSE_CHARS = 60
_MAX_HEADING_CHARS = 140
_LINKED = 0.5
_WORD = re.compile(r"\w+")
# A mark's wrapper holds the article itself when it holds this much of it; comments are many words too.
_WRAPPER_SHARE = {Mark.APART: 0.4, Mark.COMMENTS: 0.9}
_CONTAINER_SHARE = 0.8
_LONG_GAP = 8
_SIDE_SHARE = 0.3
_MAX_BETWEEN = 3
_MORE = 1.5
_MIN_HIDDEN_CHARS = 600


def body(
    blocks: Sequence[Block], chosen: Sequence[Block], /, *, title: str = "", declared: str = ""
) -> list[Block]:
    """The article's body among the blocks of a page, in document order.

    Without its headline, bylines, captions, credits, prompts, links to other articles and comments.

    Args:
        blocks: All of the page.
        chosen: Those that the extractor took for the article.
        declared: The text that the page's linked data call the article's (``articleBody``), or "".
    """
    numbers = {id(block): n for n, block in enumerate(blocks)}
    picked = {numbers[id(block)] for block in chosen}
    wrappers = _wrappers([blocks[n] for n in picked])
    apart = {n for n, block in enumerate(blocks) if block.apart and _is_apart(block, wrappers)}
    picked -= apart
    picked = _as_declared(blocks, picked, apart, declared)
    picked = _marked(blocks, picked, apart)
    picked = _main_part(blocks, picked)
    picked = _filled(blocks, picked, apart)
    picked = _whole_lists(blocks, picked)
    picked = {n for n in picked if not is_furniture(blocks[n].text, linked_share=_links(blocks[n]))}
    picked = _without_title(blocks, picked, title)
    return [blocks[n] for n in _without_dangling(blocks, sorted(picked))]


def _chars(blocks: Sequence[Block]) -> int:
    return sum(len(b.text) for b in blocks)


def _links(block: Block) -> float:
    """Headings of an article may be links as a whole."""
    return 0.0 if block.tag in _HEADINGS else block.linked_share


def _is_prose(block: Block) -> bool:
    return (
        block.tag in _PROSE_TAGS
        and len(block.text) >= _MIN_PROSE_CHARS
        and block.linked_share < _LINKED
        and ends_sentence(block.text)
    )


def _wrappers(chosen: Sequence[Block]) -> frozenset[str]:
    """Signs of elements marked as something else that hold the article: one around it, or many in it."""
    inside: Counter[tuple[Mark, str]] = Counter()
    for block in chosen:
        for found in {(p.mark, p.sign) for p in _around(block) if p.mark in _WRAPPER_SHARE}:
            inside[found] += len(block.text)
    total = _chars(chosen)
    return frozenset(sign for (mark, sign), chars in inside.items() if chars > total * _WRAPPER_SHARE[mark])


def _is_apart(block: Block, wrappers: frozenset[str]) -> bool:
    return any(p.mark in _WRAPPER_SHARE and p.sign not in wrappers for p in _around(block))


def _as_declared(blocks: Sequence[Block], picked: set[int], apart: set[int], declared: str) -> set[int]:
    """What the page declares as the article's text goes before the extractor's choice, if it is all of it."""
    free = [n for n in range(len(blocks)) if n not in apart]
    found = kept([blocks[n] for n in free], declared) if declared else []
    if not found:
        return picked
    ids = {id(block) for block in found}
    said = {n for n in free if id(blocks[n]) in ids}
    ours = _chars([blocks[n] for n in picked])
    if _chars(found) < 0.8 * len("".join(declared.split())) or _chars(found) < 0.7 * ours:
        return picked
    first, last = min(said), max(said)
    return said | {n for n in picked if first < n < last and blocks[n].tag in _HEADINGS | {"li"}}


def _marked(blocks: Sequence[Block], picked: set[int], apart: set[int]) -> set[int]:
    """Only what stands where the page marks its body, if most of the choice does, or if more stands there."""
    inside = {n for n, b in enumerate(blocks) if n not in apart and any(p.body for p in _around(b))}
    ours = _chars([blocks[n] for n in picked])
    prose = {n for n in inside if _is_prose(blocks[n])}
    if _chars([blocks[n] for n in prose]) > ours * _MORE:
        return prose | (picked & inside)
    within = picked & inside
    return within if _chars([blocks[n] for n in within]) >= ours * 0.7 else picked


def hidden_body(blocks: Sequence[Block], /, *, title: str = "", declared: str = "") -> list[Block]:
    """The article of a page that shows it only once a script has run; empty when nothing says that it is one.

    Args:
        blocks: Of the page, hidden ones included.
        title, declared: As for :func:`body`.
    """
    free = [b for b in blocks if not (b.apart or b.consent)]
    said = kept(free, declared) if declared else []
    marked = [b for b in free if any(p.body for p in _around(b))]
    found = [b for b in said or marked or [b for b in free if b.within == "article"] if _is_prose(b)]
    return body(blocks, found, title=title, declared=declared) if _chars(found) >= _MIN_HIDDEN_CHARS else []


def _around(block: Block) -> Sequence[Place]:
    return tuple(block.place.around()) if block.place else ()


def _main_part(blocks: Sequence[Block], picked: set[int]) -> set[int]:
    """Without the short parts that a long stretch of other things separates from the longest."""
    parts: list[list[int]] = []
    for n in sorted(picked):
        if parts and n - parts[-1][-1] <= _LONG_GAP:
            parts[-1].append(n)
        else:
            parts.append([n])
    if len(parts) < 2:
        return picked
    prose = [[blocks[n] for n in part if _is_prose(blocks[n])] for part in parts]
    weights = [_chars(blocks_of) for blocks_of in prose]
    most = max(weights)
    homes = _homes(prose[weights.index(most)])
    return {
        n
        for part, found, weight in zip(parts, prose, weights, strict=True)
        if weight == most or weight > most * _SIDE_SHARE or homes & _homes(found)
        for n in part
    }


def _homes(prose: Sequence[Block]) -> set[Place]:
    """The elements that hold paragraphs."""
    return {b.place.parent for b in prose if b.place and b.place.parent}


def _container(blocks: Sequence[Block], picked: set[int]) -> Place | None:
    """The innermost element that holds most of the prose."""
    inside: Counter[Place] = Counter()
    total = 0
    for n in picked:
        if _is_prose(blocks[n]):
            total += len(blocks[n].text)
            for place in _around(blocks[n]):
                inside[place] += len(blocks[n].text)
    holding = [p for p, chars in inside.items() if chars >= total * _CONTAINER_SHARE and chars]
    return max(holding, key=lambda p: p.depth, default=None)


def _filled(blocks: Sequence[Block], picked: set[int], apart: set[int]) -> set[int]:
    """With paragraphs and headings between picked ones, or beside the first and last, that stand as they do."""
    container = _container(blocks, picked)
    if container is None:
        return picked
    whole = set(picked)
    for n in range(min(picked), max(picked)):
        if n in picked or n in apart or blocks[n].consent:
            continue
        beside = [m for m in (n - 2, n - 1, n + 1, n + 2) if m in whole or m in picked]
        prose = _is_prose(blocks[n]) and _fits(blocks[n], [blocks[m] for m in beside], container)
        if prose or (_is_subhead(blocks[n]) and any(_cousins(blocks[n], blocks[m]) for m in beside if m > n)):
            whole.add(n)
    for start, step in ((min(picked), -1), (max(picked), 1)):
        whole |= _beside(blocks, start, step, apart, container)
    return whole


def _fits(block: Block, beside: Sequence[Block], container: Place) -> bool:
    return block.place is container or any(b.tag == block.tag and _cousins(block, b) for b in beside)


def _beside(blocks: Sequence[Block], start: int, step: int, apart: set[int], container: Place) -> set[int]:
    """Paragraphs that go on from the first or the last one; they are often styled otherwise."""
    found: set[int] = set()
    n, short = start + step, 0
    while 0 <= n < len(blocks) and short < _MAX_BETWEEN:
        block = blocks[n]
        if n in apart or block.consent or block.tag in _HEADINGS:
            break
        alike = block.tag == blocks[start].tag and _siblings(block, blocks[start])
        if _is_prose(block) and (alike or block.place is container):
            found.add(n)
        elif len(block.text) < _MIN_PROSE_CHARS:
            short += 1
        else:
            break
        n += step
    return found


def _is_subhead(block: Block) -> bool:
    return block.tag in _HEADINGS and 1 < len(block.text) <= _MAX_HEADING_CHARS and block.linked_share < _LINKED


def _siblings(block: Block, other: Block) -> bool:
    if block.place is None or other.place is None:
        return False
    return block.place is other.place or block.place.parent is other.place.parent


def _cousins(block: Block, other: Block) -> bool:
    """Siblings, or each alone in a wrapper of its own and the wrappers are siblings."""
    if _siblings(block, other) or block.place is None or other.place is None:
        return _siblings(block, other)
    mine, others = block.place.parent, other.place.parent
    return mine is not None and others is not None and mine.parent is others.parent


def _whole_lists(blocks: Sequence[Block], picked: set[int]) -> set[int]:
    """Without list items most of whose fellows were not picked: half a list is links with teasers."""
    fellows: Counter[Place] = Counter()
    taken: Counter[Place] = Counter()
    homes: dict[int, Place] = {}
    for n, block in enumerate(blocks):
        around = _around(block)
        home = next((p.parent for p in around[:4] if p.tag == "li" and p.parent), None)
        if home is not None:
            homes[n] = home
            fellows[home] += 1
            taken[home] += n in picked
    return {n for n in picked if n not in homes or taken[homes[n]] * 2 > fellows[homes[n]]}


def _without_title(blocks: Sequence[Block], picked: set[int], title: str) -> set[int]:
    """Without the headline: what says the same as the title before the first paragraph, or an ``<h1>``."""
    words = _words(title)
    gone = set()
    for n in sorted(picked):
        block = blocks[n]
        if _is_prose(block) and len(block.text) > _MAX_HEADING_CHARS:
            break
        mine = _words(block.text)
        same = bool(mine) and bool(words) and (mine == words or (len(mine) > 3 and mine in words))
        if same or (block.tag == "h1"):
            gone.add(n)
    return picked - gone if len(gone) < len(picked) else picked


def _words(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold()))


def _without_dangling(blocks: Sequence[Block], numbers: Sequence[int]) -> list[int]:
    """Without headings that nothing follows: what they were over is gone."""
    found = list(numbers)
    while found and blocks[found[-1]].tag in _HEADINGS and len(found) > 1:
        found.pop()
    return found
