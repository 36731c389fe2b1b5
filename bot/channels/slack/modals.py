"""Forms: views that people fill in, and what they have filled in.

Fields are those of ``bot.talk.forms``; a field's block has the field's name, so that Slack can show what is
wrong with it.  ``where`` is Slack's own: it chooses the channel that the form is about.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from bot.talk.model import Filled, Place, PlaceKind
from bot.texts import languages, words
from bot.texts.words import Words
from newsdesk.model import Address

from .outgoing import plain

View: TypeAlias = "dict[str, Any]"
Values: TypeAlias = "Mapping[str, tuple[str, ...]]"

CALLBACK = "newsdesk"
FORMS = ("subscribe", "settings")
PROMPT = "prompt:"
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MAX_OPTIONS = 100
_WHERE = "where"


@dataclass(frozen=True, slots=True)
class Target:
    """Which form it is, and the place that it is about."""

    form: str
    place: Place


def form_view(
    form: str,
    place: Place,
    /,
    *,
    language: str = "en",
    filled: Filled | None = None,
) -> View | None:
    """A form about a place; None for a form that there is not.

    Args:
        filled: What fields hold at first, and what there is to choose from; without feeds to choose from the
            form does not ask for them.
    """
    w, shown = words(language), filled or Filled()
    first = shown.values
    match form:
        case "subscribe":
            blocks = _subscribe(w, place, first, shown.choices.get("feeds", ()))
        case "settings":
            blocks = _settings(w, first)
        case _:
            return None
    return _view(w, w(f"slack.{form}_title"), Target(form, place), blocks)


def prompt_view(
    asked_for: str, label: str, place: Place, /, *, language: str = "en", above: Sequence[View] = ()
) -> View:
    """A form of one field.

    Args:
        asked_for: ``Reply.prompt_for``.
        above: Blocks to read before.
    """
    w = words(language)
    field = _input("answer", label, {"type": "plain_text_input", "multiline": False, "max_length": 1000})
    view = _view(w, w("slack.prompt_title"), Target(PROMPT + asked_for, place), [*above[:99], field])
    return {**view, "submit": plain(w("slack.send"), 24)}


def target_of(view: Mapping[str, Any], /) -> Target | None:
    """The form that a view is, and its place: the channel that was chosen, when one has been."""
    if view.get("callback_id") != CALLBACK:
        return None
    try:
        found = json.loads(str(view.get("private_metadata") or ""))
        form, chat, thread, kind, title = (str(found[k]) for k in ("form", "chat", "thread", "kind", "title"))
        place = Place(Address("slack", chat, thread), PlaceKind(kind), title)
    except (ValueError, KeyError, TypeError):
        return None
    chosen = "".join(_state(view).get(_WHERE, ()))
    if chosen and chosen != chat:
        if not chosen.startswith(("C", "G")):
            return (
                None  # what a form offers is decided by a client, which may lie: nobody's private conversation
            )
        place = Place(Address("slack", chosen), PlaceKind.GROUP)
    return Target(form, place)


def submitted_values(view: Mapping[str, Any], /) -> dict[str, tuple[str, ...]]:
    """What was filled in, by field; ("",) for a field of text that was left empty, () for no choice."""
    return {name: values for name, values in _state(view).items() if name != _WHERE}


def errors_of(view: Mapping[str, Any], wrong: Mapping[str, str], /) -> dict[str, str]:
    """Sentences by block, as Slack wants them; those for fields that the view lacks stand at its first."""
    blocks = [b for b in view.get("blocks") or () if isinstance(b, dict) and b.get("type") == "input"]
    names = [str(b.get("block_id")) for b in blocks]
    if not names:
        return {}
    placed: dict[str, str] = {}
    for field, sentence in wrong.items():
        name = field if field in names else names[0]
        placed[name] = f"{placed[name]} {sentence}" if name in placed else sentence
    return placed


def _subscribe(w: Words, place: Place, first: Values, feeds: Sequence[tuple[str, str]]) -> list[View]:
    days = first.get("days") or DAYS
    chosen = {"daily": DAYS, "weekdays": DAYS[:5]}.get("".join(days), days)
    options = [(day, w.weekdays({n})) for n, day in enumerate(DAYS)]
    blocks = [
        _input("days", w("slack.days"), _choice("checkboxes", options, [day for day in DAYS if day in chosen])),
        _text("when", w("slack.when"), first, hint=w("slack.when_hint"), default="08:00"),
        _text("zone", w("slack.zone"), first, hint=w("slack.zone_hint"), default="UTC"),
        _text("actors", w("slack.actors"), first, hint=w("slack.actors_hint"), optional=True),
        _text("max_actors", w("slack.max_actors"), first, hint=w("slack.max_actors_hint"), optional=True),
        _language(w, first),
    ]
    if feeds:
        choice = _choice("multi_static_select", [*feeds][:_MAX_OPTIONS], first.get("feeds", ()))
        blocks.insert(4, _input("feeds", w("slack.feeds"), choice, hint=w("slack.feeds_hint"), optional=True))
    if place.kind is not PlaceKind.PRIVATE:
        blocks.insert(0, _input(_WHERE, w("slack.where"), _conversations(place)))
    return blocks


def _settings(w: Words, first: Values) -> list[View]:
    layouts = [(name, w(f"slack.layout_{name}")) for name in ("threads", "single")]
    empty = [(name, w(f"slack.when_empty_{name}")) for name in ("silence", "note")]
    return [
        _language(w, first),
        _text("zone", w("slack.zone"), first, hint=w("slack.zone_hint"), default="UTC"),
        _text("quiet", w("slack.quiet"), first, hint=w("slack.quiet_hint"), optional=True),
        _select("layout", w("slack.layout"), layouts, first),
        _text("alerts_per_day", w("slack.alerts_per_day"), first, hint=w("slack.alerts_hint"), default="0"),
        _select("when_empty", w("slack.when_empty"), empty, first),
    ]


def _language(w: Words, first: Values) -> View:
    options = [(code, words(code).name) for code in languages()]
    return _select("language", w("slack.language"), options, {"language": (w.language,), **first})


def _view(w: Words, title: str, target: Target, blocks: list[View]) -> View:
    address = target.place.address
    about = {
        "form": target.form,
        "chat": address.chat,
        "thread": address.thread,
        "kind": target.place.kind.value,
        "title": target.place.title,
    }
    return {
        "type": "modal",
        "callback_id": CALLBACK,
        "private_metadata": json.dumps(about),
        "title": plain(title, 24),
        "submit": plain(w("slack.save"), 24),
        "close": plain(w("slack.cancel"), 24),
        "blocks": blocks,
    }


def _input(name: str, label: str, element: View, *, hint: str = "", optional: bool = False) -> View:
    block = {
        "type": "input",
        "block_id": name,
        "label": plain(label, 2000),
        "optional": optional,
        "element": {**element, "action_id": name},
    }
    return {**block, "hint": plain(hint, 2000)} if hint else block


def _text(
    name: str, label: str, first: Values, *, hint: str, default: str = "", optional: bool = False
) -> View:
    element: View = {"type": "plain_text_input", "max_length": 1000}
    if value := ", ".join(first.get(name, ())) or default:
        element["initial_value"] = value[:1000]
    return _input(name, label, element, hint=hint, optional=optional)


def _select(name: str, label: str, options: Sequence[tuple[str, str]], first: Values) -> View:
    chosen = [value for value in first.get(name, ()) if value in dict(options)] or [options[0][0]]
    return _input(name, label, _choice("static_select", options, chosen[:1]))


def _choice(kind: str, options: Sequence[tuple[str, str]], chosen: Sequence[str]) -> View:
    shown = [{"text": plain(label, 75), "value": value} for value, label in options]
    initial = [option for option in shown if option["value"] in chosen]
    element: View = {"type": kind, "options": shown}
    if initial and kind == "static_select":
        element["initial_option"] = initial[0]
    elif initial:
        element["initial_options"] = initial
    return element


def _conversations(place: Place) -> View:
    return {
        "type": "conversations_select",
        "initial_conversation": place.address.chat,
        "filter": {"include": ["public", "private"]},
    }


def _state(view: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    state = view.get("state")
    blocks = state.get("values") if isinstance(state, dict) else None
    found: dict[str, tuple[str, ...]] = {}
    for name, elements in (blocks if isinstance(blocks, dict) else {}).items():
        for element in elements.values() if isinstance(elements, dict) else ():
            if isinstance(element, dict):
                found[str(name)] = _values(element)
    return found


def _values(element: Mapping[str, Any]) -> tuple[str, ...]:
    if "selected_options" in element:
        chosen = element["selected_options"] or ()
        return tuple(str(option.get("value")) for option in chosen if isinstance(option, dict))
    if isinstance(option := element.get("selected_option"), dict):
        return (str(option.get("value") or ""),)
    names = ("value", "selected_conversation", "selected_channel", "selected_time")
    return (next((str(element[n]) for n in names if element.get(n)), "").strip(),)
