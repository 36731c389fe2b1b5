"""Lines where deletion gives none: the sentence as it stands, alone or behind the one that explains it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from ..document import Document, Sentence, Token
from ..model import ActorKind
from ..text.layout import is_title_case
from .body import content_tokens
from .case import Case
from .clauses import is_whole
from .cue import SEEMING, cue_tokens, cue_verb, is_only_supposed
from .dangling import HE, SHE, Speaker, dangling
from .fitting import fit
from .guard import check
from .lexicon import DISCOURSE, TAKES_CLAUSE
from .opening import says_something_else
from .shapes import NOTHING, OPEN_SINGLE, Draft
from .substance import only_names_a_source
from .surface import closed, finish, is_balanced, join
from .trims import Trim, trims

_MOST_SENTENCES = 3
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_COVERED = 0.8
_CONTENT = frozenset({"NOUN", "PROPN", "NUM", "ADJ", "VERB", "ADV"})
_POINTING = frozenset("this that these those it they them their its there so same such".split())
_THINGS = frozenset("it its they them their".split())
_ENOUGH = 5  # content words that make something to point at
_NOBODY = Speaker(frozenset())


def whole(case: Case, /) -> Draft:
    """The sentences of a statement word for word, its speaker among them; nothing where they do not fit.

    Only where they tell what the actor says: the source is the subject of the main clause, or source, cue and
    content are nearly all there is ("In Roe's view, …").  Where something in them points back, the sentence
    before comes along.
    """
    if _in_own_voice(case):
        case = replace(case, who=_NOBODY)  # who signs a text is no "he" in it
    sentences = _sentences(case)
    if not sentences or not _tells(case, sentences):
        return NOTHING
    alone = _verbatim(case, sentences)
    if alone.text:
        return alone
    before = _explaining(case, sentences[0])
    return _verbatim(case, [before, *sentences], 1) if before is not None else NOTHING


def _sentences(case: Case) -> list[Sentence]:
    """Those of source, cue and content, when they follow each other in one paragraph; else none."""
    statement = case.statement
    found = case.document.sentences_of(statement.source + statement.cue + statement.content)
    near = all(a.last == b.first and a.paragraph == b.paragraph for a, b in pairwise(found))
    own = statement.source or _in_own_voice(case)
    return list(found) if near and len(found) <= _MOST_SENTENCES and own else []


def _in_own_voice(case: Case) -> bool:
    """True for a text's signer who does not say "I": "The dam seems to hold", "It is clear that it holds"."""
    verb = cue_verb(case.document, case.statement)
    if verb is None or case.source:
        return False
    subjects = [c for c in case.document.children(verb) if c.dep in _SUBJECTS | {"expl"}]
    impersonal = any(s.text.lower() in {"it", "there"} and s.pos == "PRON" for s in subjects)
    return bool(subjects) and (impersonal or verb.lemma.lower() in SEEMING)


def _tells(case: Case, sentences: Sequence[Sentence]) -> bool:
    document = case.document
    verb = cue_verb(document, case.statement)
    if verb is not None and is_only_supposed(document, case.statement, verb):
        return False
    if any(is_title_case(document.text(s.span)) for s in sentences):
        return False
    said = content_tokens(document, case.statement)
    if only_names_a_source(said, case.lead):
        return False  # what else the sentence tells is in a line of its own
    content = frozenset(t.index for t in said)
    if case.lead is not None and says_something_else(document, case.lead, content):
        return False
    cue = cue_tokens(document, case.statement)
    if _in_own_voice(case):
        return True
    if verb is None:
        return any(t.pos != "PUNCT" for t in cue) and _covers(case, sentences)
    return any(_is_subject(case, document.of_sentence(s)) for s in sentences)


def _is_subject(case: Case, tokens: Sequence[Token]) -> bool:
    """True when the source is the subject of the sentence's main verb."""
    roots = (t for t in tokens if t.head == t.index)
    subjects = (c for r in roots for c in case.document.children(r) if c.dep in _SUBJECTS)
    return any(s.index in case.source for s in subjects)


def _covers(case: Case, sentences: Sequence[Sentence]) -> bool:
    """True when there is hardly a word in the sentences that is not source, cue or content."""
    words = [t for s in sentences for t in case.document.of_sentence(s) if t.pos != "PUNCT"]
    parts = case.statement.source + case.statement.cue + case.statement.content
    own = [t for t in words if any(p.start <= t.start < p.end for p in parts)]
    said = content_tokens(case.document, case.statement)
    clause = any(t.tag in _FINITE for t in said)
    return clause and len(own) >= _COVERED * len(words)


def _explaining(case: Case, first: Sentence) -> Sentence | None:
    """The sentence before, when it tells by itself who and what is meant and is nobody’s own words."""
    document = case.document
    number = document.sentence_number(document.tokens[first.first]) - 1
    if number < 0:
        return None
    before = document.sentences[number]
    tokens = document.of_sentence(before)
    if not 0 <= first.paragraph - before.paragraph <= 1 or tokens[-1].text not in {".", "!"}:
        return None
    if any(t.quoted for t in tokens) and not any(t.tag in _FINITE and not t.quoted for t in tokens):
        return None  # somebody's words, nobody knows whose
    nameless = all(document.tokens[i].pos == "PRON" for i in case.source)
    if nameless and any(t.entity in {"PERSON", "ORG"} for t in tokens) and not _is_about_actor(case, tokens):
        return None
    loose = dangling(document, [t.index for t in tokens], _NOBODY, frozenset())
    return None if loose else before


def _is_about_actor(case: Case, tokens: Sequence[Token]) -> bool:
    """True when the actor, by name, is the subject of the sentence's main verb."""
    name = case.statement.actor.name.casefold().split() if case.statement.actor else []
    roots = (t for t in tokens if t.head == t.index)
    subjects = (c for r in roots for c in case.document.children(r) if c.dep in _SUBJECTS)
    return any(s.pos == "PROPN" and s.text.casefold() in name for s in subjects)


def _verbatim(case: Case, sentences: Sequence[Sentence], context: int = 0) -> Draft:
    """The sentences without what may go; of the first ``context`` only asides may."""
    document = case.document
    tokens = [t.index for s in sentences for t in document.of_sentence(s)]
    tokens = tokens[_leading(document, tokens) :]
    answered = _answered(case, tokens)
    leans = document.tokens[tokens[0]].text.lower() in _POINTING and tokens[0] not in case.source
    if answered is None or leans or not _says_enough(case):
        return NOTHING
    cue = frozenset(t.index for t in cue_tokens(document, case.statement))
    core = (case.source | cue) & frozenset(tokens)
    told = sentences[context].first
    explains = frozenset(i for i in tokens if i < max([*answered, told if context else 0, 0]))
    spare = (p for kind, p in trims(document, frozenset(tokens), core) if kind <= Trim.APPOSITION)
    kept = fit(
        document,
        frozenset(tokens),
        core | explains.difference(*spare),
        render=lambda k: finish(join(document, k)),
        who=replace(case.who, named=answered),
        dropped=frozenset(),
        budgets=(case.most_words,),
    )
    if kept is None or (len(kept) < len(tokens) and _answered(case, sorted(kept)) is None):
        return NOTHING
    text = finish(join(document, kept))
    text = closed(text) if max(kept) < tokens[-1] else text
    if not is_balanced(text) or OPEN_SINGLE.search(text) or not is_whole(document, sorted(kept), core):
        return NOTHING
    evidence = tuple(s.span for s in sentences)
    return NOTHING if check(text, " ".join(document.text(s) for s in evidence)) else Draft(text, kept, evidence)


def _answered(case: Case, tokens: Sequence[int]) -> frozenset[int] | None:
    """Words such as "this" and "it" behind a clause that they can stand for; None when any word dangles."""
    document = case.document
    loose = dangling(document, tokens, case.who, frozenset())
    source = case.source
    others = [i for i in tokens if i not in source]
    bare = dangling(document, others, case.who, frozenset())
    loose += [t for t in bare if t not in loose and _not_source(case, t)]
    said = {t.index for t in content_tokens(document, case.statement)} & set(tokens)
    within = dangling(document, sorted(said), case.who, frozenset())
    loose += [t for t in within if t not in loose and t.text.lower() in _THINGS]
    found = frozenset(t.index for t in loose if _stands_for(document, t, tokens))
    return found if len(found) == len(loose) else None


def _not_source(case: Case, token: Token) -> bool:
    """True for a pronoun that cannot mean the source that the line names: the "his" of "Jane Roe said"."""
    person = case.statement.actor is not None and case.statement.actor.kind is ActorKind.PERSON
    return person and token.text.lower() in HE | SHE


def _stands_for(document: Document, token: Token, tokens: Sequence[int]) -> bool:
    if token.text.lower() not in _POINTING:
        return False
    above = {a.index for a in document.ancestors(token)}
    before = [document.tokens[i] for i in tokens if i < token.index]
    clause = any(t.tag in _FINITE and t.index not in above and t.head not in above for t in before)
    return clause and sum(t.pos in _CONTENT for t in before) >= _ENOUGH


def _says_enough(case: Case) -> bool:
    """True for two words of substance with a verb, or for an act: neither "yes" nor "people like him"."""
    said = content_tokens(case.document, case.statement)
    words = {t.lemma.lower() for t in said if t.pos in _CONTENT and t.dep not in {"aux", "auxpass"}}
    acts = case.lead is not None and case.lead.verb.lemma.lower() not in TAKES_CLAUSE
    return len(words) >= 2 and (acts or any(t.pos in {"VERB", "AUX"} for t in said))


def _leading(document: Document, tokens: Sequence[int]) -> int:
    """How many tokens at the front only join the sentence to the one before: "But", "However,"."""
    words = [document.tokens[i] for i in tokens[:3]]
    if words[0].pos == "CCONJ":
        return 2 if words[1].text == "," else 1
    joins = words[0].text.lower() in DISCOURSE and words[0].pos == "ADV" and words[1].text == ","
    return 2 if joins else 0
