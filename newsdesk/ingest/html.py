"""HTML that we hold to an article with exact offsets, by way of trafilatura.

trafilatura says which words are the article; the text itself is put together from the page's own characters
(``scan``, ``select``), so a citation span leads back to the raw page.
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice

from summarizer.model import Article, ArticleId

from . import refusals
from .block import Block
from .body import body, hidden_body
from .canonical import site_of
from .gate import Shown, gate, word_count
from .labels import byline, headline, label
from .lines import ends_sentence
from .loaded import Loaded, OffsetMap, Refused, Run
from .metadata import Facts, facts, instant
from .scan import Scan, scan
from .select import kept

# No article is that long, and extraction takes seconds for each megabyte.
_MAX_CHARS = 5_000_000
_FALLBACK_TAGS = frozenset("p h1 h2 h3 h4 h5 h6 li blockquote dd td pre article".split())
# Text without any markup is an article only if it is as long as one.
_MIN_LOOSE_CHARS = 400
_FEW_WORDS = 60
# The extractor's time grows with the square of these: 5,000 unclosed list items cost it four seconds.  Beyond,
# the page's own marks have to do; no page of news that we have seen comes near.
_MAX_BLOCKS = 8_000
_MAX_EXTRACTED_TAGS = 150_000
_MAX_TAGS = 300_000
_COMPLETE_SHARE = 0.9
_PROSE = frozenset({"p", "article"})


@dataclass(frozen=True, slots=True)
class _Extract:
    """What trafilatura finds: the article's text as lines, and metadata."""

    text: str = ""
    title: str = ""
    outlet: str = ""
    byline: str = ""
    url: str | None = None
    day: str | None = None


def load_html(raw: str, /, *, source: str, url: str | None = None) -> Loaded | Refused:
    """Read an article out of a page.

    Paragraphs, headings and list items become paragraphs of the text, with an empty line between them;
    scripts, menus, captions and banners are left out.  Works without network.

    Args:
        raw: The decoded page; offsets lead back into it.
        source: Names the article, or the page in a refusal.
        url: Where the page comes from, if it does; a canonical address in the page goes before it.
    """
    if len(raw) > _MAX_CHARS:
        return refusals.too_long(source, _MAX_CHARS)
    tags = raw.count("<")
    if tags > _MAX_TAGS:
        return refusals.tangled(source)
    page = scan(raw)
    whole = "\n".join(block.text for block in page.blocks)
    if not whole:
        return refusals.no_article(source)
    said = facts(raw)
    tangled = len(page.blocks) > _MAX_BLOCKS or tags > _MAX_EXTRACTED_TAGS
    found = _Extract() if tangled else _extract(_without(raw, page.cuts), url)
    blocks = _article_blocks(page, found, said.body)
    if _words(blocks) < _FEW_WORDS and not tangled:
        blocks, found = _second_look(raw, page, found, said, url)
    text, offsets = _joined(blocks)
    if word_count(said.body) >= max(_FEW_WORDS, 2 * word_count(text)):
        text, offsets = _linked(said.body, raw)
    complete = bool(said.body) and len(text) >= len(said.body) * _COMPLETE_SHARE
    closed = gate(Shown(text, whole, found.title, page.password, said.locked, complete), source=source)
    article = _article(ArticleId(source), text, found, said, page, url)
    return Loaded(article, offsets) if closed is None else replace(closed, found=article)


def _second_look(
    raw: str, page: Scan, found: _Extract, said: Facts, url: str | None
) -> tuple[Sequence[Block], _Extract]:
    """Where next to nothing was found: an extractor less strict, then what the page hides from readers."""
    first = _article_blocks(page, found, said.body)
    easy = _extract(_without(raw, page.cuts), url, recall=True)
    more = _article_blocks(page, easy, said.body)
    if _words(more) >= max(_FEW_WORDS, 2 * _words(first)):
        return more, found if found.title else easy
    hidden = hidden_body(scan(raw, hidden=True).blocks, title=found.title, declared=said.body)
    return (hidden or first), found


def _linked(declared: str, raw: str) -> tuple[str, OffsetMap]:
    """The text that stands in the page's linked data alone; all of it stands for the whole of that script."""
    lines = (" ".join(line.split()) for line in declared.splitlines())
    text = "\n\n".join(line for line in lines if line)
    start = max(raw.find("articleBody"), 0)
    end = raw.find("</", start)
    return text, OffsetMap((Run(0, start, len(raw) if end < 0 else end, verbatim=False),))


def _words(blocks: Sequence[Block]) -> int:
    return sum(word_count(b.text) for b in blocks)


def _article(name: ArticleId, text: str, found: _Extract, said: Facts, page: Scan, url: str | None) -> Article:
    address = found.url or url
    outlet = label(found.outlet)
    heads = (b.text for b in page.blocks if b.tag == "h1")
    titles = (said.headline, found.title, said.social_title, *islice(heads, 3))
    return Article(
        id=name,
        text=text,
        title=headline(titles, outlet=outlet, site=site_of(address or "")),
        outlet=outlet,
        url=address,
        byline=byline(said.authors, outlet=outlet) or byline([found.byline], outlet=outlet),
        published_at=said.published_at or instant(found.day),
    )


def _article_blocks(page: Scan, found: _Extract, declared: str) -> Sequence[Block]:
    blocks = [b for b in page.blocks if not b.consent]
    return body(blocks, kept(blocks, found.text), title=found.title, declared=declared) or _fallback(blocks)


def _fallback(blocks: Sequence[Block]) -> Sequence[Block]:
    """Paragraphs inside ``<article>``, else ``<main>``, else anywhere: the first that has one; else loose text.

    Text that stands in ``<article>`` itself counts as one.
    """
    for place in ("article", "main", ""):
        inside = [b for b in blocks if not place or b.within == place]
        found = [b for b in inside if not b.apart and b.tag in _FALLBACK_TAGS]
        if any(b.tag in _PROSE for b in found):
            return found
    return [b for b in blocks if len(b.text) >= _MIN_LOOSE_CHARS and not b.apart and ends_sentence(b.text)]


def _joined(blocks: Sequence[Block]) -> tuple[str, OffsetMap]:
    """The blocks' text with an empty line between them, and the raw range of every character."""
    runs: list[Run] = []
    texts: list[str] = []
    position, raw_end = 0, 0
    for block in blocks:
        if runs:
            runs.append(Run(position, raw_end, block.pieces[0].start, verbatim=False))
            position += 2
        for piece in block.pieces:
            if not (piece.verbatim and _continues(runs, piece.start)):
                runs.append(Run(position, piece.start, piece.end, piece.verbatim))
            else:
                runs[-1] = runs[-1]._replace(raw_end=piece.end)
            position += len(piece.text)
        raw_end = block.pieces[-1].end
        texts.append(block.text)
    return "\n\n".join(texts), OffsetMap(tuple(runs))


def _continues(runs: Sequence[Run], start: int) -> bool:
    return bool(runs) and runs[-1].verbatim and runs[-1].raw_end == start


def _without(raw: str, cuts: Sequence[tuple[int, int]]) -> str:
    kept_from = [0, *(end for _, end in cuts)]
    kept_to = [*(start for start, _ in cuts), len(raw)]
    return "".join(raw[a:b] for a, b in zip(kept_from, kept_to, strict=True))


def _extract(raw: str, url: str | None, *, recall: bool = False) -> _Extract:
    """What trafilatura makes of a page; it is imported here because it is slow to load."""
    warnings.filterwarnings("ignore", message="SOCKS support in urllib3")  # it fetches nothing for us
    from trafilatura import bare_extraction
    from trafilatura.settings import Document

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # what it cannot read, the refusal says
    try:
        found = bare_extraction(
            raw,
            url=url,
            include_comments=False,
            favor_recall=recall,
            with_metadata=True,
            date_extraction_params={
                "original_date": True,
                "extensive_search": False,
                "outputformat": "%Y-%m-%d",
            },
        )
    except Exception:  # noqa: BLE001  # whatever its parsers stumble over on a broken page, the fallback remains
        return _Extract()
    if not isinstance(found, Document):
        return _Extract()
    extract = _Extract(
        title=found.title or "",
        outlet=found.sitename or "",
        byline=found.author or "",
        url=found.url,
        day=found.date,
    )
    return replace(extract, text="\n".join("".join(e.itertext()) for e in found.body))
