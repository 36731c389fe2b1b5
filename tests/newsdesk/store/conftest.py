"""Every contract test runs against every store."""

from __future__ import annotations

import os
import shutil

import pytest

from newsdesk.store import open_store
from newsdesk.store.memory import MemoryStore

POSTGRES = os.environ.get("NEWSDESK_TEST_POSTGRES_URL", "")
_NO_POSTGRES = pytest.mark.skipif(not POSTGRES, reason="NEWSDESK_TEST_POSTGRES_URL names no empty database")


def _emptied(url):
    """The database at a URL without anything in it: everything that is there is dropped."""
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")
    return url


@pytest.fixture(scope="session")
def template(tmp_path_factory):
    """An empty database with its schema, to be copied: migrating takes longer than most tests."""
    path = tmp_path_factory.mktemp("template") / "newsdesk.sqlite3"
    open_store(f"sqlite:///{path}").housekeeping.close()
    return path


@pytest.fixture
def url(template, tmp_path):
    """Where an empty store in SQLite is kept."""
    shutil.copy(template, tmp_path)
    return f"sqlite:///{tmp_path / template.name}"


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=_NO_POSTGRES)])
def sql(request, url):
    """An empty store in a database."""
    store = open_store(url if request.param == "sqlite" else _emptied(POSTGRES))
    yield store
    store.housekeeping.close()


@pytest.fixture(params=["memory", "sqlite", pytest.param("postgresql", marks=_NO_POSTGRES)])
def store(request, url):
    """An empty store of each kind."""
    if request.param == "memory":
        yield MemoryStore()
        return
    store = open_store(url if request.param == "sqlite" else _emptied(POSTGRES))
    yield store
    store.housekeeping.close()
