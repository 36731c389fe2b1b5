"""Settings: precedence, origins, and every fault at once with what to do."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from pydantic import ValidationError
from typer.testing import CliRunner

from bot.cli.config import HIDDEN, config_app
from config import docs
from config.settings import Origin, Settings, SettingsError, is_secret, load

TOKEN = "123456:not-a-real-token"


@pytest.fixture
def in_tmp(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_command_line_beats_environment_beats_file_beats_default(in_tmp, monkeypatch):
    Path("newsdesk.toml").write_text("max_bullets = 2\nmax_actors = 2\nmax_words = 20\n")
    monkeypatch.setenv("NEWSDESK_MAX_BULLETS", "3")
    monkeypatch.setenv("NEWSDESK_MAX_ACTORS", "3")
    loaded = load(max_bullets=4, max_words=None)
    s = loaded.settings
    assert (s.max_bullets, s.max_actors, s.max_words, s.max_file_mb) == (4, 3, 20, 20)
    names = ("max_bullets", "max_actors", "max_words", "max_file_mb")
    assert [loaded.origins[n] for n in names] == ["command line", "environment", "file", "default"]
    assert loaded.file == Path("newsdesk.toml")


def test_named_file_beats_the_working_directory_beats_the_home(in_tmp, monkeypatch):
    home = in_tmp / "xdg" / "newsdesk"
    home.mkdir(parents=True)
    (home / "newsdesk.toml").write_text("max_bullets = 1")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home.parent))
    assert load().settings.max_bullets == 1
    Path("newsdesk.toml").write_text("max_bullets = 2")
    assert load().settings.max_bullets == 2
    Path("other.toml").write_text("max_bullets = 3")
    monkeypatch.setenv("NEWSDESK_CONFIG", "other.toml")
    assert load().settings.max_bullets == 3


def test_all_faults_come_at_once_with_key_place_and_advice(in_tmp, monkeypatch):
    Path("newsdesk.toml").write_text('max_actors = 0\ncolour = "red"\nfetch_alow = ["a"]\n')
    monkeypatch.setenv("NEWSDESK_MAX_BULETS", "3")
    monkeypatch.setenv("NEWSDESK_MAX_WORDS", "many")
    with pytest.raises(SettingsError) as caught:
        load(condenser="magic")
    faults = {p.key: (p.origin, p.advice) for p in caught.value.problems}
    assert faults == {
        "NEWSDESK_MAX_BULETS": ("environment", "Did you mean NEWSDESK_MAX_BULLETS?"),
        "NEWSDESK_MAX_WORDS": ("environment", "For example: NEWSDESK_MAX_WORDS=28"),
        "max_actors": ("newsdesk.toml", "For example: max_actors = 12"),
        "colour": ("newsdesk.toml", "Remove it."),
        "fetch_alow": ("newsdesk.toml", "Did you mean fetch_allow?"),
        "condenser": ("command line", "For example: condenser=hf:google/flan-t5-small"),
    }
    assert str(caught.value).startswith("6 settings are wrong:\n")


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"max_bullets: 3", "is not TOML in UTF-8"),
        (b"\xff\xfe", "is not TOML in UTF-8"),
        (None, "cannot be read"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(in_tmp, monkeypatch, content, fault):
    if content is not None:
        Path("x.toml").write_bytes(content)
    monkeypatch.setenv("NEWSDESK_CONFIG", "x.toml")
    with pytest.raises(SettingsError) as caught:
        load()
    (problem,) = caught.value.problems
    assert problem.key == "x.toml"
    assert problem.fault.startswith(fault)


def test_an_empty_variable_counts_as_not_set(in_tmp, monkeypatch):
    monkeypatch.setenv("NEWSDESK_TELEGRAM_TOKEN", "")
    loaded = load()
    assert loaded.settings.telegram_token is None
    assert loaded.origins["telegram_token"] is Origin.DEFAULT


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("database_url", "mysql://host/db"),
        ("telegram_token", "two words"),
        ("slack_bot_token", "xapp-swapped"),
        ("slack_app_token", "xoxb-swapped"),
        ("slack_base_url", "slack.com"),
        ("fetch_allow", "https://wiki.lan/page"),
        ("condenser", "hf:"),
        ("condenser_device", "gpu"),
        ("pipeline", ""),
        ("reader", "guess"),
        ("max_file_mb", 0),
        ("log_level", "loud"),
    ],
)
def test_a_wrong_value_is_refused(in_tmp, key, value):
    with pytest.raises(SettingsError) as caught:
        load(**{key: value})
    assert [p.key for p in caught.value.problems] == [key]


def test_slack_needs_a_way_to_receive(in_tmp):
    with pytest.raises(SettingsError, match="slack_bot_token needs slack_app_token"):
        load(slack_bot_token="xoxb-1")
    assert load(slack_bot_token="xoxb-1", slack_app_token="xapp-1").settings.slack_app_token


def test_hosts_come_as_a_comma_list_or_as_a_list(in_tmp, monkeypatch):
    Path("newsdesk.toml").write_text('fetch_allow = ["Wiki.lan"]')
    assert load().settings.fetch_allow == ("wiki.lan",)
    monkeypatch.setenv("NEWSDESK_FETCH_ALLOW", "127.0.0.1:8080, [::1]:80,")
    assert load().settings.fetch_allow == ("127.0.0.1:8080", "[::1]:80")


def test_database_path_is_the_file_of_sqlite_only(in_tmp):
    home = Path.home()
    assert load().settings.database_path == home / ".local/share/newsdesk/newsdesk.sqlite3"
    assert load(database_url="sqlite:////data/n.sqlite3").settings.database_path == Path("/data/n.sqlite3")
    assert load(database_url="sqlite:///:memory:").settings.database_path is None
    assert load(database_url="postgresql://u:p@h/db").settings.database_path is None


def test_settings_are_frozen(in_tmp):
    with pytest.raises(ValidationError, match="frozen"):
        load().settings.max_bullets = 9


def test_secrets_never_reach_text_errors_or_output(in_tmp, monkeypatch):
    monkeypatch.setenv("NEWSDESK_TELEGRAM_TOKEN", TOKEN)
    monkeypatch.setenv("NEWSDESK_DATABASE_URL", "postgresql://desk:pa55word@db/news")
    for arguments in (["show"], ["show", "--json"]):
        result = CliRunner().invoke(config_app, arguments)
        assert result.exit_code == 0
        assert TOKEN not in result.output
        assert "pa55word" not in result.output
        assert HIDDEN in result.output
    assert TOKEN not in repr(load())
    monkeypatch.setenv("NEWSDESK_TELEGRAM_TOKEN", "sp ace:" + TOKEN)
    with pytest.raises(SettingsError) as caught:
        load()
    assert TOKEN not in str(caught.value)


def test_config_show_says_value_and_origin(in_tmp, monkeypatch):
    Path("newsdesk.toml").write_text("max_bullets = 2")
    monkeypatch.setenv("NEWSDESK_TELEGRAM_TOKEN", TOKEN)
    shown = json.loads(CliRunner().invoke(config_app, ["show", "--json"]).output)
    assert shown["file"] == str(in_tmp / "newsdesk.toml")
    assert list(shown["settings"]) == list(Settings.model_fields)
    assert shown["settings"]["max_bullets"] == {"value": 2, "origin": "file"}
    assert shown["settings"]["telegram_token"] == {"value": HIDDEN, "origin": "environment"}
    assert shown["settings"]["slack_bot_token"] == {"value": None, "origin": "default"}
    printed = CliRunner().invoke(config_app, ["show"]).output
    assert re.search(r"^max_bullets +2  \(file\)$", printed, re.MULTILINE)


def test_every_setting_is_described_with_an_example():
    bare = [n for n, f in Settings.model_fields.items() if not (f.description and f.examples)]
    assert bare == []


def test_exactly_the_tokens_are_secret():
    secret = [n for n in Settings.model_fields if is_secret(n)]
    assert secret == [
        "telegram_token",
        "slack_bot_token",
        "slack_app_token",
        "slack_signing_secret",
        "telegram_webhook_secret",
    ]


def test_documentation_is_up_to_date():
    page = docs.PAGE.read_text(encoding="utf-8")
    assert page == docs.updated(page), "run: python -m config.docs"


def test_documentation_without_its_marks_is_an_error():
    with pytest.raises(ValueError, match="lacks one of the marks"):
        docs.updated("# Configuration\n")
