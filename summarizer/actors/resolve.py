"""Who each source *is*: the one entry of this folder.

The way of an attribution: names of the article are found (``mentions``), grouped into persons and bodies
(``clusters``, ``bodies``), linked to the registry (``linking``) and given roles (``roles``); then the head of
the source's words is a name, a pronoun (``pronouns``) or a common noun (``nominals``).  A link that is not
clear is no link.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ..document import Document, Token
from ..model import Actor, ActorId, ActorKind, Attribution, Span
from .bylines import cited_by, passes_on
from .cast import make_cast
from .linking import Index
from .pronouns import FIRST
from .registry import Registry
from .scene import NOBODY_KNOWN, Link, Scene, head_of, make_scene
from .sources import link_head


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
    cast = make_cast(document, Index.of(registry))
    heads = [head_of(document, a.source) for a in attributions]
    scene = make_scene(
        document, cast, [(h, a.content) for (h, _), a in zip(heads, attributions, strict=True) if h]
    )
    order = sorted(range(len(attributions)), key=lambda i: _place(attributions[i]))
    links: list[Link] = [NOBODY_KNOWN] * len(attributions)
    via: list[Actor | None] = [None] * len(attributions)
    before: list[Link] = []
    for i in order:
        links[i], via[i] = _credit(scene, attributions[i], heads[i], before)
        before.append(links[i])
    page = _Page(document, attributions, tuple(h for h, _ in heads), tuple(order))
    for i in order:
        head = page.heads[i]
        if head is not None and head.text.casefold() in FIRST:
            links[i] = _quoted_speaker(page, i, head, links)
        elif not attributions[i].source:
            links[i] = _elided(page, i, links)
    for i in order:
        via[i] = via[i] or _handed_on(page, i, links)
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


def _place(attribution: Attribution) -> tuple[int, int]:
    spans = attribution.source or attribution.cue or attribution.content
    return (spans[0].start, attribution.content[0].start if attribution.content else 0) if spans else (0, 0)


@dataclass(frozen=True, slots=True)
class _Page:
    """An article's attributions with the heads of their sources, and the order in which they stand."""

    document: Document
    attributions: Sequence[Attribution]
    heads: tuple[Token | None, ...]
    order: tuple[int, ...]


def _credit(
    scene: Scene,
    attribution: Attribution,
    source: tuple[Token | None, tuple[Token, ...]],
    before: Sequence[Link],
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
    around = [
        i for i, a in enumerate(page.attributions)
        if i != number and links[i].actor is not None and any(c.covers(head.span) for c in a.content)
    ]  # fmt: skip
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
        at = [
            i
            for i, h in enumerate(page.heads)
            if h is not None and subject is not None and h.index == subject.index
        ]
        return links[at[0]].weaker(0.8) if at else NOBODY_KNOWN
    quoted = bool(own.content) and any(q.covers(own.content[0]) for q in page.document.quotations)
    earlier = [i for i in page.order[: page.order.index(number)] if page.attributions[i].content]
    if cue or not quoted or not earlier:
        return NOBODY_KNOWN
    gap = page.document.article.text[page.attributions[earlier[-1]].content[-1].end : own.content[0].start]
    return NOBODY_KNOWN if len(gap.strip()) > 2 and "\n" in gap else links[earlier[-1]].weaker(0.7)


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
    for other, link in zip(page.attributions, links, strict=True):
        body = link.actor
        if body is None or body.kind is not ActorKind.ORG or body.id == actor.id:
            continue
        if any(c.covers(own.source[0]) for c in other.content) and passes_on(page.document, other):
            return body
    return None
