"""Live updates: short reports under a line or a time of day, each a story of its own."""

from __future__ import annotations

from summarizer.actors.items import item_starts
from summarizer.model import Article, ArticleId
from summarizer.syntax.spacy_parser import SpacyParser

from .reading import who

LATEST = (
    "The Latest on the harbour vote.\n\n5:45 p.m.\n\n"
    "Gary Oakley says the quay should close. ‹Oakley› said the ferry is too slow.\n\n___.\n\n4 p.m.\n\n"
    "Harbour Secretary Jane Oakley says the quay is safe. ‹Oakley› said that the ferry runs on time.\n\n"
    "___.\n\n2:35 p.m.\n\n"
    "Helen Marsh says the vote was fair. ‹She› said it was long.\n"
)


def test_a_surname_is_whose_full_name_its_item_has(parser: SpacyParser) -> None:
    assert who(parser, LATEST) == ["Gary Oakley", "Jane Oakley", "Helen Marsh"]


def test_lines_and_times_start_items(parser: SpacyParser) -> None:
    text = LATEST.replace("‹", "").replace("›", "")
    document = parser.parse([Article(ArticleId("a"), text)])[0]
    starts = [document.tokens[i].text for i in item_starts(document)]
    assert {"Gary", "Harbour", "Helen"} <= set(starts)


def test_plain_prose_has_one_item(parser: SpacyParser) -> None:
    text = "The vote began at 5 p.m. on Monday.\n\nHelen Marsh won it.\n"
    assert item_starts(parser.parse([Article(ArticleId("a"), text)])[0]) == ()


def test_the_campaign_of_another_report_is_not_meant(parser: SpacyParser) -> None:
    text = (
        "‹The Oakley campaign› said the quay should close.\n\n___.\n\n"
        "Helen Marsh will speak to fishermen on Friday. ‹The campaign› said she would name her deputy.\n"
    )
    assert who(parser, text)[1] != "Oakley campaign"


def test_the_republican_is_one_person(parser: SpacyParser) -> None:
    text = "Martin Oakley spoke to farmers on Monday. ‹The Republican› said he would visit them again."
    assert who(parser, text) == ["Martin Oakley"]


def test_a_nominee_spoken_of_before_brings_in_no_stranger(parser: SpacyParser) -> None:
    text = (
        "Jane Roe and Tom Hale met Ann Poe. The Republican nominee was late.\n\n___.\n\n"
        "Tom Hale says the harbour has plans. ‹The Republican nominee› said that the quay would close.\n"
    )
    assert who(parser, text) == ["Tom Hale"]
