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
from .sources import NOBODY_KNOWN, Link, Scene, head_of, link_head, link_source, make_scene


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
    heads = [h for a in attributions for h, _ in [head_of(document, a.source)] if h is not None]
    scene = make_scene(document, cast, heads)
    order = sorted(range(len(attributions)), key=lambda i: _place(attributions[i]))
    links: list[Link] = [NOBODY_KNOWN] * len(attributions)
    via: list[Actor | None] = [None] * len(attributions)
    before: list[Link] = []
    for i in order:
        links[i], via[i] = _credit(scene, attributions[i], before)
        before.append(links[i])
    for i in order:
        if _first_person(document, attributions[i]):
            links[i] = _quoted_speaker(document, i, attributions, links)
        elif not attributions[i].source:
            links[i] = _elided(document, i, order, attributions, links)
    for i in order:
        via[i] = via[i] or _handed_on(document, i, attributions, links)
    roles = {f.actor.id: role for f in cast.figures if (role := cast.role(f))}
    mentions = {
        f.actor.id: tuple(
            Span(document.tokens[m.first].start, document.tokens[m.last - 1].end) for m in f.mentions
        )
        for f in cast.figures
    }
    return Resolved(
        tuple(link.actor for link in links),
        tuple(via),
        tuple(link.confidence for link in links),
        roles,
        mentions,
    )


def _place(attribution: Attribution) -> tuple[int, int]:
    spans = attribution.source or attribution.cue or attribution.content
    return (spans[0].start, attribution.content[0].start if attribution.content else 0) if spans else (0, 0)


def _credit(scene: Scene, attribution: Attribution, before: Sequence[Link]) -> tuple[Link, Actor | None]:
    """The source's link, or the link of whom it cites, with the citing one as go-between."""
    link = link_source(scene, attribution, before)
    head, _ = head_of(scene.document, attribution.source)
    if head is None or link.actor is None or link.actor.kind is not ActorKind.ORG:
        return link, None
    cited = cited_by(scene.document, head, attribution)
    if cited is None:
        return link, None
    phrase = tuple(scene.document.subtree(cited))
    original = link_head(scene, cited, phrase, before)
    return (original, link.actor) if original.actor is not None else (link, None)


def _first_person(document: Document, attribution: Attribution) -> bool:
    head, _ = head_of(document, attribution.source)
    return head is not None and head.text.casefold() in FIRST


def _quoted_speaker(
    document: Document, number: int, attributions: Sequence[Attribution], links: Sequence[Link]
) -> Link:
    """ "I" and "we" inside a quotation are whoever is credited with the quotation around them."""
    head = head_of(document, attributions[number].source)[0]
    if head is None or not head.quoted:
        return NOBODY_KNOWN
    around = [
        i for i, a in enumerate(attributions)
        if i != number and links[i].actor is not None and any(c.covers(head.span) for c in a.content)
    ]  # fmt: skip
    if not around:
        return NOBODY_KNOWN
    inner = min(around, key=lambda i: sum(c.end - c.start for c in attributions[i].content))
    link = links[inner]
    return Link(link.actor, 0.85 * link.confidence, link.figure, link.plural)


def _elided(
    document: Document,
    number: int,
    order: Sequence[int],
    attributions: Sequence[Attribution],
    links: Sequence[Link],
) -> Link:
    """An elided source continues the neighbour's: the subject of the verb above, or a running quotation."""
    own = attributions[number]
    cue = [t for s in own.cue for t in document.tokens_in(s)]
    verb = next((t for t in cue if t.tag in ("VBG", "VBD", "VBZ", "VBP", "VB")), None)
    sources = {
        h.index: i
        for i in order
        if i != number
        for h in [head_of(document, attributions[i].source)[0]]
        if h is not None
    }
    if verb is not None:
        subject = _subject_above(document, verb)
        if subject is not None and subject.index in sources:
            link = links[sources[subject.index]]
            return Link(link.actor, 0.8 * link.confidence, link.figure, link.plural)
        return NOBODY_KNOWN
    if cue or not own.content or not any(q.covers(own.content[0]) for q in document.quotations):
        return NOBODY_KNOWN
    position = order.index(number) if number in order else 0
    earlier = [i for i in order[:position] if attributions[i].content]
    if not earlier:
        return NOBODY_KNOWN
    last = earlier[-1]
    gap = document.article.text[attributions[last].content[-1].end : own.content[0].start]
    if len(gap.strip()) > 2 and "\n" in gap:
        return NOBODY_KNOWN
    link = links[last]
    return Link(link.actor, 0.7 * link.confidence, link.figure, link.plural)


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


def _handed_on(
    document: Document, number: int, attributions: Sequence[Attribution], links: Sequence[Link]
) -> Actor | None:
    """The body whose report holds this attribution: "Jane Roe resigned, Reuters reported"."""
    own = attributions[number]
    if not own.source or links[number].actor is None:
        return None
    for i, other in enumerate(attributions):
        link = links[i]
        if (
            i == number
            or link.actor is None
            or link.actor.kind is not ActorKind.ORG
            or not passes_on(document, other)
        ):
            continue
        if link.actor.id != links[number].actor.id and any(c.covers(own.source[0]) for c in other.content):
            return link.actor
    return None
