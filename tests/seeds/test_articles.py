"""The sample articles: complete, in their own words, and as awkward as promised."""

from __future__ import annotations

import json
import re
import tomllib
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path

import pytest

from summarizer.text.layout import paragraphs

ROOT = Path(__file__).parents[2]
SEEDS = ROOT / "seeds"
SHARED = ROOT.parent / "shared"
INDEX = tomllib.loads((SEEDS / "articles" / "articles.toml").read_text(encoding="utf-8"))
EARLIER = tomllib.loads((SEEDS / "earlier" / "articles.toml").read_text(encoding="utf-8"))
TEXTS = {p.name: p.read_text(encoding="utf-8") for p in sorted((SEEDS / "articles").glob("*.txt"))}


def text_of(part: str) -> str:
    (name,) = [n for n in TEXTS if part in n]
    return TEXTS[name]


def blocks(text: str) -> list[str]:
    return text.strip().split("\n\n")


def test_the_index_and_the_folder_list_the_same_files():
    assert sorted(a["file"] for a in INDEX["article"]) == list(TEXTS)
    assert [a["file"] for a in EARLIER["article"]] == [p.name for p in (SEEDS / "earlier").glob("*.txt")]


def test_there_are_a_dozen_articles_over_three_days_from_four_outlets():
    assert len(TEXTS) == 14
    assert {a["outlet"] for a in INDEX["article"]} == {
        "Harbour Wire",
        "Ledger & Lantern",
        "Northgate Courier",
        "The Meridian Post",
    }
    assert {a["published_at"].date() for a in INDEX["article"]} == {date(2025, 5, d) for d in (11, 12, 13)}


@pytest.mark.parametrize("row", INDEX["article"], ids=lambda r: r["file"])
def test_an_entry_says_what_its_file_says(row):
    """Headline, by-line and the day in the name agree; the length is that of a short article."""
    text = TEXTS[row["file"]]
    assert blocks(text)[0] == row["title"]
    assert all(
        name.casefold() in blocks(text)[1].casefold() for name in re.split(r", | and ", row["byline"]) if name
    )
    assert row["file"].startswith(row["published_at"].astimezone(UTC).date().isoformat())
    assert 120 <= len(text.split()) <= 350


def test_addresses_are_unique_and_lead_nowhere():
    urls = [a["url"] for a in INDEX["article"]]
    assert len(set(urls)) == len(urls)
    sites = {o["name"]: o["url"] for o in INDEX["outlet"]}
    assert all(site.endswith(".example/") for site in sites.values())
    assert all(a["url"].startswith(sites[a["outlet"]]) for a in INDEX["article"])


FEATURES = [
    ("position on day one", "ceasefire-first", ["ruled out going to Turkey himself"]),
    (
        "other position on day three",
        "zelenskyy-travels",
        ["even without a ceasefire", "he had ruled out the trip"],
    ),
    ("correction", "turkey-host", ["\nCorrection: An earlier version of this article"]),
    ("according to … citing …", "kremlin-terms", ["According to Harbour Wire, citing two people"]),
    ("a paper cites minutes", "barrier-delayed", ["According to the Averley Echo, citing the minutes"]),
    ("by-line", "harbour-wire-istanbul", ["\nBy Anton Reyes\n"]),
    ("by-line in capitals", "drones-kiev", ["\nJ. R. WHITLOCK\n"]),
    ("dateline of an agency", "harbour-wire-istanbul", ["\nMOSCOW, May 11 (Harbour Wire) — "]),
    ("dateline of a paper", "turkey-host", ["\nANKARA — "]),
    ("credit line", "meridian-post-istanbul", ["\nAdditional reporting by Lena Okafor in Brussels."]),
    ("Zelenskyy", "harbour-wire-istanbul", ["Volodymyr Zelenskyy"]),
    ("Zelensky", "ceasefire-first", ["Volodymyr Zelensky "]),
    ("Zelenskiy and Kiev", "drones-kiev", ["Volodymyr Zelenskiy", "south of Kiev"]),
    ("Kyiv", "ceasefire-first", ["outside his office in Kyiv"]),
    (
        "two people with one surname",
        "barrier-october",
        ["Ruth Calder, the mayor", "Owen Calder, the chief engineer"],
    ),
    ("a surname that could be either", "barrier-october", ["Calder declined to answer"]),
    ("honorifics tell them apart", "barrier-delayed", ["Mr Calder said", "Ms Calder did not say"]),
    ("two people with one first name", "sanctions-warning", ["President Donald Trump", "Minister Donald Tusk"]),
    (
        "interrupted quotation",
        "ceasefire-first",
        ["“A ceasefire comes first,” he told reporters", ", “and everything"],
    ),
    ("nominal", "ceasefire-first", ["The Ukrainian president said", "the Russian leader’s claim"]),
    ("pronoun", "eu-sanctions", ["\nShe said that the new package"]),
    ("metonym", "kremlin-terms", ["Moscow says that it does not object"]),
    ("metonym of the EU", "eu-sanctions", ["Brussels, he said, was"]),
    ("spokesman", "harbour-wire-istanbul", ["Kremlin spokesman Dmitry Peskov"]),
    ("press secretary", "trump-lives", ["White House press secretary Karoline Leavitt"]),
    ("unnamed official", "trump-lives", ["a senior U.S. official who spoke on condition of anonymity"]),
    ("plural sources", "kremlin-terms", ["Both sides will claim"]),
    ("plural unnamed sources", "eu-sanctions", ["Two diplomats said"]),
    ("joint statement", "sanctions-warning", ["In a joint statement, the leaders said"]),
    ("negated cue", "trump-lives", ["The president did not say whether"]),
    ("numbers", "drones-kiev", ["108 attack drones", "60 of them", "another 41"]),
    ("an outlet is told", "zelenskyy-travels", ["Podolyak told Harbour Wire"]),
    ("deeds", "zelenskyy-travels", ["Zelenskyy signed a decree", "met soldiers' families"]),
    ("an order", "drones-kiev", ["He ordered the air force"]),
    ("former president", "rubio-istanbul", ["Former President Joe Biden said"]),
    (
        "former president in another office",
        "kremlin-terms",
        ["the former president who is now deputy chairman"],
    ),
    ("former secretary general", "eu-sanctions", ["the former NATO secretary general who is now Norway’s"]),
    ("passive of telling", "trump-lives", ["Trump was told by his envoy"]),
    ("quotation within a quotation, straight", "trump-lives", ["'Sir, it can't be done,'"]),
    ("quotation within a quotation, curly", "sanctions-warning", ["answers ‘yes, but later’, we hear ‘no’,”"]),
    ("heading that ends in a quotation mark", "rubio-istanbul", ["\nChina backs 'all efforts'\n"]),
    ("ampersand", "contractor-shares", ["Hale & Brook"]),
    ("angle brackets", "drones-kiev", ["<Summary 1173>"]),
    ("less-than sign", "barrier-october", ["<2.1 metres"]),
]


@pytest.mark.parametrize(("feature", "article", "words"), FEATURES, ids=[f[0] for f in FEATURES])
def test_what_makes_news_awkward_is_there(feature, article, words):
    assert [w for w in words if w not in text_of(article)] == [], feature


def test_one_agency_story_is_carried_twice_under_different_leads():
    def plain(part: str) -> list[str]:
        return [b.replace("“", '"').replace("”", '"') for b in blocks(text_of(part))[2:]]

    wire, paper = plain("harbour-wire-istanbul"), plain("meridian-post-istanbul")
    assert len(set(wire) & set(paper)) == 5
    assert wire[0] != paper[0]


def test_a_quotation_runs_over_two_paragraphs():
    """It is opened twice and closed once."""
    ends = [
        first[-27:]
        for first, second in pairwise(blocks(text_of("ceasefire-first")))
        if first.rfind("“") > first.rfind("”") and second.startswith("“") and second.count("”") == 1
    ]
    assert ends == [" Easter and a truce in May."]


def test_headings_without_a_full_stop_stand_inside_articles():
    inside = {
        name: [text[p.span.start : p.span.end] for p in paragraphs(text)[2:] if p.heading]
        for name, text in TEXTS.items()
    }
    found = [h for headings in inside.values() for h in headings]
    assert "Silence on the front, then signatures" in found
    assert "The draft of 2022" in found
    assert "What the trial showed" in found


def test_both_kinds_of_quotation_marks_are_used():
    assert [n for n, t in TEXTS.items() if not re.search('["“]', t)] == []
    assert len([n for n, t in TEXTS.items() if "“" in t]) >= 5
    assert len([n for n, t in TEXTS.items() if '"' in t]) >= 5


def test_the_corrected_article_replaces_an_earlier_one_at_the_same_address():
    (old,) = EARLIER["article"]
    (new,) = [a for a in INDEX["article"] if a["url"] == old["url"]]
    assert new["revision"] == 2
    assert new["updated_at"] == datetime(2025, 5, 12, 12, 5, tzinfo=UTC)
    before = (SEEDS / "earlier" / old["file"]).read_text(encoding="utf-8")
    assert "Foreign Minister Hakan Fidan said on Monday that the talks would begin on Wednesday" in before
    assert "Hakan Fidan said" not in TEXTS[new["file"]]


WORD = re.compile(r"\w+")


def runs(text: str, length: int = 14) -> set[tuple[str, ...]]:
    words = WORD.findall(text.casefold())
    return {tuple(words[i : i + length]) for i in range(len(words) - length + 1)}


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason="needs the data in ../shared")
def test_no_sentence_is_taken_from_the_texts_that_may_not_be_copied():
    """No 14 words in a row."""
    ours = set().union(*(runs(t) for t in TEXTS.values()))
    assert len(ours) > 2500
    theirs = [p.read_text(encoding="utf-8") for p in (SHARED / "seeds").glob("*.txt")]
    for path in (SHARED / "data" / "polnear" / "dev.jsonl", SHARED / "data" / "polnear" / "train.jsonl"):
        theirs += [json.loads(line)["text"] for line in path.read_text(encoding="utf-8").splitlines()]
    assert len(theirs) > 900
    assert [run for text in theirs for run in runs(text) & ours] == []
