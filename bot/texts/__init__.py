"""Every word that a reader sees: one folder a language, one TOML file a family of keys.

``words("uk")("feeds.added", title="…", n=3)`` is the sentence ``added`` of ``uk/feeds.toml``.  A value is a
string with ``{names}``, or a table of plural forms by CLDR category, chosen by ``n``::

    added = "{title} was added."
    articles = { one = "{n} article", other = "{n} articles" }

Every language has the same keys with the same names in them; a further language is a further folder.
"""

from __future__ import annotations

from .catalogue import ENGLISH, languages, words
from .words import Entry, Words

__all__ = ["ENGLISH", "Entry", "Words", "languages", "words"]
