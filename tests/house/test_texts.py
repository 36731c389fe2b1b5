"""The texts of every language fit each other and the code that asks for them."""

from __future__ import annotations

import ast
import re
from itertools import chain

import pytest
from babel import Locale

from bot.texts import ENGLISH, languages
from bot.texts.catalogue import load
from bot.texts.words import placeholders

CATALOGUES = {code: load(code) for code in languages()}
KEYS = CATALOGUES[ENGLISH]
SECTIONS = {key.partition(".")[0] for key in KEYS}
NAME = re.compile(r"[a-z][a-z0-9_]*")
# What Slack's own buttons carry looks like keys of ``slack.toml`` and is none.
NO_KEYS = {"slack.form", "slack.prompt"}
# Methods that hand a key on to the words, and add how commands begin.
TELLING = {"tell", "say", "toast"}


def forms(entry):
    return {"": entry} if isinstance(entry, str) else entry


def names(entry):
    return set(chain.from_iterable(placeholders(form) for form in forms(entry).values()))


@pytest.fixture(scope="module")
def code(root):
    """Every tree of the product's own code."""
    return {p: ast.parse(p.read_text(encoding="utf-8")) for p in sorted((root / "bot").rglob("*.py"))}


@pytest.fixture(scope="module")
def asked(code):
    """What the code asks for: keys in full, and patterns of those that are put together."""
    whole, patterns = {}, set()
    for path, tree in code.items():
        nodes = list(ast.walk(tree))
        pieces = {id(piece) for node in nodes if isinstance(node, ast.JoinedStr) for piece in node.values}
        for node in nodes:
            if id(node) in pieces:
                continue
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and is_key(node.value):
                whole.setdefault(node.value, f"{path.name}:{node.lineno}")
            elif isinstance(node, ast.JoinedStr) and (pattern := pattern_of(node)):
                patterns.add(pattern)
    return whole, patterns


def is_key(text):
    section, _, key = text.partition(".")
    return section in SECTIONS and NAME.fullmatch(key) is not None and text not in NO_KEYS


def pattern_of(node):
    """``f"ask.why_{reason}"`` as a pattern; None unless it begins with a section."""
    first = node.values[0]
    if (
        not isinstance(first, ast.Constant)
        or first.value.partition(".")[0] not in SECTIONS
        or "." not in first.value
    ):
        return None
    return "".join(re.escape(v.value) if isinstance(v, ast.Constant) else "[a-z0-9_]+" for v in node.values)


def test_english_ukrainian_german_and_spanish_are_there():
    assert {"en", "uk", "de", "es"} <= set(languages())


@pytest.mark.parametrize("language", languages())
def test_every_language_has_the_same_keys(language):
    assert sorted(CATALOGUES[language]) == sorted(KEYS)


@pytest.mark.parametrize("language", languages())
def test_a_text_has_the_same_values_in_every_language(language):
    """But for the number of a plural form: "one day", "the other lines"."""

    def values(entry):
        return names(entry) - (set() if isinstance(entry, str) else {"n"})

    got = {key: values(entry) for key, entry in CATALOGUES[language].items()}
    assert got == {key: values(KEYS[key]) for key in got}


@pytest.mark.parametrize("language", languages())
def test_only_the_number_may_be_missing_in_a_plural_form(language):
    lacking = {
        key: missing
        for key, entry in CATALOGUES[language].items()
        for form in forms(entry).values()
        if (missing := names(entry) - set(placeholders(form)) - {"n"})
    }
    assert lacking == {}


@pytest.mark.parametrize("language", languages())
def test_what_counts_has_every_plural_form_of_the_language(language):
    """Those that whole numbers up to a thousand take; all that the language knows are allowed."""
    locale = Locale.parse(language)
    wanted = {locale.plural_form(n) for n in range(1000)}
    known = set(locale.plural_form.tags) | {"other"}
    tables = {k: set(e) for k, e in CATALOGUES[language].items() if not isinstance(e, str)}
    assert {k: wanted - got for k, got in tables.items() if wanted - got} == {}
    assert {k: got - known for k, got in tables.items() if got - known} == {}


@pytest.mark.parametrize("language", languages())
def test_a_text_counts_in_every_language_or_in_none(language):
    counting = {key for key, entry in CATALOGUES[language].items() if not isinstance(entry, str)}
    assert counting == {key for key, entry in KEYS.items() if not isinstance(entry, str)}


@pytest.mark.parametrize("language", languages())
def test_texts_take_plain_names_only(language):
    """No attribute, index, conversion or width: a value can never be looked into."""
    found = {(k, n) for k, e in CATALOGUES[language].items() for n in names(e) if not NAME.fullmatch(n)}
    assert found == set()


@pytest.mark.parametrize("language", languages())
def test_texts_are_clean_and_not_empty(language):
    """Without control characters (a message's lines are blocks of their own) and white space at the ends."""
    texts = [(k, f) for k, e in CATALOGUES[language].items() for f in forms(e).values()]
    assert [k for k, form in texts if not form.strip() or form != form.strip() or not form.isprintable()] == []


def test_every_key_that_the_code_asks_for_exists(asked):
    whole, patterns = asked
    assert {key: where for key, where in whole.items() if key not in KEYS} == {}
    assert {p for p in patterns if not any(re.fullmatch(p, key) for key in KEYS)} == set()


def test_every_key_is_asked_for(asked):
    whole, patterns = asked
    idle = {k for k in KEYS if k not in whole and not any(re.fullmatch(p, k) for p in patterns)}
    assert idle == set()


def test_every_text_gets_the_values_that_it_names(code):
    """Where the key stands in the call and no values are passed on from elsewhere."""
    wrong = []
    for path, tree in code.items():
        for call in (n for n in ast.walk(tree) if isinstance(n, ast.Call) and n.args):
            first = call.args[0]
            given = {k.arg for k in call.keywords}
            if isinstance(first, ast.Constant) and isinstance(first.value, str) and first.value in KEYS:
                needed = names(KEYS[first.value])
                counts = {"n"} if not isinstance(KEYS[first.value], str) else set()
                given |= {"slash"} & needed if is_telling(call) else set()
                if is_words(call) and None not in given and needed | counts != given:
                    wrong.append((f"{path.name}:{call.lineno}", first.value, needed | counts, given))
    assert wrong == []


def is_words(call):
    """Whether words are called: ``w("…")``, ``self.w("…")``, ``words("uk")("…")``; not ``dict.get("…")``."""
    match call.func:
        case ast.Name(name) | ast.Attribute(attr=name):
            return name.lstrip("_") in {"w", "words", "text", "texts"} | TELLING
        case ast.Call():
            return True
    return False


def is_telling(call):
    return isinstance(call.func, ast.Attribute) and call.func.attr in TELLING
