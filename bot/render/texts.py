"""Every word that a brief or an answer says by itself: one frozen catalogue a language.

A further language is a further instance; nothing else in this package holds user-visible text.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime


def _english_plural(count: int) -> int:
    return 0 if count == 1 else 1


@dataclass(frozen=True, slots=True)
class Texts:
    """The catalogue.

    Nouns are tuples of plural forms; ``plural`` picks one by number.  Templates take ``{n}`` (a number), or
    ``{day}``, ``{month}`` and ``{year}``.

    Attributes:
        said: The mark in front of something said or written.
        did: The mark in front of an action that is not a statement; ``legend`` explains it.
        repeated, changed: How a bullet stands to the channel's last brief; a new one has no mark.
        continued: Behind a heading that a message repeats, and in front of the rest of a bullet that no
            single message can hold.
        more_references: Behind a bullet's references when there are more than are worth printing.
        alert_lead: Why a channel gets an alert.
        late: Takes ``{time}`` and ``{date}``, when a brief that is late was due.
        corrected: Above a message of which a bullet was withdrawn; ``withdrawn`` stands behind the bullet.
        nothing_new: What a channel gets at a slot with nothing new, if it wants to be told.
    """

    language: str
    plural: Callable[[int], int]
    months: tuple[str, ...]
    brief_title: str
    nothing_found: str
    no_answer: str
    unnamed: str
    no_words: str
    said: str
    did: str
    legend: str
    repeated: str
    changed: str
    continued: str
    sources: str
    more_references: str
    date: str
    by_name: str
    article: tuple[str, ...]
    outlet: tuple[str, ...]
    story: tuple[str, ...]
    copy: tuple[str, ...]
    statement: tuple[str, ...]
    bullet: tuple[str, ...]
    folded: str
    withheld: str
    left_out: str
    replaced: str
    alert_title: str
    alert_lead: str
    late: str
    corrected: str
    withdrawn: str
    nothing_new: str

    def count(self, number: int, forms: tuple[str, ...], /) -> str:
        """A number with its noun: "1 article", "2 articles"."""
        return f"{number} {forms[self.plural(number)]}"

    def day(self, instant: datetime, /) -> str:
        """The calendar day of an aware instant in UTC: "11 May 2025"."""
        utc = instant.astimezone(UTC)
        return self.date.format(day=utc.day, month=self.months[utc.month - 1], year=utc.year)


ENGLISH = Texts(
    language="en",
    plural=_english_plural,
    months=(
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
    brief_title="News brief",
    nothing_found="No statement by a named person or body was found.",
    no_answer="No statement was found.",
    unnamed="Unnamed source",
    no_words="(no words)",
    said="•",
    did="▸",
    legend="▸ marks an action rather than a statement.",
    repeated="repeated",
    changed="changed",
    continued="(continued)",
    sources="Sources",
    more_references="+{n} more",
    date="{day} {month} {year}",
    by_name="{n} by name",
    article=("article", "articles"),
    outlet=("outlet", "outlets"),
    story=("story", "stories"),
    copy=("copy", "copies"),
    statement=("statement", "statements"),
    bullet=("bullet", "bullets"),
    folded="{n} merged",
    withheld="{n} withheld",
    left_out="{n} left out",
    replaced="{n} replaced",
    alert_title="New statement",
    alert_lead="An alert of somebody whom this channel follows.",
    late="Due at {time} on {date}; Newsdesk could not send it then.",
    corrected="Corrected: a source was changed after this was written.",
    withdrawn="Withdrawn: the source no longer says this.",
    nothing_new="Nothing new since the last brief.",
)

_CATALOGUES = {texts.language: texts for texts in (ENGLISH,)}


def catalogue(language: str, /) -> Texts:
    """The words of a language, "de" for "de-AT"; English where there is no catalogue."""
    return _CATALOGUES.get(language) or _CATALOGUES.get(language.partition("-")[0].lower(), ENGLISH)
