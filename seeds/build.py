"""Writes ``seeds/feeds/`` from ``seeds/articles/``: run it after changing a text or the index.

The feeds differ as feeds do: RSS and Atom, whole texts and summaries, an entry without a date, a title with
markup and one that was escaped twice.
"""

# ruff: noqa: INP001 - a script beside its data, no package

from __future__ import annotations

import re
import tomllib
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

SEEDS = Path(__file__).parent
_PROSE_END = re.compile(r"[.!?]['’\"”)]*$")

Row = dict[str, Any]  # one [[article]] or [[outlet]] table


def feeds(seeds: Path = SEEDS, /) -> dict[str, str]:
    """Every file that belongs in ``feeds/``: name to text."""
    folder = seeds / "articles"
    index = tomllib.loads((folder / "articles.toml").read_text(encoding="utf-8"))
    for row in index["article"]:
        row["text"] = (folder / row["file"]).read_text(encoding="utf-8")
    files = {"feeds.opml": _opml(index["outlet"])}
    for outlet in index["outlet"]:
        rows = [r for r in index["article"] if r["outlet"] == outlet["name"]]
        rows.sort(key=lambda r: r["published_at"], reverse=True)
        write = _rss if ".rss." in outlet["feed"] else _atom
        files[outlet["feed"]] = write(outlet, rows)
    return files


def _html(text: str) -> str:
    """The text below its headline as HTML: by-line and headings have no full stop, paragraphs have one."""
    lines = []
    for number, block in enumerate(text.strip().split("\n\n")[1:]):
        if _PROSE_END.search(block) or block.startswith(("“", '"')):
            lines.append(f"<p>{escape(block)}</p>")
        elif number == 0:
            lines.append(f'<p class="byline">{escape(block)}</p>')
        else:
            lines.append(f"<h2>{escape(block)}</h2>")
    return "\n".join(lines)


def _lead(text: str) -> str:
    return next(b for b in text.split("\n\n")[1:] if _PROSE_END.search(b.strip())).strip()


def _feed(row: Row) -> tuple[str, bool, bool]:
    """Title, whether the whole text is given, whether the date is."""
    options = row.get("feed", {})
    return options.get("title", row["title"]), options.get("body", "full") == "full", options.get("dated", True)


def _instant(value: datetime) -> str:
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _updated(row: Row) -> datetime:
    value: datetime = row["updated_at"] if "updated_at" in row else row["published_at"]
    return value


def _rss(outlet: Row, rows: list[Row]) -> str:
    items = []
    for row in rows:
        title, full, dated = _feed(row)
        lines = [f"<title>{escape(title)}</title>", f"<link>{escape(row['url'])}</link>"]
        lines.append(f'<guid isPermaLink="true">{escape(row["url"])}</guid>')
        if row["byline"]:
            lines.append(f"<dc:creator>{escape(row['byline'])}</dc:creator>")
        if dated:
            when = row["published_at"].astimezone(UTC)
            lines.append(f"<pubDate>{format_datetime(when, usegmt=True)}</pubDate>")
        lines.append(f"<description>{escape(_lead(row['text']))}</description>")
        if full:
            lines.append(f"<content:encoded><![CDATA[{_html(row['text'])}]]></content:encoded>")
        items.append(_element("item", lines))
    head = [
        f"<title>{escape(outlet['name'])}</title>",
        f"<link>{escape(outlet['url'])}</link>",
        f"<description>{escape(outlet['about'])}</description>",
        "<language>en</language>",
    ]
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/">\n' + _element("channel", [*head, *items]) + "\n</rss>\n"
    )


def _atom(outlet: Row, rows: list[Row]) -> str:
    head = [
        f"<title>{escape(outlet['name'])}</title>",
        f"<subtitle>{escape(outlet['about'])}</subtitle>",
        f"<id>{escape(outlet['url'])}</id>",
        f"<link href={quoteattr(outlet['url'])}/>",
        f"<updated>{_instant(max(_updated(r) for r in rows))}</updated>",
    ]
    entries = []
    for row in rows:
        title, full, _ = _feed(row)
        kind = "html" if "<" in title else "text"
        lines = [
            f'<title type="{kind}">{escape(title)}</title>',
            f"<id>{escape(row['url'])}</id>",
            f'<link rel="alternate" href={quoteattr(row["url"])}/>',
            f"<author><name>{escape(row['byline'])}</name></author>",
            f"<published>{_instant(row['published_at'])}</published>",
            f"<updated>{_instant(_updated(row))}</updated>",
            f'<summary type="text">{escape(_lead(row["text"]))}</summary>',
        ]
        if full:
            lines.append(f'<content type="html">{escape(_html(row["text"]))}</content>')
        entries.append(_element("entry", lines))
    inside = "\n".join([*head, *entries])
    return f'<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n{inside}\n</feed>\n'


def _opml(outlets: list[Row]) -> str:
    lines = []
    for outlet in outlets:
        name, site = quoteattr(outlet["name"]), quoteattr(outlet["url"])
        address = quoteattr(f"{outlet['url']}{'rss' if '.rss.' in outlet['feed'] else 'atom'}.xml")
        lines.append(f'<outline type="rss" text={name} title={name} xmlUrl={address} htmlUrl={site}/>')
    head = _element("head", ["<title>Sample outlets</title>"])
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<opml version="2.0">\n{head}\n{_element("body", lines)}\n</opml>\n'
    )


def _element(name: str, lines: list[str]) -> str:
    return "\n".join([f"<{name}>", *lines, f"</{name}>"])


def main() -> None:
    """Write every feed file."""
    folder = SEEDS / "feeds"
    folder.mkdir(exist_ok=True)
    for name, text in feeds().items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
