"""Direct quotations: whole, joined over their cue, and given to the right speaker."""

from tests.summarizer.attribution.reading import read, told


def test_quotation_of_several_sentences_is_taken_whole(parse):
    document = parse("“The dam is old. It must be replaced now,” Ms Okoro said.")
    assert told(document, "said").content == "“The dam is old. It must be replaced now,”"


def test_pieces_around_the_cue_are_joined(parse):
    """What follows "he said." in quotation marks is still his."""
    document = parse("“We will rebuild the school,” said Karim Haddad. “Nobody will be left behind this time.”")
    found = told(document, "said")
    assert found.source == "Karim Haddad"
    assert found.content == "“We will rebuild the school,” … “Nobody will be left behind this time.”"


def test_quotation_runs_on_into_the_next_paragraph(parse):
    """News style: the first paragraph ends without a mark, the next one opens again."""
    document = parse(
        "“We have waited for years,” said Elif Kaya. “The promise was clear to every family in this valley.\n"
        "“Now we want to see the first stone laid.”"
    )
    assert "“Now we want to see the first stone laid.”" in told(document, "said").content


def test_closed_quotation_does_not_run_on(parse):
    """A quoted paragraph of its own, after a closed quotation and other people, is nobody's."""
    document = parse(
        "“We have waited for years,” said Elif Kaya.\n"
        "The road is narrow and steep in winter.\n"
        "“Beware of the dog that lives behind this gate.”"
    )
    assert all("dog" not in r.content for r in read(document))


def test_two_speakers_of_one_paragraph_keep_their_words(parse):
    document = parse(
        "“The figures are wrong in every column,” said Omar Aziz. "
        "“They are the best figures that we ever had,” Petra Novak replied."
    )
    assert "wrong" in told(document, "said").content
    assert "best" not in told(document, "said").content
    assert told(document, "replied").source == "Petra Novak"
    assert "best" in told(document, "replied").content


def test_scare_quotes_stay_inside_their_sentence(parse):
    document = parse("Lena Fischer said that the end of the “gold rush” was near.")
    assert "the end of the “gold rush” was near" in told(document, "said").content


def test_speaker_as_label(parse):
    document = parse("Reporters put three questions.\nTom Hardy: We shall never sell the island to anybody.")
    found = told(document, ":")
    assert (found.source, found.content) == ("Tom Hardy", "We shall never sell the island to anybody")


def test_speaker_after_a_dash(parse):
    document = parse("Others agreed.\n“This valley deserves a better road than that.” — Nadia Rahman")
    found = [r for r in read(document) if r.source == "Nadia Rahman"]
    assert [r.content for r in found] == ["“This valley deserves a better road than that.”"]


def test_another_sentence_ends_what_a_cue_reports(parse):
    """A reaction between two quotations parts their speakers."""
    document = parse("“The bridge is safe.” Bob Roe disagreed. “It will fall,” he said.")
    assert told(document, "said").content == "“It will fall,”"
    assert all("safe" not in r.content for r in read(document))


def test_narration_ends_a_run_of_quotations(parse):
    """Only what stands beside the cue's own sentence is joined."""
    document = parse(
        "“We will rebuild the school now,” said Karim Haddad. “Nobody will be left behind.” "
        "The river rose. “Nobody was harmed this time.”"
    )
    content = told(document, "said").content
    assert content == "“We will rebuild the school now,” … “Nobody will be left behind.”"
