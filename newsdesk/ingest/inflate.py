"""Decompresses a body piece by piece and never beyond a limit, however little was sent."""

from __future__ import annotations

import zlib

_GZIP = frozenset({"gzip", "x-gzip"})
_PLAIN = frozenset({"", "identity", "utf-8", "none"})  # the last two are no codings, but servers say them
_MAGIC = b"\x1f\x8b"
# Each costs a new decompressor, and an empty one is 20 bytes long.
_MAX_MEMBERS = 1000


class Unreadable(ValueError):
    """A body is not compressed as its headers say, or in a way that was not asked for."""


class Inflater:
    """Collects a body under a limit.

    Codings on top of one another are refused: each layer multiplies what a few bytes can cost, and nobody
    who serves news needs two.

    Attributes:
        over: True once the body is longer than allowed; what it held is let go.
    """

    def __init__(self, coding: str, /, *, max_bytes: int) -> None:
        name = coding.strip().lower()
        if name not in _GZIP | _PLAIN | {"deflate"}:
            raise Unreadable("it is compressed in a way that was not asked for")
        self._coding = name
        self._max_bytes = max_bytes
        self._body = bytearray()
        self._taken = 0
        self._head = b""
        self._members = 1
        self._stream = zlib.decompressobj(zlib.MAX_WBITS | 16) if name in _GZIP else None
        self.over = False

    def feed(self, data: bytes, /) -> None:
        """Take the next bytes as they came over the wire.

        Raises:
            Unreadable: They do not decompress.
        """
        self._taken += len(data)
        if self._coding in _PLAIN:
            self._keep(data)
        else:
            self._inflate(data)
        # Compressed bytes count too: a stream of empty blocks never grows and need never end.
        self.over = self.over or self._taken > self._max_bytes

    def body(self) -> bytes:
        """All of it; empty when it was over the limit."""
        return b"" if self.over else bytes(self._body)

    def _inflate(self, data: bytes) -> None:
        if self._stream is None:  # deflate: its first two bytes say which of two kinds it is
            data = self._head = self._head + data
            if len(data) < 2:
                return
            self._head, self._stream = b"", zlib.decompressobj(_window(data))
        while data and not self.over:
            data = self._next(self._stream, data)

    def _next(self, stream: zlib._Decompress, data: bytes) -> bytes:
        """Inflate up to the limit; what is left of the data belongs to the next member of the archive."""
        if stream.eof:
            data = self._head = self._head + data
            if self._coding == "deflate" or len(data) < 2 or not data.startswith(_MAGIC):
                self._head = data[:2]
                return b""  # padding behind the end, which everybody passes over
            self._head = b""
            self._members += 1
            if self._members > _MAX_MEMBERS:
                raise Unreadable("it is compressed in too many pieces")
            self._stream = stream = zlib.decompressobj(zlib.MAX_WBITS | 16)
        try:
            self._keep(stream.decompress(data, self._max_bytes - len(self._body) + 1))
        except zlib.error as error:
            raise Unreadable("it is not compressed as it says") from error
        return stream.unused_data

    def _keep(self, data: bytes) -> None:
        self._body += data
        if len(self._body) > self._max_bytes:
            self.over = True
            self._body.clear()


def _window(head: bytes) -> int:
    """Half of the world sends deflate without the envelope that the standard asks for (RFC 9110, 8.4.1.2)."""
    enveloped = head[0] & 0x0F == 8 and int.from_bytes(head[:2]) % 31 == 0
    return zlib.MAX_WBITS if enveloped else -zlib.MAX_WBITS
