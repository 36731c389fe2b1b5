"""The texts of every language fit each other and the code that asks for them."""

from __future__ import annotations

import ast
import re
from itertools import chain, product

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
# A part of a key that only the running code knows.
OPEN = "[a-z0-9_]+"


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


def test_every_text_gets_the_values_that_it_names(code, asked):
    """Keys in full, put together, kept in a variable or handed on; where no values come from elsewhere."""
    wrong, looked_at = [], 0
    for path, tree in code.items():
        telling = Telling(tree)
        for call, key in telling.calls():
            given = {k.arg for k in call.keywords}
            patterns = telling.patterns(key)
            if OPEN in patterns or None in given:
                continue
            found = [k for k in KEYS if any(re.fullmatch(p, k) for p in patterns)]
            if not found:
                continue
            looked_at += 1
            # What is asked for in full elsewhere gets its values there.
            meant = [k for k in found if k not in asked[0]] or found
            told = {"slash"} if telling.adds_slash(call) else set()
            lacking = set().union(*map(needs, meant)) - given - told
            idle = given - set().union(*map(needs, found))
            if lacking or idle:
                wrong.append((f"{path.name}:{call.lineno}", found, lacking, idle))
    assert wrong == []
    assert looked_at > 200


def needs(key):
    return names(KEYS[key]) | (set() if isinstance(KEYS[key], str) else {"n"})


class Telling:
    """The calls of a module that ask for words, and which keys each of them may mean."""

    def __init__(self, tree):
        self.tree = tree
        self.functions = [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
        self.inside = {}
        for function in self.functions:  # the innermost comes last
            self.inside.update((id(node), function) for node in ast.walk(function))
        self.handing = {
            f.name: at for f in self.functions if (at := self.key_of(f)) is not None and f.args.kwarg
        }

    @staticmethod
    def key_of(function):
        """Which argument is the key; the object of a method is none."""
        plain = [a.arg for a in (*function.args.posonlyargs, *function.args.args) if a.arg != "self"]
        return plain.index("key") if "key" in plain else None

    def calls(self):
        for call in (n for n in ast.walk(self.tree) if isinstance(n, ast.Call)):
            at = self.handing.get(called(call), 0 if is_words(call) else None)
            if at is not None and len(call.args) > at:
                yield call, call.args[at]

    def adds_slash(self, call):
        return is_telling(call) or called(call) in self.handing

    def patterns(self, node, depth=4):
        """What a key may be, as regular expressions; ``OPEN`` where nothing is known of it."""
        match node:
            case _ if depth == 0:
                return {OPEN}
            case ast.Constant(str(value)):
                return {re.escape(value)}
            case ast.IfExp():
                return self.patterns(node.body, depth) | self.patterns(node.orelse, depth)
            case ast.FormattedValue():
                return self.patterns(node.value, depth - 1)
            case ast.JoinedStr():
                pieces = [self.patterns(piece, depth) for piece in node.values]
                return {"".join(chosen) for chosen in product(*pieces)}
            case ast.Name(name):
                known = [self.patterns(value, depth - 1) for value in self.meanings(node, name)]
                return set().union(*known) if known else {OPEN}
        return {OPEN}

    def meanings(self, node, name):
        """Every expression that a name may stand for in its function: assigned, looped over, or handed in."""
        function = self.inside.get(id(node))
        scope = list(ast.walk(function or self.tree))
        found = [n.value for n in scope if isinstance(n, ast.Assign) and is_name(n.targets[0], name)]
        for loop in (n for n in scope if isinstance(n, ast.For | ast.AsyncFor | ast.comprehension)):
            found += looped(loop, name)
        return found or (self.handed(function, name) if function else [])

    def handed(self, function, name):
        arguments = [a.arg for a in (*function.args.posonlyargs, *function.args.args)]
        if name not in arguments:
            return []
        at = arguments.index(name)
        found = (
            function.args.defaults[max(0, at - len(arguments)) :] if at >= self.first_default(function) else []
        )
        for call in (n for n in ast.walk(self.tree) if isinstance(n, ast.Call) and called(n) == function.name):
            given = next((k.value for k in call.keywords if k.arg == name), None)
            found += [given] if given else call.args[at : at + 1]
        return found

    @staticmethod
    def first_default(function):
        return len(function.args.posonlyargs) + len(function.args.args) - len(function.args.defaults)


def looped(loop, name):
    """What a loop over a written list gives a name."""
    rows = loop.iter.elts if isinstance(loop.iter, ast.Tuple | ast.List) else []
    if is_name(loop.target, name):
        return rows
    if isinstance(loop.target, ast.Tuple) and any(is_name(t, name) for t in loop.target.elts):
        at = next(n for n, t in enumerate(loop.target.elts) if is_name(t, name))
        return [row.elts[at] for row in rows if isinstance(row, ast.Tuple)]
    return []


def is_name(node, name):
    return isinstance(node, ast.Name) and node.id == name


def called(call):
    match call.func:
        case ast.Name(name) | ast.Attribute(attr=name):
            return name
    return ""


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
