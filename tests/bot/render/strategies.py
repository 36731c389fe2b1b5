"""Briefs that no editor would want: any Unicode, any markup, any number of anything."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import strategies as st

from summarizer.model import (
    Act,
    Actor,
    ActorId,
    ActorKind,
    Article,
    ArticleId,
    Brief,
    Bullet,
    Citation,
    Coverage,
    Section,
    Span,
    Status,
)

NASTY = (
    "<!channel>",
    "<b>bold</b>",
    "</a>",
    "<https://evil.example|click>",
    "&amp;",
    "&#60;",
    "a < b && c > d",
    "*bold* _it_ ~no~ `code`",
    "@everyone",
    "/start",
    "#tag news.example $USD",
    "line\nbreak\u2028and\ttab",
    "\u202eesrever\u202c",
    "\u2066isolated\u2069",
    "zero\u200bwidth\ufeff",
    "שלום עולם",
    "مرحبا بالعالم",
    "می\u200cخواهم",
    "👩\u200d👩\u200d👧\u200d👦 🇺🇦 👍🏽",
    "e\u0301\u0301",
    "北京发表声明",
    '"quoted" ‘single’ “double”',
    "\x00\x1b[31mred\x07",
    "|pipe|",
    "[1]",
)

any_char = st.characters(codec="utf-8")
words = st.one_of(
    st.sampled_from(NASTY), st.text(any_char, min_size=1, max_size=12), st.text("ab<&>", min_size=1, max_size=8)
)
texts = st.lists(words, max_size=10).map(" ".join)
names = st.lists(words, max_size=4).map(" ".join)
urls = st.one_of(
    st.none(),
    st.sampled_from(
        (
            "https://wire.example/a?x=1&y=2",
            "http://münchen.example/straße?q=<b>|\"'",
            "javascript:alert(1)",
            "https://bank.example@evil.example/",
            "https://wire.example/" + "&" * 900,
            "//no.scheme",
            "https://[bad",
            "",
        )
    ),
    st.text(any_char, max_size=20).map("https://wire.example/".__add__),
)
ids = st.integers(0, 11).map(lambda n: ArticleId(f"seeds/{n}.txt"))
instants = st.none() | st.integers(0, 2**31).map(lambda s: datetime.fromtimestamp(s, UTC))

actors = st.builds(Actor, st.integers(0, 99).map(lambda n: ActorId(f"~{n}")), names, st.just(ActorKind.PERSON))
citations = st.builds(Citation, ids, st.integers(0, 99).map(lambda n: Span(n, n + 5)), urls)
articles = st.builds(Article, ids, st.just(""), title=texts, outlet=names, url=urls, published_at=instants)


def bullets(text: st.SearchStrategy[str] = texts) -> st.SearchStrategy[Bullet]:
    return st.builds(
        Bullet,
        text,
        actors,
        st.sampled_from(Act),
        st.lists(citations, min_size=1, max_size=4).map(tuple),
        st.sampled_from(Status),
        st.integers(1, 5),
    )


def briefs(
    text: st.SearchStrategy[str] = texts, *, max_sections: int = 4, max_bullets: int = 4
) -> st.SearchStrategy[Brief]:
    """Sections of distinct bullets; the actor of a bullet need not be that of its section."""
    roles = names.map("role ".__add__)  # never the same line as a name
    sections = st.builds(Section, actors, roles, st.lists(bullets(text), max_size=max_bullets).map(tuple))
    numbers = st.integers(0, 9)
    return st.builds(
        Brief,
        st.lists(sections, max_size=max_sections).map(tuple),
        st.builds(
            Coverage, numbers, numbers, numbers, numbers, numbers, numbers, numbers, numbers, numbers, numbers
        ),
        st.lists(articles, max_size=12).map(tuple),
    )


@st.composite
def crowded_briefs(draw: st.DrawFn) -> Brief:
    """Very many bullets and sections, made by repeating a few drawn ones under numbered names."""
    few = draw(st.lists(bullets(), min_size=1, max_size=4))
    count = draw(st.integers(20, 36))
    sections = tuple(
        Section(Actor(ActorId(f"~{n}"), f"Actor {n}", ActorKind.PERSON), "Role", tuple(few))
        for n in range(count)
    )
    return Brief(sections, Coverage(), tuple(draw(st.lists(articles, max_size=4))))
