"""Documents written by hand, for tests of what a tree means rather than of what a parser makes of a text."""

from dataclasses import replace

from summarizer.document import Document, Entity, Paragraph, Sentence, Token
from summarizer.model import Article, ArticleId, Span
from summarizer.text.quotes import quotations

_NO_SPACE_BEFORE = frozenset({",", ".", ":", ";", "?", "!", "”", "'s", "’s"})
_NO_SPACE_AFTER = frozenset({"“"})


def tree(*paragraphs: str) -> Document:
    """A document of one sentence a paragraph, one line a token: ``word lemma POS TAG dep head [ENTITY]``.

    ``head`` counts the paragraph's tokens from 1; 0 is the root.
    """
    text, tokens, sentences, layout, entities = "", [], [], [], []
    for number, paragraph in enumerate(paragraphs):
        if text:
            text += "\n"
        start, first = len(text), len(tokens)
        for row in (line.split() for line in paragraph.strip().splitlines()):
            word = row[0]
            glued = len(tokens) == first or word in _NO_SPACE_BEFORE or text[-1] in _NO_SPACE_AFTER
            text += word if glued else " " + word
            tokens.append(_token(row, len(tokens), first, len(text)))
        sentences.append(Sentence(first, len(tokens), number, Span(start, len(text))))
        layout.append(Paragraph(Span(start, len(text))))
    found = tuple(q for p in layout for q in quotations(text, p.span))
    for token in tokens:
        if token.entity and not (entities and entities[-1].last == token.index):
            entities.append(Entity(token.index, token.index + 1, token.entity))
        elif token.entity:
            entities[-1] = Entity(entities[-1].first, token.index + 1, token.entity)
    tokens = [_quoted(t, found) for t in tokens]
    article = Article(ArticleId("tree"), text)
    return Document(article, tuple(layout), found, tuple(tokens), tuple(sentences), tuple(entities))


def _token(row: list[str], index: int, first: int, end: int) -> Token:
    word, lemma, pos, tag, dep, head = row[:6]
    return Token(
        index=index,
        start=end - len(word),
        end=end,
        text=word,
        lemma=lemma,
        pos=pos,
        tag=tag,
        dep=dep,
        head=index if head == "0" else first + int(head) - 1,
        entity=row[6] if len(row) > 6 else "",
    )


def _quoted(token: Token, found: tuple[Span, ...]) -> Token:
    return replace(token, quoted=any(q.covers(token.span) for q in found))
