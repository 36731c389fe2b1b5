"""Options that several commands share: a dataclass of them is one parameter of each."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from inspect import Parameter
from typing import Any, get_type_hints

import typer

_BY_NAME = Parameter.KEYWORD_ONLY  # as Typer calls a command


def filled(given: Any) -> Any:  # noqa: ANN401  # whatever the parameter is; Typer calls it by name
    """What was given for a parameter, by each of its values.

    Raises:
        typer.BadParameter: One is empty, most often a variable of the shell that is not set; exit code 2.
    """
    if any(not value.strip() for value in ([given] if isinstance(given, str) else given or ())):
        raise typer.BadParameter("it is empty; check that the variable you used is set.")
    return given


def unfolded(command: Callable[..., None], /) -> Callable[..., None]:
    """The command as Typer may read it: a parameter that is a dataclass stands for the options of its fields.

    A field is an option by its annotation, and has a default.  Options stand in the help where the parameter
    stands in the signature.
    """
    known = inspect.signature(command, eval_str=True).parameters
    groups = {name: _options(p.annotation) for name, p in known.items() if is_dataclass(p.annotation)}
    parameters: list[Parameter] = []
    for name, parameter in known.items():
        parameters += groups[name] if name in groups else [parameter.replace(kind=_BY_NAME)]

    def run(**given: Any) -> None:  # noqa: ANN401  # whatever the options are
        for name, options in groups.items():
            given[name] = known[name].annotation(**{option.name: given.pop(option.name) for option in options})
        command(**given)

    run.__name__, run.__doc__, run.__module__ = command.__name__, command.__doc__, command.__module__
    run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]  # where inspect looks
    run.__annotations__ = {p.name: p.annotation for p in parameters}
    return run


def _options(kind: Any) -> list[Parameter]:  # noqa: ANN401  # a dataclass
    hints = get_type_hints(kind, include_extras=True)
    return [Parameter(f.name, _BY_NAME, default=f.default, annotation=hints[f.name]) for f in fields(kind)]
