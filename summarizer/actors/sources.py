"""From the words of a source to the actor that they mean."""

from __future__ import annotations

from collections.abc import Sequence

from ..document import Document, Token
from ..model import Actor, ActorId, ActorKind
from .cast import Figure
from .extent import is_title
from .lexicon import BODIES, PAPERS, PIECES, RESEARCH
from .names import fold, slug
from .nominals import (
    body_actor,
    definite,
    describe,
    is_person_noun,
    is_plural,
    named_body,
    nation_in,
    office_holder,
    official_body,
)  # fmt: skip
from .owners import owner
from .papers import RULINGS
from .pronouns import FIRST, THEY, pronoun_of
from .recent import GENERIC, part_of, recent_body
from .registry import RegistryEntry
from .relatives import RELATIVE, relative_antecedent
from .scene import NOBODY_KNOWN, History, Link, Scene


def link_head(scene: Scene, head: Token, tokens: Sequence[Token], before: History, /) -> Link:
    """Whom a noun phrase means: a name, a pronoun, or a common noun."""
    document, cast = scene.document, scene.cast
    pair = _pair(scene, head, tokens) or _listed(scene, tokens)
    if pair is not None:
        return pair
    if head.index in cast.of_token:
        return _of_name(scene, head)
    apposed = _apposed(scene, head, tokens)
    if apposed is not None:
        return apposed
    word = head.text.casefold()
    if word in RELATIVE and head.tag in ("WP", "WDT", "WP$", "IN"):
        noun = relative_antecedent(document, cast, head)
        return _of_antecedent(scene, noun, head, before) if noun is not None else NOBODY_KNOWN
    if word in FIRST:
        return NOBODY_KNOWN  # the caller knows whose quotation it stands in
    if word in THEY:
        return _they(scene, head, before)
    if pronoun_of(head):
        return _of_pronoun(scene, head, before)
    if head.pos not in ("NOUN", "PROPN", "ADJ", "NUM", "DET", "PRON"):
        return NOBODY_KNOWN
    return _of_noun(scene, head, tokens, before)


def _of_antecedent(scene: Scene, noun: Token, relative: Token, before: History) -> Link:
    """Whom the noun before a relative clause means, with its apposition ("his wife, Jane Roe, who")."""
    if noun.index not in scene.cast.of_token:
        for child in scene.document.children(noun):
            between = noun.index < child.index < relative.index
            if child.dep == "appos" and between and child.index in scene.cast.of_token:
                return _of_name(scene, child)
    return link_head(scene, noun, _plain_phrase(scene.document, noun), before)


def _figure_link(scene: Scene, number: int, confidence: float, lemma: str = "") -> Link:
    figure = scene.cast.figures[number]
    return Link(
        actor=figure.actor,
        confidence=confidence,
        figure=number,
        plural=figure.actor.kind is ActorKind.GROUP,
        lemma=lemma,
    )


def _of_name(scene: Scene, head: Token) -> Link:
    number = scene.cast.of_token[head.index]
    if number < 0:
        return NOBODY_KNOWN
    if scene.cast.figures[number].actor.kind is ActorKind.GROUP and _one_of(scene.document, head):
        actor = describe(scene.document, head, _plain_phrase(scene.document, head))
        return (
            Link(actor=actor, confidence=0.6)
            if actor is not None and actor.kind is ActorKind.UNNAMED
            else NOBODY_KNOWN
        )
    return _figure_link(scene, number, scene.cast.figures[number].confidence)


def _one_of(document: Document, head: Token) -> bool:
    """True for a member without a name, not the group: "one Democrat", "a Finn"."""
    return not is_plural(head) and any(
        c.text.casefold() in ("a", "an", "one", "another") and c.dep in ("det", "nummod")
        for c in document.children(head)
    )


def _of_pronoun(scene: Scene, head: Token, before: History) -> Link:
    antecedent = scene.pronouns.get(head.index)
    if antecedent is None:
        return NOBODY_KNOWN
    if antecedent.figure is None:
        stranger = scene.document.tokens[antecedent.stranger or 0]
        if scene.strangers.get(stranger.index) == "it":
            link = _of_noun(scene, stranger, _plain_phrase(scene.document, stranger), before)
            return link.weaker(antecedent.confidence, lemma=link.lemma)
        actor = describe(scene.document, stranger, _plain_phrase(scene.document, stranger))
        return Link(actor=actor, confidence=0.7 * antecedent.confidence) if actor is not None else NOBODY_KNOWN
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
    return _together(figures)


def _together(figures: Sequence[Figure]) -> Link:
    names = [f.actor.name for f in figures]
    name = f"{', '.join(names[:-1])} and {names[-1]}"
    return Link(
        actor=Actor(ActorId(f"~group:{slug(name)}"), name, ActorKind.GROUP), confidence=0.85, plural=True
    )


def _listed(scene: Scene, tokens: Sequence[Token]) -> Link | None:
    """Names joined by commas and "and" however the tree looks, brackets and titles left out."""
    figures: list[Figure] = []
    depth = 0
    joined = False
    for token in tokens:
        depth += (token.text == "(") - (token.text == ")")
        figure = scene.cast.at(token.index)
        if depth or token.text == ")":
            continue
        if figure is not None:
            if not figures or figures[-1] is not figure:
                figures.append(figure)
        elif token.text.casefold() in ("and", "&"):
            joined = True
        elif token.text.casefold() in ("all", "both", "each") and token is tokens[-1]:
            break
        elif not (token.text in (",", ".") or token.tag == "POS" or is_title(token)):
            return None
    if len(figures) < 2 or not joined or len({id(f) for f in figures}) < len(figures):
        return None
    return _together(figures)


def _apposed(scene: Scene, head: Token, tokens: Sequence[Token]) -> Link | None:
    """The name beside a title: "the minister of trade, Mr. Roe", or a title that the parser made the head."""
    inside = {t.index for t in tokens}
    for child in scene.document.children(head):
        if child.dep == "appos" and child.index in inside and child.index in scene.cast.of_token:
            return _of_name(scene, child)
    if not (is_person_noun(head) or head.pos == "PROPN"):
        return None
    for child in scene.document.children(head):
        if child.index in inside and child.index == head.index + 1 and child.index in scene.cast.of_token:
            return _of_name(scene, child)
    between = _between_commas(scene, tokens) if is_person_noun(head) else None
    if between is not None:
        return between
    named = [t for t in tokens if t.index in scene.cast.of_token and t.index > head.index]
    if named and named[0].index == head.index + 1 and is_person_noun(head):
        return _of_name(scene, named[0])
    return None


def _between_commas(scene: Scene, tokens: Sequence[Token]) -> Link | None:
    """The person named between the commas: "a spokeswoman for Harbour Air, *Ann Poe*,"."""
    rest = list(tokens)
    while rest and rest[-1].pos == "PUNCT":
        rest.pop()
    comma = max((i for i, t in enumerate(rest) if t.text == ","), default=-1)
    name = [t for t in rest[comma + 1 :] if not is_title(t)]
    figures = {id(f): f for t in name if (f := scene.cast.at(t.index)) is not None}
    whole = comma > 0 and name and all(scene.cast.at(t.index) is not None for t in name)
    if not whole or len(figures) != 1 or not next(iter(figures.values())).person:
        return None
    return _of_name(scene, name[-1])


def _plain_phrase(document: Document, noun: Token) -> tuple[Token, ...]:
    """A noun's phrase without clauses and appositions behind it."""
    cut: set[int] = set()
    for child in document.children(noun):
        if child.index > noun.index and child.dep in ("relcl", "acl", "appos", "conj", "cc", "punct", "advcl"):
            cut |= {t.index for t in document.subtree(child)}
    return tuple(t for t in document.subtree(noun) if t.index not in cut)


def _they(scene: Scene, head: Token, before: History) -> Link:
    """The people spoken of earlier in the sentence, else the last of the latest speakers who was several.

    People of whom the sentence has spoken already are likelier than a body of the sentence before.
    """
    document = scene.document
    sentence = document.sentence(head)
    crowds = [
        t
        for t in document.tokens[sentence.first : head.index]
        if is_plural(t) and t.pos == "NOUN" and is_person_noun(t) and not t.quoted
    ]
    acting = [t for t in crowds if t.dep in ("nsubj", "nsubjpass")]
    if acting:
        return _of_many(scene, acting[-1], _plain_phrase(document, acting[-1]), before).weaker(0.7)
    number = document.sentence_number(head)
    crowds += [
        t
        for t in (document.of_sentence(document.sentences[number - 1]) if number else ())
        if t.tag == "NNS" and is_person_noun(t) and t.dep in ("nsubj", "nsubjpass", "pobj") and not t.quoted
    ]
    for last in before.latest():
        body = last.actor is not None and last.actor.kind is ActorKind.ORG
        if last.actor is not None and (
            last.plural or last.actor.kind is ActorKind.GROUP or (body and not crowds)
        ):
            return last.weaker(0.7)
    return NOBODY_KNOWN if crowds else _acting_before(scene, head)


def _acting_before(scene: Scene, head: Token) -> Link:
    """The body that the sentence before is about: "The Harbour Bank cut its rate.  They said …"."""
    document = scene.document
    number = document.sentence_number(head)
    for token in document.of_sentence(document.sentences[number - 1]) if number else ():
        if token.dep == "nsubj" and document.head(token).dep == "ROOT":
            at = scene.cast.of_token.get(token.index, -1)
            body = at >= 0 and scene.cast.figures[at].actor.kind is ActorKind.ORG
            return _figure_link(scene, at, 0.6) if body else NOBODY_KNOWN
    return NOBODY_KNOWN


def _of_noun(scene: Scene, head: Token, tokens: Sequence[Token], before: History) -> Link:
    document, cast = scene.document, scene.cast
    lemma = fold(head.lemma)
    if head.index in scene.nominals:
        return _figure_link(scene, scene.nominals[head.index], 0.8)
    described = scene.pronouns.get(head.index)
    if described is not None and described.figure is not None:
        return _figure_link(scene, described.figure, 0.8 * described.confidence)
    held = office_holder(document, cast, head)
    if held is not None:
        return Link(actor=held, confidence=0.7)
    if is_plural(head) or lemma in ("data", "datum", "media", "medium", "police"):
        return _of_many(scene, head, tokens, before)
    if not is_person_noun(head) or lemma in PAPERS:
        link = _official(scene, head) or _owned(scene, head, owner(document, cast, head))
        if link is not None:
            return link
    part = part_of(document, cast, head)
    if part is not None:
        return _figure_link(scene, part, 0.75)
    if lemma in BODIES | PAPERS | GENERIC:
        return _body(scene, head, before)
    return _described(scene, head, tokens)


def _described(scene: Scene, head: Token, tokens: Sequence[Token]) -> Link:
    actor = describe(scene.document, head, tokens)
    if actor is None:
        return NOBODY_KNOWN
    return Link(actor=actor, confidence=0.6, plural=is_plural(head), lemma=fold(head.lemma))


def _of_many(scene: Scene, head: Token, tokens: Sequence[Token], before: History) -> Link:
    """A plural: the pair or the crowd that spoke before, a paper's maker, or a crowd by its description."""
    lemma = fold(head.lemma)
    if lemma in PAPERS:
        owned = _owned(scene, head, owner(scene.document, scene.cast, head))
        if owned is not None:
            return owned
    pair = _same_pair(scene.document, head, tokens, before)
    if pair is not None:
        return pair.weaker(0.7)
    if definite(scene.document, head) and len(tokens) <= 2:
        same = before.plural(lemma)
        if same is not None:
            return same.weaker(0.8, lemma=lemma)
    return _described(scene, head, tokens)


def _official(scene: Scene, head: Token) -> Link | None:
    """The body that its state names: "the Finnish defence ministry", but not "the Finnish government"."""
    if fold(head.lemma) in ("government", "administration"):
        return None
    actor = official_body(scene.document, scene.cast, head)
    return Link(actor=actor, confidence=0.8, lemma=fold(head.lemma)) if actor is not None else None


def _same_pair(document: Document, head: Token, tokens: Sequence[Token], before: History) -> Link | None:
    """The pair of named people that "the senators" or "the two" right after them means."""
    last = before.last
    if last is None or not definite(document, head) or len(tokens) > 3 or not is_person_noun(head):
        return None
    pair = last.actor
    named = pair is not None and pair.kind is ActorKind.GROUP and last.figure is None and " and " in pair.name
    return last if named else None


def _owned(scene: Scene, head: Token, possessor: Token | None) -> Link | None:
    """Papers speak for their makers, and bodies called after somebody are bodies of their own."""
    lemma = fold(head.lemma)
    nation = nation_in(scene.document, head)
    if lemma in ("government", "administration") and nation:
        numbers = scene.cast.by_name.get(nation)
        if numbers:
            return _figure_link(scene, numbers[0], 0.85)
        entry = _registered(scene, nation)
        actor = entry.actor if entry else Actor(ActorId(f"~{slug(nation)}"), nation, ActorKind.COUNTRY)
        return Link(actor=actor, confidence=0.85)
    if possessor is None:
        return None
    if possessor.tag == "PRP$":
        link = _of_pronoun(scene, possessor, History())
    else:
        link = _pair(scene, possessor, scene.document.subtree(possessor)) or _of_name(scene, possessor)
    if link.actor is None:
        return NOBODY_KNOWN
    body = body_actor(head, link.actor)
    if body is not None:
        return Link(actor=body, confidence=0.8 * link.confidence, lemma=lemma)
    if lemma in PAPERS or (possessor.dep == "poss" and not is_person_noun(head)):
        return link.weaker(0.85, lemma=lemma)
    return None


def _registered(scene: Scene, name: str) -> RegistryEntry | None:
    return next((e for e in scene.cast.index.registry.entries if e.actor.name == name), None)


def _body(scene: Scene, head: Token, before: History) -> Link:
    """What "the agency" or "the report" means: a body named so, what it meant before, or a paper's maker."""
    lemma = fold(head.lemma)
    paper = lemma in PAPERS
    if lemma in PIECES and not definite(scene.document, head) and _one_more(scene.document, head):
        same = before.named_so((lemma,))
        return same.weaker(0.8, lemma=lemma) if same is not None else NOBODY_KNOWN
    if not definite(scene.document, head):
        return _maker(scene, head, before) if paper else NOBODY_KNOWN
    link = before.named_so(RESEARCH if lemma in RESEARCH else (lemma,))
    if link is not None:
        return link.weaker(0.75, lemma=lemma)
    if paper and lemma != "paper":
        return _maker(scene, head, before)
    number = recent_body(scene.document, scene.cast, head)
    if number is None:
        number = named_body(scene.document, scene.cast, head, before.last_of)
    if number is not None:
        return _figure_link(scene, number, 0.75, lemma)
    return _maker(scene, head, before) if paper else NOBODY_KNOWN


def _one_more(document: Document, head: Token) -> bool:
    return any(c.text.casefold() in ("another", "one") for c in document.children(head))


def _maker(scene: Scene, head: Token, before: History) -> Link:
    """Whose words a paper's are: the court's that spoke before, or the one maker's of such papers."""
    lemma = fold(head.lemma)
    if lemma in RULINGS and definite(scene.document, head):
        court = before.named_so(("court", "judge", "panel", "tribunal"))
        if court is not None:
            return court.weaker(0.8, lemma=lemma)
    number = scene.papers.maker(scene.document, head)
    return _figure_link(scene, number, 0.7, lemma) if number is not None else NOBODY_KNOWN
