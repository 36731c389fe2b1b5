"""What of a page is the article's body, and what is not."""

import json
import time

import pytest

from newsdesk.ingest.html import load_html
from newsdesk.ingest.language import language_of
from newsdesk.ingest.lines import is_furniture
from newsdesk.ingest.loaded import Refused
from summarizer.model import Span

PARAGRAPHS = [
    "The city council voted on Monday to close the old bridge until the spring, after engineers found cracks.",
    "The mayor said that a ferry would run every ten minutes from both banks, and that it would cost nothing.",
    "Traders in the old town fear for their business, and have asked the council for help with their rents.",
    "Work on the pillars is to begin in January and will take until the end of April, the engineers said.",
]


def page(*inside, head=""):
    body = "".join(inside)
    title = "<title>Bridge closes | The Estuary Times</title>"
    return f"<html><head>{title}{head}</head><body><nav>Home</nav>{body}</body></html>"


def story(*between):
    parts = [f"<p>{p}</p>" for p in PARAGRAPHS]
    return (
        "<article><h1>Bridge closes</h1>"
        + parts[0]
        + parts[1]
        + "".join(between)
        + "".join(parts[2:])
        + "</article>"
    )


def text_of(raw):
    return load_html(raw, source="p").article.text


@pytest.mark.parametrize(
    "alien",
    [
        '<p><a href="/x">Ferries to run all night</a></p>',
        '<p>Read more: <a href="/x">Ferries to run all night</a></p>',
        "<p>Advertisement</p>",
        "<p>Photo: Nora Quill / Getty Images</p>",
        "<p>Sign up for our daily newsletter</p>",
        "<p>Follow us on Twitter and Facebook</p>",
        '<div class="related-articles"><p>A tunnel will replace the ferry, say those who know.</p></div>',
        '<div class="comments"><p>I never liked that bridge, and I am glad of it.</p></div>',
        "<figure><figcaption>The bridge, seen from the south bank on Monday.</figcaption></figure>",
    ],
)
def test_what_is_not_the_article_stays_out(alien):
    assert text_of(page(story(alien))).split("\n\n") == PARAGRAPHS


def test_subheads_lists_and_quotes_stay():
    kept = (
        "<h2>What comes next</h2><ul><li>Monday: the bridge closes.</li><li>Friday: the ferry starts.</li></ul>"
    )
    text = text_of(page(story(kept)))
    for words in ["What comes next", "Monday: the bridge closes.", "Friday: the ferry starts."]:
        assert words in text.split("\n\n")


def test_the_title_is_without_the_site_and_not_in_the_text():
    article = load_html(page(story()), source="p").article
    assert article.title == "Bridge closes"
    assert "Bridge closes" not in article.text


def test_a_wrapper_with_a_misleading_name_does_not_hide_the_article():
    wrapped = f'<div class="content social-share with-sidebar">{story()}</div>'
    assert text_of(page(wrapped)).split("\n\n") == PARAGRAPHS


def test_an_article_that_a_script_would_show_is_found():
    hidden = "".join(f"<p>{p}</p>" for p in PARAGRAPHS * 2)
    raw = page("<p>Loading</p>", f'<article style="display:none">{hidden}</article>')
    assert PARAGRAPHS[0] in text_of(raw)


def test_a_whole_report_on_a_site_with_a_paywall_passes():
    wall = "<div>Subscribe to continue reading all our stories</div>"
    longer = "".join(f"<p>{p}</p>" for p in PARAGRAPHS * 2)
    assert not isinstance(load_html(page(f"<article>{longer}</article>", wall), source="p"), Refused)


def test_titles_lose_control_characters_and_overrides():
    raw = page(
        story(),
        head='<meta property="og:title" content="Bridge\u202e closes\u0007">'
        '<meta name="author" content="By Nora\u202e Quill">',
    )
    article = load_html(raw, source="p").article
    assert article.byline == "Nora Quill"
    assert "\u202e" not in article.title


@pytest.mark.parametrize("unit", ["<li>a", "<div>", "<p>The mayor said no to it. "])
def test_endless_tags_are_refused_in_little_time(unit):
    begin = time.process_time()
    found = load_html(unit * 301_000, source="p")
    assert isinstance(found, Refused)
    assert time.process_time() - begin < 2


@pytest.mark.parametrize(
    "line", ["The bridge is safe.", "Mayor: “Read more books”", "Watch this space, he said."]
)
def test_short_lines_of_an_article_are_no_furniture(line):
    assert not is_furniture(line)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The council said on Monday that it would close the bridge.", "en"),
        ("Der Stadtrat will die Brücke am Montag schließen, sagte er.", "de"),
        ("El alcalde dijo que el puente se cerrará en la noche.", "es"),
        ("Президент сказал, что это не так и не будет.", "ru"),
        ("Президент сказав, що це не так і він не буде з ними.", "uk"),
        ("昨日、大統領は橋を閉鎖すると述べた。これは初めてである。", "ja"),
        ("香港行政长官在各方压力下就其大宅的问题到立法会接受质询", "zh"),
        ("Hello", ""),
        ("", ""),
    ],
)
def test_languages(text, language):
    assert language_of(text) == language


def test_an_article_that_stands_in_the_linked_data_alone_is_read_from_there():
    sentence = "The council of Ashton voted on Monday to close the old bridge for the winter."
    told = "\n\n".join(f"{sentence} It was the vote number {n}." for n in range(8))
    linked = json.dumps({"@type": "NewsArticle", "headline": "Bridge closes", "articleBody": told})
    raw = (
        f'<html><head><script type="application/ld+json">{linked}</script></head>'
        "<body><div id='app'>Loading the story</div></body></html>"
    )
    loaded = load_html(raw, source="p")
    assert loaded.article.text == told
    start, end = loaded.offsets.original(Span(0, 10))
    assert sentence in raw[start:end]
