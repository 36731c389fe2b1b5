"""Who said what in invented sentences, with the weights that are shipped.

Where a span ends is a matter of convention: these tests ask for the head of the source, the cue, and the words
that a content must and must not hold.
"""

from typing import NamedTuple

import pytest

from summarizer.attribution.learned.reader import LearnedReader
from summarizer.model import Act


class Read(NamedTuple):
    """One attribution in words."""

    source: str
    cue: str
    content: str
    confidence: float


def words_of(text):
    """The words of a text without their marks."""
    return {word.strip(",.:“”") or word for word in text.split()}


@pytest.fixture(scope="module")
def reader():
    return LearnedReader()


@pytest.fixture(scope="module")
def read(reader, parse):
    """All attributions of a text, of one act."""

    def read_text(text, act=Act.SAID):
        document = parse(text)
        return [
            Read(*(" … ".join(map(document.text, s)) for s in (a.source, a.cue, a.content)), a.confidence)
            for a in reader.read([document])[0]
            if a.act is act
        ]

    return read_text


# Text, then of each statement in order: the source's last name or noun, the cue, words of the content.
CASES = {
    "cue after a quotation": (
        "“The old ferry will sail again before the autumn storms,” said Marit Halvorsen, who runs the harbour.",
        [("Halvorsen", "said", "ferry will sail again before the autumn storms")],
    ),
    "cue before a quotation": (
        "Harbour master Joao Pinto said: “Nobody was aboard when the barge broke loose from its moorings.”",
        [("Pinto", "said", "Nobody was aboard when the barge broke loose")],
    ),
    "cue within a quotation": (
        "“We counted the votes twice,” Amara Nwosu said, “and we found no mistake in either box.”",
        [("Nwosu", "said", "We counted the votes twice found no mistake in either box")],
    ),
    "quotation over two paragraphs": (
        (
            "“The reservoir is low,” said Ines Carvalho, who manages the water. “We are worried.\n\n"
            "“If the rain does not come by October, we will ration water.”"
        ),
        [("Carvalho", "said", "reservoir is low worried rain does not come by October ration water")],
    ),
    "that": (
        "Governor Lena Fischer said that the tunnel would be closed for repairs until the end of March.",
        [("Fischer", "said", "the tunnel would be closed for repairs until the end of March")],
    ),
    "no that": (
        "Governor Lena Fischer said the tunnel would be closed for repairs until the end of March.",
        [("Fischer", "said", "the tunnel would be closed for repairs until the end of March")],
    ),
    "according to, after": (
        "The tunnel will be closed for repairs until the end of March, according to Governor Lena Fischer.",
        [("Fischer", "according to", "tunnel will be closed for repairs")],
    ),
    "according to, before": (
        "According to the coast guard, two fishermen were rescued from a sinking trawler on Monday night.",
        [("guard", "According to", "two fishermen were rescued from a sinking trawler")],
    ),
    "coordinated verbs": (
        "Minister Pavel Horak criticised the new tariff on glass and warned that small workshops would close.",
        [
            ("Horak", "criticised", "the new tariff on glass"),
            ("Horak", "warned", "small workshops would close"),
        ],
    ),
    "pronoun": (
        "The owners met on Tuesday. He said that the furnaces would not be shut down before the winter.",
        [("He", "said", "the furnaces would not be shut down before the winter")],
    ),
    "elided": (
        "Critics complained about the price of the stadium, arguing that the schools needed the money.",
        [
            ("Critics", "complained", "the price of the stadium"),
            ("Critics", "arguing", "the schools needed the money"),
        ],
    ),
    "reported question": (
        "Horak asked whether the owners had insured the furnaces against fire.",
        [("Horak", "asked", "whether the owners had insured the furnaces against fire")],
    ),
    "negated": (
        "Lena Fischer did not say that the tunnel would be closed for repairs.",
        [("Fischer", "did not say", "the tunnel would be closed for repairs")],
    ),
    "French": (
        (
            "“The library will stay open through the winter,” said Émilie Lefèvre-Dubois, mayor of Quimper. "
            "She added that the new reading room would be finished by Easter."
        ),
        [
            ("Lefèvre-Dubois", "said", "The library will stay open through the winter"),
            ("She", "added", "the new reading room would be finished by Easter"),
        ],
    ),
    "Ukrainian": (
        "Oleksandr Hryhorenko said that the power station near Kremenchuk had been repaired within two days.",
        [("Hryhorenko", "said", "the power station near Kremenchuk had been repaired within two days")],
    ),
    "transcript": (
        "SMITH: The budget is a disaster for the coast.\n\nJONES: I disagree with you about the harbour.",
        [("SMITH", ":", "The budget is a disaster"), ("JONES", ":", "I disagree with you about the harbour")],
    ),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES.keys())
def test_statements_of_invented_sentences(read, text, expected):
    found = read(text)
    assert len(found) == len(expected), found
    for one, (source, cue, words) in zip(found, expected, strict=True):
        assert source in words_of(one.source), found
        assert one.cue.startswith(cue), found
        assert set(words.split()) <= words_of(one.content), found
        assert source not in words_of(one.content)


def test_relative_clause_is_said_by_who_it_describes(read):
    """The pronoun or its noun: reference is not the reader's matter."""
    (found,) = read("Lena Fischer, who said the tunnel was unsafe, will leave office in June.")
    assert found.source.split()[-1].strip(",") in {"who", "Fischer"}
    assert "the tunnel was unsafe" in found.content
    assert "office" not in found.content


def test_question_put_to_somebody_is_the_askers(read):
    (found,) = read("Reporters asked the minister why the furnaces had been shut down.")
    assert found.source == "Reporters"
    assert "why the furnaces had been shut down" in found.content


NOBODY = {
    "neither": "Neither Ann Lee nor Bob Roe said that the bridge was unsafe.",
    "nobody": "Nobody said the bridge was unsafe.",
    "condition": "If the mayor says that the bridge is unsafe, it will be closed.",
    "denied cleft": "It was not Ann Lee who said the bridge was unsafe.",
    "facts": "The bridge was built in 1931. It is made of steel. It carries two lanes of traffic.",
}


@pytest.mark.parametrize("text", NOBODY.values(), ids=NOBODY.keys())
def test_nobody_is_quoted_who_said_nothing(read, text):
    assert read(text) == []


WRONG_MOUTHS = {
    "cleft": ("It was Bob Roe, not Ann Lee, who said the bridge was unsafe.", "Lee"),
    "addressed": ("When told that the bridge was unsafe, Bob Roe said he would wait for Ann Lee.", "Lee"),
    "charged": ("Ann Lee accused Bob Roe of saying that the bridge was unsafe.", "Roe"),
    "told": ("Bob Roe was told the bridge was unsafe.", "Roe"),
    "asked": ("Bob Roe was asked whether the bridge was safe.", "Roe"),
}


@pytest.mark.parametrize(("text", "name"), WRONG_MOUTHS.values(), ids=WRONG_MOUTHS.keys())
def test_no_words_in_a_wrong_mouth(read, text, name):
    assert [r for r in read(text) if name in r.source] == []


def test_two_speakers_keep_their_own(read):
    first, second = read("Anna Berg said that the dam would hold; Carl Nilsson said that the dam would break.")
    assert (first.source, second.source) == ("Anna Berg", "Carl Nilsson")
    assert "hold" in first.content
    assert "hold" not in second.content
    assert "break" in second.content


class TestDeeds:
    TEXT = (
        "The court suspended the election in two provinces. Moreno said that the law would poison the rivers."
    )

    def test_deed_beside_a_statement(self, read):
        (done,) = read(self.TEXT, Act.DID)
        assert done.source == "The court"
        assert "the election" in done.content
        assert [r.source for r in read(self.TEXT)] == ["Moreno"]

    def test_what_is_said_is_not_done(self, read):
        assert read("Moreno said that the court suspended the election.", Act.DID) == []

    def test_reader_that_is_asked_for_sure_things_finds_no_deeds(self, parse):
        found = LearnedReader(least=0.6).read([parse(self.TEXT)])[0]
        assert [a.act for a in found] == [Act.SAID]


class TestConfidence:
    def test_clear_quotation_is_sure(self, read):
        (found,) = read(CASES["cue after a quotation"][0])
        assert found.confidence > 0.8

    def test_least_cuts_and_changes_nothing_else(self, reader, parse):
        document = parse("\n\n".join(text for text, _ in CASES.values()))
        everything = LearnedReader(reader.tagger, least=0.0).read([document])[0]
        some = LearnedReader(reader.tagger, least=0.9).read([document])[0]
        statements = [a for a in everything if a.act is Act.SAID]
        assert 0 < len(some) < len(statements)
        assert list(some) == [a for a in statements if a in some]
        assert {a for a in statements if a.confidence > 0.9} <= set(some)


class TestDocuments:
    def test_order_and_company_of_documents(self, reader, parse):
        """More documents than are read at once: each has its own statements, in text order."""
        documents = [parse(text) for text, _ in CASES.values()]
        together = reader.read(documents)
        for document, found in zip(documents, together, strict=True):
            assert [found] == reader.read([document])
            starts = [(a.cue or a.content)[0].start for a in found]
            assert starts == sorted(starts)

    def test_no_documents(self, reader):
        assert reader.read([]) == []

    @pytest.mark.parametrize("text", ["", "\n \n", ". . . — ! ? …", "“”", "Yes" + "." * 700])
    def test_nothing_is_said_where_there_are_no_words(self, read, text):
        assert read(text) == []
        assert read(text, Act.DID) == []

    def test_forty_thousand_characters_without_a_full_stop(self, read):
        text = "Anna Berg said that the dam would hold " + "and the river rose " * 2110
        assert len(text) > 40_000
        found = read(text)
        assert [r.source for r in found if r.source] == ["Anna Berg"]
        assert "the dam would hold" in found[0].content
