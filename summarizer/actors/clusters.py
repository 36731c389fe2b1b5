"""Which names of an article are one person: full names first, then surnames and first names.

A surname that two people of the article bear is given to one of them only on evidence, else to nobody.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from ..model import ActorKind
from .first_names import PRONOUN_OF
from .mentions import Mention
from .names import PersonName, fold, is_surname_of, one_letter_off, same_person

_LONG = 7


@dataclass
class Cluster:
    """Mentions of one person, while they are being collected."""

    names: dict[PersonName, None] = field(default_factory=dict)  # in the order met, each once
    mentions: list[Mention] = field(default_factory=list)
    full: list[int] = field(default_factory=list)  # token positions of full-name mentions
    pronouns: dict[str, int] = field(default_factory=dict)
    places: list[int] = field(default_factory=list)  # token positions of all mentions, sorted
    acting: list[int] = field(default_factory=list)  # of those that are subjects, sorted

    @property
    def name(self) -> PersonName:
        """The fullest form, mixed case before capitals, the earliest of equals."""
        return max(self.names, key=lambda n: (len(n.words), not all(w.isupper() for w in n.words)))

    @property
    def pronoun(self) -> str:
        """What honorifics, or else a frequent first name, give away."""
        if self.pronouns:
            return max(self.pronouns, key=lambda p: self.pronouns[p])
        return next((PRONOUN_OF[n.first] for n in self.names if n.first in PRONOUN_OF), "") or (
            PRONOUN_OF.get(fold(self.name.words[0]), "") if len(self.name.words) == 1 else ""
        )

    def add(self, mention: Mention, name: PersonName, *, full: bool) -> None:
        """Take a mention in."""
        self.names[name] = None
        self.mentions.append(mention)
        insort(self.places, mention.first)
        if mention.subject:
            insort(self.acting, mention.first)
        if full:
            self.full.append(mention.first)
        if mention.pronoun:
            self.pronouns[mention.pronoun] = self.pronouns.get(mention.pronoun, 0) + 1

    def full_between(self, start: int, end: int, /) -> bool:
        """True when a mention by full name stands between two tokens."""
        return any(start <= at < end for at in self.full)

    def acted_between(self, start: int, end: int, /) -> bool:
        """True when a mention between two tokens is the subject of a verb."""
        at = bisect_right(self.acting, start)
        return at < len(self.acting) and self.acting[at] < end


@dataclass(frozen=True, slots=True)
class People:
    """The persons of an article, and the mentions that could be two of them."""

    clusters: tuple[Cluster, ...]
    ambiguous: tuple[Mention, ...]


def cluster_people(mentions: Sequence[Mention], /, breaks: Sequence[int] = ()) -> People:
    """Group the mentions of persons; mentions of other kinds join when their words are a person's surname.

    Args:
        breaks: First tokens of the items of a page of short reports, sorted: within one, a surname is whose
            full name it has.
    """
    known = _Known()
    named = [(m, PersonName.of(m.words)) for m in mentions]
    later: list[tuple[Mention, PersonName]] = []
    for mention, name in named:
        if mention.kind is ActorKind.PERSON and len(name.core) > 1 and not mention.honorific and name.first:
            known.join(mention, name)
        else:
            later.append((mention, name))
    for mention, name in later:  # "Mr. Tom Hale" names nobody new when "Tom Hale" is known
        if mention.honorific and len(name.core) > 1 and not known.by_surname(name):
            known.join(mention, name)
    joined = {m.first for c in known.clusters for m in c.mentions}
    bare, ambiguous = _join_short(known, [(m, n) for m, n in later if m.first not in joined], breaks)
    clusters = (*known.clusters, *bare)
    for cluster in clusters:
        cluster.mentions.sort(key=lambda m: m.first)
    return People(clusters, tuple(ambiguous))


class _Known:
    """People known by a name of several words, in the order met, and where to look for them."""

    def __init__(self) -> None:
        self.clusters: list[Cluster] = []
        self._by_word: dict[str, set[int]] = {}  # each word behind the first
        self._by_first: dict[str, set[int]] = {}

    def join(self, mention: Mention, name: PersonName) -> None:
        """Give a full name to the first person whose it can be, else to a new one."""
        near = {i for word in (name.core[1], name.core[-1]) for i in self._by_word.get(word, ())}
        at = next((i for i in sorted(near) if self._has(i, name)), len(self.clusters))
        if at == len(self.clusters):
            self.clusters.append(Cluster())
        self.take(at, mention, name, full=True)

    def _has(self, at: int, name: PersonName) -> bool:
        return any(same_person(name, other) for other in self.clusters[at].names)

    def take(self, at: int, mention: Mention, name: PersonName, *, full: bool) -> None:
        """Give a mention to the person of a number."""
        self.clusters[at].add(mention, name, full=full)
        if len(name.core) > 1:
            for word in name.core[1:]:
                self._by_word.setdefault(word, set()).add(at)
        if name.first:
            self._by_first.setdefault(name.first, set()).add(at)

    def by_surname(self, name: PersonName) -> list[int]:
        """Numbers of those whose surname a name can be."""
        return [
            i
            for i in sorted(self._by_word.get(name.core[0] if name.core else "", ()))
            if any(is_surname_of(name, other) for other in self.clusters[i].names if len(other.core) > 1)
        ]

    def by_slip(self, name: PersonName) -> list[int]:
        """Number of the one whose long surname a word is but for one letter left out, added or changed."""
        word = name.core[0] if len(name.core) == 1 else ""
        if len(word) < _LONG:
            return []
        return sorted({i for other, at in self._by_word.items() if one_letter_off(word, other) for i in at})

    def by_first(self, word: str) -> list[int]:
        """Numbers of those with a first name."""
        return sorted(self._by_first.get(word, ()))


def _since(breaks: Sequence[int], mention: Mention) -> int:
    """The token that starts the item of a mention; 0 in the first."""
    at = bisect_right(breaks, mention.first)
    return breaks[at - 1] if at else 0


def _join_short(
    known: _Known, short: list[tuple[Mention, PersonName]], breaks: Sequence[int]
) -> tuple[list[Cluster], list[Mention]]:
    """Give short names to the people known; also those whom the article never names in full."""
    ambiguous: list[Mention] = []
    bare: dict[tuple[tuple[str, ...], str], Cluster] = {}
    called = Counter((name.core, mention.echo) for mention, name in short)
    called_so = Counter(name.core for _, name in short)
    for mention, name in short:
        homes = known.by_surname(name) if _can_be_surname(mention, name) else []
        if not homes and not mention.titled and len(name.core) == 1:
            homes = known.by_first(name.core[0])
        if not homes and mention.kind is ActorKind.PERSON and called_so[name.core] == 1:
            homes = known.by_slip(name)
        if not homes:
            if mention.kind is ActorKind.PERSON:
                bare.setdefault((name.core, name.suffix), Cluster()).add(mention, name, full=False)
            continue
        home = (
            homes[0]
            if len(homes) == 1
            else _choose(known, homes, mention, name, called, _since(breaks, mention))
        )
        if home is None:
            ambiguous.append(mention)
        else:
            known.take(home, mention, name, full=False)
    return list(bare.values()), ambiguous


def _can_be_surname(mention: Mention, name: PersonName) -> bool:
    """False for abbreviations ("U.N." is not Kim Jong Un) and for very long names."""
    if mention.kind is not ActorKind.PERSON and any(
        "." in w or (w.isupper() and len(w) < 4) for w in mention.words
    ):
        return False
    return len(name.core) <= 3


def _choose(
    known: _Known,
    homes: list[int],
    mention: Mention,
    name: PersonName,
    called: Counter[tuple[tuple[str, ...], str]],
    since: int,
) -> int | None:
    """One of several bearers of a surname, by suffix, honorific and who was introduced; None when open."""
    of = known.clusters
    left = [i for i in homes if any(n.suffix == name.suffix for n in of[i].names)] or homes
    if mention.pronoun:
        left = [i for i in left if of[i].pronoun in (mention.pronoun, "")]
    if len(left) == 1:
        return left[0]
    introduced = [i for i in left if of[i].full and of[i].full[0] < mention.first]
    if len(introduced) == 1:
        return introduced[0]
    if not introduced:
        return None
    here = [i for i in introduced if of[i].full_between(since, mention.first)] if since else []
    if len(here) == 1:
        return here[0]
    first_named = {
        of[i].name.first for i in introduced if any(called[(of[i].name.first,), p] for p in ("", "he", "she"))
    }
    by_surname = [i for i in introduced if of[i].name.first not in first_named] or introduced
    he, she = called[name.core, "he"], called[name.core, "she"]
    if he >= 3 * she + 2 or she >= 3 * he + 2:
        by_surname = [i for i in by_surname if of[i].pronoun == ("he" if he > she else "she")] or by_surname
    main = min(by_surname, key=lambda i: of[i].full[0])
    last_of_main = of[main].places[bisect_left(of[main].places, mention.first) - 1]
    for rival in by_surname:
        if rival != main and of[rival].acted_between(last_of_main, mention.first):
            return None  # the other bearer spoke or acted last: a bare surname could be either's
    return main
