"""Actors and repairs as the command line prints them: one pure function a contract, and lines for the eye."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from bot.render.clean import clean
from newsdesk.model import KnownActor, Repair
from newsdesk.repairs import Change, Profile
from summarizer.model import ActorId

Names = Mapping[ActorId, str]

# For programs


def known_record(known: KnownActor, /) -> dict[str, Any]:
    """An actor as ``actors list --json`` prints it, an object a line."""
    return {
        "id": known.actor.id,
        "name": known.actor.name,
        "kind": known.actor.kind.value,
        "statements": known.statements,
        "last_at": known.last_at.isoformat() if known.last_at else None,
    }


def profile_record(seen: Profile, /) -> dict[str, Any]:
    """An actor as ``actors show --json`` prints it; offsets are those of the article as stored."""
    return {
        **known_record(seen.known),
        "aliases": list(seen.aliases),
        "forms": list(seen.known.forms),
        "latest": [
            {
                "text": statement.gist
                or article.text[statement.evidence[0].start : statement.evidence[-1].end],
                "article": article.id,
                "revision": article.revision,
                "url": article.url,
                "evidence": [list(span) for span in statement.evidence],
                "published_at": article.published_at.isoformat() if article.published_at else None,
            }
            for statement, article in seen.latest
        ],
        "repairs": [repair_record(r) for r in seen.repairs],
    }


def repair_record(repair: Repair, /) -> dict[str, Any]:
    """A repair as ``actors history --json`` prints it, an object a line."""
    return {
        "id": repair.id,
        "kind": repair.kind.value,
        "actor": repair.actor,
        "other": repair.other.id if repair.other else None,
        "name": repair.name or None,
        "by": repair.by,
        "at": repair.at.isoformat(),
        "undone_by": repair.undone_by or None,
        "undone_at": repair.undone_at.isoformat() if repair.undone_at else None,
    }


def change_record(change: Change, /) -> dict[str, Any]:
    """What a repair changed, as ``--json`` prints it; ``id`` is null for a dry run of a new one."""
    return {
        **repair_record(change.repair),
        "id": change.repair.id or None,
        "made": change.made,
        "statements": change.statements,
        "articles": change.articles,
    }


# For people


def known_line(known: KnownActor, /) -> str:
    """An actor in a list: statements, last day, kind, name and id."""
    last = f"{known.last_at:%Y-%m-%d}" if known.last_at else ""
    actor = known.actor
    return f"{known.statements:>6}  {last:<10}  {actor.kind.value:<7}  {clean(actor.name)}  [{actor.id}]"


def profile_lines(seen: Profile, names: Names, /) -> Iterator[str]:
    """An actor in full, with the place of each statement under it."""
    actor = seen.known.actor
    last = f", the last on {seen.known.last_at:%Y-%m-%d}" if seen.known.last_at else ""
    yield f"{clean(actor.name)} ({actor.kind.value}) [{actor.id}]"
    yield f"  {count(seen.known.statements, 'statement')}{last}"
    if seen.aliases:
        yield f"  also called: {clean('; '.join(seen.aliases))}"
    if seen.known.forms:
        yield f"  in articles: {clean('; '.join(seen.known.forms[:12]))}"
    for statement, article in seen.latest:
        text = statement.gist or " ".join(article.text[a:b] for a, b in statement.evidence)
        day = f"{article.published_at:%Y-%m-%d}  " if article.published_at else ""
        yield f"  • {clean(text)}"
        yield f"    {day}{clean(article.url or article.title or str(article.id))}"
    for repair in seen.repairs:
        yield f"  {repair_line(repair, names)}"


def count(number: int, noun: str, /) -> str:
    """A number with its noun: "1 article", "2 articles"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def repair_line(repair: Repair, names: Names, /) -> str:
    """A repair in the history."""
    line = f"{repair.id:>4}  {repair.at:%Y-%m-%d %H:%M}  {clean(repair.by)}: {sentence(repair, names)}"
    if repair.undone_at is None:
        return line
    return f"{line}  (taken back by {clean(repair.undone_by)} on {repair.undone_at:%Y-%m-%d %H:%M})"


def sentence(repair: Repair, names: Names, /) -> str:
    """What a repair says, without a full stop."""
    actor = clean(f"{names.get(repair.actor, repair.actor)} [{repair.actor}]")
    other = clean(f"{repair.other.name} [{repair.other.id}]") if repair.other else ""
    name = clean(repair.name)
    return {
        "merge": f"{actor} is {other}",
        "split": f"“{name}” is not {actor} but {other}",
        "alias": f"“{name}” is a name of {actor}",
    }[repair.kind.value]
