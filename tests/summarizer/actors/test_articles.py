"""Short articles on many subjects and years, with the shipped registry: each source right, or nobody."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from summarizer.actors.registry_file import load_registry
from summarizer.syntax.spacy_parser import SpacyParser

from .reading import who

ARTICLES = {
    "football": (
        date(2024, 5, 1),
        """Rachel Oakley scored twice as Ashton Rovers beat Marlow Town on Saturday. ‹Oakley› said it was a
        good day. ‹The 23-year-old› added that the club had waited long. ‹Marlow coach Pia Lund› said
        her side had been tired. ‹She› blamed the long journey.
        """,
        ["Rachel Oakley", "Rachel Oakley", "Pia Lund", "Pia Lund"],
    ),
    "bank": (
        date(2019, 3, 4),
        """Harbour Bank fell 4 percent on Monday. ‹Chief executive Tom Hale› said the quarter had been
        hard. ‹The bank› said it would cut 300 jobs. ‹He› denied that more cuts would follow. ‹Analysts›
        were doubtful.
        """,
        ["Tom Hale", "Harbour Bank", "Tom Hale", "Analysts"],
    ),
    "eels": (
        date(2022, 8, 9),
        """‹A new study› finds that eels can smell earthquakes. The University of Ashton study was led by
        marine biologist Mira Kaplan. ‹The study› found that eels fled early. ‹Kaplan› said more work
        was needed. ‹The biologist› warned against haste.
        """,
        ["University of Ashton", "University of Ashton", "Mira Kaplan", "Mira Kaplan"],
    ),
    "europe": (
        date(2024, 5, 1),
        """Ministers met on Tuesday. ‹The French president› said Europe had to act. ‹The German chancellor›
        urged patience. ‹Berlin› rejected joint debt. ‹The European Commission› promised a plan. ‹The
        commission› will present it in June.
        """,
        ["Emmanuel Macron", "Olaf Scholz", "Germany", "European Commission", "European Commission"],
    ),
    "rates": (
        date(2024, 5, 1),
        """‹The ECB› left rates unchanged. ‹The ECB president› said growth was weak. ‹The International
        Monetary Fund› was gloomier. ‹The fund› said Europe was slow.
        """,
        ["European Central Bank", "Christine Lagarde", "International Monetary Fund",
         "International Monetary Fund"],
    ),
    "treaty": (
        date(2010, 3, 1),
        """‹The U.S. president› spoke on Monday. ‹The Russian president› welcomed the treaty. ‹The Kremlin›
        had no date. ‹Moscow› rejected an addition. ‹The White House› was silent.
        """,
        ["Barack Obama", "Dmitry Medvedev", "Kremlin", "Russia", "White House"],
    ),
    "court": (
        date(2012, 2, 1),
        """Judge Helen Marsh heard the case of Peter Vale, a former driver. ‹The judge› said the evidence
        was thin. ‹Vale's lawyer, Dana Roe,› said her client was innocent. ‹A court spokesman› said a
        ruling would follow.
        """,
        ["Helen Marsh", "Dana Roe", "A court spokesman"],
    ),
    "space": (
        date(2023, 6, 1),
        """NASA launched a probe on Tuesday. ‹The agency› said all was well. ‹Flight director Omar Reyes›
        said the engine had worked. ‹He› praised the European Space Agency. ‹ESA› built the antenna.
        """,
        ["NASA", "Omar Reyes", "Omar Reyes", "European Space Agency"],
    ),
    "strike": (
        date(2008, 6, 1),
        """Union leader Carl Benson met minister Ruth Adler on Monday. ‹The minister› offered 3 percent.
        ‹The union leader› wanted five. ‹Both sides› will meet again. ‹A person close to the talks› saw
        little hope.
        """,
        ["Ruth Adler", "Carl Benson", "Both sides", "A person close to the talks"],
    ),
    "merger": (
        date(2015, 11, 2),
        """The Ashton Courier first reported the merger. ‹The newspaper› said both boards had agreed. ‹A
        spokeswoman for Harbour Air, Ann Poe,› declined to confirm it. ‹The airline› said that talks
        went on.
        """,
        ["Ashton Courier", "Ann Poe", "Harbour Air"],
    ),
    "parliament without a registry's help": (
        date(2030, 2, 1),
        """The parliament voted on Monday. ‹Prime Minister Aino Virta› said the budget was fair.
        ‹Opposition leader Pekka Salo› said it was not. ‹The prime minister› later thanked voters. ‹The
        president› stayed away.
        """,
        ["Aino Virta", "Pekka Salo", "Aino Virta", ""],
    ),
}  # fmt: skip


@pytest.mark.parametrize("article", ARTICLES)
def test_each_source_is_right_or_nobody(parser: SpacyParser, root: Path, article: str) -> None:
    on, text, wanted = ARTICLES[article]
    registry = load_registry(root / "seeds" / "actors.toml")
    assert who(parser, " ".join(text.split()), registry=registry, on=on) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("‹The pope› prayed for rain.", "Pope Francis"),
        ("‹The secretary of state› met U.S. diplomats.", "Antony Blinken"),
        ("‹The secretary of state› opened a school in Ashton.", ""),
        ("‹The secretary of state› met U.S. and French diplomats.", ""),
        ("‹The bank president› opened a school in Ashton.", ""),
    ],
)
def test_an_office_without_its_state(parser: SpacyParser, root: Path, text: str, wanted: str) -> None:
    """It stands alone in the world, or the article speaks of one state only; else nobody is meant."""
    registry = load_registry(root / "seeds" / "actors.toml")
    assert who(parser, text, registry=registry, on=date(2024, 5, 1)) == [wanted]
