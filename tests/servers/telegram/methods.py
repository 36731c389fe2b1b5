"""The methods of the Bot API that the server knows, each refusing what Telegram refuses, in its words."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from .markup import BadMarkup, parse
from .world import ADMINS, Chat, Message

if TYPE_CHECKING:
    from .server import TelegramServer

Params = dict[str, Any]
TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"
SAME = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)


class Refused(Exception):
    """What Telegram answers instead of a result."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code, self.description, self.parameters = code, description, parameters


def bad(description: str) -> Refused:
    """400."""
    return Refused(400, f"Bad Request: {description}")


def get_me(server: TelegramServer, _params: Params) -> Any:
    return server.world.bot.json() | {
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
    }


def get_chat(server: TelegramServer, params: Params) -> Any:
    chat = chat_of(server, params)
    return chat.json() | {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": _NO_GIFTS}


_NO_GIFTS = dict.fromkeys(
    ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"), False
)


def get_chat_member(server: TelegramServer, params: Params) -> Any:
    chat, user = chat_of(server, params), int(params.get("user_id", 0))
    if user not in server.world.users:
        raise bad("invalid user_id specified")
    if chat.kind == "channel" and chat.members.get(server.world.bot.id) not in ADMINS:
        raise bad("member list is inaccessible")
    return member(server, chat, user)


def get_chat_administrators(server: TelegramServer, params: Params) -> Any:
    chat = chat_of(server, params)
    if chat.kind == "private":
        raise bad("there are no administrators in the private chat")
    return [member(server, chat, user) for user, status in chat.members.items() if status in ADMINS]


def member(server: TelegramServer, chat: Chat, user: int) -> dict[str, Any]:
    """A member of a chat, with what its status demands."""
    status = chat.members.get(user, "left")
    shown: dict[str, Any] = {"status": status, "user": server.world.users[user].json()}
    if status == "creator":
        shown["is_anonymous"] = False
    if status == "administrator":
        may = "manage_chat delete_messages manage_video_chats restrict_members promote_members change_info"
        may += " invite_users post_messages edit_messages post_stories edit_stories delete_stories"
        shown |= dict.fromkeys((f"can_{right}" for right in may.split()), True)
        shown |= {"can_be_edited": False, "is_anonymous": False}
    if status == "kicked":
        shown["until_date"] = 0
    return shown


def send_message(server: TelegramServer, params: Params) -> Any:
    chat = writable(server, params)
    thread = topic_of(chat, params)
    text, entities = content(server, params)
    reply_to = None
    if reply := params.get("reply_parameters"):
        reply_to = chat.messages.get(int(reply["message_id"]))
        if (reply_to is None or reply_to.is_deleted) and not reply.get("allow_sending_without_reply"):
            raise bad("message to be replied not found")
    message = Message(
        chat.take_id(),
        chat,
        None if chat.kind == "channel" else server.world.bot,
        text,
        entities,
        keyboard(params),
        thread,
        reply_to,
        params=params,
    )
    server.took(message)
    return message.json()


def edit_message_text(server: TelegramServer, params: Params) -> Any:
    chat, message = editable(server, params)
    text, entities = content(server, params)
    markup = keyboard(params)
    if (text, entities, markup) == (message.text, message.entities, message.markup):
        raise Refused(400, SAME)
    message.versions.append(message.text)
    message.text, message.entities, message.markup, message.params = text, entities, markup, params
    server.edited(message)
    return message.json() if chat else True


def edit_message_reply_markup(server: TelegramServer, params: Params) -> Any:
    _, message = editable(server, params)
    markup = keyboard(params)
    if markup == message.markup:
        raise Refused(400, SAME)
    message.markup = markup
    server.edited(message)
    return message.json()


def editable(server: TelegramServer, params: Params) -> tuple[Chat, Message]:
    """A message of the bot's own."""
    chat = writable(server, params)
    message = chat.messages.get(int(params.get("message_id", 0)))
    if message is None or message.is_deleted:
        raise bad("message to edit not found")
    if message.sender is not None and message.sender is not server.world.bot:
        raise bad("message can't be edited")
    return chat, message


def delete_message(server: TelegramServer, params: Params) -> Any:
    chat = writable(server, params)
    message = chat.messages.get(int(params.get("message_id", 0)))
    if message is None or message.is_deleted:
        raise bad("message to delete not found")
    message.is_deleted = True
    server.edited(message)
    return True


def send_chat_action(server: TelegramServer, params: Params) -> Any:
    chat = writable(server, params)
    topic_of(chat, params)
    actions = "typing upload_photo upload_document find_location choose_sticker".split()
    if params.get("action") not in actions:
        raise bad("wrong parameter action in request")
    server.actions.append((chat.id, str(params["action"]), time.monotonic()))
    server.stir()
    return True


def answer_callback_query(server: TelegramServer, params: Params) -> Any:
    query = server.queries.pop(str(params.get("callback_query_id")), None)
    if query is None or time.monotonic() - query.at > server.query_age_s:
        raise Refused(400, TOO_OLD)
    if len(str(params.get("text", ""))) > 200:
        raise bad("MESSAGE_TOO_LONG")
    server.toasts.append((query.user, str(params.get("text", "")), bool(params.get("show_alert"))))
    server.stir()
    return True


def set_my_commands(server: TelegramServer, params: Params) -> Any:
    commands = params.get("commands", [])
    if len(commands) > 100:
        raise bad("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        name = command.get("command", "")
        if not (0 < len(name) <= 32 and all(c.islower() or c.isdigit() or c == "_" for c in name)):
            raise bad("BOT_COMMAND_INVALID")
        if not 0 < len(command.get("description", "")) <= 256:
            raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
    scope = json.dumps(params.get("scope") or {"type": "default"}, sort_keys=True)
    server.commands[scope, params.get("language_code") or ""] = commands
    return True


def delete_my_commands(server: TelegramServer, params: Params) -> Any:
    scope = json.dumps(params.get("scope") or {"type": "default"}, sort_keys=True)
    server.commands.pop((scope, params.get("language_code") or ""), None)
    return True


def get_file(server: TelegramServer, params: Params) -> Any:
    file = server.files.get(str(params.get("file_id")))
    if file is None:
        raise bad("wrong file_id or the file is temporarily unavailable")
    if len(file[1]) > 20 * 1024 * 1024:
        raise bad("file is too big")
    return {
        "file_id": params["file_id"],
        "file_unique_id": f"u{params['file_id']}",
        "file_size": len(file[1]),
        "file_path": f"documents/{file[0]}",
    }


def leave_chat(server: TelegramServer, params: Params) -> Any:
    chat = chat_of(server, params)
    chat.members[server.world.bot.id] = "left"
    chat.refuses = "bot is not a member of the supergroup chat"
    return True


def chat_of(server: TelegramServer, params: Params) -> Chat:
    """The chat that is meant."""
    wanted = str(params.get("chat_id", ""))
    if not wanted:
        raise bad("chat_id is empty")
    if wanted.startswith("@"):
        names = (c for c in server.world.chats.values() if c.username.lower() == wanted[1:].lower())
        chat = next((c for c in names if c.kind != "private"), None)
    else:
        chat = server.world.chats.get(int(wanted)) if wanted.lstrip("-").isdigit() else None
    if chat is None:
        raise bad("chat not found")
    if chat.moved_to is not None:
        raise Refused(
            400,
            "Bad Request: group chat was upgraded to a supergroup chat",
            migrate_to_chat_id=chat.moved_to,
        )
    return chat


def writable(server: TelegramServer, params: Params) -> Chat:
    """The chat that is meant, if the bot may write there."""
    chat = chat_of(server, params)
    if chat.refuses:
        raise Refused(403, f"Forbidden: {chat.refuses}")
    if not chat.may_write:
        raise bad("not enough rights to send text messages to the chat")
    return chat


def topic_of(chat: Chat, params: Params) -> int | None:
    """The topic that is meant; None for the general one."""
    thread = params.get("message_thread_id")
    if not thread:
        return None
    topic = chat.topics.get(int(thread))
    if topic is None:
        raise bad("message thread not found")
    if topic.closed:
        raise bad("TOPIC_CLOSED")
    return topic.id


def content(server: TelegramServer, params: Params) -> tuple[str, list[dict[str, Any]]]:
    """The text of a message and its entities, as they will be shown."""
    raw = str(params.get("text") or "")
    if len(raw.encode()) > 32_768:
        raise bad("message is too long")
    mode = str(params.get("parse_mode") or "")
    entities: list[dict[str, Any]] = []
    if mode.lower() == "html":
        try:
            raw, entities = parse(raw)
        except BadMarkup as error:
            raise bad(str(error)) from None
    elif mode:
        raise bad(f"unsupported parse_mode: {mode}" if mode else "")
    text = raw.rstrip()
    if not text.strip():
        raise bad("message text is empty")
    if len(text) > 4096:
        raise bad("message is too long")
    if len(entities) > 100:
        server.dropped_entities += len(entities) - 100
    return text, entities[:100]


def keyboard(params: Params) -> dict[str, Any] | None:
    """The buttons of a message, if they are allowed."""
    markup = params.get("reply_markup")
    if not markup:
        return None
    rows = markup.get("inline_keyboard")
    if rows is None:
        return dict(markup)
    if sum(len(row) for row in rows) > 100:
        raise bad("REPLY_MARKUP_TOO_LONG")
    for row in rows:
        if len(row) > 8:
            raise bad("BUTTON_ROW_TOO_LONG")
        for button in row:
            if not button.get("text"):
                raise bad('can\'t parse inline keyboard button: Field "text" must be a non-empty String')
            if "url" not in button and not 1 <= len(str(button.get("callback_data", "")).encode()) <= 64:
                raise bad("BUTTON_DATA_INVALID")
            if not str(button.get("url", "https://x")).startswith(("http://", "https://", "tg://")):
                raise bad("BUTTON_URL_INVALID")
    return {"inline_keyboard": rows} if any(rows) else None


METHODS: dict[str, Callable[[TelegramServer, Params], Any]] = {
    "getme": get_me,
    "getchat": get_chat,
    "getchatmember": get_chat_member,
    "getchatadministrators": get_chat_administrators,
    "sendmessage": send_message,
    "editmessagetext": edit_message_text,
    "editmessagereplymarkup": edit_message_reply_markup,
    "deletemessage": delete_message,
    "sendchataction": send_chat_action,
    "answercallbackquery": answer_callback_query,
    "setmycommands": set_my_commands,
    "deletemycommands": delete_my_commands,
    "getfile": get_file,
    "leavechat": leave_chat,
}
# What counts against the rates: everything that a reader sees.
WRITES = frozenset({"sendmessage", "editmessagetext", "editmessagereplymarkup"})
