"""From the words of a source to the actor that they mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..document import Document, Token
from ..model import Actor, ActorId, ActorKind, Attribution, Spans
from .cast import Cast, Figure
from .lexicon import BODIES, PAPERS
from .names import fold, slug
from .nominals import (
    body_actor, definite, describe, is_person_noun, is_plural, named_body, nation_in, nominal_figure, office_holder,
    owner,
)  # fmt: skip
from .pronouns import FIRST, RELATIVE, THEY, Antecedent, pronoun_of, relative_antecedent, resolve_pronouns
from .registry import RegistryEntry


@dataclass(frozen=True, slots=True)
class Link:
    """Whom a source means and how sure that is (0 to 1); ``figure`` when the article names them."""

    actor: Actor | None
    confidence: float = 0.0
    figure: int | None = None
    plural: bool = False
    lemma: str = ""


NOBODY_KNOWN = Link(None)


@dataclass(frozen=True)
class Scene:
    """An article with its cast and what its pronouns and nominals mean."""

    document: Document
    cast: Cast
    pronouns: dict[int, Antecedent]
    nominals: dict[int, int]


def make_scene(document: Document, cast: Cast, heads: Sequence[Token], /) -> Scene:
    """Resolve the nominals and pronouns of an article, given the heads of its sources."""
    nominals: dict[int, int] = {}
    recent: list[int] = []
    for token in document.tokens:
        figure = cast.of_token.get(token.index, -1)
        if figure >= 0:
            if not recent or recent[-1] != figure:
                recent.append(figure)
        elif token.pos in ("NOUN", "PROPN") and is_person_noun(token) and token.index not in cast.of_token:
            found = nominal_figure(document, cast, token, recent[::-1])
            if found is not None:
                nominals[token.index] = found
                recent.append(found)
    speaking = frozenset(t.index for t in heads)
    return Scene(document, cast, resolve_pronouns(document, cast, nominals, speaking), nominals)


def head_of(document: Document, spans: Spans, /) -> tuple[Token | None, tuple[Token, ...]]:
    """The noun or pronoun that heads a source's words, and all tokens of those words."""
    tokens = tuple(t for s in spans for t in document.tokens_in(s))
    inside = {t.index for t in tokens}
    roots = [
        t for t in tokens if (t.head not in inside or t.head == t.index) and t.pos not in ("PUNCT", "SPACE")
    ]
    best = [t for t in roots if t.pos in ("NOUN", "PROPN", "PRON", "DET", "NUM", "ADJ")] or roots
    if not best:
        return None, tokens
    head = best[0]
    if head.pos == "ADP":
        head = next((c for c in document.children(head) if c.dep == "pobj" and c.index in inside), head)
    return head, tokens


def link_source(scene: Scene, attribution: Attribution, before: Sequence[Link], /) -> Link:
    """Whom an attribution's source means.

    Args:
        before: The links of the attributions in front of this one, in text order.
    """
    head, tokens = head_of(scene.document, attribution.source)
    if head is None:
        return NOBODY_KNOWN
    return link_head(scene, head, tokens, before)


def link_head(scene: Scene, head: Token, tokens: Sequence[Token], before: Sequence[Link], /) -> Link:
    """Whom a noun phrase means: a name, a pronoun, or a common noun."""
    document, cast = scene.document, scene.cast
    pair = _pair(scene, head, tokens)
    if pair is not None:
        return pair
    if head.index in cast.of_token:
        return _of_name(scene, head)
    apposed = _apposed(scene, head, tokens)
    if apposed is not None:
        return apposed
    word = head.text.casefold()
    if word in RELATIVE and head.tag in ("WP", "WDT", "WP$", "IN"):
        noun = relative_antecedent(document, head)
        return (
            link_head(scene, noun, _plain_phrase(document, noun), before) if noun is not None else NOBODY_KNOWN
        )
    if word in FIRST:
        return NOBODY_KNOWN  # the caller knows whose quotation it stands in
    if word in THEY:
        return _they(before)
    if pronoun_of(head):
        return _of_pronoun(scene, head)
    if head.pos not in ("NOUN", "PROPN", "ADJ", "NUM", "DET", "PRON"):
        return NOBODY_KNOWN
    return _of_noun(scene, head, tokens, before)


def _figure_link(scene: Scene, number: int, confidence: float, lemma: str = "") -> Link:
    figure = scene.cast.figures[number]
    return Link(figure.actor, confidence, number, figure.actor.kind is ActorKind.GROUP, lemma)


def _of_name(scene: Scene, head: Token) -> Link:
    number = scene.cast.of_token[head.index]
    if number < 0:
        return NOBODY_KNOWN
    return _figure_link(scene, number, scene.cast.figures[number].confidence)


def _of_pronoun(scene: Scene, head: Token) -> Link:
    antecedent = scene.pronouns.get(head.index)
    if antecedent is None:
        return NOBODY_KNOWN
    return _figure_link(scene, antecedent.figure, 0.9 * antecedent.confidence)


def _pair(scene: Scene, head: Token, tokens: Sequence[Token]) -> Link | None:
    """Two or more named actors joined by "and" are one group."""
    inside = {t.index for t in tokens}
    members = [head]
    while True:
        following = [c for c in scene.document.children(members[-1]) if c.dep == "conj" and c.index in inside]
        if not following:
            break
        members.append(following[0])
    figures: list[Figure] = []
    for member in members:
        figure = scene.cast.at(member.index)
        if figure is not None and figure not in figures:
            figures.append(figure)
    if len(members) < 2 or len(figures) < 2 or len(figures) < len(members):
        return None
    names = [f.actor.name for f in figures]
    name = f"{', '.join(names[:-1])} and {names[-1]}"
    return Link(Actor(ActorId(f"~group:{slug(name)}"), name, ActorKind.GROUP), 0.85, None, True)


def _apposed(scene: Scene, head: Token, tokens: Sequence[Token]) -> Link | None:
    """ "The minister of the economy, Mr. Roe," and titles that the parser took for the head."""
    inside = {t.index for t in tokens}
    for child in scene.document.children(head):
        if child.dep == "appos" and child.index in inside and child.index in scene.cast.of_token:
            return _of_name(scene, child)
    if not (is_person_noun(head) or head.pos == "PROPN"):
        return None
    for child in scene.document.children(head):
        if child.index in inside and child.index == head.index + 1 and child.index in scene.cast.of_token:
            return _of_name(scene, child)
    named = [t for t in tokens if t.index in scene.cast.of_token and t.index > head.index]
    if named and named[0].index == head.index + 1 and is_person_noun(head):
        return _of_name(scene, named[0])
    return None


def _plain_phrase(document: Document, noun: Token) -> tuple[Token, ...]:
    """A noun's phrase without clauses and appositions behind it."""
    cut: set[int] = set()
    for child in document.children(noun):
        if child.index > noun.index and child.dep in ("relcl", "acl", "appos", "conj", "cc", "punct", "advcl"):
            cut |= {t.index for t in document.subtree(child)}
    return tuple(t for t in document.subtree(noun) if t.index not in cut)


def _they(before: Sequence[Link]) -> Link:
    """ "They" continues the last speaker when that was more than one, or a body."""
    if not before or before[-1].actor is None:
        return NOBODY_KNOWN
    last = before[-1]
    if last.plural or last.actor.kind in (ActorKind.GROUP, ActorKind.ORG):
        return Link(last.actor, 0.7 * last.confidence, last.figure, True)
    return NOBODY_KNOWN


def _of_noun(scene: Scene, head: Token, tokens: Sequence[Token], before: Sequence[Link]) -> Link:
    document, cast = scene.document, scene.cast
    lemma = fold(head.lemma)
    if head.index in scene.nominals:
        return _figure_link(scene, scene.nominals[head.index], 0.8)
    held = office_holder(document, cast, head)
    if held is not None:
        return Link(held, 0.7)
    plural = is_plural(head)
    possessor = owner(document, cast, head)
    if not is_person_noun(head) and not plural or lemma in PAPERS:
        owned = _owned(scene, head, possessor)
        if owned is not None:
            return owned
    if lemma in BODIES | PAPERS and not plural:
        return _body(scene, head, before)
    if plural and definite(document, head) and before and before[-1].plural and len(tokens) <= 2:
        return Link(before[-1].actor, 0.7 * before[-1].confidence, before[-1].figure, True)
    described = describe(document, head, tokens)
    return Link(described, 0.6, None, plural) if described is not None else NOBODY_KNOWN


def _owned(scene: Scene, head: Token, possessor: Token | None) -> Link | None:
    """Papers speak for their makers, and bodies called after somebody are bodies of their own."""
    lemma = fold(head.lemma)
    nation = nation_in(scene.document, head)
    if lemma in ("government", "administration") and nation:
        number = next((n for n, f in enumerate(scene.cast.figures) if f.actor.name == nation), None)
        if number is not None:
            return _figure_link(scene, number, 0.85)
        entry = _registered(scene, nation)
        actor = entry.actor if entry else Actor(ActorId(f"~{slug(nation)}"), nation, ActorKind.COUNTRY)
        return Link(actor, 0.85)
    if possessor is None:
        return None
    link = _of_pronoun(scene, possessor) if possessor.tag == "PRP$" else _of_name(scene, possessor)
    if link.actor is None:
        return NOBODY_KNOWN
    body = body_actor(scene.document, scene.cast, head, link.actor)
    if body is not None:
        return Link(body, 0.8 * link.confidence, None, False, lemma)
    if lemma in PAPERS or possessor.dep == "poss" and not is_person_noun(head):
        return Link(link.actor, 0.85 * link.confidence, link.figure, False, lemma)
    return None


def _registered(scene: Scene, name: str) -> RegistryEntry | None:
    return next((e for e in scene.cast.index.registry.entries if e.actor.name == name), None)


def _body(scene: Scene, head: Token, before: Sequence[Link]) -> Link:
    """ "The agency", "the report": a body named so, or the same noun's meaning before."""
    lemma = fold(head.lemma)
    for link in reversed(before):
        if link.lemma == lemma and link.actor is not None:
            return Link(link.actor, 0.75 * link.confidence, link.figure, False, lemma)
    recent = [link.figure for link in reversed(before) if link.figure is not None]
    number = named_body(scene.document, scene.cast, head, recent)
    if number is not None:
        return _figure_link(scene, number, 0.75, lemma)
    return NOBODY_KNOWN
