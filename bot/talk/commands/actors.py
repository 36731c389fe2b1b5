"""/actors, and the repairs of the registry that the whole desk shares: /merge, /split, /alias, /undo."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.render.clean import clean, clip
from bot.render.document import Block, Heading, Line, Note
from newsdesk.errors import RepairRefused
from newsdesk.model import KnownActor, Repair, RepairId, RepairKind
from newsdesk.repairs import Change, Making, Profile, find, folded_name, listed, profile
from newsdesk.repairs.viewing import named
from newsdesk.threads import in_thread
from summarizer.model import Actor, ActorId

from ..buttons import number_in, pack
from ..context import Action, ButtonHandler, Command, Context, Family, Handler
from ..keeping import keep, spent
from ..model import Button, PlaceKind, Pressed, Reply
from ..names import shown_id, with_id
from ..permits import Needs
from ..repairing import Doubt, Wish, make, take_back, wish_of
from ..targets import refusal, stale, wished

if TYPE_CHECKING:
    from collections.abc import Mapping


MAX_LISTED = 20
MAX_FORMS = 12
MAX_NAME_CHARS = 100
_WISH = "repair"


async def actors(ctx: Context, /) -> Reply | None:
    """[NAME]: who is quoted most, or one actor with all names."""
    name = _name(ctx.text)
    if not name:
        known = await in_thread(listed, ctx.store, limit=MAX_LISTED)
        if not known:
            return ctx.say("ask.nothing_read")
        return ctx.reply(Heading(ctx.tell("actors.most")), *_known_lines(ctx, known), ctx.tell("actors.one"))
    found = await in_thread(find, ctx.store, ctx.services.actors(), name)
    if len(found) == 1:
        return await _profile(ctx, found[0])
    if found:
        return ctx.reply(ctx.tell("actors.which", name=name), *_actor_lines(found))
    like = await in_thread(listed, ctx.store, name=name, limit=MAX_LISTED)
    if not like:
        return ctx.refuse(ctx.tell("actors.nobody", name=name))
    return ctx.reply(ctx.tell("actors.like", name=name), *_known_lines(ctx, like))


async def _profile(ctx: Context, actor: Actor) -> Reply:
    seen, names = await in_thread(_seen, ctx, actor)
    known = seen.known
    lines: list[Block] = [Heading(clean(actor.name), shown_id(actor.id)), Note(_count_of(ctx, known))]
    for key, words in (("called", seen.aliases), ("written", known.forms)):
        if words:
            shown = ctx.words.listed(clip(clean(w), MAX_NAME_CHARS) for w in words[:MAX_FORMS])
            lines.append(Note(ctx.tell(f"actors.{key}", names=shown)))
    lines += [
        Line(_sentence(ctx, repair, names), head=ctx.tell("actors.repair", number=int(repair.id)))
        for repair in seen.repairs[-MAX_LISTED:]
    ]
    return ctx.reply(*lines)


def _seen(ctx: Context, actor: Actor) -> tuple[Profile, Mapping[ActorId, str]]:
    registry = ctx.services.actors()
    seen = profile(ctx.store, registry, actor, latest=1)
    return seen, named(seen.repairs, registry, ctx.store)


def _count_of(ctx: Context, known: KnownActor) -> str:
    count = ctx.tell("actors.statements", n=known.statements)
    return f"{count} · {ctx.words.day(known.last_at, ctx.zone)}" if known.last_at else count


def _known_lines(ctx: Context, known: Sequence[KnownActor]) -> list[Block]:
    return [
        Line(_count_of(ctx, k), head=clean(k.actor.name), labels=tuple(filter(None, (shown_id(k.actor.id),))))
        for k in known
    ]


def _actor_lines(found: Sequence[Actor]) -> list[Block]:
    return [Line(clean(a.id), head=clean(a.name)) for a in found[:MAX_LISTED]]


def _name(words: str) -> str:
    return clip(clean(words), MAX_NAME_CHARS)


def _parts(text: str) -> list[str]:
    """What stands between signs of equality, or between commas where there is none."""
    sign = "=" if "=" in text else ","
    return [part for words in text.split(sign) if (part := _name(words))]


async def merge(ctx: Context, /) -> Reply | None:
    """WRONG = RIGHT."""
    parts = _parts(ctx.text)
    if len(parts) != 2:
        return ctx.refuse(ctx.tell("help.merge"))
    found, unclear = await in_thread(_ones, ctx, parts)
    if unclear:
        return ctx.reply(*unclear)
    return await _do(ctx, Wish(RepairKind.MERGE, found[0], found[1]))


async def split(ctx: Context, /) -> Reply | None:
    """ACTOR = NAME [= OTHER]: the name means somebody else."""
    parts = _parts(ctx.text)
    if len(parts) not in {2, 3}:
        return ctx.refuse(ctx.tell("help.split"))
    found, unclear = await in_thread(_ones, ctx, parts[:1])
    if unclear:
        return ctx.reply(*unclear)
    meaning = parts[2] if len(parts) == 3 else ""
    return await _do(ctx, Wish(RepairKind.SPLIT, found[0], name=parts[1], meaning=meaning))


async def alias(ctx: Context, /) -> Reply | None:
    """ACTOR = NAME."""
    parts = _parts(ctx.text)
    if len(parts) != 2:
        return ctx.refuse(ctx.tell("help.alias"))
    found, unclear = await in_thread(_ones, ctx, parts[:1])
    if unclear:
        return ctx.reply(*unclear)
    return await _do(ctx, Wish(RepairKind.ALIAS, found[0], name=parts[1]))


async def undo(ctx: Context, /) -> Reply | None:
    """[N]: the last repair, or one by its number."""
    asked = ctx.text.strip()
    number = number_in(asked)
    if asked and number is None:
        return ctx.refuse(ctx.tell("help.undo"))
    return await _undone(ctx, None if number is None else RepairId(number), insist=False)


def _ones(ctx: Context, names: Sequence[str]) -> tuple[list[Actor], list[Block]]:
    """The one actor of each name, or what to say about names that mean none or several."""
    ones: list[Actor] = []
    unclear: list[Block] = []
    for name in names:
        found = find(ctx.store, ctx.services.actors(), name)
        if len(found) == 1:
            ones.append(found[0])
        elif found:
            unclear += [Note(ctx.tell("actors.which", name=name)), *_actor_lines(found)]
        else:
            unclear.append(Note(ctx.tell("actors.nobody", name=name)))
    return ones, unclear


async def _do(ctx: Context, wish: Wish, *, insist: bool = False) -> Reply:
    """Make a repair, or show what it would change and ask."""
    try:
        done = await in_thread(make, ctx.store, ctx.services.actors(), wish, _making(ctx, insist=insist))
    except RepairRefused as refused:
        return _refused(ctx, refused)
    if isinstance(done, Doubt):
        memo = await keep(ctx, _WISH, wish.kept())
        return await _doubtful(ctx, done, "actors.would", pack("repair", memo))
    wished(ctx, wish.kind.value, repair=int(done.repair.id), statements=done.statements)
    lines = await _told(ctx, done, "actors.noted", "actors.moved")
    button = Button(ctx.tell("actors.undo"), pack("unrepair", done.repair.id))
    return ctx.reply(*lines, ctx.tell("actors.everywhere"), buttons=((button,),))


async def _undone(ctx: Context, repair: RepairId | None, *, insist: bool) -> Reply:
    # Everybody has a private chat, so what others did is not undone from there.
    own_alone = ctx.target.kind is PlaceKind.PRIVATE and not ctx.services.permits.is_operator(ctx.by)
    making = _making(ctx, insist=insist)
    try:
        done = await in_thread(take_back, ctx.store, repair, making, own_alone=own_alone)
    except RepairRefused as refused:
        return _refused(ctx, refused)
    if isinstance(done, Doubt):
        others = own_alone and done.would.repair.by != making.by
        if others and (refused_here := await refusal(ctx, Needs.OPERATOR, "undo")):
            return refused_here
        return await _doubtful(ctx, done, "actors.would_undo", pack("unrepair", done.would.repair.id, 1))
    wished(ctx, "undone", repair=int(done.repair.id), statements=done.statements)
    return ctx.reply(*await _told(ctx, done, "actors.undone", "actors.moved"))


async def _doubtful(ctx: Context, doubt: Doubt, key: str, data: str) -> Reply:
    lines = await _told(ctx, doubt.would, key, "actors.would_move")
    button = Button(ctx.tell("actors.insist"), data, weighty=True)
    return ctx.reply(ctx.tell(f"actors.fault_{doubt.fault.value}"), *lines, buttons=((button,),))


def _refused(ctx: Context, refused: RepairRefused) -> Reply:
    return ctx.refuse(ctx.tell(f"actors.fault_{refused.fault.value}"), ctx.tell("actors.look"))


async def _told(ctx: Context, change: Change, key: str, moved: str) -> list[str]:
    """What a repair says, and how much it moves."""
    names = await in_thread(_names, ctx, change.repair)
    sentence = _sentence(ctx, change.repair, names)
    return [ctx.tell(key, sentence=sentence), ctx.tell(moved, n=change.statements)]


def _names(ctx: Context, repair: Repair) -> Mapping[ActorId, str]:
    return named([repair], ctx.services.actors(), ctx.store)


def _sentence(ctx: Context, repair: Repair, names: Mapping[ActorId, str]) -> str:
    actor = clip(clean(names.get(repair.actor, repair.actor)), MAX_NAME_CHARS)
    other = clip(clean(repair.other.name), MAX_NAME_CHARS) if repair.other else ""
    if repair.other and repair.other.id != repair.actor and folded_name(actor) == folded_name(other):
        actor, other = with_id(actor, repair.actor), with_id(other, repair.other.id)
    name = clip(clean(repair.name), MAX_NAME_CHARS)
    return ctx.tell(f"actors.says_{repair.kind.value}", actor=actor, other=other, name=name)


def _making(ctx: Context, *, insist: bool) -> Making:
    return Making(f"{ctx.by.platform}:{ctx.by.id}", ctx.now, insist=insist)


async def _insisted(ctx: Context, values: tuple[str, ...]) -> Reply | None:
    """A doubtful repair is made all the same."""
    content = await spent(ctx, values[0], _WISH) if len(values) == 1 else None
    if content is None:
        return stale(ctx)
    return replace(await _do(ctx, wish_of(content), insist=True), replaces=isinstance(ctx.said, Pressed))


async def _unrepaired(ctx: Context, values: tuple[str, ...]) -> Reply | None:
    """The button below a repair, or below the doubts about undoing it."""
    number = number_in(values[0]) if len(values) in {1, 2} else None
    if number is None or values[1:] not in {(), ("1",)}:
        return stale(ctx)
    reply = await _undone(ctx, RepairId(number), insist=bool(values[1:]))
    return replace(reply, replaces=isinstance(ctx.said, Pressed))


def _guarded(handler: Handler) -> Handler:
    """For those who may change what the whole desk shares: where strangers are served, its operators."""

    async def guarded(ctx: Context) -> Reply | None:
        return await _refusal(ctx) or await handler(ctx)

    return guarded


def _guarded_button(handler: ButtonHandler) -> ButtonHandler:
    async def guarded(ctx: Context, values: tuple[str, ...]) -> Reply | None:
        return await _refusal(ctx) or await handler(ctx, values)

    return guarded


async def _refusal(ctx: Context) -> Reply | None:
    return await refusal(ctx, max(Needs.MANAGER, ctx.services.permits.feeds_need), "repair")


_REPAIRS: dict[str, Callable[[Context], Awaitable[Reply | None]]] = {
    "merge": merge,
    "split": split,
    "alias": alias,
    "undo": undo,
}
FAMILY = Family(
    commands=(
        Command("actors", actors),
        *(Command(name, _guarded(handler), Needs.MANAGER) for name, handler in _REPAIRS.items()),
    ),
    actions=(
        Action("repair", _guarded_button(_insisted), Needs.MANAGER),
        Action("unrepair", _guarded_button(_unrepaired), Needs.MANAGER),
    ),
)
