"""What ``newsdesk doctor`` looks at: each check returns findings and changes nothing."""

from __future__ import annotations

import importlib.util
import sys
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from config.settings import Settings

DISTRIBUTION = "newsdesk"
NAMES = ("bot", "config", "newsdesk", "summarizer")
HOME = Path(__file__).resolve().parent.parent.parent
_SAMPLE = '"The talks will resume on Monday," the minister said.'


class Level(StrEnum):
    """How bad a finding is; only ``FAIL`` makes the doctor's exit code 1."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check saw.

    Attributes:
        check: What was looked at, one word or two.
        message: What is the case, as a phrase.
        advice: What to do about it; empty when all is well.
    """

    check: str
    level: Level
    message: str
    advice: str = ""


def examine(*, quick: bool = False, online: bool = False) -> list[Finding]:
    """All findings, in the order in which a person would look; a check that breaks is a finding too.

    Args:
        quick: Look whether the language pipeline is there, but do not load it (saves about two seconds).
        online: Also ask Telegram and Slack about the tokens.
    """
    from . import chat_checks

    loaded: list[Settings] = []
    checks: list[tuple[str, Callable[[], Iterable[Finding]]]] = [
        ("python", python),
        ("dependencies", dependencies),
        ("names", collisions),
        ("seeds", seeds),
        ("settings", partial(settings_valid, loaded)),
    ]
    findings = [f for name, check in checks for f in _guarded(name, check)]
    for settings in loaded:
        checks = [
            ("pipeline", partial(pipeline, settings, quick=quick)),
            ("reader", partial(reader, settings, quick=quick)),
            ("registry", partial(registry, settings)),
            ("condenser", partial(condenser, settings)),
            ("database", partial(database, settings)),
            ("access", partial(chat_checks.access, settings)),
            ("tokens", partial(chat_checks.shapes, settings)),
            *([("chats", partial(chat_checks.online, settings))] if online else []),
        ]
        findings += [f for name, check in checks for f in _guarded(name, check)]
    return findings


def _guarded(check: str, look: Callable[[], Iterable[Finding]]) -> list[Finding]:
    try:
        return list(look())
    except Exception as error:  # noqa: BLE001  # a check's top: what breaks here is what the user must hear of
        fault = f"{type(error).__name__}: {error}"
        return [Finding(check, Level.FAIL, fault, "Mend what this names, then ask again.")]


def python() -> list[Finding]:
    """Which interpreter runs; pip has refused one that is too old."""
    version = ".".join(map(str, sys.version_info[:3]))
    return [Finding("python", Level.OK, f"Python {version} at {sys.executable}")]


def dependencies() -> list[Finding]:
    """Every requirement of the installed distribution is there in a version that it accepts."""
    from packaging.requirements import Requirement

    try:
        required = [Requirement(r) for r in metadata.requires(DISTRIBUTION) or ()]
    except metadata.PackageNotFoundError:
        advice = "Run `make run`, or install it with pip, so that versions can be checked."
        return [Finding("dependencies", Level.WARN, "Newsdesk runs without being installed", advice)]
    wanted = [r for r in required if r.marker is None or r.marker.evaluate({"extra": ""})]
    faults = []
    for requirement in wanted:
        try:
            version = metadata.version(requirement.name)
        except metadata.PackageNotFoundError:
            faults.append(f"{requirement.name} is missing")
            continue
        if not requirement.specifier.contains(version, prereleases=True):
            faults.append(f"{requirement.name} is {version}, not {requirement.specifier}")
    if faults:
        advice = "Install again: `make run` in a checkout, `pipx reinstall newsdesk` elsewhere."
        return [Finding("dependencies", Level.FAIL, f, advice) for f in faults]
    return [Finding("dependencies", Level.OK, f"{len(wanted)} requirements met")]


def collisions() -> list[Finding]:
    """Nobody else claims one of our four import names, and each is imported from where we are."""
    claims: dict[str, list[str]] = {}
    for name, owners in metadata.packages_distributions().items():
        for owner in set(owners) if name in NAMES else ():
            if owner.lower() != DISTRIBUTION:
                claims.setdefault(owner, []).append(name)
    found = []
    for owner, names in sorted(claims.items()):
        message = f"{owner} {metadata.version(owner)} also provides {', '.join(sorted(names))}"
        advice = f"Run `pip uninstall {owner}`, or give Newsdesk an environment of its own (pipx, image)."
        found.append(Finding("names", Level.FAIL, message, advice))
    found += [f for name in NAMES for f in _shadowed(name)]
    return found or [Finding("names", Level.OK, f"{', '.join(NAMES)} are ours alone")]


def _shadowed(name: str) -> list[Finding]:
    spec = importlib.util.find_spec(name)
    ours = HOME / name / "__init__.py"
    origin = Path(spec.origin).resolve() if spec and spec.origin else None
    if origin == ours:
        return []
    message = f"`{name}` is imported from {origin or 'nowhere'} instead of {ours}"
    advice = "Rename or remove that file, or start Newsdesk elsewhere and without PYTHONPATH."
    return [Finding("names", Level.FAIL, message, advice)]


def seeds() -> list[Finding]:
    """The sample news is part of the installation."""
    from config.paths import seeds_dir

    return [Finding("seeds", Level.OK, str(seeds_dir()))]


def settings_valid(loaded: list[Settings], /) -> list[Finding]:
    """Settings can be read; ``loaded`` receives them."""
    from config.settings import SettingsError, load

    try:
        result = load()
    except SettingsError as error:
        return [
            Finding("settings", Level.FAIL, f"{p.key} ({p.origin}): {p.fault}", p.advice)
            for p in error.problems
        ]
    loaded.append(result.settings)
    changed = sum(origin != "default" for origin in result.origins.values())
    where = f"from {result.file} and the environment" if result.file else "from the environment"
    return [Finding("settings", Level.OK, f"{changed} set {where}" if changed else "all at their defaults")]


def pipeline(settings: Settings, /, *, quick: bool) -> list[Finding]:
    """The language pipeline is there and, unless ``quick``, parses a sentence."""
    name = settings.pipeline
    if quick:
        if importlib.util.find_spec(name.replace("-", "_")) or Path(name).is_dir():
            return [Finding("pipeline", Level.OK, f"{name} is installed")]
        advice = "Install it with pip, or name another one in NEWSDESK_PIPELINE."
        return [Finding("pipeline", Level.FAIL, f"{name} is not installed", advice)]
    from summarizer.model import Article, ArticleId
    from summarizer.syntax.spacy_parser import SpacyParser

    (document,) = SpacyParser(name).parse([Article(ArticleId("doctor"), _SAMPLE)])
    if any(t.lemma == "say" and t.pos == "VERB" for t in document.tokens):
        return [Finding("pipeline", Level.OK, f"{name} parses")]
    advice = "Name a pipeline for English with tagger, parser and lemmatizer in NEWSDESK_PIPELINE."
    return [Finding("pipeline", Level.FAIL, f"{name} does not find the verb of a plain sentence", advice)]


def reader(settings: Settings, /, *, quick: bool) -> list[Finding]:
    """The reader's weights are there and, unless ``quick``, find who speaks in a sentence."""
    from summarizer.attribution.learned.tagger import DEFAULT_FOLDER

    if settings.reader == "rules":
        return [Finding("reader", Level.OK, "rules")]
    folder = DEFAULT_FOLDER if settings.reader == "learned" else Path(settings.reader)
    if quick and (folder / "model.onnx").is_file():
        return [Finding("reader", Level.OK, f"{settings.reader} is there")]
    from bot.app import build_summarizer
    from summarizer.model import Article, ArticleId

    (reading,) = build_summarizer(settings).read([Article(ArticleId("doctor"), _SAMPLE)])
    if any(s.actor and s.actor.name.endswith("minister") for s in reading.statements):
        return [Finding("reader", Level.OK, f"{settings.reader} reads")]
    advice = "Name a model that `make train` wrote in NEWSDESK_READER, or unset it."
    return [Finding("reader", Level.FAIL, f"{settings.reader} finds no speaker in a plain sentence", advice)]


def registry(settings: Settings, /) -> list[Finding]:
    """The actor registry says what it should."""
    from summarizer.actors.registry_file import load_registry
    from summarizer.errors import RegistryError

    try:
        actors = load_registry(settings.registry_path)
    except RegistryError as error:
        return [Finding("registry", Level.FAIL, str(error), "Correct the file, or unset NEWSDESK_REGISTRY.")]
    return [Finding("registry", Level.OK, f"{len(actors.entries)} actors in {settings.registry_path}")]


def condenser(settings: Settings, /) -> list[Finding]:
    """What the condenser in the settings needs is installed."""
    if settings.condenser.startswith("hf:") and not importlib.util.find_spec("torch"):
        advice = "Run `make torch` or `pip install 'newsdesk[torch]'`, or unset NEWSDESK_CONDENSER."
        return [Finding("condenser", Level.FAIL, f"{settings.condenser} needs torch", advice)]
    return [Finding("condenser", Level.OK, settings.condenser)]


def database(settings: Settings, /) -> list[Finding]:
    """The SQLite file is ours and can be written where it should lie; a PostgreSQL server has its driver."""
    path = settings.database_path
    if path is None:
        if settings.database_url.startswith("postgresql") and not importlib.util.find_spec("psycopg"):
            advice = "Install it: `pip install 'newsdesk[postgres]'`."
            return [Finding("database", Level.FAIL, "PostgreSQL needs the psycopg driver", advice)]
        return [Finding("database", Level.OK, "not a file; no server was asked")]
    place = next(p for p in (path.absolute(), *path.absolute().parents) if p.exists())
    try:
        if place == path.absolute():
            place.open("r+b").close()
        # SQLite writes its journal beside the file.
        tempfile.TemporaryFile(dir=place if place != path.absolute() else place.parent).close()
    except OSError as error:
        advice = "Give this user the right to write there, or name another file in NEWSDESK_DATABASE_URL."
        return [Finding("database", Level.FAIL, f"{path} cannot be written: {error.strerror}", advice)]
    if place == path.absolute():
        from newsdesk.errors import StoreError
        from newsdesk.store.sql.care import look

        try:
            look(path)
        except StoreError as error:
            return [Finding("database", Level.FAIL, f"{path} cannot be used", error.reason)]
    return [Finding("database", Level.OK, f"{path} can be written")]
