"""The same small brief on each platform, with the whole output written out."""

from __future__ import annotations

from typing import Any

from bot.render import (
    SlackMessage,
    TelegramMessage,
    answer_document,
    brief_document,
    render_plain,
    render_slack,
    render_telegram,
)
from summarizer.model import Answer, Query

from .samples import ARTICLES, BRIEF, CHANGED, DID, MAYOR, SAID, cite

PLAIN = """\
News brief
3 articles, 1 outlet, 2 stories · 9 statements, 6 by name · 4 bullets, 1
merged, 2 withheld
▸ marks an action rather than a statement.

Ada Holm
Mayor of Eastport
  • Promised that no pier would be sold before the council had voted [1]
    · 2 outlets
  • Now calls the plan "a bad joke" [2][1] · changed
  ▸ Ordered a review of the <lease> & the fares [2]

Port & Pier <Union>
  • Warned @harbour of a strike *soon* [1] · repeated

Sources
  [1] Harbour Wire: Ferry line to close in June, 11 May 2025
      https://wire.example/ferry?id=7&from=rss
  [2] council minutes.txt"""

LINK = '<a href="https://wire.example/ferry?id=7&amp;from=rss">'
TELEGRAM = f"""\
<b>News brief</b>
3 articles, 1 outlet, 2 stories · 9 statements, 6 by name · 4 bullets, 1 merged, 2 withheld
▸ marks an action rather than a statement.

<b>Ada Holm</b>
<i>Mayor of Eastport</i>
• Promised that no pier would be sold before the council had voted {LINK}[1]</a> · <i>2 outlets</i>
• Now calls the plan &quot;a bad joke&quot; [2]{LINK}[1]</a> · <i>changed</i>
▸ Ordered a review of the &lt;lease&gt; &amp; the fares [2]

<b>Port &amp; Pier &lt;Union&gt;</b>
• Warned @\u2060harbour of a strike *soon* {LINK}[1]</a> · <i>repeated</i>

<b>Sources</b>
[1] Harbour Wire: {LINK}Ferry line to close in June</a>, 11 May 2025
[2] council minutes.txt"""

FALLBACK = """\
News brief
3 articles, 1 outlet, 2 stories · 9 statements, 6 by name · 4 bullets, 1 merged, 2 withheld
▸ marks an action rather than a statement.
Ada Holm, Mayor of Eastport
• Promised that no pier would be sold before the council had voted [1] · 2 outlets
• Now calls the plan "a bad joke" [2][1] · changed
▸ Ordered a review of the &lt;lease&gt; &amp; the fares [2]
Port &amp; Pier &lt;Union&gt;
• Warned @harbour of a strike *soon* [1] · repeated
Sources
[1] Harbour Wire: Ferry line to close in June, 11 May 2025
[2] council minutes.txt"""


def text(words: str, **style: bool) -> dict[str, object]:
    return {"type": "text", "text": words, **({"style": style} if style else {})}


def link(words: str) -> dict[str, object]:
    return {"type": "link", "url": "https://wire.example/ferry?id=7&from=rss", "text": words}


def section(*elements: object) -> dict[str, object]:
    return {"type": "rich_text_section", "elements": [*elements]}


def bullets(*items: object) -> dict[str, object]:
    return {"type": "rich_text_list", "style": "bullet", "elements": [*items]}


def rich(*elements: object) -> dict[str, object]:
    return {"type": "rich_text", "elements": [*elements]}


BLOCKS: Any = (
    {"type": "header", "text": {"type": "plain_text", "text": "News brief", "emoji": False}},
    rich(
        section(
            text("3 articles, 1 outlet, 2 stories · 9 statements, 6 by name · 4 bullets, 1 merged, 2 withheld"),
            text("\n"),
            text("▸ marks an action rather than a statement."),
        )
    ),
    rich(
        section(text("Ada Holm", bold=True), text("  Mayor of Eastport", italic=True)),
        bullets(
            section(
                text("Promised that no pier would be sold before the council had voted "),
                link("[1]"),
                text(" · 2 outlets", italic=True),
            ),
            section(
                text('Now calls the plan "a bad joke" '),
                text("[2]"),
                link("[1]"),
                text(" · changed", italic=True),
            ),
            section(text("▸ Ordered a review of the <lease> & the fares "), text("[2]")),
        ),
    ),
    rich(
        section(text("Port & Pier <Union>", bold=True)),
        bullets(
            section(text("Warned @harbour of a strike *soon* "), link("[1]"), text(" · repeated", italic=True))
        ),
    ),
    rich(
        section(
            text("Sources", bold=True),
            text("\n"),
            text("[1] Harbour Wire: "),
            link("Ferry line to close in June"),
            text(", 11 May 2025"),
            text("\n"),
            text("[2] "),
            text("council minutes.txt"),
        )
    ),
)

ANSWER = """\
What did Ada Holm say about the piers?
2 statements.

Ada Holm
  • Now calls the plan "a bad joke" [1][2] · changed
  • Promised that no pier would be sold before the council had voted [2]
    · 11 May 2025 · 2 outlets

Sources
  [1] council minutes.txt
  [2] Harbour Wire: Ferry line to close in June, 11 May 2025
      https://wire.example/ferry?id=7&from=rss"""

EVIDENCE = """\
  • Promised that no pier would be sold before the council had voted [1]
    · 2 outlets
      [1] "Nothing is sold before the vote," the mayor told the wire.
  • Now"""


def test_plain_text() -> None:
    """Names and roles stand at the margin, bullets hang, addresses get a line of their own."""
    (message,) = render_plain(brief_document(BRIEF), width=76)
    assert message.text == PLAIN


def test_telegram() -> None:
    """Names are bold, roles italic, numbers link to their article; a mention is defused, markup escaped."""
    assert render_telegram(brief_document(BRIEF)) == (TelegramMessage(TELEGRAM, "HTML", False),)


def test_slack() -> None:
    """Feed text is literal in rich text and escaped in the fallback; nothing unfurls."""
    assert render_slack(brief_document(BRIEF)) == (SlackMessage(FALLBACK, BLOCKS, False, False, False),)


def test_an_answer_is_dated_and_keeps_its_order() -> None:
    """Neighbours of one actor share a heading; the question is the title."""
    answer = Answer("What did Ada Holm say about the piers?", Query((MAYOR,)), (CHANGED, SAID))
    (message,) = render_plain(answer_document(answer, articles=ARTICLES), width=76)
    assert message.text == ANSWER


def test_evidence_stands_under_its_bullet() -> None:
    """Given source sentences, a reader sees them under the bullet that they prove."""
    evidence = {cite(1): '"Nothing is sold before the vote,"\nthe mayor told the wire.'}
    document = brief_document(BRIEF, evidence=evidence)
    (plain,) = render_plain(document, width=76)
    assert EVIDENCE in plain.text
    (telegram,) = render_telegram(document)
    quote = "[1] &quot;Nothing is sold before the vote,&quot; the mayor told the wire."
    assert f"<i>2 outlets</i>\n<blockquote expandable>{quote}</blockquote>\n• Now" in telegram.text
    (slack,) = render_slack(document)
    line = '[1] "Nothing is sold before the vote," the mayor told the wire.'
    blocks: Any = slack.blocks
    assert blocks[2]["elements"][2] == {"type": "rich_text_quote", "elements": [text(line)]}


def test_without_actions_there_is_no_legend() -> None:
    """The mark is explained where it is used, and only there."""
    answer = Answer("Piers?", Query(), (SAID,))
    assert "marks an action" not in render_plain(answer_document(answer))[0].text
    acted = Answer("Piers?", Query(), (SAID, DID))
    assert "▸ marks an action rather than a statement." in render_plain(answer_document(acted))[0].text
