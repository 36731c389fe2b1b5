"""Options that several commands share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import typer
from typer.testing import CliRunner

from bot.cli.options import unfolded


@dataclass(frozen=True, slots=True)
class Size:
    """A group of options."""

    wide: Annotated[int, typer.Option("--wide")] = 1
    tags: Annotated[list[str] | None, typer.Option("--tag")] = None


_SMALL = Size()
app = typer.Typer()


@app.command()
@unfolded
def draw(name: Annotated[str, typer.Argument()], size: Size = _SMALL, dark: bool = False) -> None:
    """Draw a thing."""
    typer.echo(f"{name} {size} {dark}")


def ran(*arguments: str):
    return CliRunner().invoke(app, list(arguments))


def test_the_options_of_a_group_come_as_one_value() -> None:
    """With its defaults for those that are not given."""
    assert ran("box", "--tag", "a", "--tag", "b", "--dark").output == "box Size(wide=1, tags=['a', 'b']) True\n"
    assert ran("box", "--wide", "3").output == "box Size(wide=3, tags=None) False\n"


def test_the_help_names_each_option_where_the_group_stands() -> None:
    """And says what the command does."""
    text = ran("--help").output
    assert "Draw a thing." in text
    assert text.index("--wide") < text.index("--tag") < text.index("--dark")
    assert "--size" not in text


def test_what_is_no_option_is_refused() -> None:
    """As for any command."""
    assert ran("box", "--wide", "x").exit_code == 2
    assert ran("box", "--size", "3").exit_code == 2
