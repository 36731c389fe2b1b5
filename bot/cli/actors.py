"""``newsdesk actors``: who is in the archive, and the repairs of the registry."""

from __future__ import annotations

import getpass
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .options import filled, unfolded
from .terminal import FAILED, NOTHING_FOUND, WRONG_USAGE, emit, note

if TYPE_CHECKING:
    from newsdesk.ports import Store
    from newsdesk.repairs import Change, Making
    from summarizer.actors.registry import Registry
    from summarizer.model import Actor

actors_app = typer.Typer(
    help="Who speaks in the archive; say who is the same, who is not, and what they are called.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
Who = Annotated[str, typer.Argument(metavar="ACTOR", help="A name, an alias or an id.", callback=filled)]
Called = Annotated[str, typer.Argument(metavar="NAME", help="A name as articles write it.", callback=filled)]


@dataclass(frozen=True, slots=True)
class Manner:
    """The options of every command that makes or takes back a repair."""

    by: Annotated[
        str | None, typer.Option(metavar="NAME", help="Who says so; your user name if not given.")
    ] = None
    yes: Annotated[bool, typer.Option("--yes", help="Do it even if it is doubtful.")] = False
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would change.")] = False

    def making(self) -> Making:
        """The same as the use cases take it, now."""
        from newsdesk.repairs import Making

        return Making(_by(self.by), datetime.now(UTC), insist=self.yes, rehearse=self.dry_run)


_PLAIN = Manner()


@dataclass(frozen=True, slots=True)
class _Open:
    """The store and the registry while a command runs."""

    store: Store
    registry: Registry

    def actor(self, name: str, /) -> Actor:
        """The one actor of that name.

        Raises:
            typer.Exit: With 3 when there is none, with 2 when there are several; both are told.
        """
        from newsdesk.repairs import find

        found = find(self.store, self.registry, name)
        if len(found) == 1:
            return found[0]
        if not found:
            note(f"newsdesk: nobody is called {name!r}. Look with: newsdesk actors list PART-OF-THE-NAME")
            raise typer.Exit(NOTHING_FOUND)
        note(f"newsdesk: {name!r} could be {len(found)} actors. Name one by its id:")
        for actor in found[:10]:
            note(f"  {actor.id}  {actor.name} ({actor.kind.value})")
        raise typer.Exit(WRONG_USAGE)


@contextmanager
def _opened() -> Iterator[_Open]:
    from bot.app import load_actors, open_store
    from config.settings import load_settings

    settings = load_settings()
    registry = load_actors(settings)
    store = open_store(settings)
    try:
        yield _Open(store, registry)
    finally:
        store.housekeeping.close()


@actors_app.command("list")
def list_(
    name: Annotated[str, typer.Argument(metavar="[NAME]", help="Only who is called so, in part.")] = "",
    limit: Annotated[int, typer.Option(min=1, help="At most so many.")] = 50,
    as_json: Json = False,
) -> None:
    """Print who has statements in the archive, those with most first."""
    from newsdesk.repairs import listed

    from . import actor_lines as lines

    with _opened() as desk:
        found = listed(desk.store, name=name, limit=limit)
    for known in found:
        emit(_json(lines.known_record(known)) if as_json else lines.known_line(known))
    if not found:
        note(
            f"newsdesk: nobody in the archive is called {name!r}."
            if name
            else "newsdesk: the archive is empty."
        )
        note("Fill it with: newsdesk gather --once" if not name else "See everybody with: newsdesk actors list")
        raise typer.Exit(NOTHING_FOUND)


@actors_app.command()
def show(
    actor: Who,
    latest: Annotated[int, typer.Option(min=0, help="So many of its last statements.")] = 5,
    as_json: Json = False,
) -> None:
    """Print an actor's names, the words that articles use for it, its last statements and its repairs."""
    from newsdesk.repairs import profile
    from newsdesk.repairs.viewing import named

    from . import actor_lines as lines

    with _opened() as desk:
        seen = profile(desk.store, desk.registry, desk.actor(actor), latest=latest)
        names = named(seen.repairs, desk.registry, desk.store)
    if as_json:
        emit(_json(lines.profile_record(seen)))
    else:
        for line in lines.profile_lines(seen, names):
            emit(line)


@actors_app.command()
@unfolded
def merge(
    actor: Annotated[
        str, typer.Argument(metavar="A", help="Who is the same as B; name, alias or id.", callback=filled)
    ],
    other: Annotated[str, typer.Argument(metavar="B", help="Who stays.", callback=filled)],
    manner: Manner = _PLAIN,
    as_json: Json = False,
) -> None:
    """Say that A is B: everything of A is B's from now on, in what was read as in what will be."""
    from newsdesk import repairs

    with _opened() as desk:
        a, b = desk.actor(actor), desk.actor(other)
        _repair(
            desk,
            lambda: repairs.merge(desk.store, desk.registry, a, b, making=manner.making()),
            as_json=as_json,
        )


@actors_app.command()
@unfolded
def split(
    actor: Who,
    name: Called,
    as_: Annotated[
        str | None,
        typer.Option(
            "--as",
            metavar="ACTOR",
            help="Whom the name means; a new actor if nobody is so called.",
            callback=filled,
        ),
    ] = None,
    manner: Manner = _PLAIN,
    as_json: Json = False,
) -> None:
    """Say that NAME does not mean ACTOR but somebody else: statements under that name become theirs."""
    from newsdesk import repairs

    with _opened() as desk:
        a = desk.actor(actor)
        _repair(
            desk,
            lambda: repairs.split(
                desk.store,
                desk.registry,
                a,
                name,
                other=repairs.whom_a_name_means(desk.store, desk.registry, as_ or name, not_=a),
                making=manner.making(),
            ),
            as_json=as_json,
        )


@actors_app.command()
@unfolded
def alias(
    actor: Who,
    name: Called,
    manner: Manner = _PLAIN,
    as_json: Json = False,
) -> None:
    """Say that NAME is another name of ACTOR."""
    from newsdesk import repairs

    with _opened() as desk:
        a = desk.actor(actor)
        _repair(
            desk,
            lambda: repairs.alias(desk.store, desk.registry, a, name, making=manner.making()),
            as_json=as_json,
        )


@actors_app.command()
@unfolded
def undo(
    repair: Annotated[
        int | None, typer.Argument(metavar="[ID]", help="Which one; the last if not given.")
    ] = None,
    manner: Manner = _PLAIN,
    as_json: Json = False,
) -> None:
    """Take a repair back, as if it had never been made."""
    from newsdesk import repairs
    from newsdesk.model import RepairId

    chosen = None if repair is None else RepairId(repair)
    with _opened() as desk:
        _repair(
            desk,
            lambda: repairs.undo(desk.store, chosen, making=manner.making()),
            as_json=as_json,
            undoing=True,
        )


@actors_app.command()
def history(as_json: Json = False) -> None:
    """Print every repair ever made, by whom, and whether it was taken back; the last one at the end."""
    from newsdesk.repairs.viewing import named

    from . import actor_lines as lines

    with _opened() as desk:
        made = desk.store.actors.repairs(undone=True)
        names = named(made, desk.registry, desk.store)
    for repair in made:
        emit(_json(lines.repair_record(repair)) if as_json else lines.repair_line(repair, names))
    if not made:
        note("newsdesk: nobody has repaired anything yet.")
        raise typer.Exit(NOTHING_FOUND)


def _repair(desk: _Open, make: Callable[[], Change], *, as_json: bool, undoing: bool = False) -> None:
    from newsdesk.errors import UnknownWish
    from newsdesk.repairs import RepairRefused
    from newsdesk.repairs.viewing import named

    from . import actor_lines as lines

    try:
        change = make()
    except RepairRefused as error:
        note(f"newsdesk: {error}")
        if error.doubtful:
            note("Nothing was changed. If it is right all the same, add --yes.")
        raise typer.Exit(NOTHING_FOUND if isinstance(error, UnknownWish) else FAILED) from error
    if as_json:
        emit(_json(lines.change_record(change)))
        return
    sentence = lines.sentence(change.repair, named([change.repair], desk.registry, desk.store))
    done = "Would say" if not change.made else "Taken back" if undoing else "Noted"
    will = "then" if not change.made else "now"
    emit(f"{done}: {sentence}.")
    moved = f"{lines.count(change.statements, 'statement')} in {lines.count(change.articles, 'article')}"
    emit(f"Credited to somebody else {will}: {moved}.")
    if change.made and not undoing:
        emit(f"Take it back with: newsdesk actors undo {change.repair.id}")


def _by(by: str | None) -> str:
    if by and by.strip():
        return by.strip()
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container's user without a name
        return "operator"


def _json(record: dict[str, Any]) -> str:
    return json.dumps(record, ensure_ascii=False)
