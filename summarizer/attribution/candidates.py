"""Places that may report something: a cue word, its frame, its source and its content, not yet judged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from ..document import Document, Token
from ..model import Act, Attribution
from .contents import Frame, adjective_frame, noun_frame, verb_frame
from .trees import first_kid, noun_phrase, spans

ASPECTUAL = frozenset({"continue", "begin", "start", "keep", "stop", "cease"})
"""Verbs that only say how long the next one goes on ("continues to demand")."""

_CUE_PARTS = frozenset({"aux", "auxpass", "neg", "prt"})


@dataclass(slots=True)
class Candidate:
    """A possible attribution in token indices.

    Attributes:
        word: The reporting word.
        frame: How the content hangs on it ("ccomp", "prep:for"); confidence is learned by lemma and frame.
        source: Head of the source's noun phrase; None when elided.
        phrase: Tokens of the source.
        cue: Tokens of the cue, ``word`` among them.
        content: Tokens of the content; empty for a verb that may still be given a quotation.
        particle: Of a phrasal verb ("*out*" of "ruled out"), else "".
    """

    word: Token
    frame: str
    source: Token | None
    phrase: frozenset[int]
    cue: frozenset[int]
    content: set[int] = field(default_factory=set)
    particle: str = ""

    @property
    def lemma(self) -> str:
        """The word as the lexicon knows it, a phrasal verb with its particle ("rule_out")."""
        lemma = self.word.lemma.lower()
        return f"{lemma}_{self.particle}" if self.particle else lemma

    def attribution(self, document: Document, /, *, confidence: float, act: Act = Act.SAID) -> Attribution:
        """The same in characters."""
        return Attribution(
            source=spans(document, self.phrase),
            cue=spans(document, self.cue, wordless=True),
            content=spans(document, self.content),
            act=act,
            confidence=round(confidence, 3),
        )

    @property
    def key(self) -> tuple[str, str]:
        """Frame and lemma, as the lexicon counts them."""
        return self.frame, self.lemma


def candidates(document: Document, /) -> list[Candidate]:
    """All places of a text, in text order of their words; nothing inside quotation marks reports."""
    return [c for token in document.tokens if not token.quoted for c in at(document, token)]


def at(document: Document, token: Token, /) -> Iterator[Candidate]:
    """The candidates whose word is the token."""
    if token.pos == "VERB" or (token.pos == "AUX" and first_kid(document, token, "ccomp", "xcomp") is not None):
        if token.text.lower() == "according":
            yield from _according(document, token, token)
        else:
            yield _made(document, token, verb_frame(document, token))
    elif _is_in_the_words_of(document, token):
        yield from _according(document, token, document.head(token))
    elif token.pos == "NOUN":
        frame = noun_frame(document, token)
        if frame is not None:
            yield _made(document, token, frame)
    elif token.pos == "ADJ":
        frame = adjective_frame(document, token)
        if frame is not None:
            yield _made(document, token, frame)


def _made(document: Document, word: Token, frame: Frame) -> Candidate:
    source = frame.source
    phrase = frozenset(noun_phrase(document, source)) if source is not None else frozenset()
    if word.index in phrase and word.pos != "NOUN":
        phrase = frozenset(i for i in phrase if i < word.index)
    cue = (cue_tokens(document, word) | frame.extra_cue) - phrase
    content = frame.content - cue - phrase
    particle = first_kid(document, word, "prt")
    return Candidate(
        word, frame.name, source, phrase, cue, content, particle.text.lower() if particle is not None else ""
    )


def cue_tokens(document: Document, word: Token, /) -> frozenset[int]:
    """The reporting word with its auxiliaries, negation, particles and adjacent adverbs."""
    cue = {word.index}
    governor = document.head(word)
    if governor.lemma.lower() in ASPECTUAL and word.dep == "xcomp" and governor.index < word.index:
        cue |= cue_tokens(document, governor)
    for child in document.children(word):
        if child.dep in _CUE_PARTS:
            cue.add(child.index)
    for step in (-1, 1):
        i = word.index + step
        while 0 <= i < len(document.tokens):
            token = document.tokens[i]
            if i not in cue and not (token.dep == "advmod" and token.head == word.index and token.pos == "ADV"):
                break
            cue.add(i)
            i += step
    return frozenset(cue)


def _according(document: Document, word: Token, phrase: Token) -> Iterator[Candidate]:
    """After "according to X" and "in the words of X" all the rest of the sentence is X's.

    ``phrase`` is the top of the expression, ``word`` its word that governs the preposition.
    """
    to = first_kid(document, word, "prep")
    source = first_kid(document, to, "pobj") if to is not None else None
    if to is None or source is None:
        return
    sentence = document.sentence(word)
    own = {t.index for t in document.subtree(phrase)}
    named = frozenset(noun_phrase(document, source))
    cue = frozenset(range(phrase.index, to.index + 1))
    content = set(range(sentence.first, sentence.last)) - own
    yield Candidate(word, "according", source, named, cue, content)


def _is_in_the_words_of(document: Document, token: Token) -> bool:
    return token.text.lower() == "words" and token.dep == "pobj" and document.head(token).text.lower() == "in"
