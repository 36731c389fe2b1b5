"""References that a line leaves in the air: "they", "this proposal", "there" without what they stand for."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from ..actors.first_names import PRONOUN_OF
from ..document import Document, Token
from ..model import ActorKind, Statement
from .lexicon import CALENDAR, CLAIM_NOUNS, PERSONS, TAKES_CLAUSE, words

HE = frozenset({"he", "him", "his", "himself"})
SHE = frozenset({"she", "her", "hers", "herself"})
_THEY = frozenset({"they", "them", "their", "theirs", "themselves"})
_IT = frozenset({"it", "its", "itself"})
_FIRST = frozenset({"i", "me", "my", "mine", "myself", "we", "us", "our", "ours", "ourselves"})
_SECOND = frozenset({"you", "your", "yours", "yourself", "yourselves"})
_CLEFT = 10  # tokens within which the "that" of "it was … that" comes
_SAME = frozenset({"thing", "way", "one", "point"})
_OBJECTS = frozenset({"him", "her", "them", "it"})
_DEMONSTRATIVE = frozenset({"this", "that", "these", "those"})
_LOOSE = frozenset({"former", "latter", "aforementioned"})
_PLURAL_TAGS = frozenset({"NNS", "NNPS"})
_NOUNISH = frozenset({"NOUN", "PROPN"})
_WITH_CLAUSE = words("make help mean cost sound become remain")
_EXPLETIVE_VERBS = words("be seem appear take remain become look happen turn matter mean help make cost sound")


@dataclass(frozen=True, slots=True)
class Speaker:
    """Which pronouns a reader will take for the actor named above the line.

    Attributes:
        pronouns: Lower case.
        verb: Index of the cue's verb, whose subject the actor is; its objects are somebody else.
        named: Indices of pronouns that mean somebody whom the line names.
    """

    pronouns: frozenset[str]
    verb: int = -1
    named: frozenset[int] = frozenset()


def speaker(
    document: Document, statement: Statement, /, *, verb: int = -1, known: AbstractSet[str] = frozenset()
) -> Speaker:
    """The actor's pronouns, from its kind and from the words that name the source.

    Args:
        verb: Index of the cue's verb, or -1.
        known: "he" or "she" where the same actor's other statements have one as their source.
    """
    found = _pronouns(document, statement, known)
    if verb >= 0 and document.tokens[verb].lemma.lower() in _FIGURES:
        found -= _IT
    return Speaker(found, verb)


# "The institute estimates it would cost a fortune": it is never the institute.
_FIGURES = words("estimate calculate project find")


def _pronouns(document: Document, statement: Statement, known: AbstractSet[str]) -> frozenset[str]:
    source = _named_first([t for s in statement.source for t in document.tokens_in(s)])
    words = {t.text.lower() for t in source}
    kind = statement.actor.kind if statement.actor else ActorKind.UNKNOWN
    plural = any(t.tag in _PLURAL_TAGS and t.pos in _NOUNISH for t in source) or bool(words & _THEY)
    if _names_another(source):
        return _IT | _THEY if kind in {ActorKind.COUNTRY, ActorKind.ORG} else frozenset()
    first = statement.actor.name.split(" ")[0].casefold() if statement.actor else ""
    if first in PRONOUN_OF and kind is ActorKind.PERSON:
        return HE if PRONOUN_OF[first] == "he" else SHE
    if words & (HE | {"mr.", "mr"}) or known == {"he"}:
        return HE
    if words & (SHE | {"mrs.", "ms.", "mrs", "ms"}) or known == {"she"}:
        return SHE
    if kind is ActorKind.PERSON:
        return HE | SHE
    if kind in {ActorKind.COUNTRY, ActorKind.ORG}:
        return _IT | _THEY
    if kind is ActorKind.GROUP or plural:
        return _THEY
    return HE | SHE | (_IT if any(t.entity in {"ORG", "GPE"} for t in source) else frozenset())


def _named_first(source: Sequence[Token]) -> Sequence[Token]:
    """The name that opens a source, without what is added behind a comma: "Jane Roe, her rival"."""
    end = next((n for n, t in enumerate(source) if t.text in {",", "("}), len(source))
    return source[:end] if any(t.entity == "PERSON" for t in source[:end]) else source


def _names_another(source: Sequence[Token]) -> bool:
    """True for "his lawyer" or "a spokesman for Jane Roe": "he" may be either of two people then."""
    possessive = any(t.tag == "PRP$" for t in source)
    owned = any(t.tag == "POS" and source[n - 1].entity == "PERSON" for n, t in enumerate(source) if n)
    served = any(
        t.text.lower() in {"for", "of", "to"} and any(x.entity == "PERSON" for x in source[n + 1 : n + 5])
        for n, t in enumerate(source)
    )
    return possessive or owned or served


def dangling(document: Document, kept: Sequence[int], who: Speaker, dropped: frozenset[int], /) -> list[Token]:
    """Tokens of the line whose antecedent is neither in it nor its actor, in text order.

    Args:
        kept: Indices of the line's tokens, ascending.
        dropped: Indices of names left out of the line that a pronoun may have meant instead of the actor.
    """
    inside = set(kept)
    return [
        document.tokens[i]
        for n, i in enumerate(kept)
        if document.tokens[i].text.lower() in _WATCHED
        and _dangles(document, document.tokens[i], kept[:n], inside, who, dropped)
    ]


_WATCHED = HE | SHE | _THEY | _IT | _FIRST | _SECOND | _DEMONSTRATIVE | _LOOSE | words("there so such same")


def _dangles(
    document: Document,
    token: Token,
    before: Sequence[int],
    inside: set[int],
    who: Speaker,
    dropped: frozenset[int],
) -> bool:
    word = token.text.lower()
    if token.index in who.named or _in_name(document, token):
        return False
    if is_somebody_else(document, token, word, who):
        who = Speaker(frozenset())
    if word in _FIRST | _SECOND:
        return not token.quoted and token.pos != "NOUN"  # the mine is nobody's
    if word in HE | SHE:
        return _person_dangles(document, token, word, before, who, dropped)
    if word in _THEY:
        return not (word in who.pronouns and not token.quoted) and not _plural_before(document, before)
    if word in _IT and token.pos == "PRON":
        return _it_dangles(document, token, word, before, who)
    if word in _DEMONSTRATIVE:
        return not _said_before(document, token, before) and _demonstrative_dangles(document, token, inside)
    if word == "there" and token.dep == "advmod":
        place = any(document.tokens[i].entity in {"GPE", "LOC", "FAC"} for i in before)
        return not (place or _said_before(document, token, before))
    if (
        word == "so"
        and token.quoted
        and document.head(token).lemma.lower() == "do"
        and token.dep in {"advmod", "dobj"}
    ):
        return not _said_before(document, token, before)
    if word == "such" and token.dep in {"dobj", "pobj", "nsubj"}:
        return True
    if word == "same" and (token.dep != "amod" or document.head(token).lemma.lower() in _SAME):
        return not any(document.tokens[i].text.lower() in {"as", "that"} for i in inside if i > token.index)
    return word in _LOOSE and token.pos in {"NOUN", "ADJ"} and _alone(document, token)


def _in_name(document: Document, token: Token) -> bool:
    """True for "US" and the "Our" of "For Our Future": a capital where no sentence begins."""
    if not token.text[0].isupper() or token.text.startswith("I"):
        return False
    opens = token.index == document.sentence(token).first or document.tokens[token.index - 1].pos == "PUNCT"
    return (token.text == "US") or (not opens and document.tokens[token.index - 1].text[0].isupper())


def is_somebody_else(document: Document, token: Token, word: str, who: Speaker, /) -> bool:
    """An object in the clause of which the actor is the subject ("met him") is not the actor."""
    if word not in _OBJECTS or token.dep not in {"dobj", "dative", "pobj", "nsubj"} or token.tag == "PRP$":
        return False
    if token.dep == "nsubj" and word in {"it", "her"}:
        return False
    for above in document.ancestors(token):
        if above.index == who.verb:
            return True
        subject = next((c for c in document.children(above) if c.dep in {"nsubj", "nsubjpass"}), None)
        if subject is not None and subject.index != token.index:
            return subject.text.lower() in who.pronouns
    return False


def _person_dangles(
    document: Document,
    token: Token,
    word: str,
    before: Sequence[int],
    who: Speaker,
    dropped: frozenset[int],
) -> bool:
    if any(document.tokens[i].entity == "PERSON" for i in before):
        return False
    if any(
        document.tokens[i].pos == "NOUN"
        and document.tokens[i].tag == "NN"
        and is_person(document, document.tokens[i])
        for i in before
    ):
        return False
    if word not in who.pronouns or token.quoted:
        return True
    return any(i < token.index and document.tokens[i].entity == "PERSON" for i in dropped)


def _plural_before(document: Document, before: Sequence[int]) -> bool:
    nouns = [document.tokens[i] for i in before if document.tokens[i].pos in _NOUNISH]
    if any(t.tag in _PLURAL_TAGS or t.entity in {"ORG", "NORP"} for t in nouns):
        return True
    if any(document.tokens[i].text.lower() in _INDEFINITE for i in before):
        return True
    return sum(t.dep == "conj" and t.pos in _NOUNISH for t in nouns) > 0


_INDEFINITE = words(
    "anyone everyone someone nobody anybody everybody somebody those people many few others team group"
)


def _it_dangles(document: Document, token: Token, word: str, before: Sequence[int], who: Speaker) -> bool:
    if word == "it" and token.dep in {"nsubj", "expl", "nsubjpass"} and _expletive(document, token):
        return False
    if word in who.pronouns and not token.quoted:
        return False
    return not any(
        document.tokens[i].pos in _NOUNISH
        and document.tokens[i].tag not in _PLURAL_TAGS
        and document.tokens[i].entity not in {"PERSON", "DATE", "TIME"}
        and document.tokens[i].lemma.lower() not in _MEASURES
        for i in before
    )


_MEASURES = words("lot bit couple number kind sort bunch majority rest time day people")


def _expletive(document: Document, token: Token) -> bool:
    """As in "it is time to", "it was Ukraine that", "it seems that", "it takes courage to"."""
    head = document.head(token)
    if head.lemma.lower() in _BE and _evaluates(document, head):
        return True
    if head.lemma.lower() not in _EXPLETIVE_VERBS and token.dep != "nsubjpass":
        return False
    after = [c for c in document.children(head) if c.index > head.index]
    clause = {"ccomp", "xcomp", "advcl", "relcl", "csubj"}
    below = [g for c in after if c.dep in {"attr", "acomp", "dobj"} for g in document.children(c)]
    following = document.tokens[head.index : document.sentence(head).last]
    if head.lemma.lower() in _WITH_CLAUSE:
        below += [g for c in after if c.dep in {"ccomp", "xcomp"} for g in document.children(c)]
        return any(g.tag == "TO" or g.dep == "mark" for g in below)
    if head.lemma == "be" and any(t.tag in {"WDT", "WP"} for t in following[:_CLEFT]):
        return True  # "it was Ukraine, not Russia, that": parsers hang the clause on anything
    return any(c.dep in clause for c in after) or any(
        g.dep in clause | {"acl"} and g.index > head.index for g in below
    )


def _said_before(document: Document, token: Token, before: Sequence[int]) -> bool:
    """In direct speech a clause before it is what "that" stands for: "He stays. That is unbearable"."""
    if not token.quoted:
        return False
    above = {a.index for a in document.ancestors(token)}
    sentence = document.sentence_number(token)
    quoted = [t for t in (document.tokens[i] for i in before) if t.quoted]
    earlier = [t for t in quoted if document.sentence_number(t) != sentence]
    if sum(t.pos in _CONTENT for t in earlier) >= _ENOUGH:
        return True
    clause = any(t.tag in _FINITE and t.index not in above and t.head not in above for t in quoted)
    return clause and sum(t.pos in _CONTENT for t in quoted) >= _ENOUGH


_CONTENT = frozenset({"NOUN", "PROPN", "VERB", "ADJ", "NUM"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})


def _introduces(document: Document, token: Token) -> bool:
    """A "that" which the parser took for a determiner: "recognized that imitation is flattery"."""
    before = document.tokens[token.index - 1] if token.index else token
    head = document.head(token)
    subject = head.dep in {"nsubj", "nsubjpass"} and token.dep == "det"
    named = token.dep == "det" and head.tag in _PLURAL_TAGS
    says = before.pos == "VERB" or before.lemma.lower() in TAKES_CLAUSE | CLAIM_NOUNS
    return token.text.lower() == "that" and says and (subject or named)


_ENOUGH = 4  # content words that make something to point at


def _evaluates(document: Document, verb: Token) -> bool:
    """As in "it was too early to tell": an adjective that is said of clauses, and its clause."""
    near = document.tokens[verb.index + 1 : min(verb.index + _CLEFT, document.sentence(verb).last)]
    at = next((n for n, t in enumerate(near) if t.lemma.lower() in _OF_CLAUSES), None)
    return at is not None and any(
        t.tag == "TO" or t.text.lower() in {"that", "if", "whether", "when", "for"}
        for t in near[at + 1 : at + 4]
    )


_BE = frozenset({"be", "seem", "'s", "’s", "’", "'"})  # lemmas that the parser gives to "it’s"
_OF_CLAUSES = words(
    """important wise easy hard difficult early late clear likely unlikely possible impossible necessary good
    bad critical essential true fair unfair wrong right safe time crucial vital better best wiser easier harder
    sad tragic unclear obvious natural reasonable irresponsible imperative urgent worth"""
)


def _demonstrative_dangles(document: Document, token: Token, inside: set[int]) -> bool:
    if token.dep in {"mark", "advmod"} or token.tag in {"IN", "WDT", "RB"} or _introduces(document, token):
        return False
    head = document.head(token)
    if token.quoted and token.dep == "pobj" and head.text.lower() == "like":
        return False  # "any attack like this": it is before everybody's eyes
    if token.dep == "det":
        calendar = head.lemma.lower() in CALENDAR or head.entity in {"DATE", "TIME"}
        described = any(
            c.dep in {"relcl", "acl", "prep"} and c.index > head.index and c.index in inside
            for c in document.children(head)
        )
        plural_that = token.text.lower() in {"those", "that"} and described
        present = token.quoted and head.pos in _NOUNISH and head.lemma.lower() not in _TEXTUAL
        return not (calendar or plural_that or present)
    return not any(
        c.dep in {"relcl", "acl", "prep"} and c.index > token.index and c.index in inside
        for c in document.children(token)
    )


# Nouns by which a speaker points at what was just said, not at the world.
_TEXTUAL = words("sense case way regard respect reason point matter extent context score note end")


def _alone(document: Document, token: Token) -> bool:
    return not any(c.dep in {"prep", "compound"} for c in document.children(token)) and token.dep != "amod"


def is_person(document: Document, token: Token, /) -> bool:
    """True for a noun for people: "a driver", "an architect who said so"."""
    who = any(
        c.dep == "relcl" and any(t.text.lower() in {"who", "whom"} for t in document.subtree(c)[:2])
        for c in document.children(token)
    )
    return who or token.lemma.lower() in PERSONS
