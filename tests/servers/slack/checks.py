"""What Slack refuses in a message or a view, and what a careful bot does not write though Slack takes it.

Sources: https://docs.slack.dev/reference/block-kit and https://docs.slack.dev/reference/methods/chat.postMessage;
the total of a message's blocks is documented nowhere.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

MAX_BLOCKS = {"message": 50, "modal": 100, "home": 100}
MAX_TOTAL = 12_000
MAX_TEXT = 40_000
BROADCASTS = ("<!channel>", "<!here>", "<!everyone>", "<!channel|", "<!here|", "<!everyone|", "<!subteam^")
ELEMENTS = frozenset(
    "button static_select multi_static_select conversations_select multi_conversations_select channels_select "
    "multi_channels_select users_select multi_users_select external_select overflow datepicker timepicker "
    "datetimepicker checkboxes radio_buttons plain_text_input number_input url_text_input email_text_input "
    "rich_text_input file_input".split()
)
RICH = frozenset("rich_text_section rich_text_list rich_text_quote rich_text_preformatted".split())
RICH_LEAVES = frozenset("text link emoji user usergroup channel broadcast date color team".split())


@dataclass
class Check:
    """What is wrong with a list of blocks.

    Attributes:
        errors: As Slack words them, roughly; any of them refuses the message.
        complaints: What Slack takes and readers would not like.
    """

    errors: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    block_ids: set[str] = field(default_factory=set)
    action_ids: set[str] = field(default_factory=set)
    chars: int = 0

    def refuse(self, where: str, why: str) -> None:
        self.errors.append(f"[ERROR] {why} [json-pointer:{where}]")


def check_text(text: str) -> list[str]:
    """Complaints about the ``text`` of a message."""
    return [f"a broadcast in text: {text[:60]!r}"] if any(b in text for b in BROADCASTS) else []


def check_blocks(blocks: Any, *, surface: str = "message") -> Check:
    """Check the blocks of a message, a modal or a home tab."""
    check = Check()
    if not isinstance(blocks, list):
        check.refuse("/blocks", "must be an array")
        return check
    if len(blocks) > MAX_BLOCKS[surface]:
        check.refuse("/blocks", f"no more than {MAX_BLOCKS[surface]} items allowed")
    for number, block in enumerate(blocks):
        where = f"/blocks/{number}"
        if not isinstance(block, dict):
            check.refuse(where, "must be an object")
            continue
        _block(check, where, block)
    return check


def _block(check: Check, where: str, block: dict[str, Any]) -> None:
    _block_id(check, where, block.get("block_id"))
    kind = block.get("type")
    if kind in _KINDS:
        _KINDS[kind](check, where, block)
    elif kind != "divider":
        check.refuse(where, f"unsupported block: {kind}")


def _block_id(check: Check, where: str, block_id: Any) -> None:
    if block_id is None:
        return
    if not isinstance(block_id, str) or len(block_id) > 255:
        check.refuse(where, "block_id must be less than 256 characters")
    if block_id in check.block_ids:
        check.refuse(where, f"block_id {block_id!r} already exists")
    check.block_ids.add(block_id)


def _header(check: Check, where: str, block: dict[str, Any]) -> None:
    _text(check, f"{where}/text", block.get("text"), at_most=150, plain=True)


def _input(check: Check, where: str, block: dict[str, Any]) -> None:
    _text(check, f"{where}/label", block.get("label"), at_most=2000, plain=True)
    if "hint" in block:
        _text(check, f"{where}/hint", block["hint"], at_most=2000, plain=True)
    _element(check, f"{where}/element", block.get("element"))


def _image(check: Check, where: str, block: dict[str, Any]) -> None:
    if not block.get("alt_text") or not (block.get("image_url") or block.get("slack_file")):
        check.refuse(where, "missing required field")


def _markdown(check: Check, where: str, block: dict[str, Any]) -> None:
    _string(check, where, block.get("text"), at_most=12_000)


def _section(check: Check, where: str, block: dict[str, Any]) -> None:
    if "text" not in block and "fields" not in block:
        check.refuse(where, "missing required field: text")
    if "text" in block:
        _text(check, f"{where}/text", block["text"], at_most=3000)
    fields = block.get("fields", [])
    if len(fields) > 10:
        check.refuse(where, "no more than 10 fields allowed")
    for field_ in fields:
        _text(check, f"{where}/fields", field_, at_most=2000)
    if "accessory" in block:
        _element(check, f"{where}/accessory", block["accessory"])


def _several(check: Check, where: str, block: dict[str, Any]) -> None:
    elements = block.get("elements")
    if not isinstance(elements, list) or not elements:
        check.refuse(where, "elements must not be empty")
        return
    at_most = 10 if block["type"] == "context" else 25
    if len(elements) > at_most:
        check.refuse(where, f"no more than {at_most} items allowed")
    for number, element in enumerate(elements):
        place = f"{where}/elements/{number}"
        if block["type"] == "context":
            if isinstance(element, dict) and element.get("type") == "image":
                continue
            _text(check, place, element, at_most=2000)
        else:
            _element(check, place, element)


def _text(check: Check, where: str, value: Any, *, at_most: int, plain: bool = False) -> None:
    """A text object."""
    if not isinstance(value, dict) or value.get("type") not in {"plain_text", "mrkdwn"}:
        check.refuse(where, "must be a text object")
        return
    if plain and value["type"] != "plain_text":
        check.refuse(where, "must be a valid enum value: plain_text")
    if set(value) - {"type", "text", "emoji", "verbatim"}:
        check.refuse(where, f"additional properties: {sorted(set(value))}")
    _string(check, where, value.get("text"), at_most=at_most)
    text = str(value.get("text"))
    if value["type"] == "mrkdwn" and any(b in text for b in BROADCASTS):
        check.complaints.append(f"a broadcast in mrkdwn: {text[:60]!r}")


def _string(check: Check, where: str, text: Any, *, at_most: int) -> None:
    if not isinstance(text, str) or not text:
        check.refuse(where, "must be more than 0 characters")
        return
    check.chars += len(text)
    if len(text) > at_most:
        check.refuse(where, f"must be less than {at_most + 1} characters")


def _element(check: Check, where: str, element: Any) -> None:
    if not isinstance(element, dict) or element.get("type") not in ELEMENTS:
        if isinstance(element, dict) and element.get("type") == "image":
            return
        check.refuse(
            where, f"unsupported element: {element.get('type') if isinstance(element, dict) else element}"
        )
        return
    action_id = element.get("action_id")
    if action_id is not None:
        if not isinstance(action_id, str) or not 0 < len(action_id) <= 255:
            check.refuse(where, "action_id must be between 1 and 255 characters")
        elif action_id in check.action_ids:
            check.refuse(where, f"`action_id` {action_id!r} already exists for another element")
        check.action_ids.add(str(action_id))
    if element["type"] == "button":
        _button(check, where, element)
    if "placeholder" in element:
        _text(check, f"{where}/placeholder", element["placeholder"], at_most=150, plain=True)
    if "confirm" in element:
        confirm = element["confirm"]
        _text(check, f"{where}/confirm", confirm.get("title"), at_most=100, plain=True)
        _text(check, f"{where}/confirm", confirm.get("text"), at_most=300)
        _text(check, f"{where}/confirm", confirm.get("confirm"), at_most=30, plain=True)
        _text(check, f"{where}/confirm", confirm.get("deny"), at_most=30, plain=True)
    _options(check, where, element)


def _button(check: Check, where: str, button: dict[str, Any]) -> None:
    _text(check, f"{where}/text", button.get("text"), at_most=75, plain=True)
    if len(button.get("value", "")) > 2000:
        check.refuse(where, "value must be less than 2001 characters")
    if len(button.get("url", "")) > 3000:
        check.refuse(where, "url must be less than 3001 characters")
    if button.get("style", "primary") not in {"primary", "danger"}:
        check.refuse(where, "style must be primary or danger")


def _options(check: Check, where: str, element: dict[str, Any]) -> None:
    kind = element["type"]
    needs = kind in {"static_select", "multi_static_select", "checkboxes", "radio_buttons", "overflow"}
    groups = element.get("option_groups", [])
    options = element.get("options", [o for g in groups for o in g.get("options", [])])
    if needs and not options:
        check.refuse(where, "options must not be empty")
    if len(options) > {"checkboxes": 10, "radio_buttons": 10, "overflow": 5}.get(kind, 100):
        check.refuse(where, "too many options")
    values = [o.get("value") for o in options]
    if len(set(values)) < len(values):
        check.refuse(where, "duplicate option values")
    for option in options:
        _text(check, f"{where}/options", option.get("text"), at_most=75)
        if not 0 < len(str(option.get("value") or "")) <= 150:
            check.refuse(where, "an option's value must be between 1 and 150 characters")
    chosen = element.get("initial_options", [element["initial_option"]] if "initial_option" in element else [])
    if any(c not in options for c in chosen) or ("initial_options" in element and not chosen):
        check.refuse(where, "initial option is not one of the options")


def _rich(check: Check, where: str, block: dict[str, Any]) -> None:
    elements = block.get("elements")
    if not isinstance(elements, list) or not elements:
        check.refuse(where, "elements must not be empty")
        return
    for number, element in enumerate(elements):
        if element.get("type") not in RICH:
            check.refuse(f"{where}/elements/{number}", f"unsupported element: {element.get('type')}")
            continue
        for leaf in _leaves(element):
            _leaf(check, f"{where}/elements/{number}", leaf)


def _leaf(check: Check, where: str, leaf: dict[str, Any]) -> None:
    kind = leaf.get("type")
    if kind not in RICH_LEAVES:
        check.refuse(where, f"unsupported element: {kind}")
    elif kind == "text":
        _string(check, where, leaf.get("text"), at_most=MAX_TOTAL)
    elif kind == "link":
        _string(check, where, leaf.get("url"), at_most=3000)
        if "text" in leaf:
            _string(check, where, leaf["text"], at_most=MAX_TOTAL)
    elif kind == "broadcast":
        check.complaints.append("a broadcast element")


def _leaves(element: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for inner in element.get("elements", []):
        if inner.get("type") in RICH:
            yield from _leaves(inner)
        else:
            yield inner


def check_view(view: Any) -> Check:
    """Check a modal or a home tab."""
    if not isinstance(view, dict) or view.get("type") not in {"modal", "home"}:
        check = Check()
        check.refuse("/view", "invalid view type")
        return check
    check = check_blocks(view.get("blocks"), surface=view["type"])
    if view["type"] == "modal":
        _text(check, "/view/title", view.get("title"), at_most=24, plain=True)
        for name in ("submit", "close"):
            if name in view:
                _text(check, f"/view/{name}", view[name], at_most=24, plain=True)
        if "submit" not in view and any(b.get("type") == "input" for b in view.get("blocks", [])):
            check.refuse("/view/submit", "submit is required when an input block is present")
    if len(view.get("private_metadata", "")) > 3000:
        check.refuse("/view/private_metadata", "must be less than 3001 characters")
    if len(view.get("callback_id", "")) > 255:
        check.refuse("/view/callback_id", "must be less than 256 characters")
    return check


_KINDS = {
    "header": _header,
    "section": _section,
    "context": _several,
    "actions": _several,
    "input": _input,
    "rich_text": _rich,
    "image": _image,
    "markdown": _markdown,
}
