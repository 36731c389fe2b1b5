"""Empty, odd and hostile documents, and how messages are split."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.render import (
    BudgetTooSmall,
    TelegramBudget,
    answer_document,
    brief_document,
    render_plain,
    render_slack,
    render_telegram,
)
from bot.render.clean import clean, clip, cut_point, safe_url
from bot.render.document import BulletBlock, Heading, SourceEntry, file_name
from bot.render.split import split
from summarizer.model import (
    Act,
    Answer,
    Article,
    ArticleId,
    Brief,
    Bullet,
    Citation,
    Coverage,
    Query,
    Section,
    Span,
)

from .samples import ARTICLES, BRIEF, MAYOR, SAID, cite
from .telegram_html import parse


def one_bullet(bullet: Bullet, *articles: Article) -> Brief:
    return Brief((Section(MAYOR, "", (bullet,)),), Coverage(), articles)


def test_an_empty_brief_says_so() -> None:
    """Nothing found is a finding, with the figures of what was read."""
    brief = Brief((), Coverage(articles=2, statements=1))
    expected = (
        "News brief\n2 articles · 1 statement · 0 bullets\nNo statement by a named person or body was found."
    )
    assert render_plain(brief_document(brief))[0].text == expected
    assert render_telegram(brief_document(brief))[0].text == expected.replace("News brief", "<b>News brief</b>")
    assert render_slack(brief_document(brief))[0].text == expected


def test_a_section_without_bullets_is_left_out() -> None:
    """A name over nothing would read as "said nothing"."""
    brief = Brief((Section(MAYOR, "Mayor", ()),), Coverage())
    text = render_plain(brief_document(brief))[0].text
    assert "Ada Holm" not in text
    assert text.endswith("No statement by a named person or body was found.")


def test_an_answer_that_abstains_gives_its_reason() -> None:
    """The reason stands under the question, and there are no sources."""
    answer = Answer("Is a < b & c?", Query(), (), "No statement on fares found in 7 articles.")
    (message,) = render_telegram(answer_document(answer))
    assert message.text == ("<b>Is a &lt; b &amp; c?</b>\nNo statement on fares found in 7 articles.")
    (plain,) = render_plain(answer_document(replace(answer, abstained=None)))
    assert plain.text == "Is a < b & c?\nNo statement was found."


def test_three_citations_are_three_references_and_one_article_is_one() -> None:
    """Numbers follow the first use over the whole document; two sentences of one article share one."""
    a, b, c = (Citation(ArticleId(f"in/{n}.txt"), Span(0, 5)) for n in "abc")
    first = replace(SAID, citations=(b,), outlets=1)
    second = replace(SAID, text="Second", citations=(a, b, replace(b, span=Span(9, 12)), c), outlets=1)
    (message,) = render_plain(brief_document(Brief((Section(MAYOR, "", (first, second)),), Coverage())))
    lines = message.text.split("\n")
    assert lines[4].endswith("voted [1]")
    assert lines[5] == "  • Second [2][1][3]"
    assert lines[-3:] == ["  [1] b.txt", "  [2] a.txt", "  [3] c.txt"]


def test_an_article_without_outlet_is_named_by_its_site() -> None:
    """Better the site than nothing; the address comes from the citation when the article has none."""
    article = Article(ArticleId("x"), "", title="A headline")
    bullet = replace(SAID, citations=(Citation(article.id, Span(0, 1), "https://www.news.example/a"),))
    (message,) = render_plain(brief_document(one_bullet(bullet, article)))
    assert message.text.endswith("  [1] news.example: A headline\n      https://www.news.example/a")


@pytest.mark.parametrize(
    ("article", "name"),
    [
        ("seeds/day one.txt", "day one.txt"),
        ("C:\\news\\a.txt", "a.txt"),
        ("https://n.example/a/b/", "b"),
        ("plain", "plain"),
        ("/", "/"),
        ("", "?"),
    ],
)
def test_an_article_without_title_is_named_by_its_file(article: str, name: str) -> None:
    """The last part of the id, never nothing."""
    assert file_name(ArticleId(article)) == name


def test_many_references_stay_within_the_entity_limit() -> None:
    """Telegram drops entities over 100 in silence: eight are links, forty are shown, the rest is counted."""
    citations = tuple(Citation(ArticleId(str(n)), Span(0, 1), f"https://n.example/{n}") for n in range(60))
    messages = render_telegram(brief_document(one_bullet(replace(SAID, citations=citations))))
    text, markup = parse(messages[0].text)
    (bullet,) = (line for line in text.split("\n") if line.startswith("• "))
    assert bullet.endswith("[39][40] · +20 more · 2 outlets")
    assert [m for m in markup if m[0] == "a"][:8] == [
        ("a", f"https://n.example/{n}", f"[{n + 1}]") for n in range(8)
    ]
    links = [url for m in messages for tag, url, _ in parse(m.text).markup if tag == "a"]
    assert set(links) == {f"https://n.example/{n}" for n in range(60)}
    assert all(len(parse(m.text).markup) <= 90 for m in messages)


def test_links_that_telegram_makes_itself_are_counted() -> None:
    """Forty bullets of hashtags would push real links over the limit."""
    tagged = tuple(replace(SAID, text=" ".join(f"#tag{n}" for n in range(30))) for _ in range(8))
    messages = render_telegram(brief_document(Brief((Section(MAYOR, "", tagged),), Coverage(), ARTICLES)))
    for message in messages:
        text, markup = parse(message.text)
        assert text.count("#") + len(markup) <= 90


def test_long_addresses_count_although_nobody_sees_them() -> None:
    """Telegram refuses over 32,768 bytes before it parses: addresses of 900 bytes fill a message first."""
    address = "https://n.example/" + "a" * 900
    bullets = tuple(
        replace(SAID, text=f"Bullet {n}", citations=(replace(cite(1), url=address),)) for n in range(60)
    )
    document = brief_document(Brief((Section(MAYOR, "", bullets),), Coverage()))
    messages = render_telegram(document)
    assert [len(m.text.encode()) <= 32_768 for m in messages] == [True, True]
    assert max(len(m.text.encode()) for m in messages) > 31_000
    found = [line for m in messages for line in parse(m.text).text.split("\n") if line.startswith("• ")]
    assert found == [f"• Bullet {n} [1] · 2 outlets" for n in range(60)]
    for message in render_slack(document):
        assert sum(len(str(b)) for b in message.blocks) < 13_000


def test_a_reference_leads_to_the_first_sentence_cited() -> None:
    """An address may point into the article; the first citation is the sentence that the bullet condenses."""
    article = ArticleId("a")
    citations = (Citation(article, Span(0, 1), "https://n.example/#first"), Citation(article, Span(2, 3)))
    twice = (*citations, Citation(article, Span(4, 5), "https://n.example/#last"))
    (message,) = render_telegram(brief_document(one_bullet(replace(SAID, citations=twice))))
    assert '<a href="https://n.example/#first">[1]</a> ·' in message.text


def test_a_slack_block_holds_three_thousand_characters() -> None:
    """A longer section goes on in a further block, and a longer bullet in a further item."""
    words = "word " * 199 + "end!"
    section = Section(MAYOR, "", tuple(replace(SAID, text=f"{n} {words[2:]}") for n in range(3)))
    (first, *_) = render_slack(brief_document(Brief((section,), Coverage())))
    sizes = [len(line) for line in first.text.split("\n")]
    assert max(sizes) > 1000
    blocks: Any = first.blocks
    lists = [e for b in blocks[1:] for e in b["elements"] if e["type"] == "rich_text_list"]
    assert [len(found["elements"]) for found in lists] == [2, 1]
    long = replace(SAID, text="word " * 680 + "end", outlets=1)
    messages = render_slack(brief_document(one_bullet(long)))
    lines = [line for m in messages for line in m.text.split("\n") if line.startswith("• ")]
    assert [line[:14] for line in lines] == ["• word word wo", "• (continued) "]
    assert max(map(len, lines)) <= 3000


def test_wide_characters_take_two_columns() -> None:
    """Seven Chinese characters are fourteen columns, too many for one line of sixteen."""
    (message,) = render_plain(
        brief_document(one_bullet(replace(SAID, text="发表 声明声明声", outlets=1))), width=16
    )
    assert "  • 发表\n    声明声明声\n    [1]\n" in message.text


def test_a_section_that_goes_on_repeats_its_heading() -> None:
    """No heading stands last, and none is missing above a bullet."""
    document = brief_document(BRIEF)
    messages = split(document, fits=lambda blocks: len(blocks) <= 3)
    shown = [[type(b).__name__ + "+" * getattr(b, "continued", False) for b in m] for m in messages]
    assert shown == [
        ["Title", "Note", "Note"],
        ["Heading", "BulletBlock", "BulletBlock"],
        ["Heading+", "BulletBlock"],
        ["Heading", "BulletBlock"],
        ["Heading", "SourceEntry", "SourceEntry"],
    ]


def test_telegram_writes_continued_behind_a_repeated_heading() -> None:
    """The reader of the second message knows whose words they are."""
    many = tuple(replace(SAID, text=f"Bullet number {n}") for n in range(30))
    messages = render_telegram(
        brief_document(Brief((Section(MAYOR, "Mayor", many),), Coverage())), budget=TelegramBudget(600)
    )
    assert messages[1].text.startswith("<b>Ada Holm</b> (continued)\n• Bullet number ")
    assert "Mayor" not in messages[1].text


def test_a_bullet_that_fits_a_message_is_never_continued() -> None:
    """4,028 characters are one bullet in one message of their own."""
    long = replace(SAID, text="word " * 805 + "end")
    messages = render_telegram(brief_document(one_bullet(long, *ARTICLES)))
    assert len(messages) == 3
    assert messages[1].text.startswith("<b>Ada Holm</b>\n• word word ")
    assert "(continued)" not in "".join(m.text for m in messages)


def test_a_budget_that_can_hold_nothing_is_refused() -> None:
    """An endless row of empty messages would be worse than an error."""
    with pytest.raises(BudgetTooSmall, match="No message of this size can hold BulletBlock"):
        render_telegram(brief_document(BRIEF), budget=TelegramBudget(max_units=20))


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("a\u202eb\u2066c\u200bd\ufeff", "abcd"),
        ("one\r\n two\u2028three\x0bfour\u00a0five", "one two three four five"),
        ("\x1b[31mred\x07", "[31mred"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("👩\u200d👧 \u200d x\u200d", "👩\u200d👧 x"),
        ("lone \ud800 half", "lone \ufffd half"),
        ("so\u00adft", "soft"),
        ("\u200b\u2060", ""),
    ],
)
def test_what_nobody_may_see_is_removed(given: str, shown: str) -> None:
    """Invisible and reordering characters go, what scripts and emoji need stays."""
    assert clean(given) == shown


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://n.example/a?x=1&y=2#z", "https://n.example/a?x=1&y=2#z"),
        ("HTTP://N.example:8080/ä b", "http://n.example:8080/%C3%A4%20b"),
        ("https://münchen.example/", "https://xn--mnchen-3ya.example/"),
        ('https://n.example/"><b>|x', "https://n.example/%22%3E%3Cb%3E%7Cx"),
        ("https://[::1]:80/", "https://[::1]:80/"),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("tg://user?id=1", None),
        ("https://bank.example@evil.example/", None),
        ("https:///no-host", None),
        ("https://n.example:port/", None),
        ("https://a..b/", None),
        ("https://n.example/" + "x" * 1000, None),
        ("", None),
        (None, None),
    ],
)
def test_only_an_ordinary_web_address_becomes_a_link(url: str | None, safe: str | None) -> None:
    """Scripts, app links, hidden hosts and endless addresses do not."""
    assert safe_url(url) == safe


def test_an_article_with_an_unsafe_address_is_still_named() -> None:
    """The reference is text then; nothing is hidden because its link is bad."""
    article = replace(ARTICLES[1], url="javascript:alert(1)")
    bullet = replace(SAID, citations=(Citation(article.id, Span(0, 1), "javascript:alert(1)"),))
    (message,) = render_telegram(brief_document(one_bullet(bullet, article)))
    assert "<a" not in message.text
    assert "[1] Harbour Wire: Ferry line to close in June, 11 May 2025" in message.text


def test_an_actor_or_bullet_of_invisible_characters_is_still_shown() -> None:
    """An empty name falls back to the id, empty words to a remark: nothing is lost in silence."""
    actor = replace(MAYOR, name="\u200b")
    brief = Brief((Section(actor, "", (replace(SAID, text="\u2060"),)),), Coverage())
    (message,) = render_plain(brief_document(brief))
    assert "\n~ada-holm\n  • (no words) [1] · 2 outlets\n" in message.text


def test_a_name_cannot_pass_for_a_bullet() -> None:
    """A role out of a feed's list would otherwise read as something that somebody did."""
    actor = replace(MAYOR, name="• Ada Holm")
    document = brief_document(Brief((Section(actor, "▸ ordered an inquiry", (SAID,)),), Coverage()))
    heading = next(b for b in document.blocks() if isinstance(b, Heading))
    assert (heading.name, heading.role) == ("Ada Holm", "ordered an inquiry")


def test_labels_are_clipped_and_no_emoji_is_torn() -> None:
    """A name of a thousand characters is a parsing accident; its end is marked as missing."""
    assert clip("abcdef", 4) == "abc…"
    assert clip("abcd", 4) == "abcd"
    assert clip("a👩\u200d👧bc", 4) == "a…"
    assert cut_point("ab👩\u200d👧c", 4) == 2
    assert cut_point("e\u0301\u0301", 2) == 2
    brief = Brief((Section(replace(MAYOR, name="N" * 999), "R" * 999, (SAID,)),), Coverage())
    heading = next(b for b in brief_document(brief).blocks() if isinstance(b, Heading))
    assert (heading.name, heading.role) == ("N" * 149 + "…", "R" * 149 + "…")


def test_a_title_too_long_for_a_slack_header_is_shown_in_full() -> None:
    """A header holds 150 characters; a longer question becomes bold text instead of being cut."""
    question = "Why " + "& why " * 30 + "?"
    (message,) = render_slack(answer_document(Answer(question, Query(), ())))
    blocks: Any = message.blocks
    assert blocks[0]["type"] == "rich_text"
    assert blocks[0]["elements"][0]["elements"][0] == {
        "type": "text",
        "text": question,
        "style": {"bold": True},
    }


def test_marks_tell_actions_from_statements() -> None:
    """An action must not read as something said."""
    document = brief_document(BRIEF)
    marks = [b.mark for b in document.blocks() if isinstance(b, BulletBlock)]
    acts = [b.act for s in BRIEF.sections for b in s.bullets]
    assert marks == [{Act.SAID: "•", Act.DID: "▸"}[act] for act in acts]
    assert len([b for b in document.blocks() if isinstance(b, SourceEntry)]) == 2
