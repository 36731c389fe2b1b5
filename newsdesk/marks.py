"""How the bullets of a brief stand to what its channel was sent before: new, repeated or changed.

Repeated ones are folded.  In doubt a bullet stays: a line too many is a nuisance, a line too few is news lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from summarizer.cluster.claims import ClaimKey, similarity
from summarizer.model import ActorId, Brief, Bullet, Section, Status
from summarizer.text.words import stem, words

from .model import BriefRecord

# At least so much of a line must have been said before for the line to be a repetition.
_SAID_BEFORE = 0.7
_SAME_TOPIC = 0.45
_CONTAINED_TOPIC = 0.75
_MIN_TOPIC_STEMS = 2

# Words that tell one report from another as numbers do, though they are none.
_TELLING = frozenset(
    stem(w)
    for w in """monday tuesday wednesday thursday friday saturday sunday today yesterday tomorrow tonight
    january february march april june july august september october november december
    one two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty hundred thousand
    million billion dozen half double first second third last next""".split()
)
_DIGITS = re.compile(r"\d")


def mark(brief: Brief, earlier: Sequence[Brief], /) -> Brief:
    """The brief with each bullet marked against a channel's earlier briefs, and without repeated ones.

    A bullet is compared with the newest brief in which its actor spoke of the same: the same claim is
    REPEATED, one with other numbers, names, days, negation or wording CHANGED, and all others are NEW.
    Nothing that somebody else said makes a bullet a repetition.

    Args:
        earlier: The newest first.

    Returns:
        Sections in the same order, those without a bullet left out.  Repeated bullets are counted as folded.
    """
    known = [_lines(b) for b in earlier]
    sections = []
    folded = 0
    for section in brief.sections:
        marked = [replace(b, status=_status(b, known)) for b in section.bullets]
        kept = tuple(b for b in marked if b.status is not Status.REPEATED)
        folded += len(marked) - len(kept)
        if kept:
            sections.append(replace(section, bullets=kept))
    c = brief.coverage
    coverage = replace(c, bullets=c.bullets - folded, folded=c.folded + folded)
    return replace(brief, sections=tuple(sections), coverage=coverage)


def cut(brief: Brief, /, *, max_actors: int, max_bullets: int) -> Brief:
    """A brief within limits; what is over them is counted as left out.

    Actors with most to say come first, as in a brief that was composed to these limits.
    """
    weighed = sorted(
        (replace(s, bullets=s.bullets[:max_bullets]) for s in brief.sections),
        key=lambda s: (-sum(b.score for b in s.bullets), s.actor.id),
    )
    sections = tuple(weighed[:max_actors])
    c = brief.coverage
    kept = _count(sections)
    lost = _count(brief.sections) - kept
    coverage = replace(c, bullets=c.bullets - lost, left_out=c.left_out + lost)
    return replace(brief, sections=sections, coverage=coverage)


def standing(record: BriefRecord, /) -> Brief:
    """A published brief without what was withdrawn since: a line that was struck out may be news again."""
    if not record.withdrawn:
        return record.brief
    sections = []
    number = 0
    for section in record.brief.sections:
        numbered = range(number, number + len(section.bullets))
        number += len(section.bullets)
        kept = tuple(b for n, b in zip(numbered, section.bullets, strict=True) if n not in record.withdrawn)
        sections.append(replace(section, bullets=kept))
    return replace(record.brief, sections=tuple(sections))


@dataclass(frozen=True, slots=True)
class _Line:
    """One bullet as it is compared.

    Attributes:
        telling: Numbers, names and days: a line that has one more is not the same.
        words: Stems of every word, and numbers.
    """

    key: ClaimKey
    telling: frozenset[str]
    words: frozenset[str]

    @classmethod
    def of(cls, bullet: Bullet) -> _Line:
        found = words(bullet.text)
        stems = [stem(w) for w in found]
        telling = {
            s
            for n, (w, s) in enumerate(zip(found, stems, strict=True))
            if _DIGITS.search(w) or s in _TELLING or (n > 0 and w[0].isupper())
        }
        return cls(ClaimKey.of(bullet.act, bullet.text), frozenset(telling), frozenset(stems))

    def repeats(self, old: _Line) -> bool:
        """True when this line claims the same as an old one and says nothing beyond it."""
        if not self.key.same_claim(old.key) or not self.telling <= old.words:
            return False
        return len(self.key.stems & old.key.stems) >= _SAID_BEFORE * len(self.key.stems)

    def concerns(self, old: _Line) -> bool:
        """True when this line is about the same as an old one, whatever it says about it."""
        a, b = self.key.stems, old.key.stems
        shared, smaller = len(a & b), min(len(a), len(b))
        if shared < min(_MIN_TOPIC_STEMS, smaller) or not shared:
            return self.key.same_claim(old.key)
        return similarity(a, b) >= _SAME_TOPIC or shared >= _CONTAINED_TOPIC * smaller


def _lines(brief: Brief) -> dict[ActorId, list[_Line]]:
    found: dict[ActorId, list[_Line]] = {}
    for section in brief.sections:
        for bullet in section.bullets:
            found.setdefault(bullet.actor.id, []).append(_Line.of(bullet))
    return found


def _status(bullet: Bullet, known: Iterable[dict[ActorId, list[_Line]]]) -> Status:
    line = _Line.of(bullet)
    for brief in known:
        lines = brief.get(bullet.actor.id, [])
        if any(line.repeats(old) for old in lines):
            return Status.REPEATED
        if any(line.concerns(old) for old in lines):
            return Status.CHANGED
    return Status.NEW


def _count(sections: Iterable[Section]) -> int:
    return sum(len(s.bullets) for s in sections)
