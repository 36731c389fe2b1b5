"""The sample feeds: what ``seeds/build.py`` writes, well-formed, complete and uneven as feeds are."""

from __future__ import annotations

import importlib.util
import tomllib
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

SEEDS = Path(__file__).parents[2] / "seeds"
INDEX = tomllib.loads((SEEDS / "articles" / "articles.toml").read_text(encoding="utf-8"))
ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"


def entries(name: str) -> list[ET.Element]:
    tree = ET.parse(SEEDS / "feeds" / name)
    return tree.findall(".//item") or tree.findall(f"{ATOM}entry")


def link(entry: ET.Element) -> str:
    atom = entry.find(f"{ATOM}link")
    return entry.findtext("link", "") if atom is None else atom.get("href", "")


def entry_of(name: str, end: str) -> ET.Element:
    (found,) = [e for e in entries(name) if link(e).endswith(end)]
    return found


def test_the_committed_feeds_are_what_the_script_writes():
    spec = importlib.util.spec_from_file_location("seeds_build", SEEDS / "build.py")
    build = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(build)
    committed = {p.name: p.read_text(encoding="utf-8") for p in (SEEDS / "feeds").iterdir()}
    assert committed == build.feeds()


@pytest.mark.parametrize("outlet", INDEX["outlet"], ids=lambda o: o["name"])
def test_a_feed_lists_every_article_of_its_outlet_newest_first(outlet):
    rows = [a for a in INDEX["article"] if a["outlet"] == outlet["name"]]
    rows.sort(key=lambda a: a["published_at"], reverse=True)
    assert [link(e) for e in entries(outlet["feed"])] == [a["url"] for a in rows]


def test_two_outlets_publish_rss_and_two_atom():
    assert sorted(ET.parse(SEEDS / "feeds" / o["feed"]).getroot().tag for o in INDEX["outlet"]) == sorted(
        ["rss", "rss", f"{ATOM}feed", f"{ATOM}feed"]
    )


def test_whole_texts_and_bare_summaries_both_occur():
    whole = entry_of("harbour-wire.rss.xml", "/istanbul-offer")
    assert "<p>Putin blamed Ukraine for the collapse of the last direct talks" in whole.findtext(CONTENT)
    bare = entry_of("harbour-wire.rss.xml", "/trump-lives")
    assert bare.find(CONTENT) is None
    assert bare.findtext("description").startswith(
        "WASHINGTON, May 12 (Harbour Wire) — U.S. President Donald Trump"
    )
    assert entry_of("ledger-lantern.atom.xml", "/rubio-to-join-istanbul-talks").find(f"{ATOM}content") is None


def test_headings_of_a_whole_text_are_marked_as_such():
    html = entry_of("ledger-lantern.atom.xml", "/kremlin-repeats-its-terms").findtext(f"{ATOM}content")
    assert '<p class="byline">SOFIA BRANDT</p>' in html
    assert "<h2>The draft of 2022</h2>" in html


def test_one_entry_has_no_date():
    undated = [link(e) for e in entries("meridian-post.rss.xml") if e.find("pubDate") is None]
    assert undated == ["https://meridian-post.example/home/no-flood-barrier"]


def test_one_title_holds_markup_and_one_was_escaped_twice():
    title = entry_of("northgate-courier.atom.xml", "/10511").find(f"{ATOM}title")
    assert title.get("type") == "html"
    assert title.text == "EU readies sanctions as <em>ceasefire deadline</em> passes"
    twice = entry_of("harbour-wire.rss.xml", "/contractor-shares").findtext("title")
    assert twice == "Hale &amp; Brook shares fall over leaking gates"


def test_the_correction_is_in_the_feed_and_its_first_revision_is_not():
    html = entry_of("meridian-post.rss.xml", "/turkey-ready-to-host").findtext(CONTENT)
    assert "<p>Correction: An earlier version" in html
    assert "talks would begin on Wednesday" not in html


def test_special_characters_survive():
    html = entry_of("ledger-lantern.atom.xml", "/drones-strike-kiev").findtext(f"{ATOM}content")
    assert "&lt;Summary 1173&gt;" in html
    assert '"an airfield &amp; a fuel depot"' in html


def test_the_opml_names_every_outlet_with_its_feed():
    outlines = ET.parse(SEEDS / "feeds" / "feeds.opml").findall("./body/outline")
    assert [(o.get("text"), o.get("xmlUrl")) for o in outlines] == [
        ("Harbour Wire", "https://harbour-wire.example/rss.xml"),
        ("The Meridian Post", "https://meridian-post.example/rss.xml"),
        ("Northgate Courier", "https://northgate-courier.example/atom.xml"),
        ("Ledger & Lantern", "https://ledger-lantern.example/atom.xml"),
    ]
