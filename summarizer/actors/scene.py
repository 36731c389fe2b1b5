"""An article ready for asking who its sources are: its cast, and what pronouns and nominals mean."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ..document import Document, Token
from ..model import Actor, Spans
from .cast import Cast
from .epithets import Epithet, epithet
from .lexicon import BODIES, PAPERS
from .nominals import definite, gender_of, is_person_noun, is_stranger, nominal_figure
from .papers import Papers, find_papers
from .pronouns import Antecedent, resolve_pronouns


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Whom a source means and how sure that is.

    Attributes:
        figure: Number in ``Cast.figures`` when the article names them.
        plural: True for more than one person: what "they" can mean.
        lemma: The common noun that was used, so that the next "the report" means the same.
    """

    actor: Actor | None
    confidence: float = 0.0
    figure: int | None = None
    plural: bool = False
    lemma: str = ""

    def weaker(self, factor: float, /, *, lemma: str = "") -> Link:
        """The same actor by a step further: less sure."""
        return Link(
            actor=self.actor,
            confidence=factor * self.confidence,
            figure=self.figure,
            plural=self.plural,
            lemma=lemma,
        )


NOBODY_KNOWN = Link(actor=None)


class History:
    """The links of the sources before one, in text order, and what of them is asked for."""

    def __init__(self) -> None:
        self.last: Link | None = None
        self._latest: deque[Link] = deque(maxlen=3)
        self._by_lemma: dict[str, tuple[int, Link]] = {}
        self._plural: dict[str, Link] = {}
        self._at: dict[int, int] = {}
        self._count = 0

    def add(self, link: Link, /) -> None:
        """Put down the next source's link."""
        self._count += 1
        self.last = link
        self._latest.append(link)
        if link.actor is not None:
            self._by_lemma[link.lemma] = self._count, link
        if link.plural:
            self._plural[link.lemma] = link
        if link.figure is not None:
            self._at[link.figure] = self._count

    def latest(self) -> Iterator[Link]:
        """The last three, the latest first."""
        return reversed(self._latest)

    def named_so(self, lemmas: Iterable[str], /) -> Link | None:
        """The last link to an actor for which one of the common nouns was used."""
        found = [self._by_lemma[lemma] for lemma in lemmas if lemma in self._by_lemma]
        return max(found, key=lambda f: f[0])[1] if found else None

    def plural(self, lemma: str, /) -> Link | None:
        """The last link to more than one for which the common noun was used."""
        return self._plural.get(lemma)

    def last_of(self, figures: Iterable[int], /) -> int | None:
        """Which of the figures spoke last; None when none did."""
        return max((n for n in figures if n in self._at), key=lambda n: self._at[n], default=None)


class _Recent:
    """Figures in the order mentioned, with repetitions."""

    def __init__(self) -> None:
        self._last = -1
        self._at: dict[int, list[int]] = {}
        self._count = 0

    def mention(self, figure: int) -> None:
        """Put down a mention by name; one right after another of the same figure counts once."""
        if figure != self._last:
            self.mean(figure)

    def mean(self, figure: int) -> None:
        """Put down a common noun that means the figure."""
        self._at.setdefault(figure, []).append(self._count)
        self._count += 1
        self._last = figure

    def clear_one(self, figures: Iterable[int]) -> int | None:
        """Which of the figures was mentioned last, when it was also the one before that."""
        ends = sorted((at, n) for n in figures for at in self._at.get(n, ())[-2:])[-2:]
        return ends[-1][1] if ends and ends[0][1] == ends[-1][1] else None


@dataclass(frozen=True)
class Scene:
    """An article with its cast and what its pronouns and nominals mean."""

    document: Document
    cast: Cast
    pronouns: dict[int, Antecedent]
    nominals: dict[int, int]
    strangers: dict[int, str]
    papers: Papers


def make_scene(document: Document, cast: Cast, spoken: Sequence[tuple[Token, Spans]], /) -> Scene:
    """Resolve the nominals and pronouns of an article.

    Args:
        spoken: The head of each source, with what it is said to say.
    """
    nominals: dict[int, int] = {}
    strangers: dict[int, str] = {}
    epithets: dict[int, Epithet] = {}
    lemmas: set[str] = set()
    recent = _Recent()
    for token in document.tokens:
        figure = cast.of_token.get(token.index, -1)
        if figure >= 0:
            recent.mention(figure)
        elif token.pos in ("NOUN", "PROPN") and is_person_noun(token) and token.index not in cast.of_token:
            found = nominal_figure(document, cast, token, recent.clear_one)
            described = epithet(document, cast, token, lemmas) if found is None else None
            if found is not None:
                nominals[token.index] = found
                recent.mean(found)
            elif described is not None:
                epithets[token.index] = described
            if found is None and is_stranger(document, cast, token):
                strangers[token.index] = gender_of(token)
                if not definite(document, token):
                    lemmas.add(token.lemma.casefold())
        elif token.tag == "NN" and token.dep == "nsubj" and token.lemma in BODIES | PAPERS:
            strangers[token.index] = "it"
        elif token.lemma == "old" and token.text == "old" and token.index not in cast.of_token:
            described = epithet(document, cast, token, lemmas)
            if described is not None:
                epithets[token.index] = described
    speaking: dict[int, Spans] = {}
    for head, content in spoken:
        speaking[head.index] = (*speaking.get(head.index, ()), *content)
    pronouns = resolve_pronouns(document, cast, nominals, strangers, epithets, speaking)
    return Scene(document, cast, pronouns, nominals, strangers, find_papers(document, cast))
