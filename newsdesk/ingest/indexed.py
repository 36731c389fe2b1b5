"""Finds and remembers the indices that lie beside the files of one call."""

from __future__ import annotations

import posixpath
from pathlib import Path

from .decode import decode
from .disk import printable, read_file
from .index import INDEX_NAME, Entry, parse_index
from .loaded import Refused


class Indices:
    """Every ``articles.toml`` is read once; one that is broken is told once."""

    def __init__(self, max_bytes: int) -> None:
        self._max_bytes = max_bytes
        self._known: dict[str, dict[str, Entry]] = {}
        self._broken: list[Refused] = []

    def entry(self, path: str, /) -> Entry | None:
        """What the index in the file's folder, or the one in the folder above, says of it."""
        folder, name = posixpath.split(str(Path.cwd() / path))
        above, own = posixpath.split(folder)
        beside = self._entries(posixpath.dirname(path), folder).get(name)
        return beside or self._entries(posixpath.join(posixpath.dirname(path), ".."), above).get(
            f"{own}/{name}"
        )

    def broken(self) -> list[Refused]:
        """Indices that could not be used, since the last call."""
        told, self._broken = self._broken, []
        return told

    def read(self, path: str, /) -> tuple[Entry, ...] | Refused:
        """The entries of the index at a path, in its order."""
        data = read_file(path, max_bytes=self._max_bytes)
        decoded = data if isinstance(data, Refused) else decode(data, source=printable(path))
        return decoded if isinstance(decoded, Refused) else parse_index(decoded.text, source=printable(path))

    def _entries(self, shown: str, folder: str) -> dict[str, Entry]:
        if folder not in self._known:
            path = posixpath.join(shown, INDEX_NAME)
            found = self.read(path) if Path(path).is_file() else ()
            if isinstance(found, Refused):
                self._broken.append(found)
                found = ()
            self._known[folder] = {entry.file: entry for entry in found}
        return self._known[folder]
