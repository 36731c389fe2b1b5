"""The pictures of ``docs/pictures``: ``python -m tools.pictures`` makes them anew.

What stands in them is what ``bot.render`` writes for the sample articles, word by word; only the frame
around it (bubbles, names, times of day) is drawn here, as the clients show it.  It needs ``chromium`` and
``pngquant``, and looks best with the font Inter (Debian: chromium, pngquant, fonts-inter).
"""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

from bot.app import build_desk, default_spec
from bot.render.desk import DeskRenderer
from bot.render.evidence import evidence_blocks
from bot.render.reply import Page, reply_pages
from bot.render.texts import ENGLISH
from config.paths import samples_dir
from config.settings import load_settings
from newsdesk.ingest.files import load_paths
from newsdesk.ingest.loaded import Loaded
from newsdesk.ports import Store
from newsdesk.sources import sources
from summarizer.model import Article, ArticleId, Brief

HOME = Path(__file__).resolve().parent
FOLDER = HOME.parent / "docs" / "pictures"
ACTORS, BULLETS = 3, 3
# The bullet whose evidence is asked for, as people count.
PROVEN = 5
SCALE = 1.5

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Articles:
    """As much of a store as evidence asks for."""

    by_id: dict[ArticleId, Article]

    @property
    def articles(self) -> _Articles:
        return self

    def revision(self, article: ArticleId, _: int, /) -> Article | None:
        return self.by_id.get(article)


def main() -> None:
    """Read the sample articles, and make both pictures."""
    if missing := [tool for tool in ("chromium", "pngquant") if shutil.which(tool) is None]:
        raise SystemExit(f"Install {' and '.join(missing)} with your system's packages.")
    articles, brief = _read()
    proof = _proof(brief, articles)
    for name, page in (("telegram", telegram(brief, proof)), ("slack", slack(brief))):
        target = FOLDER / f"{name}-brief.png"
        _draw(page, target)
        print(f"{target.name}: {target.stat().st_size // 1000} kB")


def _read() -> tuple[dict[ArticleId, Article], Brief]:
    settings = load_settings()
    found = load_paths([str(samples_dir())], max_bytes=10**7, note=print)
    articles = {o.article.id: o.article for o in found if isinstance(o, Loaded)}
    desk = build_desk(settings)
    list(desk.read(articles.values()))
    return articles, desk.brief(replace(default_spec(settings), max_actors=ACTORS, max_bullets=BULLETS))


def _proof(brief: Brief, articles: dict[ArticleId, Article]) -> Page:
    bullets = [bullet for section in brief.sections for bullet in section.bullets]
    bullet = bullets[PROVEN - 1]
    places = sources(cast("Store", _Articles(articles)), bullet, articles=brief.articles)
    blocks = evidence_blocks([(bullet, places)], texts=ENGLISH)
    (page,) = reply_pages(blocks, platform="telegram", language="en")
    return page


def telegram(brief: Brief, proof: Page, /) -> str:
    """A private chat: the brief with its buttons, a command, and the evidence."""
    sent = [json.loads(m.body) for m in DeskRenderer().brief(brief, platform="telegram", language="en")]
    messages = [_bubble(body["text"], "08:00", body["buttons"]) for body in sent]
    asked = f'<span class="command">/evidence</span> {PROVEN}<span class="time">08:12 ✓✓</span>'
    messages += [
        f'<div class="message mine"><div class="bubble">{asked}</div></div>',
        _bubble(proof.text, "08:12", ()),
    ]
    head = "<header><div>N</div><p><b>Newsdesk</b><br><small>bot</small></p></header>"
    return f'<div class="telegram">{head}{"".join(messages)}</div>'


def _bubble(text: str, time: str, rows: Iterable[Iterable[Json]]) -> str:
    # The newline behind a quotation ends its line; a browser's block has ended it already.
    text = re.sub(r"\n?(</?blockquote[^>]*>)\n?", r"\1", text)
    keys = "".join(f'<div class="row">{_keys(button["label"] for button in row)}</div>' for row in rows)
    return f'<div class="message"><div class="bubble">{text}<span class="time">{time}</span></div>{keys}</div>'


def _keys(labels: Iterable[str]) -> str:
    return "".join(f"<span>{html.escape(label)}</span>" for label in labels)


def slack(brief: Brief, /) -> str:
    """The thread of a brief: the short message that its channel shows, and a reply an actor."""
    parts = DeskRenderer().brief(brief, platform="slack", language="en")
    parent, *replies = [_message(json.loads(part.body), "8:00 AM") for part in parts]
    count = f'<div class="count">{len(replies)} replies<hr></div>'
    head = "<h2>Thread<small># world-desk</small></h2>"
    return f'<div class="slack">{head}{parent}{count}{"".join(replies)}</div>'


def _message(body: Json, time: str) -> str:
    blocks = "".join(map(_block, body["blocks"]))
    who = f'<div class="who">Newsdesk<span>APP</span><small>{time}</small></div>'
    return f'<article><div class="avatar">N</div><div>{who}{blocks}</div></article>'


def _block(block: Json) -> str:
    match block["type"]:
        case "header":
            return f"<h3>{block['text']['text']}</h3>"  # escaped as Slack wants it
        case "actions":
            return f'<div class="buttons">{_keys(e["text"]["text"] for e in block["elements"])}</div>'
        case "rich_text":
            return f'<div class="block">{"".join(map(_rich, block["elements"]))}</div>'
    raise ValueError(f"There is no picture of a block {block['type']!r}.")


def _rich(element: Json) -> str:
    inner = "".join(_inline(element["elements"]))
    match element["type"]:
        case "rich_text_section":
            return f"<p>{inner}</p>"
        case "rich_text_quote":
            return f"<blockquote>{inner}</blockquote>"
        case "rich_text_list":
            return f"<ul>{''.join(f'<li>{_rich(item)}</li>' for item in element['elements'])}</ul>"
    raise ValueError(f"There is no picture of {element['type']!r}.")


def _inline(elements: Iterable[Json]) -> Iterator[str]:
    for element in elements:
        words = html.escape(element.get("text", ""))
        if element["type"] == "link":
            words = f"<a>{words}</a>"
        for style, tag in (("bold", "b"), ("italic", "i"), ("strike", "s"), ("code", "code")):
            if element.get("style", {}).get(style):
                words = f"<{tag}>{words}</{tag}>"
        yield words if element["type"] in {"text", "link"} else ""


def _draw(page: str, target: Path) -> None:
    """A PNG as large as the page is."""
    style = (HOME / "pictures.css").read_text(encoding="utf-8")
    script = (
        "<script>const r = document.body.firstElementChild.getBoundingClientRect();"
        "document.title = `${Math.ceil(r.width)},${Math.ceil(r.height)}`</script>"
    )
    head = f'<!doctype html><meta charset="utf-8"><style>{style}</style><title></title>'
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "page.html")
        file.write_text(f"{head}<body>{page}{script}</body>", encoding="utf-8")
        command = [
            "chromium",
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--hide-scrollbars",
            f"--force-device-scale-factor={SCALE}",
            f"--user-data-dir={folder}/profile",
        ]
        shown = _run([*command, "--window-size=1200,3000", "--dump-dom", file.as_uri()])
        size = re.search(r"<title>(\d+,\d+)</title>", shown)
        if size is None:
            raise SystemExit(f"chromium did not say how large {target.name} is.")
        target.parent.mkdir(parents=True, exist_ok=True)
        picture = f"{folder}/picture.png"
        _run([*command, f"--window-size={size[1]}", f"--screenshot={picture}", file.as_uri()])
        _run(["pngquant", "--force", "--strip", "--output", str(target), "64", picture])


def _run(command: list[str]) -> str:
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)  # noqa: S603  # our own words
    if done.returncode:
        sys.stderr.write(done.stderr)
        raise SystemExit(f"{command[0]} ended with {done.returncode}.")
    return done.stdout


if __name__ == "__main__":
    main()
