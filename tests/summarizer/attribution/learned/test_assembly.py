"""From links to whole reports."""

import pytest

from summarizer.attribution.learned.assembly import head, reports
from summarizer.attribution.learned.decoding import Link
from tests.summarizer.attribution.learned.links import link, place, said


class TestSources:
    def test_tagged_source_is_the_source(self, parse):
        document = parse("Ann Lee said the bridge was unsafe.")
        (report,) = reports(document, [link(document, "said", "Ann Lee", "the bridge was unsafe")])
        assert report.candidate.source.text == "Lee"
        assert said(document, report.candidate.phrase) == "Ann Lee"
        assert said(document, report.candidate.content) == "the bridge was unsafe"
        assert not report.inferred

    def test_source_that_the_tagger_missed_is_the_subject(self, parse):
        document = parse("Ann Lee, an engineer, said the bridge was unsafe.")
        missed = link(document, "said", None, "the bridge was unsafe", sure=0.4)
        (report,) = reports(document, [missed])
        assert report.candidate.source.text == "Lee"
        assert report.inferred

    def test_no_subject_is_taken_where_the_tagger_is_sure_that_there_is_no_source(self, parse):
        document = parse("Ann Lee said the bridge was unsafe.")
        (report,) = reports(document, [link(document, "said", None, "the bridge was unsafe", sure=0.95)])
        assert report.candidate.source is None
        assert said(document, report.candidate.phrase) == ""
        assert not report.inferred

    def test_elided_source_is_shared_by_grammar(self, parse):
        document = parse("Ann Lee inspected the bridge and warned that it was unsafe.")
        missed = link(document, "warned", None, "that it was unsafe", sure=0.4)
        (report,) = reports(document, [missed])
        assert report.candidate.source.text == "Lee"

    def test_source_and_cue_are_no_content(self, parse):
        """A content that the tags give over its own cue is cut there."""
        document = parse("The bridge, Ann Lee said, was unsafe.")
        (report,) = reports(
            document, [link(document, "said", "Ann Lee", "The bridge, Ann Lee said, was unsafe")]
        )
        assert said(document, report.candidate.content).split() == "The bridge , , was unsafe".split()


class TestWhatIsNoReport:
    def test_cue_without_content(self, parse):
        document = parse("Ann Lee said nothing of the kind.")
        assert reports(document, [link(document, "said", "Ann Lee")]) == []

    def test_content_without_cue(self, parse):
        """Words that nobody can be credited with are the outlet's own."""
        document = parse("The bridge was unsafe.")
        words = place(document, "The bridge was unsafe")
        assert reports(document, [Link(range(0), contents=[words])]) == []


class TestQuotations:
    TEXT = "“We counted the votes. We found no mistake,” Ann Lee said on Monday."

    def test_part_of_a_quotation_becomes_the_whole(self, parse):
        document = parse(self.TEXT)
        (report,) = reports(document, [link(document, "said", "Ann Lee", "We found no mistake")])
        assert said(document, report.candidate.content).startswith("“ We counted")

    def test_quotation_runs_on_into_the_next_paragraph(self, parse):
        document = parse(
            "“We counted the votes,” Ann Lee said. “We found no mistake in the first box.\n\n"
            "“And we found none in the second box.”"
        )
        (report,) = reports(
            document, [link(document, "said", "Ann Lee", "We counted the votes", "We found no mistake")]
        )
        assert "none in the second box" in said(document, report.candidate.content)

    def test_indirect_report_takes_no_quotation_beside_it(self, parse):
        """Only who is quoted already may be given more quoted words."""
        document = parse("Ann Lee said the votes were counted. “Nobody will ever count them again here.”")
        (report,) = reports(document, [link(document, "said", "Ann Lee", "the votes were counted")])
        assert said(document, report.candidate.content) == "the votes were counted"


class TestLabels:
    def test_transcript_is_said_by_its_labels(self, parse):
        """Whatever the tagger makes of it."""
        document = parse("Ann Smith: The budget is a disaster, as Roe said.\n\nBob Jones: I disagree with you.")
        wrong = link(document, "said", "Roe", "The budget is a disaster")
        found = reports(document, [wrong])
        assert [(r.candidate.source.text, said(document, r.candidate.content)) for r in found] == [
            ("Smith", "The budget is a disaster , as Roe said ."),
            ("Jones", "I disagree with you ."),
        ]

    def test_letter_is_said_by_its_signature(self, parse):
        document = parse("“Please build more benches in the park.” - Edith Palmer, Winchester")
        (report,) = reports(document, [])
        assert report.candidate.source.text == "Palmer"
        assert "more benches" in said(document, report.candidate.content)

    def test_reports_around_a_label_stay(self, parse):
        document = parse("Ann Lee said the hall was full.\n\nSmith: The budget is a disaster.")
        found = reports(document, [link(document, "said", "Ann Lee", "the hall was full")])
        assert [r.candidate.source.text for r in found] == ["Lee", "Smith"]


def test_reports_stand_in_text_order(parse):
    document = parse("Ann Lee said it rained. Bob Roe added it snowed.")
    links = [link(document, "added", "Bob Roe", "it snowed"), link(document, "said", "Ann Lee", "it rained")]
    assert [r.candidate.source.text for r in reports(document, links)] == ["Lee", "Roe"]


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("a spokesman for the railway", "spokesman"),
        ("has not said", "said"),
        ("according to", "according"),
    ],
)
def test_head_is_what_the_others_hang_on(parse, words, text):
    document = parse(
        "Today a spokesman for the railway said it rained. It has not said, according to Roe, that it froze."
    )
    assert head(document, place(document, words)).text == text
