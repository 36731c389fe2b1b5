"""The cue as the opening of a line: its verb, made finite, with the auxiliaries that it needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from ..document import Document, Token
from ..model import Statement
from .lexicon import CLAIM_NOUNS, DISCOURSE, HYPOTHETICAL, IMPLICATIVE, KEEPS_AUXILIARY, NO_ACT, SPEECH_OVER
from .morphology import participle_is_past, participle_of, past_of, third_person

_AUX = frozenset({"aux", "auxpass"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_MAX_CLIMB = 4
_CONTRACTED = {"ll": "will", "re": "are", "ve": "have"}  # "'s" and "'d" stand for two verbs each


@dataclass(frozen=True, slots=True)
class Lead:
    """How a line opens.

    Attributes:
        verb: The cue's verb.
        tokens: Indices that open the line, in text order, the verb among them.
        inflected: New forms by index; only ever a participle made finite.
        governor: For a participle: the verb whose predicate it goes on with, else None.
    """

    verb: Token
    tokens: tuple[int, ...]
    inflected: Mapping[int, str] = field(default_factory=dict)
    governor: Token | None = None


def cue_tokens(document: Document, statement: Statement, /) -> list[Token]:
    """Tokens of the cue, in text order."""
    return [t for s in statement.cue for t in document.tokens_in(s)]


def cue_verb(document: Document, statement: Statement, /) -> Token | None:
    """The verb of the cue that governs its other words; None for "according to", a noun or a colon."""
    cue = cue_tokens(document, statement)
    if any(t.text.lower() == "according" for t in cue):
        return None
    inside = {t.index for t in cue}
    verbs = [t for t in cue if t.pos in {"VERB", "AUX"} and t.dep not in _AUX]
    for verb in verbs:
        if not any(a.index in inside and a.pos == "VERB" for a in document.ancestors(verb)):
            return verb
    return verbs[0] if verbs else None


def headline_verb(document: Document, statement: Statement, /) -> Token | None:
    """A present tense that the tagger took for a plural noun: "Court rules against the purge".

    Only where the sentence has no finite verb otherwise.
    """
    cue = cue_tokens(document, statement)
    if not cue or cue[0].tag != "NNS" or not any(s.end <= cue[0].start for s in statement.source):
        return None
    sentence = document.of_sentence(document.sentence(cue[0]))
    return None if any(t.tag in _FINITE for t in sentence) else cue[0]


def is_claim_noun(document: Document, statement: Statement, /) -> bool:
    """True for "Roe's claim that": the content then stands by itself."""
    return any(t.lemma.lower() in CLAIM_NOUNS for t in cue_tokens(document, statement))


def is_only_supposed(document: Document, statement: Statement, verb: Token, /) -> bool:
    """True when nobody is told to have said it: "if Roe said so", "no one claims", "Has Roe called for it?"."""
    source = [t.text.lower() for s in statement.source for t in document.tokens_in(s)]
    cue = {t.index for t in cue_tokens(document, statement)}
    unsaid = _asked(document, verb) or _no_act(document, cue) or _hypothetical(document, verb)
    return unsaid or any(w in _NOBODY for w in source)


def lead(
    document: Document,
    statement: Statement,
    verb: Token,
    /,
    *,
    kin: AbstractSet[int] = frozenset(),
    gap: bool = False,
) -> Lead | None:
    """The opening of the statement's line; None when the cue cannot be made the head of one.

    Args:
        kin: Indices of tokens that are the same actor as the source elsewhere ("Roe said …, and she noted").
        gap: The caller fills the gap of a relative clause ("the plan, which Roe called a mess").
    """
    source = {t.index for s in statement.source for t in document.tokens_in(s)}
    cue = {t.index for t in cue_tokens(document, statement)}
    if any(document.tokens[i].text.lower() in _NOBODY for i in source):
        return None
    if (has_gap(document, verb) and not gap) or _asked(document, verb) or _no_act(document, cue):
        return None
    if _hypothetical(document, verb) or _is_agent(document, verb, source):
        return None
    if _nested(document, verb, source | kin) or (not source and verb.lemma.lower() in SEEMING):
        return None
    if verb.pos == "NOUN":
        return Lead(verb, tuple(sorted(cue)))
    found = _finite(document, verb, source, 0)
    if found is None:
        return _forced(document, verb, cue, source) or _participle(document, verb, cue, source)
    kept = found | _own_adverbs(document, verb, source)
    kept |= {i for i in cue if i > min(kept) and _worth(document.tokens[i], verb)}
    if _other_subject(document, found, source):
        return None
    kept -= _without_object(document, statement, kept, verb)
    tokens = _without_have(document, kept - source, verb)
    opening = document.tokens[tokens[0]].text.lower()
    if opening[:1] not in {"'", "’"}:
        return Lead(verb, tokens, _agreeing(document, tokens, source))
    full = _CONTRACTED.get(opening[1:]) or ("is" if opening[1:] == "s" and verb.tag == "VBG" else None)
    return None if full is None else Lead(verb, tokens, {tokens[0]: full})


def _agreeing(document: Document, tokens: Sequence[int], source: AbstractSet[int]) -> dict[int, str]:
    """The third person of a writer's own verb: "I hope" is "Hopes" under their name."""
    first = document.tokens[tokens[0]]
    if {document.tokens[i].text for i in source} != {"I"} or first.tag != "VBP":
        return {}
    return {first.index: third_person(first.text)}


def _finite(document: Document, verb: Token, source: set[int], depth: int) -> set[int] | None:
    """Indices of the verb group from its finite element on, or None when the verb is not finite."""
    group = _auxiliaries(document, verb) | {verb.index}
    tags = {document.tokens[i].tag for i in group}
    own_subject = any(c.dep in {"nsubj", "nsubjpass"} for c in document.children(verb))
    if tags & _FINITE:
        return group
    if verb.tag in {"VB", "VBN"} and len(group) == 1 and own_subject:
        return group  # the tagger's slip: "they say", "Roe called"
    if depth >= _MAX_CLIMB or verb.head == verb.index:
        return None
    head = document.head(verb)
    if verb.dep == "conj":
        return _finite_conjunct(document, verb, head, group, source, depth)
    if verb.dep == "xcomp" and head.pos in {"VERB", "AUX", "ADJ"}:
        return _finite_complement(document, head, group, source, depth)
    if verb.dep == "pcomp" and document.head(head).pos == "VERB" and verb.tag == "VBG":
        above = _finite(document, document.head(head), source, depth + 1)
        near = head.index - document.head(head).index <= 3
        return above | {head.index} | group if above is not None and near else None
    return None


def _finite_conjunct(
    document: Document,
    verb: Token,
    head: Token,
    group: set[int],
    source: set[int],
    depth: int,
) -> set[int] | None:
    """A later verb of a coordination borrows the auxiliaries of the first: "will meet … and tell"."""
    above = _finite(document, head, source, depth + 1)
    if above is None:
        return None
    borrowed = {i for i in above if document.tokens[i].dep in _AUX | {"neg"}}
    if verb.tag == "VBN" and not borrowed:
        return group if participle_is_past(verb.text) else None
    if verb.tag in {"VB", "VBG"} and not borrowed:
        return None
    climbed = {i for i in above if i < head.index}
    return (climbed if head.dep == "xcomp" else borrowed) | group


def _finite_complement(
    document: Document,
    head: Token,
    group: set[int],
    source: set[int],
    depth: int,
) -> set[int] | None:
    """With its governing verb, "declined to say", unless an object of it is the one who speaks."""
    if any(c.dep in {"dobj", "dative"} for c in document.children(head)):
        return None
    top = head if head.pos != "ADJ" else document.head(head)
    above = _finite(document, top, source, depth + 1)
    if above is None:
        return None
    return above | ({head.index} if head.pos == "ADJ" else set()) | group


def _forced(document: Document, verb: Token, cue: set[int], source: set[int]) -> Lead | None:
    """From "Doe forced Roe to admit that" to "Admitted that": what somebody was brought to do, they did."""
    above = document.head(verb)
    if verb.tag != "VB" or above.lemma.lower() not in IMPLICATIVE or above.tag not in {"VBD", "VBN"}:
        return None
    helpers = [c for c in document.children(above) if c.dep in {"neg", "aux"}]
    heard = [c for v in (verb, above) for c in document.children(v) if c.dep in {"nsubj", "dobj", "nsubjpass"}]
    if helpers or not any(c.index in source for c in heard):
        return None
    kept = {i for i in cue if i > verb.index and _worth(document.tokens[i], verb)} | {verb.index}
    return Lead(
        verb, tuple(sorted(kept - source)), {verb.index: past_of(participle_of(verb.lemma), verb.lemma)}
    )


def _participle(document: Document, verb: Token, cue: set[int], source: set[int]) -> Lead | None:
    """From "…, emphasizing that" to "Emphasized that", with the verb that it hangs on."""
    if verb.tag != "VBG" and not (verb.pos == "VERB" and verb.text.lower().endswith("ing")):
        return None
    head = document.head(verb)
    if verb.dep == "pcomp" and head.text.lower() in {
        "without",
        "instead",
        "of",
        "against",
        "from",
    }:
        return None
    if any(c.dep == "neg" for c in document.children(verb)):
        return None
    governor = None
    for above in document.ancestors(verb):
        if above.pos in {"VERB", "AUX"}:
            governor = above if verb.dep in {"advcl", "xcomp", "conj"} else None
            break
    kept = {i for i in cue if i >= verb.index and _worth(document.tokens[i], verb)} | {verb.index}
    form = past_of(verb.text, verb.lemma)
    return Lead(verb, tuple(sorted(kept - source)), {verb.index: form}, governor)


def _auxiliaries(document: Document, verb: Token) -> set[int]:
    return {
        c.index
        for c in document.children(verb)
        if (c.dep in _AUX or c.dep == "neg") and c.index < verb.index and c.text.lower() != "having"
    }


def _own_adverbs(document: Document, verb: Token, source: set[int]) -> set[int]:
    """Adverbs between subject and verb ("strongly condemned"), those of order and time left out."""
    left = [c for c in document.children(verb) if c.index < verb.index]
    subject = max((c.index for c in left if c.dep in {"nsubj", "nsubjpass"}), default=-1)
    first = max([subject, *(i for i in source if i < verb.index)])
    found = set()
    for child in left:
        if child.index > first and child.dep in {"advmod", "neg"} and first >= 0:
            sub = document.subtree(child)
            if child.text.lower() not in DISCOURSE and len(sub) <= 2 and not child.entity:
                found |= {t.index for t in sub if t.pos != "PUNCT"}
    particles = {c.index for c in document.children(verb) if c.dep == "prt"}
    return found | particles


def _worth(token: Token, verb: Token) -> bool:
    """False for words of a cue that a bullet does without: "also", "Friday", a colon."""
    if token.pos == "PUNCT" or token.text in {":", "--"}:
        return False
    if token.dep in {"advmod", "npadvmod"} and token.head == verb.index:
        return token.text.lower() not in DISCOURSE and token.entity not in {
            "DATE",
            "TIME",
        }
    return not (token.entity in {"DATE", "TIME"} and token.index > verb.index)


def _without_object(document: Document, statement: Statement, kept: set[int], verb: Token) -> set[int]:
    """Prepositions behind the verb whose object the line does not have: the "on" of "said on Monday that".

    With them goes what the line has of the object: the "her" of "said in her evening address".
    """
    content = {t.index for s in statement.content for t in document.tokens_in(s)}
    found = set()
    for token in (document.tokens[i] for i in kept if i > verb.index):
        below = [c.index for c in document.children(token) if c.dep == "pobj"]
        if token.dep in {"prep", "dative"} and below and not set(below) & (kept | content):
            found |= {token.index} | (kept & {t.index for t in document.subtree(token)})
    return found


def _without_have(document: Document, kept: set[int], verb: Token) -> tuple[int, ...]:
    """Drops "has" where the participle alone is past tense; keeps it before "shown", "not" and "long"."""
    words = {i: document.tokens[i].text.lower() for i in kept}
    aux = [i for i in kept if document.tokens[i].dep in _AUX and i < verb.index]
    if len(aux) == 1 and words[aux[0]] in {
        "has",
        "have",
        "had",
        "'s",
        "’s",
        "'ve",
        "’ve",
        "'d",
        "’d",
    }:
        group = [words[i] for i in kept if aux[0] < i < verb.index]
        after = [t for c in document.children(verb) if c.index > verb.index for t in document.subtree(c)[:1]]
        stays = any(w in KEEPS_AUXILIARY for w in group) or any(t.text.lower() == "since" for t in after)
        if verb.tag in {"VBN", "VBD"} and participle_is_past(verb.text) and not stays:
            kept = kept - {aux[0]}
    return tuple(sorted(kept))


def _hypothetical(document: Document, verb: Token) -> bool:
    chain = [verb, *(a for a in document.ancestors(verb) if a.pos in {"VERB", "AUX"})][:2]
    if verb.dep == "ccomp" and _is_supposition(document, document.head(verb)):
        return True
    return any(
        c.dep in {"mark", "aux"} and c.index < v.index and c.text.lower() in HYPOTHETICAL and v.dep == "advcl"
        for v in chain
        for c in document.children(v)
    )


# Who seems is not who says so.
SEEMING = frozenset({"seem", "appear", "look", "sound"})


def _is_supposition(document: Document, verb: Token) -> bool:
    """True for the "Suppose" of "Suppose Roe said so": bare, and the first word of its sentence."""
    opens = all(t.pos == "PUNCT" for t in document.tokens[document.sentence(verb).first : verb.index])
    return opens and verb.lemma.lower() in _SUPPOSE and verb.tag in {"VB", "VBP"}


_SUPPOSE = frozenset({"say", "suppose", "imagine", "assume", "pretend"})


def _nested(document: Document, verb: Token, source: set[int]) -> bool:
    """True when the cue stands in what somebody else says: "Doe denied that Roe had said so"."""
    node = verb
    for above in document.ancestors(verb):
        if (
            node.dep in {"ccomp", "pobj", "pcomp"}
            and above.lemma.lower() in SPEECH_OVER
            and above.pos == "VERB"
        ):
            subject = next(
                (c for c in document.children(above) if c.dep in {"nsubj", "nsubjpass"}),
                None,
            )
            return subject is not None and subject.index not in source
        node = above
    return False


def _other_subject(document: Document, group: set[int], source: set[int]) -> bool:
    """True when the verb's subject is not the source ("there has been talk")."""
    subjects = [
        c
        for i in group
        for c in document.children(document.tokens[i])
        if c.dep in {"nsubj", "nsubjpass", "expl"}
    ]
    if not source:
        return any(s.tag not in {"WP", "WDT"} for s in subjects)
    named = [t for s in subjects for t in (s, *document.children(s)) if t is s or t.dep in _SAME]
    if not subjects or any(t.index in source for t in named):
        return any(s.dep == "expl" for s in subjects)
    return not any(s.pos == "PRON" and s.dep != "expl" for s in subjects)


def _asked(document: Document, verb: Token) -> bool:
    """True for "Has Roe called for it?": an auxiliary in front of the subject of a question."""
    left = [c for c in document.children(verb) if c.index < verb.index]
    subject = next((c.index for c in left if c.dep in {"nsubj", "nsubjpass"}), -1)
    inverted = any(c.dep in _AUX and c.index < subject for c in left)
    sentence = document.of_sentence(document.sentence(verb))
    return inverted and any(t.text == "?" and not t.quoted for t in sentence[-2:])


def _no_act(document: Document, cue: AbstractSet[int]) -> bool:
    phrase = " ".join(document.tokens[i].text.lower() for i in sorted(cue))
    return any(f" {words} " in f" {phrase} " for words in NO_ACT)


_SAME = frozenset({"appos", "conj", "compound"})
_NOBODY = frozenset({"no", "nobody", "none", "neither", "nothing", "few", "hardly"})


def has_gap(document: Document, verb: Token, /) -> bool:
    """True for "the plan, which Roe called a mess": what was called so stands in front, outside the clause."""
    if verb.dep != "relcl":
        return False
    left = [c for c in document.children(verb) if c.index < verb.index]
    subject = next((c for c in left if c.dep in {"nsubj", "nsubjpass"}), None)
    if subject is None or subject.tag in {"WP", "WDT"}:
        return False
    return not any(c.tag == "WRB" or (c.dep == "prep" and document.subtree(c)[-1].tag == "WDT") for c in left)


def _is_agent(document: Document, verb: Token, source: set[int]) -> bool:
    """True for "was criticised by Roe": with the subject gone, the line would say it of Roe."""
    return any(
        c.dep == "agent" and any(g.index in source for g in document.children(c))
        for c in document.children(verb)
    )
