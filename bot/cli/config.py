"""``newsdesk config``: every setting, its value and where it comes from; the manifest of the Slack app."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from config.settings import Loaded

config_app = typer.Typer(help="The settings in force.", no_args_is_help=True, rich_markup_mode=None)

HIDDEN = "********"
_PASSWORD = re.compile(r"(?<=://)([^:/@]*):[^@]*@")


@config_app.command()
def show(
    json_: Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")] = False,
) -> None:
    """Print every setting with its value and its origin; secrets are hidden."""
    from config.settings import load

    loaded = load()
    values = shown(loaded)
    if json_:
        rows = {k: {"value": v, "origin": str(loaded.origins[k])} for k, v in values.items()}
        typer.echo(json.dumps({"file": _file(loaded), "settings": rows}, indent=2, ensure_ascii=False))
        return
    typer.echo(f"Configuration file: {_file(loaded) or 'none'}")
    width = max(map(len, values))
    for key, value in values.items():
        typer.echo(f"{key:<{width}}  {_text(value)}  ({loaded.origins[key]})")


def shown(loaded: Loaded, /) -> dict[str, object]:
    """The values as JSON can hold them: a secret that is set becomes asterisks, a password in a URL too."""
    from config.settings import is_secret

    values = loaded.settings.model_dump(mode="json")
    return {k: HIDDEN if v is not None and is_secret(k) else _without_password(v) for k, v in values.items()}


def _without_password(value: object) -> object:
    return _PASSWORD.sub(rf"\1:{HIDDEN}@", value) if isinstance(value, str) else value


def _text(value: object) -> str:
    match value:
        case None:
            return "not set"
        case list():
            return ",".join(map(str, value)) or "none"
        case _:
            return str(value)


def _file(loaded: Loaded) -> str | None:
    return str(loaded.file.absolute()) if loaded.file else None


@config_app.command("slack-manifest")
def slack_manifest() -> None:
    """Print the manifest of the Slack app, to be pasted at https://api.slack.com/apps."""
    from importlib.resources import files

    manifest = files("bot").joinpath("channels", "slack", "manifest.yaml")
    typer.echo(manifest.read_text(encoding="utf-8"), nl=False)
