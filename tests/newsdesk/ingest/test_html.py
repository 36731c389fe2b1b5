"""Pages to articles: what is taken, what is refused, and where every character comes from."""

import html
import re
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsdesk.ingest.html import load_html
from newsdesk.ingest.loaded import Loaded, Refused
from newsdesk.ingest.scan import scan
from summarizer.model import Span

PAGES = Path(__file__).parent / "pages"
MARKUP = re.compile(r"<!--.*?-->|<script>.*?</script>|<[^>]*>", re.DOTALL)


def page(name):
    raw = (PAGES / f"{name}.html").read_text(encoding="utf-8")
    return raw, load_html(raw, source=name)


def seen(raw):
    """What a stretch of raw HTML shows, by other means than the code under test."""
    return html.unescape(MARKUP.sub("", raw))


def assert_offsets_exact(raw, loaded):
    text = loaded.article.text
    for i, char in enumerate(text):
        start, end = loaded.offsets.original(Span(i, i + 1))
        if text[i : i + 2] == "\n\n":  # between paragraphs: the tags there and what was left out
            assert start == loaded.offsets.original(Span(i - 1, i)).end
            assert end == loaded.offsets.original(Span(i + 2, i + 3)).start
            continue
        if text[i - 1 : i + 1] == "\n\n":
            continue
        shown = seen(raw[start:end])
        assert (
            shown == char or (char.isspace() and not shown.strip()) or raw[start:end].lower() in {"<q>", "</q>"}
        )


def test_a_news_page_gives_its_article_and_nothing_else():
    _, loaded = page("harbour")
    paragraphs = loaded.article.text.split("\n\n")
    assert "Ferry workers vote to strike" not in paragraphs  # the headline is the article's title
    assert "Company offers more talks" in paragraphs
    assert "Saturday: every second sailing" in paragraphs
    assert "they have heard them since 2019.”" in loaded.article.text
    assert "called the vote “regrettable”. Its director" in loaded.article.text
    for alien in ["cookies", "Advertisement", "Photograph", "Related", "World", "Never shown", "comment", "©"]:
        assert alien not in loaded.article.text


def test_metadata_of_a_news_page():
    article = page("harbour")[1].article
    assert article.title == "Ferry workers vote to strike"
    assert article.outlet == "The Estuary Times"
    assert article.byline == "Nora Quill"
    assert article.url == "https://estuary-times.example/2025/ferry-strike"
    assert article.published_at == datetime(2025, 5, 12, 16, 40, tzinfo=UTC)


@pytest.mark.parametrize("name", ["harbour", "about_cookies", "old_table"])
def test_every_character_of_a_page_leads_back_to_itself(name):
    raw, loaded = page(name)
    assert_offsets_exact(raw, loaded)


def test_a_span_runs_from_the_first_to_the_last_raw_character():
    raw, loaded = page("harbour")
    words = "“Nobody wants this strike,” said Ada Brandt"
    start = loaded.article.text.index(words)
    a, b = loaded.offsets.original(Span(start, start + len(words)))
    assert raw[a:b] == (
        '&ldquo;Nobody <em>wants</em> this strike,&rdquo; said <a href="/people/ada-brandt">Ada Brandt'
    )


def test_line_breaks_of_an_old_page_part_paragraphs():
    text = page("old_table")[1].article.text
    assert '\n\n"It is a good day for the valley," said Ruth Anders' in text
    assert "upper holt have voted against a quarry on the hill" in text.lower()


def test_a_report_about_cookies_is_an_article():
    assert isinstance(page("about_cookies")[1], Loaded)


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("cookie_wall", "cookie wall"),
        ("paywall", "paywall"),
        ("login", "login page"),
        ("missing", "error page"),
    ],
)
def test_what_stands_in_front_of_an_article_is_refused_by_name(name, what):
    refused = page(name)[1]
    assert isinstance(refused, Refused)
    assert what in refused.reason
    assert refused.advice


@pytest.mark.parametrize(
    "raw", ["", "<html></html>", "<script>x</script>", "<p>Hello.</p>", "<", "<!--", "&", "<a href='"]
)
def test_a_page_without_an_article_is_refused(raw):
    assert "No article" in load_html(raw, source="p").reason


WORDS = st.sampled_from(
    ["the", "mayor", "said", "bridge", "closed", "&amp;", "&#8220;no&#8221;", "&eacute;t&eacute;", "&mdash;",
     "&copy;", "𝒜", "naïve", "&#x1F642;", "R&D", "AT&T;", "&notit;", "e\u0301", "a&shy;b",
     "5&nbsp;%", "“so”", "river,"]
)  # fmt: skip
GAPS = st.sampled_from(
    [" ", "\n", "  \r\n\t", " <!-- a > b --> ", "<br>", " <script>if (a < b) x()</script> ", "&#32;"]
)
TAGS = st.sampled_from(["b", "i", "span class='x'", 'a href="/a?b=1&amp;c=2"', "em", "sub"])


@st.composite
def inline(draw, depth=2):
    out = [draw(WORDS)]
    for _ in range(draw(st.integers(3, 14))):
        out.append(draw(GAPS))
        if depth and draw(st.integers(0, 4)) == 0:
            tag = draw(TAGS)
            out.append(f"<{tag}>{draw(inline(depth=depth - 1))}</{tag.split()[0]}>")
        else:
            out.append(draw(WORDS))
    return "".join(out)


@st.composite
def pages(draw):
    kinds = st.sampled_from(["p", "p", "p", "h2", "li", "div"])
    blocks = [f"<{k}>{draw(inline())}</{k}>" for k in draw(st.lists(kinds, min_size=1, max_size=5))]
    sure = "<p>The council met on Monday and decided that the bridge would stay closed until spring.</p>"
    head = "<!doctype html><html><head><title>T</title></head>"
    return f"{head}<body><article>{sure}{''.join(blocks)}</article></body></html>"


@given(pages())
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_character_of_any_article_leads_back_to_itself(raw):
    loaded = load_html(raw, source="p")
    if isinstance(loaded, Loaded):
        assert_offsets_exact(raw, loaded)


@given(pages())
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_the_scan_shows_every_visible_word_once(raw):
    body = re.search(r"<body>(.*)</body>", raw, re.DOTALL)[1]
    blocks = scan(raw).blocks
    shown = "".join(b.text for b in blocks)
    assert "".join(shown.split()) == "".join(seen(body).replace("\u00ad", "").split())


@given(st.text(alphabet="<>/!-&;#x\"'= apqscriptbr1\n\0", max_size=200))
@settings(max_examples=200, deadline=None)
def test_the_scan_never_fails_and_its_pieces_ascend(raw):
    position = 0
    for block in scan(raw).blocks:
        for piece in block.pieces:
            assert position <= piece.start < piece.end <= len(raw)
            if piece.verbatim:
                assert raw[piece.start : piece.end] == piece.text
            position = piece.end


@pytest.mark.parametrize(
    "unit", ["<a ", "<select>", "<!--", "<div>", "</div>", "<p ='", "<script", "&a", '<i ="', "<b x='>"]
)
def test_the_scan_is_linear_on_hostile_pages(unit):
    raw = unit * (300_000 // len(unit))
    begin = time.perf_counter()
    scan(raw)
    assert time.perf_counter() - begin < 5


LEAD = (
    "<h1>Bridge</h1><p>The council of Port Averley met on Monday to discuss the state of the harbour, its "
    "bridges and its many roads, and the meeting lasted for three hours.</p>"
)


def read(body):
    return load_html(
        f"<!doctype html><html><body><article>{LEAD}{body}</article></body></html>", source="p"
    ).article.text


@pytest.mark.parametrize(
    "hidden",
    [
        "<p hidden>Mayor Secret said it <b>fell</b> down.</p>",
        "<p hidden>Mayor Secret said it fell down.",
        '<p HIDDEN="">Mayor Secret said it fell down.</p>',
        "<p aria-hidden=true>Mayor Secret said it fell down.</p>",
        "<p style='color: red; DISPLAY : none'>Mayor Secret said it fell down.</p>",
        '<div style="display:none"><div>Mayor</div><p>Mayor Secret said it fell down.</p></div>',
        '<section hidden><svg></section></svg><!-- </section> --><p title="</section>">Secret</p></section>',
        "<ul><li hidden>Mayor Secret said it fell down.<li>One.</ul>",
    ],
)
def test_what_is_hidden_is_no_text_and_what_follows_is(hidden):
    text = read(f"{hidden}<p>Mayor Ann Lee said it was safe.</p>")
    assert "Secret" not in text
    assert text.endswith("\n\nMayor Ann Lee said it was safe.")


def test_a_hidden_part_of_a_sentence_is_left_out_of_it():
    text = read(
        "<p>Mayor Ann Lee <span style='display:none'>never <span>ever</span></span> said it was safe.</p>"
    )
    assert text.endswith("\n\nMayor Ann Lee said it was safe.")


@pytest.mark.parametrize(
    "shown",
    [
        '<p class="hidden-gem">Mayor Ann Lee said it was safe.</p>',
        '<p aria-hidden="false">Mayor Ann Lee said it was safe.</p>',
        "<p title='hidden' data-style='display:none'>Mayor Ann Lee said it was safe.</p>",
        '<p style="display:block">Mayor Ann Lee said it was safe.</p>',
    ],
)
def test_what_only_speaks_of_hiding_is_shown(shown):
    assert "Mayor Ann Lee said it was safe." in read(shown)


def test_a_page_whose_body_waits_for_scripts_or_for_a_dialogue_is_read():
    raw = f"<html><body style='display:none'><main aria-hidden='true'>{LEAD}</main></body></html>"
    assert "The council of Port Averley met" in load_html(raw, source="p").article.text


@pytest.mark.parametrize(
    ("paragraph", "text"),
    [
        ("Mayor Ann Lee<br>said it was safe.", "Mayor Ann Lee said it was safe."),
        (
            "Mayor Ann Lee said the<br/>Averley bridge was safe.",
            "Mayor Ann Lee said the Averley bridge was safe.",
        ),
        ("“It is safe,”<br>\nsaid Ann Lee.", "“It is safe,” said Ann Lee."),
        (
            "Ann Lee said it was safe.<br>Bob Roe said it was shut.",
            "Ann Lee said it was safe.\nBob Roe said it was shut.",
        ),
        ("Bridge is safe<br>Mayor Ann Lee said so.", "Bridge is safe\nMayor Ann Lee said so."),
    ],
)
def test_a_sentence_runs_on_over_a_line_break_and_a_line_of_its_own_does_not(paragraph, text):
    assert read(f"<p>{paragraph}</p>").endswith(f"\n\n{text}")


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<p>Mayor Ann Lee said it was safe.</p>", "Mayor Ann Lee said it was safe."),
        ("<article>Mayor Ann Lee said it was safe.</article>", "Mayor Ann Lee said it was safe."),
        ('<p>Ann Lee said it was safe.<p>Bob Roe said <b>it <i>was shut.<p title="Cy', None),
        ("<p>Ann Lee said it was safe.</p><plaintext><p>Bob Roe said it was shut.</p>", None),
    ],
)
def test_a_page_of_a_sentence_or_two_is_read(body, text):
    loaded = load_html(f"<html><body>{body}", source="p")
    assert loaded.article.text == (text or "Ann Lee said it was safe.\n\nBob Roe said it was shut.")


@pytest.mark.parametrize("tag", ["div", "b", "span", "section", "blockquote", "table", "ul", "q", "custom-tag"])
def test_text_that_lies_deep_is_read(tag):
    deep = f"<{tag}>" * 3000 + "<p>Mayor Ann Lee said it was safe.</p>" + f"</{tag}>" * 3000
    assert "Mayor Ann Lee said it was safe." in read(deep)


@pytest.mark.parametrize(
    "tag", ["<p {}>", "<svg><path {}></svg><p>", "<p><a href='x' {}>", "<script {}></script><p>"]
)
def test_a_tag_with_100_000_attributes_is_read_in_time(tag):
    attributes = " ".join(f"a{i}=x" for i in range(100_000))
    begin = time.perf_counter()
    assert read(tag.format(attributes) + "Mayor Ann Lee said it was safe.</p>").endswith("said it was safe.")
    assert time.perf_counter() - begin < 5


@pytest.mark.parametrize(
    "unit", ["<p hidden>", "<b hidden>x</b>", "<div hidden><svg>", "<i hidden", "<li style='display:none"]
)
def test_the_scan_is_linear_on_hidden_elements(unit):
    begin = time.perf_counter()
    scan(unit * (300_000 // len(unit)))
    assert time.perf_counter() - begin < 5


@given(
    st.text(alphabet="<>/!-\"'= ", max_size=40),
    st.lists(
        st.sampled_from(
            [
                "<p hidden>",
                "<div>",
                "</div>",
                "<svg a=b>",
                "</svg>",
                "x",
                "<b>" * 70,
                "<i" + " a" * 150 + ">",
                "<script" + " a" * 150 + ">",
                "</p>",
            ]
        ),
        max_size=30,
    ),
)
@settings(max_examples=200, deadline=None)
def test_cuts_ascend_and_lie_apart(noise, parts):
    raw = "".join(parts) + noise
    position = 0
    for start, end in scan(raw).cuts:
        assert position <= start < end <= len(raw)
        position = end
