"""Whatever a brief holds: no bullet lost, cut, repeated or moved to another name, and every limit kept."""

from __future__ import annotations

import html
import json
import re
import unicodedata
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.render import (
    SlackBudget,
    SlackMessage,
    TelegramBudget,
    brief_document,
    render_plain,
    render_slack,
    render_telegram,
)
from bot.render.clean import clean, safe_url
from bot.render.plain import cells
from summarizer.model import Actor, ActorId, ActorKind, Brief, Bullet, Coverage, Section

from . import expected, strategies
from .telegram_html import parse

quick = settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
few = settings(quick, max_examples=15)

CONTINUED = " (continued)"


def under_names(messages: list[list[str]], names: set[str]) -> list[tuple[str, str]]:
    """(name, bullet) as a reader sees them: a bullet belongs to the last name above it *in its message*."""
    found = []
    for lines in messages:
        name = ""
        for number, line in enumerate(lines):
            plain = line.removesuffix(CONTINUED) if number == 0 else line
            if line[:2] in ("• ", "▸ ") and " marks an action" not in line:
                found.append((name, line))
            elif plain in names:
                name = plain
    return found


def telegram_lines(brief: Brief, budget: TelegramBudget) -> list[list[str]]:
    messages = render_telegram(brief_document(brief), budget=budget)
    return [parse(m.text).text.replace("\u2060", "").split("\n") for m in messages]


def check_telegram(brief: Brief, budget: TelegramBudget) -> None:
    for message in render_telegram(brief_document(brief), budget=budget):
        text, markup = parse(message.text)
        assert len(text.encode("utf-16-le")) // 2 <= budget.max_units
        assert len(message.text.encode()) <= budget.max_bytes
        assert len(markup) <= budget.max_entities
        assert text == text.strip()
        assert text


def elements(value: object) -> Iterator[dict[str, object]]:
    """Every JSON object with a type, at any depth."""
    if isinstance(value, dict):
        if "type" in value:
            yield value
        for inner in value.values():
            yield from elements(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from elements(inner)


def check_slack(message: SlackMessage, budget: SlackBudget) -> None:
    assert 1 <= len(message.blocks) <= budget.max_blocks
    assert 0 < len(message.text) <= budget.max_text_chars
    assert not re.search(r"[<>]|&(?!(?:amp|lt|gt);)", message.text)
    total = 0
    for block in message.blocks:
        assert block["type"] in ("header", "rich_text", "actions")
        if block["type"] == "actions":
            total += check_actions(block)
            continue
        found = [e for e in elements(block) if isinstance(e.get("text"), str)]
        size = sum(len(str(e["text"])) for e in found)
        assert 0 < size <= budget.max_block_chars
        assert all(e["text"] for e in found)
        total += size + sum(len(str(e.get("url", ""))) for e in found)
        for element in elements(block):
            assert element["type"] in {
                "header", "plain_text", "rich_text", "rich_text_section", "rich_text_list", "rich_text_quote",
                "text", "link",
            }  # fmt: skip
            if element["type"] == "plain_text":
                assert len(str(element["text"])) <= 150
                assert not re.search(r"[<>]|&(?!(?:amp|lt|gt);)", str(element["text"]))
            if element["type"] == "link":
                assert re.fullmatch(r"https?://[!-~]+", str(element["url"]))
                assert not set('<>|"') & set(str(element["url"]))
    assert total <= budget.max_chars
    ids = [e["action_id"] for block in message.blocks for e in elements(block) if "action_id" in e]
    assert len(set(ids)) == len(ids)
    assert json.loads(json.dumps(message.arguments())) == message.arguments()


def check_actions(block: Any) -> int:
    """Buttons as Slack takes them; how many characters they show."""
    assert 1 <= len(block["elements"]) <= 25
    for button in block["elements"]:
        assert button.keys() <= {"type", "text", "action_id", "value", "style"}
        assert button["type"] == "button"
        assert button.get("style", "danger") == "danger"
        assert 1 <= len(button["action_id"]) <= 255
        assert 1 <= len(button["value"].encode()) <= 64
        words = button["text"]
        assert words["type"] == "plain_text"
        assert 1 <= len(words["text"]) <= 75
        assert not re.search(r"[<>]|&(?!(?:amp|lt|gt);)", words["text"])
    return sum(len(button["text"]["text"]) for button in block["elements"])


def slack_bullets(message: SlackMessage) -> list[tuple[str, str]]:
    """(bold name, bullet) from the blocks."""
    found, name = [], ""
    blocks: Any = message.blocks
    for element in (e for b in blocks if b["type"] == "rich_text" for e in b["elements"]):
        inner = element["elements"]
        if element["type"] == "rich_text_section" and inner[0].get("style") == {"bold": True}:
            name = inner[0]["text"].removesuffix(CONTINUED)
        elif element["type"] == "rich_text_list":
            for item in inner:
                line = "".join(e["text"] for e in item["elements"])
                found.append((name, line if line.startswith("▸ ") else f"• {line}"))
    return found


@quick
@given(strategies.briefs() | strategies.crowded_briefs())
def test_telegram_messages_keep_every_limit_and_every_bullet(brief: Brief) -> None:
    """Parsed as Telegram would, the messages hold each bullet once, whole, in order, under its name."""
    budget = TelegramBudget()
    check_telegram(brief, budget)
    names = {name for name, _ in expected.pairs(brief)}
    assert under_names(telegram_lines(brief, budget), names) == expected.pairs(brief)


@quick
@given(strategies.briefs(max_sections=3), st.integers(1200, 2500), st.integers(15, 30))
def test_telegram_obeys_whatever_budget_it_is_given(brief: Brief, units: int, entities: int) -> None:
    """A smaller budget means more messages, not fewer bullets."""
    budget = TelegramBudget(max_units=units, max_bytes=20 * units, max_entities=entities)
    check_telegram(brief, budget)
    names = {name for name, _ in expected.pairs(brief)}
    assert under_names(telegram_lines(brief, budget), names) == expected.pairs(brief)


@quick
@given(strategies.briefs() | strategies.crowded_briefs())
def test_slack_messages_keep_every_limit_and_every_bullet(brief: Brief) -> None:
    """The blocks hold each bullet once, whole, in order, under its name; feed text stays literal."""
    messages = render_slack(brief_document(brief))
    for message in messages:
        check_slack(message, SlackBudget())
    assert [pair for m in messages for pair in slack_bullets(m)] == expected.pairs(brief)


@quick
@given(strategies.briefs())
def test_the_fallback_text_of_slack_is_complete(brief: Brief) -> None:
    """Who hears a message read aloud hears every bullet too."""
    lines = [line for m in render_slack(brief_document(brief)) for line in html.unescape(m.text).split("\n")]
    assert [x for x in lines if x[:2] in ("• ", "▸ ") and "marks an action" not in x] == [
        line for _, line in expected.pairs(brief)
    ]


@quick
@given(strategies.briefs(max_sections=3), st.integers(1, 8), st.integers(1500, 3000))
def test_slack_obeys_whatever_budget_it_is_given(brief: Brief, blocks: int, chars: int) -> None:
    """Few blocks or few characters a message: more messages, not fewer bullets."""
    budget = SlackBudget(max_blocks=2 + blocks, max_block_chars=1400, max_text_chars=chars)
    messages = render_slack(brief_document(brief), budget=budget)
    for message in messages:
        check_slack(message, budget)
    assert [pair for m in messages for pair in slack_bullets(m)] == expected.pairs(brief)


@quick
@given(strategies.briefs())
def test_plain_text_has_every_bullet_and_source_once(brief: Brief) -> None:
    """On lines long enough, each bullet is one line under its name."""
    (message,) = render_plain(brief_document(brief), width=10**9)
    lines = [line.strip() for line in message.text.split("\n")]
    names = {name for name, _ in expected.pairs(brief)}
    assert under_names([lines], names) == expected.pairs(brief)
    sources = lines[len(lines) - lines[::-1].index("Sources") :] if expected.cited(brief) else []
    numbered = [line for line in sources if re.match(r"\[\d+\] ", line)]
    assert [int(re.findall(r"\d+", line)[0]) for line in numbered] == [*range(1, expected.cited(brief) + 1)]


@quick
@given(strategies.briefs(), st.integers(24, 120))
def test_plain_lines_are_no_wider_than_asked_unless_a_word_is(brief: Brief, width: int) -> None:
    """Wrapping changes white space only, and breaks between words."""
    document = brief_document(brief)
    (wrapped,) = render_plain(document, width=width)
    (unwrapped,) = render_plain(document, width=10**9)
    assert wrapped.text.split() == unwrapped.text.split()
    for line in wrapped.text.split("\n"):
        if cells(line) > width:
            words = re.sub(r"^\s*([•▸]|\[\d+\])? ", "", line)
            assert len(words.split()) == 1, "only a word that is too long may stick out"


@quick
@given(strategies.briefs(max_sections=3), st.integers(1000, 3000))
def test_plain_messages_keep_a_limit_when_there_is_one(brief: Brief, limit: int) -> None:
    """A mail or a relay with a limit gets whole bullets as well."""
    messages = render_plain(brief_document(brief), width=10**9, max_chars=limit)
    assert all(len(m.text) <= limit for m in messages)
    lines = [[line.strip() for line in m.text.split("\n")] for m in messages]
    names = {name for name, _ in expected.pairs(brief)}
    assert under_names(lines, names) == expected.pairs(brief)


long_texts = st.one_of(
    st.lists(strategies.words, min_size=40, max_size=60).map(lambda w: " ".join(w * 40)),
    st.text(strategies.any_char, min_size=30, max_size=60).map(lambda t: t * 150),
    st.sampled_from(("&" * 6000, "x" * 9000, "👩\u200d👩\u200d👧 " * 900, "word " * 1500, "a.b " * 300)),
)


def without_space(text: str) -> str:
    return "".join(text.split())


@few
@given(strategies.bullets(long_texts))
@pytest.mark.parametrize("platform", ["telegram", "slack"])
def test_a_bullet_longer_than_any_message_is_continued_and_not_cut(platform: str, bullet: Bullet) -> None:
    """6,000 characters of one sentence: every one arrives, in order, in messages that keep the limits."""
    actor = Actor(ActorId("a"), "Ann Example", ActorKind.PERSON)
    brief = Brief((Section(actor, "", (bullet,)),), Coverage())
    if platform == "telegram":
        check_telegram(brief, TelegramBudget())
        found = under_names(telegram_lines(brief, TelegramBudget()), {"Ann Example"})
    else:
        messages = render_slack(brief_document(brief))
        for message in messages:
            check_slack(message, SlackBudget())
        found = [pair for m in messages for pair in slack_bullets(m)]
    ((_, whole),) = expected.pairs(brief)
    body = clean(bullet.text) or "(no words)"
    tail = whole[2 + len(body) :]
    assert {name for name, _ in found} == {"Ann Example"}
    assert all(line.endswith(tail) for _, line in found)
    pieces = [line[2 : len(line) - len(tail)] for _, line in found]
    assert all(piece.startswith("(continued) ") for piece in pieces[1:])
    rest = [piece.removeprefix("(continued) ") for piece in pieces[1:]]
    assert without_space("".join([pieces[0], *rest])) == without_space(body)


@quick
@given(strategies.briefs(max_sections=2))
def test_the_same_brief_gives_the_same_messages(brief: Brief) -> None:
    """Delivery compares and resumes parts, so rendering has no chance in it."""
    first, second = brief_document(brief), brief_document(brief)
    assert render_telegram(first) == render_telegram(second)
    assert render_slack(first) == render_slack(second)
    assert render_plain(first) == render_plain(second)


@quick
@given(strategies.texts | st.text())
def test_clean_text_is_one_line_without_anything_invisible(text: str) -> None:
    """No control character, line separator, bidi control or lone surrogate; cleaning twice changes nothing."""
    cleaned = clean(text)
    assert clean(cleaned) == cleaned == cleaned.strip()
    assert not re.search("[\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]", cleaned)
    assert not any(unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") for c in cleaned)
    assert "  " not in cleaned
    cleaned.encode()


@quick
@given(st.text(strategies.any_char).map("https://wire.example/".__add__) | st.text(strategies.any_char))
def test_a_safe_address_is_plain_and_stays_on_its_host(url: str) -> None:
    """What comes through is printable ASCII that neither markup can end, and safe again."""
    safe = safe_url(url)
    if safe is not None:
        assert re.fullmatch(r"https?://[A-Za-z0-9.:\[\]_-]+([/?#][!-~]*)?", safe)
        assert not set('<>|"`\\') & set(safe)
        assert safe_url(safe) == safe
