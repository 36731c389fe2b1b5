"""Which revision of the schema a database has, and bringing it to the newest."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa

from newsdesk.errors import StoreNewer, StoreUnreadable, StoreUnwritable

from .database import Database
from .tables import REVISION

if TYPE_CHECKING:
    from alembic.config import Config
    from sqlalchemy.engine import Connection

MIGRATIONS = Path(__file__).parent / "migrations"


def make_folder(database: Database, /) -> None:
    """The folder of a SQLite file and the file itself, readable by their owner alone where they are new.

    Raises:
        StoreUnreadable: The file is a folder.
        StoreUnwritable: One of them cannot be made or written.
    """
    if not database.is_file:
        return
    path = Path(database.name)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        reason = f"its folder cannot be made ({error.strerror}). Choose another with NEWSDESK_DATABASE_URL."
        raise StoreUnwritable(database.name, reason) from error
    if path.is_dir():
        raise StoreUnreadable(database.name, "this is a folder. Name a file in it with NEWSDESK_DATABASE_URL.")
    if not os.access(path.parent, os.W_OK):  # the journal stands beside the file
        reason = "its folder cannot be written. Change its rights or choose another with NEWSDESK_DATABASE_URL."
        raise StoreUnwritable(database.name, reason)
    if not path.exists():
        _make_file(path)


def _make_file(path: Path) -> None:
    """SQLite would let everybody read it; the files that it puts beside get the same rights."""
    try:
        os.close(os.open(os.path.realpath(path), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError:
        return  # another process was faster
    except OSError as error:
        reason = f"it cannot be made ({error.strerror}). Choose another file with NEWSDESK_DATABASE_URL."
        raise StoreUnwritable(str(path), reason) from error


def revision_of(connection: Connection, /) -> str | None:
    """The schema's revision; None for a database without one, "" for one that is not Newsdesk's."""
    names = set(sa.inspect(connection).get_table_names())
    if "alembic_version" not in names:
        return "" if names else None
    found: str | None = connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
    return found


def current(database: Database, /) -> str | None:
    """The revision of a database's schema; None for an empty one.

    Raises:
        StoreNewer: This Newsdesk does not know the revision.
        StoreUnreadable: The tables are somebody else's.
    """
    with database.read() as connection:
        found = revision_of(connection)
    refuse_foreign(database.name, found)
    return found


def refuse_foreign(name: str, found: str | None, /) -> None:
    """Go on only with a revision, as ``revision_of`` returns it, that this Newsdesk knows or can make.

    Raises:
        StoreNewer: This Newsdesk does not know the revision.
        StoreUnreadable: The tables are somebody else's.
    """
    if found == "":
        raise StoreUnreadable(
            name, "it holds tables of another program. Choose another with NEWSDESK_DATABASE_URL."
        )
    if found not in {None, REVISION} and found not in _known():
        raise StoreNewer(
            name,
            f"its schema is of revision {found}, and this Newsdesk knows only up to {REVISION}. Install the "
            "newer Newsdesk again, or put back the backup that was made before the upgrade.",
        )


def upgrade(database: Database, /) -> tuple[str | None, str]:
    """Bring the schema to the newest revision; from which one to which.

    Raises:
        StoreError: The database cannot be used, see ``current``.
    """
    make_folder(database)
    before = current(database)
    if before == REVISION:
        return before, before
    from alembic import command

    with database.write() as connection:
        config = _config()
        config.attributes["connection"] = connection
        config.attributes["dialect"] = database.dialect
        command.upgrade(config, "head")
    return before, REVISION


def _config() -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return config


def _known() -> set[str]:
    from alembic.script import ScriptDirectory

    return {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}
