"""Corrections: a source has changed, and bullets that it proved no longer have their evidence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

import structlog

from summarizer.model import ArticleId, Bullet, Citation, Span

from .defects import where
from .evidence import Words, still_says
from .model import BriefRecord, Delivery, DeliveryId, DeliveryKind, DeliveryState, Layout, Message, Window
from .ports import Renderer, Store

log = structlog.get_logger(__name__)

CURSOR = "corrections"

_KINDS = {DeliveryKind.BRIEF, DeliveryKind.ALERT}
_REACHED = (DeliveryState.PENDING, DeliveryState.SENDING, DeliveryState.SENT, DeliveryState.UNCERTAIN)


@dataclass(slots=True)
class Corrected:
    """What a changed article came to.

    Attributes:
        briefs: Briefs that lost a bullet.
        bullets: Bullets withdrawn.
        messages: Messages that are edited, or were changed before they went.
        failed: Articles that could not be compared because of a defect.
    """

    briefs: int = 0
    bullets: int = 0
    messages: int = 0
    failed: int = 0


def correct_changed(store: Store, renderer: Renderer, now: datetime, /) -> Corrected:
    """Correct for every article that was read again since the last look.

    The look is remembered by position: a crash between reading an article and correcting costs nothing.
    """
    corrected = Corrected()
    window = Window(store.ledger.cursor(CURSOR), store.readings.head())
    if window.after >= window.until:
        return corrected
    for article in store.readings.revised(window):
        try:
            one = correct(store, renderer, article, now)
        except Exception as error:  # noqa: BLE001  # one strange article must not hold up the others for ever
            corrected.failed += 1
            log.error("correction_failed", article=article, **where(error))
            continue
        corrected.briefs += one.briefs
        corrected.bullets += one.bullets
        corrected.messages += one.messages
    store.ledger.advance(CURSOR, window.until)
    return corrected


def correct(store: Store, renderer: Renderer, article: ArticleId, now: datetime, /) -> Corrected:
    """Withdraw what an article's latest revision no longer says, and edit the messages that said it.

    A bullet stays while one of the articles that it cites still has every sentence that it cites there: a
    speaker's name without the words, or the words without the name, prove nothing.  An article whose text is
    not kept any more counts as unchanged.  Calling it twice does nothing more.
    """
    corrected = Corrected()
    texts = _Texts(store)
    for record in store.ledger.citing(article):
        gone = frozenset(
            number
            for number, bullet in numbered(record)
            if number not in record.withdrawn
            and any(c.article == article for c in bullet.citations)
            and not texts.prove(bullet)
        )
        if not gone:
            continue
        # The edits first: after a crash in between they are written once more, and never forgotten.
        corrected.messages += store.ledger.correct(_edits(store, renderer, record, gone), now=now)
        store.ledger.withdraw(record.id, gone)
        corrected.briefs += 1
        corrected.bullets += len(gone)
        log.warning("bullets_withdrawn", brief=record.id, bullets=sorted(gone), article=article)
    return corrected


def numbered(record: BriefRecord, /) -> Iterator[tuple[int, Bullet]]:
    """The bullets of a brief, numbered in reading order from 0."""
    return enumerate(b for section in record.brief.sections for b in section.bullets)


class _Texts:
    """Articles as they are and as they were when they were cited."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._latest: dict[ArticleId, tuple[int, Words] | None] = {}
        self._old: dict[tuple[ArticleId, int], Words | None] = {}

    def prove(self, bullet: Bullet) -> bool:
        by_article: dict[ArticleId, list[Citation]] = defaultdict(list)
        for citation in bullet.citations:
            by_article[citation.article].append(citation)
        return any(all(map(self._stands, citations)) for citations in by_article.values())

    def _stands(self, citation: Citation) -> bool:
        latest = self._now(citation.article)
        if latest is None or latest[0] == citation.revision:
            return True
        old = self._then(citation.article, citation.revision)
        return old is None or still_says(latest[1], old, Span(*citation.span))

    def _now(self, article: ArticleId) -> tuple[int, Words] | None:
        if article not in self._latest:
            filed = self._store.articles.get([article]).get(article)
            self._latest[article] = (filed.article.revision, Words.of(filed.article.text)) if filed else None
        return self._latest[article]

    def _then(self, article: ArticleId, revision: int) -> Words | None:
        key = article, revision
        if key not in self._old:
            found = self._store.articles.revision(article, revision)
            self._old[key] = Words.of(found.text) if found else None
        return self._old[key]


def _edits(
    store: Store, renderer: Renderer, record: BriefRecord, gone: frozenset[int]
) -> Mapping[DeliveryId, Message]:
    rendered: dict[tuple[str, DeliveryKind, Layout], tuple[Message, ...]] = {}

    def as_laid_out(delivery: Delivery, layout: Layout) -> Message | None:
        key = delivery.address.platform, delivery.kind, layout
        if key not in rendered:
            rendered[key] = renderer.brief(
                record.brief,
                platform=delivery.address.platform,
                language=record.language,
                kind=delivery.kind,
                withdrawn=record.withdrawn | gone,
                layout=layout,
            )
        return _same_part(rendered[key], delivery)

    edits: dict[DeliveryId, Message] = {}
    for delivery in store.ledger.deliveries(brief=record.id, states=_REACHED, limit=1_000_000):
        if delivery.kind not in _KINDS or not gone.intersection(delivery.message.bullets):
            continue
        # The channel may wish for another layout by now than its message has.
        message = next(filter(None, (as_laid_out(delivery, layout) for layout in Layout)), None)
        if message is None:  # rendered by another version of Newsdesk
            log.error("correction_impossible", delivery=delivery.id, key=delivery.key)
        else:
            edits[delivery.id] = message
    return edits


def _same_part(messages: tuple[Message, ...], delivery: Delivery) -> Message | None:
    """The new text of a delivery; None unless it holds the same bullets as the old one."""
    if len(messages) != delivery.parts:
        return None
    message = messages[delivery.part - 1]
    return message if message.bullets == delivery.message.bullets else None
