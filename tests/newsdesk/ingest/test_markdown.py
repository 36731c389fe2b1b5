"""Markdown to what a reader sees, with every character's place in the file."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsdesk.ingest.files import load_paths
from newsdesk.ingest.loaded import Refused
from newsdesk.ingest.markdown import load_markdown
from summarizer.model import Span

PAGE = """---
title: "Ferry strike"
author: Nora Quill
date: 2025-05-12T10:00:00Z
---
# Ferry workers *vote*

Crews **will stop** work, said [Ada Brandt](https://x.example/a_b "t"), the _union's_ head.
5 * 3 = 15, and snake_case_word stays.

> “Nobody wants this,” she said.

- every **second** sailing
1. from Monday

![a photograph](a.png)
***
```python
code = 1
```
See <https://a.example/x> and <b>bold</b>[^1]. A \\*star\\*.

[ref]: http://x.example
"""


def test_words_stay_and_markup_goes():
    article = load_markdown(PAGE, source="a.md").article
    assert article.text.split("\n\n")[:4] == [
        "Ferry workers vote",
        "Crews will stop work, said Ada Brandt, the union's head.\n5 * 3 = 15, and snake_case_word stays.",
        "“Nobody wants this,” she said.",
        "every second sailing\nfrom Monday",
    ]
    assert article.text.endswith("See https://a.example/x and bold. A *star*.")
    assert "photograph" not in article.text
    assert "code" not in article.text
    assert (article.title, article.byline) == ("Ferry strike", "Nora Quill")
    assert article.published_at.hour == 10


def test_without_front_matter_the_first_heading_is_the_title():
    assert load_markdown("# Strike ends\n\nFerries sail.", source="a.md").article.title == "Strike ends"


@given(
    st.lists(
        st.sampled_from(["word", "*", "_", "[", "](u)", "`", "\n", " ", "# ", "> ", "- ", "<b>", "<!--", "-->"])
    )
)
def test_every_character_leads_back_to_itself(parts):
    raw = "start " + "".join(parts)
    loaded = load_markdown(raw, source="a.md")
    for i, char in enumerate(loaded.article.text):
        start, end = loaded.offsets.original(Span(i, i + 1))
        assert raw[start:end] == char


@pytest.mark.parametrize(
    "unit", ["*", "[", "![", "> ", "`", "<", "---\n", "](", "<!--", "_a", "# ", "1. ", "```\n"]
)
def test_hostile_files_take_no_longer_than_others(unit):
    raw = unit * (200_000 // len(unit))
    begin = time.process_time()
    load_markdown(raw + "\n\nend", source="a.md")
    assert time.process_time() - begin < 3


def test_a_file_without_words_is_refused():
    assert isinstance(load_markdown("---\ntitle: x\n---\n***\n", source="a.md"), Refused)


def test_a_markdown_file_is_read_by_its_name(tmp_path):
    (tmp_path / "a.md").write_text("# A\n\nThe *mayor* spoke.", encoding="utf-8")
    (found,) = load_paths([str(tmp_path / "a.md")], max_bytes=1000)
    assert found.article.text == "A\n\nThe mayor spoke."
