"""What Slack sends to an app, as its documents show it: https://docs.slack.dev/reference."""

from collections.abc import Mapping, Sequence
from typing import Any

from .world import APP, BOT, BOT_USER, TEAM, Channel, Posted, User, View

Json = dict[str, Any]
TOKEN = "verification-token"  # the old way to verify; nobody may rely on it


def event_callback(event: Json, *, event_id: str, event_time: int) -> Json:
    return {
        "token": TOKEN,
        "team_id": TEAM,
        "context_team_id": TEAM,
        "context_enterprise_id": None,
        "api_app_id": APP,
        "event": event,
        "type": "event_callback",
        "event_id": event_id,
        "event_time": event_time,
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": TEAM,
                "user_id": BOT_USER,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
        "event_context": f"4-{event_id}",
    }


def said(message: Posted, channel: Channel, kind: str) -> Json:
    """A ``message`` or ``app_mention`` event."""
    event = {
        "type": kind,
        "user": message.user,
        "ts": message.ts,
        "client_msg_id": f"c-{message.ts}",
        "text": message.text,
        "team": TEAM,
        "blocks": message.blocks or _typed(message.text),
        "channel": channel.id,
        "event_ts": message.ts,
    }
    if message.thread_ts:
        event |= {"thread_ts": message.thread_ts}
    if message.files:
        event |= {"files": message.files, "upload": False, "subtype": "file_share"}
    if message.by_bot:
        event |= {"bot_id": BOT, "app_id": APP, "bot_profile": {"id": BOT, "app_id": APP}}
        del event["client_msg_id"]
    if kind == "message":
        event["channel_type"] = channel.kind
    return event


def _typed(text: str) -> list[Json]:
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
    return [{"type": "rich_text", "block_id": "typed", "elements": [section]}]


def _who(user: User) -> Json:
    return {"id": user.id, "username": user.name, "name": user.name, "team_id": TEAM}


def _common(kind: str, user: User, trigger: str) -> Json:
    return {
        "type": kind,
        "user": _who(user),
        "api_app_id": APP,
        "token": TOKEN,
        "trigger_id": trigger,
        "team": {"id": TEAM, "domain": "newsdesk"},
        "enterprise": None,
        "is_enterprise_install": False,
    }


def pressed(
    on: Posted | View,
    channel: Channel | None,
    user: User,
    element: Json,
    *,
    trigger: str,
    response_url: str,
    action_ts: str,
    chosen: Sequence[str] = (),
) -> Json:
    """A ``block_actions`` payload."""
    action = {
        k: v for k, v in element.items() if k in {"type", "action_id", "block_id", "text", "value", "url"}
    }
    action |= {"action_ts": action_ts, **(state_of(element, chosen) if chosen else {})}
    body = _common("block_actions", user, trigger) | {"actions": [action], "state": {"values": {}}}
    if isinstance(on, View):
        return body | {"container": {"type": "view", "view_id": on.id}, "view": on.json()}
    container: Json = {
        "type": "message",
        "message_ts": on.ts,
        "channel_id": on.channel,
        "is_ephemeral": bool(on.seen_by),
    }
    if on.thread_ts:
        container["thread_ts"] = on.thread_ts
    body |= {"container": container, "response_url": response_url}
    if channel is not None:
        body["channel"] = {"id": channel.id, "name": "directmessage" if channel.is_im else channel.name}
    return body if on.seen_by else body | {"message": on.json()}


def shortcut(callback_id: str, on: Posted, channel: Channel, user: User, *, trigger: str, url: str) -> Json:
    """A ``message_action`` payload: somebody chose an entry of a message's menu."""
    return _common("message_action", user, trigger) | {
        "callback_id": callback_id,
        "action_ts": on.ts,
        "message_ts": on.ts,
        "message": on.json(),
        "channel": {"id": channel.id, "name": channel.name},
        "response_url": url,
    }


def global_shortcut(callback_id: str, user: User, *, trigger: str, action_ts: str) -> Json:
    return _common("shortcut", user, trigger) | {"callback_id": callback_id, "action_ts": action_ts}


def slash(command: str, text: str, channel: Channel, user: User, *, trigger: str, url: str) -> Json:
    return {
        "token": TOKEN,
        "team_id": TEAM,
        "team_domain": "newsdesk",
        "channel_id": channel.id,
        "channel_name": "directmessage" if channel.is_im else channel.name,
        "user_id": user.id,
        "user_name": user.name,
        "command": command,
        "text": text,
        "api_app_id": APP,
        "is_enterprise_install": "false",
        "response_url": url,
        "trigger_id": trigger,
    }


def submitted(view: View, user: User, values: Mapping[str, Any], *, trigger: str) -> Json:
    """A ``view_submission`` payload.

    Args:
        values: By action id or block id: a text, or the value(s) chosen.

    Raises:
        AssertionError: A field that is required has no value, or there is no such field: Slack does not let
            anybody submit that.
    """
    state: dict[str, Json] = {}
    known: set[str] = set()
    required = {b["block_id"] for b in view.body["blocks"] if b["type"] == "input" and not b.get("optional")}
    for element in view.buttons:
        if element["type"] == "button":
            continue
        names = {element.get("action_id", ""), element["block_id"]}
        known |= names
        given = next((v for k, v in values.items() if k in names), None)
        field = state_of(element, given)
        assert element["block_id"] not in required or any(v for k, v in field.items() if k != "type"), element
        state.setdefault(element["block_id"], {})[element.get("action_id", "a")] = field
    assert set(values) <= known, f"no such field: {set(values) - known}; there are {sorted(known)}"
    body = {**view.json(), "state": {"values": state}}
    return _common("view_submission", user, trigger) | {"view": body, "response_urls": []}


_PICKED = {
    "plain_text_input": "value",
    "number_input": "value",
    "url_text_input": "value",
    "email_text_input": "value",
    "timepicker": "selected_time",
    "datepicker": "selected_date",
    "conversations_select": "selected_conversation",
    "channels_select": "selected_channel",
    "users_select": "selected_user",
    "multi_conversations_select": "selected_conversations",
    "multi_channels_select": "selected_channels",
    "multi_users_select": "selected_users",
}


def state_of(element: Json, given: Any) -> Json:
    """The state of one element: what was given, or what it shows at first."""
    kind = element["type"]
    options = [*element.get("options", [])]
    options += [o for g in element.get("option_groups", []) for o in g["options"]]
    by_value = {o["value"]: o for o in options}
    if kind in _PICKED:
        first = next((v for k, v in element.items() if k.startswith("initial_")), None)
        return {"type": kind, _PICKED[kind]: first if given is None else given}
    if kind in {"multi_static_select", "checkboxes"}:
        chosen = element.get("initial_options", []) if given is None else [by_value[v] for v in _many(given)]
        return {"type": kind, "selected_options": chosen}
    if kind in {"static_select", "radio_buttons", "overflow"}:
        chosen = element.get("initial_option") if given is None else by_value[_many(given)[0]]
        return {"type": kind, "selected_option": chosen}
    return {"type": kind}


def _many(given: Any) -> list[str]:
    return [given] if isinstance(given, str) else list(given)
