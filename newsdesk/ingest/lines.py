"""Lines on a page that are not the article, by what they say: credits, prompts, links to other articles.

Each rule holds for news pages in general, and only for short lines: a long paragraph is never judged by its
words.
"""

from __future__ import annotations

import re

_MAX_CHARS = 220
_SENTENCE_END = re.compile(r"[.!?…。！？。][\"'”’»)\]]*\s*$")  # full stops of Chinese and Japanese
_POINTER = re.compile(
    r"(?:(?:read|see|watch|listen|also|further|more|related|recommended|must|don['’]t miss|you (?:may"
    r"|might) (?:also )?like"
    r"|in pictures|in pics|click here|lire|à lire|a lire|voir|lea|lee|leer|ver|leia|veja|leggi|guarda"
    r"|lesen sie|mehr|lees"
    r"|läs|les|czytaj|zobacz|читайте)"
    r"(?:[ -](?:more|also|next|now|too|on|about|from|here|this|reading|stories|articles?|news|coverage|links?"
    r"|content"
    r"|aussi|también|tambien|mais|também|anche|auch|zum thema|ook|också|også|też|также|related|live|the|full))*"
    r"\s*[:：>»|–—-])",
    re.IGNORECASE,
)
_BARE = re.compile(
    r"(?:advertis(?:e)?ments?|publicité|anzeige|werbung|publicidad|pubblicità|reklama|(?:story"
    r"|article) continues(?: below.*)?"
    r"|continue reading(?: below)?(?: the main story)?|skip (?:advertisement|ad|past .*)"
    r"|loading(?: .{0,30})?[.…]*"
    r"|share(?: this)?(?: (?:article|story|post|page))?(?: (?:on|with|via) .{0,60})?|shares?|save|print"
    r"|e-?mail|tweet|pin it"
    r"|copy (?:link|url)|link copied|(?:leave|post|add) a comment|\d+ comments?|comments?(?: \(\d+\))?"
    r"|view comments"
    r"|related(?: (?:articles?|stories|topics|news|content|links|coverage|posts|reading))?|read (?:more|next"
    r"|also)"
    r"|more (?:on this|stories|news|like this|from .{0,40}|in .{0,30})|recommended(?: for you)?|further reading"
    r"|most (?:read|popular)|trending(?: now)?|top stories|editor['’]s picks?|watch(?: now| live| more)?"
    r"|see more|next|previous"
    r"|replay|play video|close|menu|search|newsletter|sign up(?: now)?|subscribe(?: now)?|follow us|live"
    r"|video|photos?"
    r"|image copyright .{0,60}|image caption .{0,160}|media caption .{0,160}|media playback .{0,80}"
    r"|getty images"
    r"|(?:ap|afp|reuters|epa|pa|getty)(?: (?:photo|images|file photo))?|file photo|twitter|facebook|whatsapp"
    r"|linkedin|pinterest"
    r"|reddit|flipboard|end of (?:the )?(?:video|newsletter|podcast|twitter post).{0,60}|photo gallery"
    r"|view gallery"
    r"|hide caption|toggle caption|enlarge(?: this)? image|expand|show more|load more|tap here .{0,60}"
    r"|[-–—_=*•.\s]+)",  # rules drawn with dashes of all kinds
    re.IGNORECASE,
)
_CREDIT = re.compile(
    r"(?:\(?(?:photos?|photograph|image|images|picture|pictured|pic|illustration|graphic|credit|photo credit"
    r"|image credit"
    r"|crédits? photo|crédit|foto|fotos|bild|video|screenshot|screengrab|cover photo|featured image"
    r"|file)(?: credit)?"
    r"(?:\s*(?:by|via|from|courtesy|source)\b|\s*[:：]|\s*©)|©|copyright\b|courtesy )",
    re.IGNORECASE,
)
_AGENCY = re.compile(
    r"(?:\bgetty images\b|\bshutterstock\b|\bistock\b|\bap photo\b|\breuters/|/\s*(?:reuters|afp|ap|getty|epa"
    r"|pa)\b|\balamy\b|"
    r"\bfile photo\b|\bhandout\b|\bpress association\b|\bunsplash\b|\bflickr\b)",
    re.IGNORECASE,
)
_PROMPT = re.compile(
    r"(?:(?:please )?(?:follow|like|find|join) (?:us|[\w .'-]{1,40}) (?:on|at|in) (?:twitter|facebook"
    r"|instagram|youtube|linkedin"
    r"|telegram|whatsapp|google|flipboard|social|our)|(?:sign up|subscribe"
    r"|register)\b.{0,60}\b(?:newsletters?|e-?mails?|alerts?"
    r"|inbox|updates|podcast|channel|briefing|digest|today|here)|get (?:the|our|all|more|breaking|daily|email"
    r"|alerts|up)\b.{0,60}"
    r"\b(?:newsletters?|inbox|e-?mails?|alerts|app)\b|download (?:the|our) .{0,40}\bapp\b|click here (?:to"
    r"|for)\b"
    r"|(?:want|love|enjoy)\b.{0,60}\?\s*(?:sign up|subscribe|follow|click)|join the (?:conversation"
    r"|discussion)\b"
    r"|(?:share|tell us|let us know)\b.{0,60}\b(?:comments?|thoughts)\b|have (?:a|your) (?:say|tip|story)\b"
    r"|(?:all rights reserved|tous droits réservés|alle rechte vorbehalten|todos los derechos reservados)"
    r"|this (?:article|story|post) (?:was|is) (?:originally|first) published\b.{0,80}|support (?:our"
    r"|quality) journalism"
    r"|thank you for (?:reading|signing|subscribing)|(?:by|when you) (?:signing|subscrib"
    r"|sign up)\w*.{0,80}\b(?:terms|privacy)"
    r"|we use cookies|our standards:|posted by:)",
    re.IGNORECASE,
)
_STAMP = re.compile(
    r"(?:(?:(?:first )?(?:published|posted|updated|modified|created|last (?:updated|modified)|publié"
    r"|mis à jour|veröffentlicht"
    r"|aktualisiert|actualizado|publicado|aggiornato)\b.{0,70})|\d{1,3} ?(?:min(?:ute)?s?)(?:[ -]read)?"
    r"|\d+ (?:hours?|days?) ago"
    r"|by [A-ZÀ-Ý][\w.'’-]+(?: [A-ZÀ-Ý][\w.'’-]+){0,3}(?:\s*[,|•–-].{0,60})?"  # a dash before a title
    r"|(?:tags?|topics?|filed under|categories|category|keywords|labels|written by|reported by"
    r"|author)\s*:.{0,160})"
)
_DATE = re.compile(
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)[a-z]*,?\s+)?(?:\d{1,2}(?:st|nd|rd"
    r"|th)?[ ./-]+(?:[a-zé]{3,9}\.?|\d{1,2})[ ,./-]+\d{2,4}"
    r"|[a-z]{3,9}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4}|\d{4}-\d{2}-\d{2})"
    r"(?:[ ,|@·•–-]+(?:at )?\d{1,2}[:.]\d{2}.{0,20})?",  # a dash before the time
    re.IGNORECASE,
)


def ends_sentence(text: str, /) -> bool:
    """Whether a line ends as a sentence does."""
    return bool(_SENTENCE_END.search(text))


def is_furniture(text: str, /, *, linked_share: float = 0.0) -> bool:
    """Whether a line belongs to the page, not to the article.

    Args:
        linked_share: How much of it is a link, from 0 to 1.
    """
    line = " ".join(text.split())
    if len(line) > _MAX_CHARS:
        return False
    if _BARE.fullmatch(line.rstrip(" :»>→›")) or _DATE.fullmatch(line):
        return True
    if _POINTER.match(line) and (linked_share > 0.4 or not ends_sentence(line)):
        return True
    if linked_share > 0.9 and not ends_sentence(line):
        return True
    unfinished = not ends_sentence(line)
    if unfinished and (_CREDIT.match(line) or (len(line) < 120 and _AGENCY.search(line))):
        return True
    return bool(_PROMPT.match(line)) or (unfinished and bool(_STAMP.fullmatch(line)))
