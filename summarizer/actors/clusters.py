"""Which names of an article are one person: full names first, then surnames and first names.

A surname that two people of the article bear is given to one of them only on evidence, else to nobody.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from ..model import ActorKind
from .first_names import PRONOUN_OF
from .mentions import Mention
from .names import PersonName, fold, is_surname_of, same_person


@dataclass
class Cluster:
    """Mentions of one person, while they are being collected."""

    names: dict[PersonName, None] = field(default_factory=dict)  # in the order met, each once
    mentions: list[Mention] = field(default_factory=list)
    full: list[int] = field(default_factory=list)  # token positions of full-name mentions
    pronouns: dict[str, int] = field(default_factory=dict)

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
        if full:
            self.full.append(mention.first)
        if mention.pronoun:
            self.pronouns[mention.pronoun] = self.pronouns.get(mention.pronoun, 0) + 1


@dataclass(frozen=True, slots=True)
class People:
    """The persons of an article, and the mentions that could be two of them."""

    clusters: tuple[Cluster, ...]
    ambiguous: tuple[Mention, ...]


def cluster_people(mentions: Sequence[Mention], /) -> People:
    """Group the mentions of persons; mentions of other kinds join when their words are a person's surname."""
    clusters: list[Cluster] = []
    named = [(m, PersonName.of(m.words)) for m in mentions]
    later: list[tuple[Mention, PersonName]] = []
    for mention, name in named:
        if mention.kind is ActorKind.PERSON and len(name.core) > 1 and not mention.honorific and name.first:
            _join_full(clusters, mention, name)
        else:
            later.append((mention, name))
    for mention, name in later:  # "Mr. Tom Hale" names nobody new when "Tom Hale" is known
        if mention.honorific and len(name.core) > 1 and not _by_surname(clusters, name):
            _join_full(clusters, mention, name)
    ambiguous = _join_short(clusters, [(m, n) for m, n in later if not any(m in c.mentions for c in clusters)])
    for cluster in clusters:
        cluster.mentions.sort(key=lambda m: m.first)
    return People(tuple(clusters), tuple(ambiguous))


def _join_full(clusters: list[Cluster], mention: Mention, name: PersonName) -> None:
    home = next((c for c in clusters if any(same_person(name, other) for other in c.names)), None)
    if home is None:
        home = Cluster()
        clusters.append(home)
    home.add(mention, name, full=True)


def _by_surname(clusters: Sequence[Cluster], name: PersonName) -> list[Cluster]:
    return [c for c in clusters if any(is_surname_of(name, other) for other in c.names if len(other.core) > 1)]


def _join_short(clusters: list[Cluster], short: list[tuple[Mention, PersonName]]) -> list[Mention]:
    ambiguous: list[Mention] = []
    bare: list[Cluster] = []
    called = Counter((name.core, mention.echo) for mention, name in short)
    for mention, name in short:
        homes = _by_surname(clusters, name) if _can_be_surname(mention, name) else []
        if not homes and not mention.titled and len(name.core) == 1:
            homes = [c for c in clusters if any(n.first == name.core[0] for n in c.names)]
        if not homes:
            if mention.kind is ActorKind.PERSON:
                _join_bare(bare, mention, name)
            continue
        home = homes[0] if len(homes) == 1 else _choose(homes, mention, name, called)
        if home is None:
            ambiguous.append(mention)
        else:
            home.add(mention, name, full=False)
    clusters.extend(bare)
    return ambiguous


def _can_be_surname(mention: Mention, name: PersonName) -> bool:
    """False for abbreviations ("U.N." is not Kim Jong Un) and for very long names."""
    if mention.kind is not ActorKind.PERSON and any(
        "." in w or (w.isupper() and len(w) < 4) for w in mention.words
    ):
        return False
    return len(name.core) <= 3


def _join_bare(bare: list[Cluster], mention: Mention, name: PersonName) -> None:
    home = next((c for c in bare if c.name.core == name.core and c.name.suffix == name.suffix), None)
    if home is None:
        home = Cluster()
        bare.append(home)
    home.add(mention, name, full=False)


def _choose(
    homes: list[Cluster], mention: Mention, name: PersonName, called: Counter[tuple[tuple[str, ...], str]]
) -> Cluster | None:
    """One of several bearers of a surname, by suffix, honorific and who was introduced; None when open."""
    left = [c for c in homes if any(n.suffix == name.suffix for n in c.names)] or homes
    if mention.pronoun:
        left = [c for c in left if c.pronoun in (mention.pronoun, "")]
        sure = [c for c in left if c.pronoun == mention.pronoun]
        left = sure or left
    if len(left) == 1:
        return left[0]
    introduced = [c for c in left if c.full and c.full[0] < mention.first]
    if len(introduced) == 1:
        return introduced[0]
    if not introduced:
        return None
    first_named = {
        c.name.first for c in introduced if any(called[(c.name.first,), p] for p in ("", "he", "she"))
    }
    by_surname = [c for c in introduced if c.name.first not in first_named] or introduced
    he, she = called[name.core, "he"], called[name.core, "she"]
    if he >= 3 * she + 2 or she >= 3 * he + 2:
        by_surname = [c for c in by_surname if c.pronoun == ("he" if he > she else "she")] or by_surname
    main = min(by_surname, key=lambda c: c.full[0])
    last_of_main = max(m.first for m in main.mentions if m.first < mention.first)
    for rival in by_surname:
        if rival is not main and any(
            m.subject and last_of_main < m.first < mention.first for m in rival.mentions
        ):
            return None  # the other bearer spoke or acted last: a bare surname could be either's
    return main
