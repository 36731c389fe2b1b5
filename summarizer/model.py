"""The summarizer's values: what goes in, what comes out, and nothing that acts.

Every offset is a half-open code-point range into ``Article.text``.  Every instant is aware UTC.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple, NewType

ArticleId = NewType("ArticleId", str)
ActorId = NewType("ActorId", str)
StoryId = NewType("StoryId", str)


class Span(NamedTuple):
    """Half-open ``[start, end)`` code points into an article's text."""

    start: int
    end: int

    def overlaps(self, other: Span, /) -> bool:
        """True when the two spans share at least one code point."""
        return self.start < other.end and other.start < self.end

    def covers(self, other: Span, /) -> bool:
        """True when ``other`` lies inside this span."""
        return self.start <= other.start and other.end <= self.end


Spans = tuple[Span, ...]


class ActorKind(StrEnum):
    """What an actor is; ``docs/glossary.md`` defines each kind."""

    PERSON = "person"
    ORG = "org"
    COUNTRY = "country"
    GROUP = "group"
    UNNAMED = "unnamed"
    UNKNOWN = "unknown"


class Act(StrEnum):
    """Whether an actor spoke (or wrote, thought, planned) or did something."""

    SAID = "said"
    DID = "did"


class Status(StrEnum):
    """How a bullet stands to what a channel has been sent before."""

    NEW = "new"
    REPEATED = "repeated"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Article:
    """One text to read.

    Attributes:
        id: The caller's name for it (a path, a URL, a row id); citations carry it.
        text: The text that every offset refers to, exactly as the caller holds it.
        title: The headline, when it is known apart from the text.
        outlet: Who published it ("Harbour Wire"); counts independent publishers, never an actor by itself.
        byline: Who wrote it; reporters are not actors.
        published_at: Aware UTC, or None when unknown.
        revision: 1 for the first text under this id, then 2, 3, …
    """

    id: ArticleId
    text: str
    title: str = ""
    outlet: str = ""
    url: str | None = None
    byline: str = ""
    published_at: datetime | None = None
    revision: int = 1


@dataclass(frozen=True, slots=True)
class Actor:
    """A person, organisation, state or group that speaks or acts.

    Two mentions are the same actor exactly when their ids are equal.  Ids of the registry are plain slugs
    (``volodymyr-zelenskyy``); ids made within an article start with ``~`` (``~jane-doe``).
    """

    id: ActorId
    name: str
    kind: ActorKind


@dataclass(frozen=True, slots=True)
class Attribution:
    """What a reader finds in a text, before anybody asks who the source *is*.

    Attributes:
        source: The words that name the source; empty when it is elided.
        cue: The reporting words ("said", "according to"); empty when there are none.
        content: What was said or done, quotation marks included, cut where source or cue interrupt it.
        confidence: 0 to 1, calibrated: of the attributions given 0.8, four in five should be right.
    """

    source: Spans
    cue: Spans
    content: Spans
    act: Act = Act.SAID
    confidence: float = 0.5


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing that an actor said or did, with the spans that prove it.

    Attributes:
        actor: None only when nobody can be named or described.
        evidence: The whole sentences that hold source, cue and content, in text order; never empty.
        gist: The statement as one line of a brief; "" when no line reads well without its context.
        reported: True when it stands inside another actor's statement ("Roe said that Doe had agreed"): what
            Doe agreed to is Roe's claim, and no line under Doe's name.
        carried: True when another statement's line carries these words too; ``gist`` is "" then.
        via: Who passed the words on ("X said, *according to Reuters*"); not credited with them.
        silent: True when the cue says that nothing was said ("did not say whether", "declined to comment").
    """

    article: ArticleId
    actor: Actor | None
    act: Act
    source: Spans
    cue: Spans
    content: Spans
    evidence: Spans
    confidence: float
    gist: str = ""
    carried: bool = False
    reported: bool = False
    via: Actor | None = None
    silent: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything found in one article.

    Attributes:
        statements: In text order.
        roles: The role under which the article presents an actor ("President of Ukraine"), by actor.
        sentences: How many sentences the article has.
        replaced: Lines of a generative condenser that the evidence guard refused.
    """

    article: Article
    statements: tuple[Statement, ...]
    roles: dict[ActorId, str] = field(default_factory=dict)
    sentences: int = 0
    replaced: int = 0


@dataclass(frozen=True, slots=True)
class Citation:
    """A place that proves a bullet: never a copy of the text."""

    article: ArticleId
    span: Span
    url: str | None = None
    revision: int = 1


@dataclass(frozen=True, slots=True)
class Bullet:
    """One line of a brief.

    Attributes:
        text: At most about 28 words, without the actor's name in front and without citation marks.
        citations: Never empty; the first is the sentence that the text was condensed from.
        outlets: Independent publishers that carry the same claim, wire copies counted once.
    """

    text: str
    actor: Actor
    act: Act
    citations: tuple[Citation, ...]
    status: Status = Status.NEW
    outlets: int = 1
    score: float = 0.0

    def __post_init__(self) -> None:
        if not self.citations:
            raise ValueError("a bullet without a citation cannot exist")


@dataclass(frozen=True, slots=True)
class Section:
    """An actor's bullets, the most important first, what was said before what was done."""

    actor: Actor
    role: str
    bullets: tuple[Bullet, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of what was read stands in a brief; nothing is dropped without a count.

    Every attributed statement has one fate: ``attributed == bullets + folded + withheld + left_out``.

    Attributes:
        articles: Articles read.
        outlets: Distinct publishers, wire copies counted once.
        stories: Groups of articles about the same event.
        duplicates: Articles that only repeat another one (wire copies).
        statements: Statements found, by anybody.
        attributed: Statements whose actor is known by name.
        bullets: Bullets in the brief.
        folded: Statements whose claim another bullet carries.
        withheld: Statements of named actors without a line fit to print: unsure, a mere silence ("did not
            say"), only reported by somebody else, or not to be said without their context.
        left_out: Statements that would have a line but did not fit the brief's spec and limits.
        replaced: Lines of a generative condenser that the evidence guard refused.
    """

    articles: int = 0
    outlets: int = 0
    stories: int = 0
    duplicates: int = 0
    statements: int = 0
    attributed: int = 0
    bullets: int = 0
    folded: int = 0
    withheld: int = 0
    left_out: int = 0
    replaced: int = 0


@dataclass(frozen=True, slots=True)
class BriefSpec:
    """What a brief should hold.

    Attributes:
        actors: Only these; empty means everybody.
        muted: Never these.
        since: Only articles published at or after this instant (aware UTC); undated articles stay in.
        max_actors: At most this many sections.
        max_bullets: At most this many bullets a section.
        deeds: Whether actions that are not statements may become bullets.
        include: Only statements whose line or evidence holds one of these words or phrases, whole and
            without regard to case; empty means any.
        exclude: No statement whose line or evidence holds one of these.
    """

    actors: frozenset[ActorId] = frozenset()
    muted: frozenset[ActorId] = frozenset()
    since: datetime | None = None
    max_actors: int = 12
    max_bullets: int = 5
    deeds: bool = True
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Brief:
    """Bullets grouped by actor, the actor with most to say first."""

    sections: tuple[Section, ...]
    coverage: Coverage
    articles: tuple[Article, ...] = ()


@dataclass(frozen=True, slots=True)
class Query:
    """A question, understood: whose statements, since when, about what.

    Attributes:
        actors: Whose statements; empty means anybody's.
        topic: The content words that an answer must be about, in the order asked; empty means anything.
        since: Aware UTC, or None.
        until: Aware UTC, exclusive, or None.
    """

    actors: tuple[Actor, ...] = ()
    topic: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None


class Reason(StrEnum):
    """Why there is no answer."""

    AMBIGUOUS = "ambiguous"  # a name that several have
    PRONOUN = "pronoun"  # nobody was named before
    UNKNOWN = "unknown"  # nobody of that name is quoted
    NO_SUBJECT = "no_subject"  # neither a person nor a topic
    NOTHING_FOUND = "nothing_found"


@dataclass(frozen=True, slots=True)
class Silence:
    """Why there is no answer, as values for whoever words it.

    Attributes:
        actors: Whom an ambiguous name may mean, or whose statements were looked for.
        word: The unknown name, or the pronoun.
        topic: The content words that were looked for.
        since: Where the window begins, or None; ``until`` is exclusive.
        articles: How many were searched.
    """

    reason: Reason
    actors: tuple[Actor, ...] = ()
    word: str = ""
    topic: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    articles: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """Cited statements that answer a question, or the reason why there are none.

    Attributes:
        abstained: The reason as an English sentence; None for an answer with bullets.
        silence: The same as values; None where the reason is none of the archive's.
    """

    question: str
    query: Query
    bullets: tuple[Bullet, ...]
    abstained: str | None = None
    silence: Silence | None = None
