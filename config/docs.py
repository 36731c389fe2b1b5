"""The table of settings in ``docs/configuration.md``: ``python -m config.docs`` brings it up to date."""

from __future__ import annotations

from pathlib import Path

from .schema import Settings
from .settings import is_secret

PAGE = Path(__file__).resolve().parent.parent / "docs" / "configuration.md"
_BEGIN = "<!-- table of settings: made by `python -m config.docs` -->\n"
_END = "<!-- end of table -->\n"


def table() -> str:
    """A Markdown table of every setting, in the order of the class."""
    rows = ["| key | default | what it is for |", "|---|---|---|"]
    for name, field in Settings.model_fields.items():
        example = (field.examples or [""])[0]
        more = f" Example: `{example}`." if example not in {field.default, ""} else ""
        limits = "".join(_limit(m) for m in field.metadata)
        secret = " Secret." if is_secret(name) else ""
        rows.append(f"| `{name}` | {_shown(field.default)} | {field.description}{limits}{secret}{more} |")
    return "\n".join(rows) + "\n"


def updated(page: str, /) -> str:
    """The page with today's table between its two marks.

    Raises:
        ValueError: A mark is missing.
    """
    before, begin, rest = page.partition(_BEGIN)
    _, end, after = rest.partition(_END)
    if not (begin and end):
        raise ValueError(f"{PAGE.name} lacks one of the marks around the table of settings")
    return before + begin + table() + end + after


def _shown(default: object) -> str:
    return "" if default in {None, ()} else f"`{default}`"


def _limit(constraint: object) -> str:
    low, high = getattr(constraint, "ge", None), getattr(constraint, "le", None)
    return (f" At least {low}." if low is not None else "") + (f" At most {high}." if high is not None else "")


def main() -> None:
    """Rewrite the page in place."""
    page = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(updated(page), encoding="utf-8")


if __name__ == "__main__":
    main()
