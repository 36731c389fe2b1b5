"""``newsdesk doctor``: is everything there, and what to do where it is not."""

from __future__ import annotations

import dataclasses
import json
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .checks import Finding

_STYLES = {"ok": "green", "warn": "yellow", "fail": "bold red"}


def doctor(
    json_: Annotated[bool, typer.Option("--json", help="Print JSON instead of lines.")] = False,
    quick: Annotated[bool, typer.Option("--quick", help="Do not load the language pipeline.")] = False,
    online: Annotated[
        bool,
        typer.Option("--online", help="Ask Telegram and Slack about the tokens too; writes nothing there."),
    ] = False,
) -> None:
    """Check this installation; exit code 1 when something would not work."""
    from .checks import Level, examine

    findings = examine(quick=quick, online=online)
    failed = any(f.level is Level.FAIL for f in findings)
    if json_:
        rows = [dataclasses.asdict(f) for f in findings]
        typer.echo(json.dumps({"ok": not failed, "checks": rows}, indent=2, ensure_ascii=False))
    else:
        _print(findings)
    raise typer.Exit(1 if failed else 0)


def _print(findings: Sequence[Finding]) -> None:
    from rich.console import Console
    from rich.text import Text

    console = Console(soft_wrap=True, highlight=False)
    width = max(len(f.check) for f in findings)
    for finding in findings:
        line = Text.assemble(
            (f"{finding.level:<4}", _STYLES[finding.level]), f"  {finding.check:<{width}}  {finding.message}"
        )
        console.print(line)
        if finding.advice:
            console.print(Text(f"{'':{width + 8}}{finding.advice}"))
