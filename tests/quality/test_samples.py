"""Who is credited with what in the sample articles, against the gold that is committed with them."""

from __future__ import annotations

import re
import tomllib

import pytest

from config.paths import seeds_dir
from summarizer.brief import compose
from summarizer.condense.guard import check
from summarizer.condense.line import count_words
from summarizer.model import Act, Reading

GOLD = tomllib.loads((seeds_dir() / "expected.toml").read_text(encoding="utf-8"))
MIN_POINTS = 0.9
DANGLING = re.compile(r"^(?:And|But|Also|However|Which|Who|These|This|It|They)\b")


def credited(reading: Reading, text: str) -> set[str]:
    """Who is credited with the words; what is only reported by somebody else is that one's claim."""
    start = reading.article.text.index(text)
    end = start + len(text)
    return {
        s.actor.name
        for s in reading.statements
        if s.actor and not s.reported and any(a < end and start < b for a, b in s.content)
    }


def test_nearly_every_point_is_found(samples: dict[str, Reading]) -> None:
    """At least nine of ten points are credited to the right actor."""
    missed = [p for p in GOLD["point"] if p["actor"] not in credited(samples[p["article"]], p["text"])]
    assert len(missed) <= (1 - MIN_POINTS) * len(GOLD["point"]), missed


@pytest.mark.parametrize("trap", GOLD["wrong"], ids=lambda t: f"{t['actor']}: {t['text'][:40]}")
def test_nobody_is_credited_with_what_he_did_not_say(samples: dict[str, Reading], trap: dict[str, str]) -> None:
    """No trap is walked into: a wrong attribution is the worst fault."""
    assert trap["actor"] not in credited(samples[trap["article"]], trap["text"]), trap["why"]


def test_every_bullet_is_fit_to_print(samples: dict[str, Reading]) -> None:
    """Few of more than thirty words, a capital in front, no loose beginning, balanced quotation marks."""
    brief = compose(list(samples.values()))
    bullets = [b for s in brief.sections for b in s.bullets]
    assert len(bullets) >= 35
    assert sum(count_words(b.text) > 30 for b in bullets) <= len(bullets) // 20
    for bullet in bullets:
        assert count_words(bullet.text) <= 35, bullet.text
        assert bullet.text[0].isupper() or bullet.text[0] in "“\"'‘", bullet.text
        assert not DANGLING.match(bullet.text), bullet.text
        assert bullet.text.count("“") == bullet.text.count("”"), bullet.text
        assert bullet.text.count('"') % 2 == 0, bullet.text
        assert "  " not in bullet.text


def test_every_bullet_stands_in_its_evidence(samples: dict[str, Reading]) -> None:
    """The guard finds nothing in any bullet that its cited sentences do not hold."""
    texts = {r.article.id: r.article.text for r in samples.values()}
    for section in compose(list(samples.values())).sections:
        for bullet in section.bullets:
            first = bullet.citations[0].article
            cited = [texts[first][slice(*c.span)] for c in bullet.citations if c.article == first]
            assert check(bullet.text, " ".join(cited)) == (), bullet.text


def test_what_is_said_stands_above_what_is_done(samples: dict[str, Reading]) -> None:
    """In every section."""
    for section in compose(list(samples.values())).sections:
        acts = [b.act for b in section.bullets]
        assert acts == sorted(acts, key=lambda a: a is Act.DID)


def test_the_brief_names_roles_that_the_articles_give(samples: dict[str, Reading]) -> None:
    """Heads of state by country, a former one as such, two people of one surname apart."""
    roles = {s.actor.name: s.role for s in compose(list(samples.values())).sections}
    assert roles["Volodymyr Zelenskyy"] == "President of Ukraine"
    assert roles["Vladimir Putin"] == "President of Russia"
    assert roles["Donald Trump"] == "President of the United States"
    assert roles["Joe Biden"] == "Former President"
    assert {"Ruth Calder", "Owen Calder"} <= roles.keys()
