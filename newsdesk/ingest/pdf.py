"""PDF files to articles, by way of pypdf.

Offsets are into the text that was taken out: a PDF holds glyphs at places, no text to point into.
"""

from __future__ import annotations

import io
import logging
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from summarizer.model import Article, ArticleId

from . import refusals
from .labels import label
from .loaded import Loaded, Refused
from .printed import flowing

if TYPE_CHECKING:
    from pypdf import PdfReader

SIGNATURE = b"%PDF-"
_SIGNATURE_WITHIN = 1024


@dataclass(frozen=True, slots=True)
class PdfLimits:
    """What reading one PDF may cost; pypdf itself caps what a stream may unpack to.

    Attributes:
        timeout_s: For all pages together.
    """

    max_pages: int = 500
    max_chars: int = 5_000_000
    timeout_s: float = 20.0


DEFAULT_PDF_LIMITS = PdfLimits()


class _TooSlow(Exception):  # control flow of this module alone
    """The time is over in the middle of a page."""


def looks_like_pdf(data: bytes, /) -> bool:
    """Whether bytes say that they are a PDF; a little junk before that is common."""
    return SIGNATURE in data[:_SIGNATURE_WITHIN]


def load_pdf(data: bytes, /, *, source: str, limits: PdfLimits = DEFAULT_PDF_LIMITS) -> Loaded | Refused:
    """Read the text of a PDF.

    Pages are joined, hyphens at line ends undone, running heads and page numbers left out.
    """
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, LimitReachedError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what it cannot read, the refusal says
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            return refusals.locked_pdf(source)
        if len(reader.pages) > limits.max_pages:
            return refusals.long_pdf(source, len(reader.pages), limits.max_pages)
        pages = list(_pages(reader, limits))
        title, author, at = _facts(reader)
    except DependencyError:
        return refusals.locked_pdf(source)
    except (LimitReachedError, _TooSlow, MemoryError):
        return refusals.costly_pdf(source)
    except Exception:  # noqa: BLE001  # a broken file makes pypdf raise almost anything
        return refusals.broken_pdf(source)
    text = flowing(pages)
    if not any(c.isalnum() for c in text):
        return refusals.pictured_pdf(source)
    return Loaded(Article(ArticleId(source), text, title=title, byline=author, published_at=at))


def _pages(reader: PdfReader, limits: PdfLimits) -> Iterator[Sequence[str]]:
    """The lines of each page."""
    end = time.monotonic() + limits.timeout_s
    chars = 0

    def watch(*_: object) -> None:
        if time.monotonic() > end:
            raise _TooSlow

    for page in reader.pages:
        watch()
        text = page.extract_text(visitor_operand_before=watch)
        chars += len(text)
        if chars > limits.max_chars:
            raise _TooSlow
        yield text.encode("utf-8", "replace").decode("utf-8").splitlines()


def _facts(reader: PdfReader) -> tuple[str, str, datetime | None]:
    """Title, author and when it was made, as far as the file says."""
    said = reader.metadata
    if said is None:
        return "", "", None
    try:
        at = said.creation_date
    except ValueError:
        at = None
    if at is not None:
        at = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    title = label(str(said.title or ""))
    return "" if _is_file_name(title) else title, label(str(said.author or "")), at


def _is_file_name(title: str) -> bool:
    """Whether a title was put in by a program."""
    return title.lower().endswith((".doc", ".docx", ".indd", ".qxd", ".pdf")) or title.startswith(
        "Microsoft Word"
    )
