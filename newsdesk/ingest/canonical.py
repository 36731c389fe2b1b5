"""One name for an article however its address is dressed up: pure, for keys, not for fetching.

A key must be the same for every disguise of one article, and must never be another article's: what is not
known to be a disguise stays.
"""

from __future__ import annotations

import hashlib
import posixpath
import re
import unicodedata
from functools import lru_cache
from urllib.parse import parse_qsl, quote, unquote, urljoin, urlsplit

from .references import unescaped
from .tracking import is_tracking

_UNWANTED = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
_ESCAPE = re.compile(r"%([0-9a-fA-F]{2})?")
_UNRESERVED = re.compile(r"[A-Za-z0-9._~-]")
_SAFE = "/%:@!$&'()*+,;=~-._"
_INDEX = re.compile(r"/(?:index|default)\.(?:html?|php|aspx?|jsp|shtml)$", re.IGNORECASE)
_AMP_END = re.compile(r"(?<=[^/])/amp$|(?<=[^/])\.amp(?=\.html?$|$)", re.IGNORECASE)
_AMP_START = re.compile(r"^/amp(?=/[^/])", re.IGNORECASE)
_DISGUISES = frozenset({"m", "mobile", "amp", "wap", "touch"})
_WWW = re.compile(r"^www\d?$")
_GOOGLE = re.compile(r"^(?:www\.)?google\.[a-z.]{2,6}$")
_AMP_CACHE = re.compile(r"^/(?:[cv]/)?(?P<secure>s/)?(?P<rest>[^/]+\.[^/]+/.*)$")
_LINK = re.compile(r"<(?:link|meta)\b[^>]{0,2000}>", re.IGNORECASE)
_PART = re.compile(
    r"\b(rel|href|property|name|content)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.IGNORECASE
)
_HEAD_CHARS = 500_000
_MAX_OUTLET_CHARS = 60
_FEED_WORDS = re.compile(
    r"\s*[-–—|:»•/]*\s*\b(?:rss|atom|feeds?"
    r"|all (?:articles|news|stories)|latest(?: news)?|top stories|home(?:page)?)\b.*$",
    re.IGNORECASE,
)
_FEED_SECTION = re.compile(r"\s+(?:[-–—|»>•]|::)\s+.*$")


def canonical_url(url: str, /) -> str:
    """The same text for one page in any disguise; applied twice, it changes nothing more.

    Scheme, ``www.``, ``m.`` and ``amp.`` hosts, default ports, fragments, tracking parameters, the order of the
    others, trailing slashes, ``index.html``, AMP forms and caches, and percent-encoding do not count.  What
    identifies an article (``id``, ``p``, ``story``) stays.  What is no web address comes back as it is, without
    white space and invisible signs.
    """
    bare = _UNWANTED.sub("", url)
    while (inner := _unwrapped(bare)) is not None and len(inner) < len(bare):
        bare = inner
    try:
        parts = urlsplit(bare)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return bare
    if parts.scheme.lower() not in {"http", "https"} or not host:
        return bare
    place = _host(host) + (f":{port}" if port not in {None, 80, 443} else "")
    query = _query(parts.query)
    fragment = f"#{_encoded(parts.fragment)}" if parts.fragment.startswith("!") else ""
    return f"https://{place}{_path(parts.path)}{'?' if query else ''}{query}{fragment}"


def declared_canonical(html: str, url: str, /) -> str:
    """What a page calls its own address, in canonical form; "" when it says nothing that can be believed.

    Only an address on the same site counts, so that no page takes another outlet's name, and not the bare home
    page, which careless sites name on every page.

    Args:
        url: Where the page was fetched.
    """
    for said in _declared(html[:_HEAD_CHARS]):
        try:
            found = canonical_url(urljoin(url, said))
            home = urlsplit(found).path in {"", "/"} and not urlsplit(found).query
        except ValueError:
            continue
        if found.startswith("https://") and same_site(found, url) and not home:
            return found
    return ""


def same_site(url: str, other: str, /) -> bool:
    """Whether two addresses belong to one registrable domain; every user of a host of blogs is a site."""
    mine, others = site_of(url), site_of(other)
    return bool(mine) and mine == others


def site_of(url: str, /) -> str:
    """The registrable domain (``bbc.co.uk``), the host itself where there is none (an IP address), or ""."""
    try:
        host = (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return ""
    return _site(_ascii(host)) if host else ""


def text_key(text: str, /) -> str:
    """A key for an article without an address; white space, case and composition of its text do not count."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "text:" + hashlib.sha256(" ".join(folded.split()).encode("utf-8", "surrogatepass")).hexdigest()[:40]


def outlet_of(url: str, sitename: str = "", feed_title: str = "") -> str:
    """What to call the outlet: the site's own name, else the feed's, else the domain; "" for none of them."""
    named = " ".join(sitename.split())
    if named and len(named) <= _MAX_OUTLET_CHARS and not named.startswith(("http://", "https://", "@")):
        return named
    fed = _FEED_SECTION.sub("", _FEED_WORDS.sub("", " ".join(feed_title.split()))).strip(" -–—|:»•/")
    if fed and len(fed) <= _MAX_OUTLET_CHARS:
        return fed
    return site_of(url)


def _unwrapped(url: str) -> str | None:
    """What a redirector or an AMP cache leads to, or None."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
    except ValueError:
        return None
    said = dict(parse_qsl(parts.query)) if parts.query else {}
    target = ""
    if _GOOGLE.match(host):
        if parts.path == "/url":
            target = said.get("url") or said.get("q", "")
        elif parts.path.startswith("/amp/") and (found := _AMP_CACHE.match(parts.path[4:])):
            target = f"https://{found['rest']}" + (f"?{parts.query}" if parts.query else "")
    elif host.endswith(".cdn.ampproject.org") and (found := _AMP_CACHE.match(parts.path)):
        target = f"https://{found['rest']}" + (f"?{parts.query}" if parts.query else "")
    elif host in {"l.facebook.com", "lm.facebook.com", "l.instagram.com"}:
        target = said.get("u", "")
    target = _UNWANTED.sub("", target)
    return target if target.lower().startswith(("http://", "https://")) else None


def _host(host: str) -> str:
    name = _ascii(host)
    site = _site(name)
    if name == site or not name.endswith(f".{site}"):
        return f"[{name}]" if ":" in name else name
    labels = name[: -len(site) - 1].split(".")
    while labels and (_WWW.match(labels[0]) or labels[0] in _DISGUISES):
        labels.pop(0)
    return ".".join([*(label for label in labels if label not in {"m", "mobile", "amp"}), site])


def _ascii(host: str) -> str:
    import idna

    host = host.lower()
    if host.isascii():
        return host
    try:
        return idna.encode(host, uts46=True).decode("ascii")
    except (idna.IDNAError, UnicodeError):
        return quote(host, safe="").lower()


@lru_cache(maxsize=4096)
def _site(host: str) -> str:
    """By the public suffix list that comes with ``tld``; suffixes of hosters (github.io) count too."""
    from tld import get_fld

    found = get_fld(f"https://{host}/", fail_silently=True, search_private=True)
    return found.lower() if found else host


def _path(path: str) -> str:
    found = _encoded(path)
    if "/." in found:
        dotted = posixpath.normpath(found).lstrip("/")
        found = f"/{dotted}" if dotted != "." else ""
    before = None
    while found != before:
        before = found
        found = found.rstrip("/")
        for disguise in (_INDEX, _AMP_END, _AMP_START):
            found = disguise.sub("", found)
    return found or "/"


def _query(query: str) -> str:
    kept = set()
    for part in query.split("&"):
        name, _, value = part.partition("=")
        if name and not is_tracking(unquote(name.replace("+", " ")), unquote(value.replace("+", " "))):
            kept.add((_encoded(name), _encoded(value)))
    return "&".join(f"{name}={value}" if value else name for name, value in sorted(kept))


def _encoded(text: str) -> str:
    """Unreserved characters bare, everything else encoded, in capitals (RFC 3986, 6.2.2)."""
    return quote(_ESCAPE.sub(_escape, text), safe=_SAFE)


def _escape(found: re.Match[str]) -> str:
    if not found[1]:
        return "%25"
    char = chr(int(found[1], 16))
    return char if _UNRESERVED.match(char) else found[0].upper()


def _declared(head: str) -> list[str]:
    """The ``<link rel=canonical>`` first, then ``og:url``."""
    links: list[str] = []
    graph: list[str] = []
    for tag in _LINK.findall(head):
        said = {k.lower(): unescaped(a or b or c).strip() for k, a, b, c in _PART.findall(tag)}
        if "canonical" in said.get("rel", "").lower().split() and said.get("href"):
            links.append(said["href"])
        elif "og:url" in {said.get("property", "").lower(), said.get("name", "").lower()} and said.get(
            "content"
        ):
            graph.append(said["content"])
    return links + graph
