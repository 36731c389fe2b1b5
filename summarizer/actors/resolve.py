"""Who each source *is*: the one entry of this folder.

The way of an attribution: names of the article are found (``mentions``), grouped into persons and bodies
(``clusters``, ``bodies``), linked to the registry (``linking``) and given roles (``roles``); then the head of
the source's words is a name, a pronoun (``pronouns``) or a common noun (``nominals``).  A link that is not
clear is no link.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from ..document import Document, Token
from ..model import Actor, ActorId, ActorKind, Attribution, Span
from .bylines import cited_by, is_reporter, passes_on
from .cast import Cast, make_cast
from .covering import Covering
from .heads import head_of_source
from .items import item_starts
from .pronouns import FIRST, WE
from .registry import Registry
from .scene import NOBODY_KNOWN, History, Link, Scene, make_scene
from .sources import link_head
from .turns import Turns, find_turns


@dataclass(frozen=True, slots=True)
class Resolved:
    """The actors of an article's attributions.

    Attributes:
        actors: One an attribution, in the same order; None when it is open who spoke.
        via: Who passed the words on, or None; one an attribution.
        confidence: Of the actor, 0 to 1; 0 where there is none.
        roles: The role under which the article presents an actor, where it does.
        mentions: Where the article names an actor, in text order; nominals and pronouns left out.
    """

    actors: tuple[Actor | None, ...]
    via: tuple[Actor | None, ...]
    confidence: tuple[float, ...]
    roles: dict[ActorId, str] = field(default_factory=dict)
    mentions: dict[ActorId, tuple[Span, ...]] = field(default_factory=dict)


def resolve(document: Document, attributions: Sequence[Attribution], registry: Registry, /) -> Resolved:
    """Find the actor of every attribution of an article.

    Args:
        attributions: In any order; text order is worked out here.
        registry: May be empty: then actors are the article's own.
    """
    cast = make_cast(document, registry.index)
    heads = [head_of_source(document, a) for a in attributions]
    scene = make_scene(
        document, cast, [(h, a.content) for (h, _), a in zip(heads, attributions, strict=True) if h]
    )
    turns = find_turns(document, cast)
    order = sorted(range(len(attributions)), key=lambda i: _place(attributions[i]))
    links: list[Link] = [NOBODY_KNOWN] * len(attributions)
    via: list[Actor | None] = [None] * len(attributions)
    before = History()
    breaks = set(item_starts(document))
    item = 0
    for i in order:
        here = _item(document, attributions[i], breaks)
        before, item = (before, item) if here == item else (History(), here)
        laid_out = turns.speaker(attributions[i])
        if laid_out is not None:
            links[i] = _by_layout(cast, laid_out)
        else:
            links[i], via[i] = _credit(scene, attributions[i], heads[i], before)
        before.add(links[i])
    page = _Page(document, attributions, tuple(h for h, _ in heads), tuple(order))
    for i in order:
        head = page.heads[i]
        if links[i].actor is not None:
            continue
        if head is not None and head.text.casefold() in FIRST:
            links[i] = _quoted_speaker(page, i, head, links)
        elif not attributions[i].source:
            links[i] = _elided(page, i, links)
        if links[i].actor is None:
            links[i] = _writer(cast, turns, attributions[i], head)
    for i in order:
        via[i] = via[i] or _handed_on(page, i, links)
        if is_reporter(document, attributions[i], links[i].actor):
            links[i] = NOBODY_KNOWN
    roles = {f.actor.id: role for f in cast.figures if (role := cast.role(f))}
    mentions: dict[ActorId, list[Span]] = {}
    for figure in cast.figures:
        named = [Span(document.tokens[m.first].start, document.tokens[m.last - 1].end) for m in figure.mentions]
        mentions.setdefault(figure.actor.id, []).extend(named)
    return Resolved(
        actors=tuple(link.actor for link in links),
        via=tuple(via),
        confidence=tuple(link.confidence for link in links),
        roles=roles,
        mentions={actor: tuple(sorted(spans)) for actor, spans in mentions.items()},
    )


def _item(document: Document, attribution: Attribution, breaks: Collection[int]) -> int:
    """The token that starts the item of an attribution; 0 in the first."""
    if not breaks:
        return 0
    first = next(
        iter(document.sentences_of((*attribution.source, *attribution.cue, *attribution.content))), None
    )
    return max((b for b in breaks if first is not None and b <= first.first), default=0)


def _by_layout(cast: Cast, actor: Actor) -> Link:
    return Link(actor=actor, confidence=0.9, figure=next(iter(cast.by_id.get(actor.id, ())), None))


def _writer(cast: Cast, turns: Turns, attribution: Attribution, head: Token | None) -> Link:
    """Who wrote the letter or spoke the turn in which "I" stands, or words that are nobody else's."""
    if head is not None and (head.text.casefold() not in FIRST or head.text.casefold() in WE):
        return NOBODY_KNOWN  # the page's editors say "we" as well
    spans = attribution.source or attribution.cue or attribution.content
    writer = turns.writer(spans[0]) if spans else None
    return _by_layout(cast, writer).weaker(0.9) if writer is not None else NOBODY_KNOWN


def _place(attribution: Attribution) -> tuple[int, int]:
    spans = attribution.source or attribution.cue or attribution.content
    return (spans[0].start, attribution.content[0].start if attribution.content else 0) if spans else (0, 0)


@dataclass(frozen=True)
class _Page:
    """An article's attributions with the heads of their sources, and the order in which they stand."""

    document: Document
    attributions: Sequence[Attribution]
    heads: tuple[Token | None, ...]
    order: tuple[int, ...]

    @cached_property
    def contents(self) -> Covering:
        """What is said, by attribution."""
        return Covering((i, span) for i, a in enumerate(self.attributions) for span in a.content)

    @cached_property
    def quotations(self) -> Covering:
        """The quotations of the text, numbered in order."""
        return Covering(enumerate(self.document.quotations))

    def beside(self, number: int) -> list[int]:
        """Other attributions with the very same words ("It is safe, Roe said, according to Reuters")."""
        content = self.attributions[number].content
        around = self.contents.around(content[0]) if content else ()
        return [n for n, _ in around if n != number and self.attributions[n].content == content]

    @cached_property
    def headed(self) -> dict[int, int]:
        """The first attribution whose source a token heads, by token."""
        return {h.index: i for i, h in reversed(list(enumerate(self.heads))) if h is not None}

    @cached_property
    def earlier(self) -> dict[int, int]:
        """The attribution with content that stands last before each one, by attribution."""
        found, last = {}, -1
        for i in self.order:
            found[i] = last
            last = i if self.attributions[i].content else last
        return found


def _credit(
    scene: Scene,
    attribution: Attribution,
    source: tuple[Token | None, tuple[Token, ...]],
    before: History,
) -> tuple[Link, Actor | None]:
    """The source's link, or the link of whom it cites, with the citing one as go-between."""
    head, tokens = source
    if head is None:
        return NOBODY_KNOWN, None
    link = link_head(scene, head, tokens, before)
    if link.actor is None or link.actor.kind is not ActorKind.ORG:
        return link, None
    cited = cited_by(scene.document, head, attribution)
    if cited is None:
        return link, None
    original = link_head(scene, cited, scene.document.subtree(cited), before)
    return (original, link.actor) if original.actor is not None else (link, None)


def _quoted_speaker(page: _Page, number: int, head: Token, links: Sequence[Link]) -> Link:
    """Whom "I" and "we" mean inside a quotation: whoever is credited with the quotation around them."""
    if not head.quoted:
        return NOBODY_KNOWN
    around = [i for i, _ in page.contents.around(head.span) if i != number and links[i].actor is not None]
    if not around:
        return NOBODY_KNOWN
    inner = min(around, key=lambda i: sum(c.end - c.start for c in page.attributions[i].content))
    return links[inner].weaker(0.85)


def _elided(page: _Page, number: int, links: Sequence[Link]) -> Link:
    """An elided source continues the neighbour's: the subject of the verb above, or a running quotation."""
    own = page.attributions[number]
    cue = [t for s in own.cue for t in page.document.tokens_in(s)]
    verb = next((t for t in cue if t.tag in ("VBG", "VBD", "VBZ", "VBP", "VB")), None)
    if verb is not None:
        subject = _subject_above(page.document, verb)
        at = page.headed.get(subject.index) if subject is not None else None
        return links[at].weaker(0.8) if at is not None else NOBODY_KNOWN
    quoted = bool(own.content) and bool(page.quotations.around(own.content[0]))
    earlier = page.earlier[number]
    if cue or not quoted or earlier < 0:
        return NOBODY_KNOWN
    gap = page.document.article.text[page.attributions[earlier].content[-1].end : own.content[0].start]
    return NOBODY_KNOWN if len(gap.strip()) > 2 and "\n" in gap else links[earlier].weaker(0.7)


def _subject_above(document: Document, verb: Token) -> Token | None:
    """The subject of a verb, or of the verb that it hangs on or is joined to."""
    for _ in range(4):
        subject = next((c for c in document.children(verb) if c.dep in ("nsubj", "nsubjpass")), None)
        if subject is not None:
            return subject
        if verb.dep not in ("conj", "xcomp", "advcl", "pcomp", "prep"):
            return None
        verb = document.head(verb)
    return None


def _handed_on(page: _Page, number: int, links: Sequence[Link]) -> Actor | None:
    """The body whose report holds this attribution: "Jane Roe resigned, Reuters reported"."""
    own, actor = page.attributions[number], links[number].actor
    if not own.source or actor is None:
        return None
    beside = page.beside(number)
    for other in (*(n for n, _ in page.contents.around(own.source[0])), *beside):
        body = links[other].actor
        if body is None or body.kind is not ActorKind.ORG or body.id == actor.id:
            continue
        if passes_on(page.document, page.attributions[other]):
            return body
    return None
