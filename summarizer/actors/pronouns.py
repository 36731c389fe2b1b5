"""Who "he", "she", "it" and possessives mean, by salience; two close candidates mean nobody.

Salience follows Lappin and Leass (1994): every mention leaves a weight by its place in the grammar that fades
from sentence to sentence, and candidates must agree in number and gender and must not be arguments of the
same verb.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from ..document import Document, Token
from ..model import Span, Spans
from .cast import Cast
from .covering import Covering
from .epithets import Epithet
from .first_names import LEANING
from .items import item_starts
from .names import fold

QUOTES = '"“‘'
HE = frozenset(["he", "him", "his", "himself"])
SHE = frozenset(["she", "her", "hers", "herself"])
IT = frozenset(["it", "its", "itself"])
THEY = frozenset(["they", "them", "their", "theirs", "themselves"])
WE = frozenset(["we", "us", "our", "ours", "ourselves"])
FIRST = WE | frozenset(["i", "me", "my", "mine", "myself"])

_FADE = 0.4
_REACH = 4
_MOST_TRACES = 500  # within reach of one pronoun; more only where all is quotation, which takes no step
_WEIGHT = {
    "nsubj": 1.0, "nsubjpass": 0.85, "agent": 0.6, "dobj": 0.5, "dative": 0.5, "attr": 0.35,
    "pobj": 0.35, "poss": 0.35,
    "conj": 0.45, "appos": 0.4, "compound": 0.15, "nmod": 0.15, "ROOT": 0.7,
}  # fmt: skip
_SPEAKER = 0.8
_GOES_ON = 1.5
_OWNS_SUBJECT = 0.7  # "Oakley's advice": the sentence is about Oakley
_HEARD = 0.5  # speaks by the grammar, though no statement was found
_SPEAKING = frozenset(
    """say tell write note add argue agree disagree claim insist warn explain state declare suggest ask reply
    respond recall conclude continue tweet announce observe maintain contend remark acknowledge admit concede
    predict assert charge complain criticize praise blast slam defend
    """.split()
)
_NAMED_BY_ITSELF = 0.15
_UNKNOWN_GENDER = 0.45
_LIKELY_GENDER = 0.8
_UNLIKELY_GENDER = 0.15
_MARGIN = 0.62
_LEAST = 0.12
_LEAST_ALONE = 0.05
_ALONE = 0.9


@dataclass(frozen=True, slots=True)
class Antecedent:
    """Whom a pronoun means and how clearly, 0 to 1: a number in ``Cast.figures``, or a stranger's token."""

    figure: int | None
    stranger: int | None
    confidence: float


@dataclass(frozen=True, slots=True)
class _Trace:
    who: int  # a figure's number, or -1 minus the token of a stranger
    token: int
    step: int
    weight: float


def pronoun_of(token: Token, /) -> str:
    """The plain form of a third-person pronoun ("his" is "he"), or "" for any other word."""
    if token.pos not in ("PRON", "DET") and token.tag not in ("PRP", "PRP$"):
        return ""
    word = token.text.casefold()
    return next((n for n, words in (("he", HE), ("she", SHE), ("it", IT), ("they", THEY)) if word in words), "")


def resolve_pronouns(
    document: Document,
    cast: Cast,
    nominals: Mapping[int, int],
    strangers: Mapping[int, str],
    epithets: Mapping[int, Epithet],
    speaking: Mapping[int, Spans],
    /,
) -> dict[int, Antecedent]:
    """Antecedents of the singular pronouns of a text, by token.

    Args:
        nominals: Tokens of common nouns that mean a figure ("the president"), with the figure's number.
        strangers: Tokens of common nouns that mean a person of no name ("a spokeswoman"), with the pronoun
            that the noun gives away, or "".
        epithets: Tokens of common nouns that may describe somebody named; those that do are among the answers.
        speaking: Tokens that are sources of attributions, with what they are said to say.
    """
    walk = _Walk(document, cast, nominals, strangers, epithets, speaking)
    for token in document.tokens:
        walk.take(token)
    return walk.found


class _Walk:
    """One way through a text: who has been mentioned where, and whom each pronoun therefore means."""

    def __init__(
        self,
        document: Document,
        cast: Cast,
        nominals: Mapping[int, int],
        strangers: Mapping[int, str],
        epithets: Mapping[int, Epithet],
        speaking: Mapping[int, Spans],
    ) -> None:
        self.document, self.cast, self.speaking = document, cast, speaking
        self.strangers, self.epithets = strangers, epithets
        self.genders = _genders(document, cast) | {-1 - t: p for t, p in strangers.items()}
        self.steps = _steps(document)
        self.traces: list[_Trace] = []
        self.found: dict[int, Antecedent] = {}
        self.heads = {m.head: n for n, f in enumerate(cast.figures) for m in f.mentions} | dict(nominals)
        self.who_at = dict(self.heads)
        self._first_called: dict[str, int] = {}
        self._about: dict[int, int] = {}
        self._said = Covering((head, span) for head, spans in speaking.items() for span in spans)
        self._places = {n for n, f in enumerate(cast.figures) if f.place}

    def take(self, token: Token) -> None:
        """Go on by one word."""
        epithet = self.epithets.get(token.index)
        if epithet is not None and self._describes(token, epithet):
            return
        if token.index in self.strangers:
            self._mean(token, -1 - self._stranger(token))
            return
        number = self.heads.get(token.index)
        if number is not None:
            if number not in self._places or token.dep in ("nsubj", "nsubjpass"):
                self._mean(token, number)
            return
        word = pronoun_of(token)
        if word in ("he", "she", "it"):
            self._pronoun(token, word)

    def _stranger(self, token: Token) -> int:
        """The token that brought the stranger in: "the driver" is "a driver" of before."""
        lemma = token.lemma.casefold()
        back = any(c.dep == "det" and c.text.casefold() == "the" for c in self.document.children(token))
        first = self._first_called.get(lemma) if back else None
        if first is None:
            first = self._first_called[lemma] = token.index
        return first

    def _mean(self, token: Token, who: int) -> None:
        step = self.steps[self.document.sentence_number(token)]
        self.traces.append(_Trace(who, token.index, step, _weight(self.document, token, self.speaking)))
        if token.dep == "nsubj" and self.document.head(token).dep == "ROOT" and not token.quoted:
            self._about[self.document.sentence_number(token)] = who

    def _pronoun(self, token: Token, word: str) -> None:
        answer = _clear_winner(self._scores(token, word), alone=_LEAST if word == "it" else _LEAST_ALONE)
        if answer is not None:
            self._answer(token, answer)
        elif word != "it" and token.dep != "poss":  # somebody unclear, whom the next pronoun may mean as well
            self.genders[-1 - token.index] = word
            self._mean(token, -1 - token.index)

    def _describes(self, token: Token, epithet: Epithet) -> bool:
        """Whether a description clearly means somebody named; then it is put down."""
        scores = self._scores(token, epithet.word)
        fitting = {who: score for who, score in scores.items() if who in epithet.figures}
        answer = _clear_winner(fitting, margin=epithet.margin)
        if answer is None:
            return False
        self._answer(token, answer)
        return True

    def _answer(self, token: Token, answer: Antecedent) -> None:
        self.found[token.index] = answer
        who = answer.figure if answer.figure is not None else -1 - (answer.stranger or 0)
        if not token.quoted:  # within somebody's words a pronoun tells little of whom the story goes on about
            self._mean(token, who)
        self.who_at[token.index] = who

    def _scores(self, token: Token, word: str) -> dict[int, float]:
        """How likely each candidate is: "he", "she", "it", or "" for a person of either sex."""
        around = self._said.around(token.span)
        who_at, heads = self.who_at, self.heads
        quoting = {who_at[h] for h, s in around if h in who_at and _quotes(self.document, token, s)}
        barred = _barred(self.document, token, heads) | quoting
        content = self.speaking.get(token.index, ())
        named = (t for s in content for t in self.document.tokens_in(s) if t.pos == "PROPN")
        hushed = {heads[t.index] for t in named if t.index in heads}
        if token.dep == "nsubj" and not content:
            hushed |= _named_in_speech(self.document, token, heads)
        going_on = self._going_on(token)
        here = self.steps[self.document.sentence_number(token)]
        scores: dict[int, float] = {}
        for who, weight in _salience(here, self.traces).items():
            agreed = 0.0 if who in barred else self._agrees(who, word)
            if agreed:
                scores[who] = weight * agreed * (_NAMED_BY_ITSELF if who in hushed else 1.0)
                scores[who] *= _GOES_ON if who == going_on else 1.0
        return scores

    def _going_on(self, token: Token) -> int | None:
        """Whom the sentence before a quotation is about: ``Oakley disagreed.  “No,” he wrote``."""
        number = self.document.sentence_number(token)
        opening = self.document.tokens[self.document.sentences[number].first]
        if token.dep != "nsubj" or not opening.quoted or token.quoted:
            return None
        return self._about.get(number - 1)

    def _agrees(self, who: int, word: str) -> float:
        figure = self.cast.figures[who] if who >= 0 else None
        person = figure.person if figure is not None else self.genders.get(who) != "it"
        if person == (word == "it") or (figure is not None and figure.pronoun == "they"):
            return 0.0
        return 1.0 if word in ("it", "") else _agreement(self.cast, who, self.genders.get(who, ""), word)


def _steps(document: Document) -> list[int]:
    """How far each sentence is into the story.

    One that is all quotation takes it no further; a line or a time of day ("___", "5:45 p.m.") starts another.
    """
    steps, step, breaks = [], 0, set(item_starts(document))
    for sentence in document.sentences:
        step += (_REACH + 1) * (sentence.first in breaks)
        step += not all(t.quoted or not t.text[0].isalnum() for t in document.of_sentence(sentence))
        steps.append(step)
    return steps


def _quotes(document: Document, token: Token, around: Span) -> bool:
    """True for a pronoun in somebody's quoted words: it means anybody but the speaker."""
    return token.quoted or document.article.text[around.start] in QUOTES


def _weight(document: Document, token: Token, speaking: Mapping[int, Spans]) -> float:
    weight = _WEIGHT.get(token.dep, 0.3)
    if token.dep == "compound" and document.head(token).pos == "VERB":
        weight = _WEIGHT["nsubj"]  # a subject that the parser glued to its verb ("Oakley bristles at it")
    if token.dep in ("nsubj", "nsubjpass"):
        verb = document.head(token)
        if verb.dep in ("relcl", "acl", "advcl"):
            weight *= 0.7
    if token.dep == "poss" and document.head(token).dep in ("nsubj", "nsubjpass"):
        weight = _OWNS_SUBJECT
    if token.dep == "conj":
        weight = 0.8 * _WEIGHT.get(document.head(token).dep, 0.3)
    if token.quoted:
        weight *= 0.35
    if token.index in speaking:
        weight += _SPEAKER
    elif token.dep == "nsubj" and not token.quoted and document.head(token).lemma in _SPEAKING:
        weight += _HEARD
    return weight


def _salience(here: int, traces: list[_Trace]) -> dict[int, float]:
    """What the mentions before a token weigh: the heaviest of each sentence, faded by distance."""
    best: dict[tuple[int, int], float] = {}
    for trace in traces[: -_MOST_TRACES - 1 : -1]:
        distance = here - trace.step
        if distance > _REACH:
            break
        best[trace.who, distance] = max(best.get((trace.who, distance), 0.0), trace.weight)
    total: dict[int, float] = defaultdict(float)
    for (who, distance), weight in best.items():
        total[who] += weight * _FADE**distance
    return total


def _agreement(cast: Cast, who: int, gender: str, word: str) -> float:
    """How well a person goes with "he" or "she": 1 when known to, 0 when known not to."""
    if gender:
        return float(gender == word)
    if who < 0:
        return _LIKELY_GENDER
    lean = LEANING.get(fold(cast.figures[who].actor.name.split()[0]), "")
    return _LIKELY_GENDER if lean == word else _UNLIKELY_GENDER if lean else _UNKNOWN_GENDER


def _clear_winner(
    scores: Mapping[int, float], *, margin: float = _MARGIN, alone: float = _LEAST_ALONE
) -> Antecedent | None:
    ranked = sorted(scores.items(), key=lambda s: -s[1])
    if not ranked:
        return None
    rest = ranked[1][1] if len(ranked) > 1 else 0.0
    share = ranked[0][1] / (ranked[0][1] + rest)
    if share < margin or ranked[0][1] < (alone if share >= _ALONE else _LEAST):
        return None
    who = ranked[0][0]
    return Antecedent(who, None, share) if who >= 0 else Antecedent(None, -1 - who, share)


def _barred(document: Document, token: Token, heads: Mapping[int, int]) -> set[int]:
    """Figures that are arguments of the pronoun's own verb, or named later under it."""
    if token.dep == "poss":
        owner = document.head(token)
        return {heads[owner.index]} if owner.index in heads else set()
    verb = document.head(token)
    if verb.pos == "ADP":
        verb = document.head(verb)
    barred: set[int] = set()
    for child in document.children(verb):
        if child.index == token.index:
            continue
        if child.index in heads and child.dep in ("nsubj", "nsubjpass", "dobj", "dative", "attr", "npadvmod"):
            barred.add(heads[child.index])
        if child.dep in ("prep", "agent", "dative"):
            barred |= {heads[g.index] for g in document.children(child) if g.index in heads}
    return barred


def _named_in_speech(document: Document, token: Token, heads: Mapping[int, int]) -> set[int]:
    """Figures named by name in what the pronoun is said to say: a speaker seldom names himself."""
    verb = document.head(token)
    named: set[int] = set()
    for child in document.children(verb):
        if child.dep in ("ccomp", "xcomp", "dobj", "parataxis") or child.quoted:
            named |= {heads[t.index] for t in document.subtree(child) if t.index in heads and t.pos == "PROPN"}
    return named


def _genders(document: Document, cast: Cast) -> dict[int, str]:
    """Pronouns of the persons: as known, else by the pronouns that follow them with nobody else between."""
    genders = {n: f.pronoun for n, f in enumerate(cast.figures) if f.person}
    unknown = {n for n, p in genders.items() if not p}
    if not unknown:
        return genders
    votes: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    last: int | None = None
    at = 0
    for token in document.tokens:
        number = cast.of_token.get(token.index)
        if number is not None:
            if number >= 0 and cast.figures[number].person:
                last, at = number, document.sentence_number(token)
            continue
        word = pronoun_of(token)
        if word in ("he", "she") and last in unknown and document.sentence_number(token) - at <= 1:
            votes[last][word == "she"] += 1
    for number, (he, she) in votes.items():
        if he != she and max(he, she) >= 2 * min(he, she):
            genders[number] = "he" if he > she else "she"
    return genders
