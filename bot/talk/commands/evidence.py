"""Evidence: the sentence behind each bullet in its paragraph, with outlet, date and link."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from newsdesk.corrections import numbered
from newsdesk.model import Address, BriefRecord, Channel, Delivery, DeliveryKind
from newsdesk.threads import in_thread

from ..buttons import name_of, number_in, pack, values_of
from ..context import Action, Command, Context, Family, channel_at
from ..conversing import ABOUT, ANSWER, shown_last
from ..delivered import Sent, sent_here
from ..keeping import bullets_of, kept
from ..memory import prompted
from ..model import Reply
from ..proving import AT_ONCE, proof, source_of
from ..targets import stale

if TYPE_CHECKING:
    from newsdesk.ports import Store

WHOLE = "evb"
PART = "ev"


async def evidence(ctx: Context, /) -> Reply | None:
    """/evidence [N]: of the message replied to, else of what was shown last here; of bullet N alone."""
    asked = ctx.text.strip()
    number = number_in(asked)
    if asked and not number:
        return ctx.refuse(ctx.tell("help.evidence"))
    what = await _meant(ctx)
    first, alone = (number - 1, True) if number else (0, False)
    if name_of(what) == ABOUT:
        return await _of_memo(ctx, values_of(what)[0], first, alone=alone) or ctx.say("evidence.pruned")
    if what and (sent := await sent_here(ctx, values_of(what)[0])):
        return await _of_brief(ctx, sent, name_of(what), first, alone=alone)
    return ctx.say("evidence.nothing")


async def _meant(ctx: Context) -> str:
    """What the evidence of is asked for: a memo or a delivery, as a button's data; "" for nothing."""
    quoted = ctx.heard.replied_to if ctx.heard else None
    if quoted is not None and quoted.own:
        if name_of(about := await prompted(ctx.store, ctx.place, quoted.message)) == ABOUT:
            return about
        if data := await in_thread(_delivered_as, ctx.store, ctx.place.chat, quoted.message):
            return data
    last, at = await shown_last(ctx)
    channel = await channel_at(ctx.store, ctx.place)
    brief = await in_thread(_last_brief, ctx.store, channel) if channel else None
    if brief is None:
        return last
    is_newer = at is None or (brief.updated_at is not None and brief.updated_at >= at)
    return pack(WHOLE, brief.id) if is_newer or not last else last


def _delivered_as(store: Store, chat: Address, message: str) -> str:
    delivery = store.ledger.sent_as(chat, message)
    return pack(PART, delivery.id) if delivery is not None and _cites(delivery) else ""


def _last_brief(store: Store, channel: Channel) -> Delivery | None:
    briefs = store.ledger.histories([channel.id], limit=1).get(channel.id, ())
    if not briefs:
        return None
    parts = store.ledger.deliveries(brief=max(briefs), channel=channel.id, limit=10)
    return next((d for d in parts if _cites(d)), None)


def _cites(delivery: Delivery) -> bool:
    return delivery.brief is not None and delivery.kind is not DeliveryKind.CORRECTION


async def _of_memo(ctx: Context, memo: str, first: int, *, alone: bool = False) -> Reply | None:
    """The evidence of bullets of an answer; None when they are gone."""
    content = await kept(ctx, memo, ANSWER)
    bullets = bullets_of(content["bullets"]) if content else ()
    if content is None:
        return None
    if not 0 <= first < len(bullets):
        return _no_such(ctx, len(bullets)) if alone and bullets else None
    last = first + 1 if alone else min(first + AT_ONCE, len(bullets))
    pairs = list(zip(bullets, content.get("sources", ()), strict=False))
    reply = await proof(
        ctx,
        bullets[first:last],
        known=[tuple(source_of(s, bullet) for s in found) for bullet, found in pairs[first:last]],
        further="" if alone else pack("aev", memo, last),
        left=len(bullets) - last,
    )
    return replace(reply, about=pack(ABOUT, memo))


async def _of_brief(ctx: Context, sent: Sent, scope: str, first: int, *, alone: bool = False) -> Reply:
    """The evidence of bullets of a delivered brief, or of one part of it."""
    delivery, record = sent
    if record is None:
        return ctx.say("evidence.pruned" if delivery.brief is not None else "evidence.nothing")
    numbers = _numbers(record, delivery, scope)
    if not 0 <= first < len(numbers):
        return _no_such(ctx, len(numbers)) if alone and numbers else stale(ctx)
    chosen = numbers[first : first + (1 if alone else AT_ONCE)]
    bullets = dict(numbered(record))
    last = first + len(chosen)
    return await proof(
        ctx,
        [bullets[number] for number in chosen],
        articles=record.brief.articles,
        withdrawn={place for place, number in enumerate(chosen) if number in record.withdrawn},
        further="" if alone else pack(scope, delivery.id, last),
        left=len(numbers) - last,
    )


def _no_such(ctx: Context, there: int) -> Reply:
    """There are fewer bullets than somebody asked for."""
    return ctx.refuse(ctx.tell("evidence.only", n=there))


def _numbers(record: BriefRecord, delivery: Delivery, scope: str) -> list[int]:
    """Of the bullets that stand in the brief, or in the part that was delivered."""
    every = [number for number, _ in numbered(record)]
    return [n for n in every if n in delivery.message.bullets] if scope == PART else every


async def _pressed_answer(ctx: Context, values: tuple[str, ...]) -> Reply | None:
    first = number_in(values[1]) if len(values) == 2 else None
    found = await _of_memo(ctx, values[0], first) if first is not None else None
    return found or stale(ctx)


def _pressed_brief(scope: str) -> Action:
    async def pressed(ctx: Context, values: tuple[str, ...]) -> Reply | None:
        first = number_in((*values, "0")[1]) if values else None
        sent = await sent_here(ctx, values[0]) if first is not None and len(values) < 3 else None
        return stale(ctx) if sent is None or first is None else await _of_brief(ctx, sent, scope, first)

    return Action(scope, pressed)


FAMILY = Family(
    commands=(Command("evidence", evidence),),
    actions=(Action("aev", _pressed_answer), _pressed_brief(PART), _pressed_brief(WHOLE)),
)
