"""``newsdesk db``: the database of the settings in force."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Annotated

import typer

from .terminal import FAILED, OK, emit

db_app = typer.Typer(help="Look after the database.", no_args_is_help=True, rich_markup_mode=None)

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object instead of lines.")]


@db_app.command()
def upgrade(as_json: AsJson = False) -> None:
    """Bring the schema to this version's; a SQLite file is copied first when it changes."""
    from datetime import UTC, datetime

    from newsdesk.store.sql.care import upgrade as upgrade_database

    done = upgrade_database(_url(), now=datetime.now(UTC))
    if as_json:
        emit(json.dumps(dataclasses.asdict(done), ensure_ascii=False))
        return
    if done.before == done.after:
        emit(f"{done.database} is at revision {done.after} already.")
        return
    emit(f"{done.database}: from {done.before or 'nothing'} to revision {done.after}.")
    if done.backup:
        emit(f"The database as it was: {done.backup}")


@db_app.command()
def check(as_json: AsJson = False) -> None:
    """Look for damage and for rows that do not fit together; exit code 1 when there are any."""
    from newsdesk.store.sql.care import check as check_database

    health = check_database(_url())
    if as_json:
        emit(json.dumps({"ok": not health.faults, **dataclasses.asdict(health)}, ensure_ascii=False))
    else:
        for fault in health.faults:
            emit(fault)
        if not health.faults:
            emit(f"{health.database} is sound, revision {health.revision}.")
        for table, number in health.counts.items():
            emit(f"  {table:<16}{number:>9}")
    raise typer.Exit(FAILED if health.faults else OK)


@db_app.command()
def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where the copy goes; must not exist.")],
    as_json: AsJson = False,
) -> None:
    """Copy a SQLite database while it is in use."""
    from newsdesk.store.sql.care import backup as copy_database

    copy = copy_database(_url(), file)
    size = copy.stat().st_size
    if as_json:
        emit(json.dumps({"backup": str(copy), "bytes": size}, ensure_ascii=False))
    else:
        emit(f"{copy}: {size / 1_000_000:.1f} MB.")


def _url() -> str:
    from config.settings import load_settings

    return load_settings().database_url
