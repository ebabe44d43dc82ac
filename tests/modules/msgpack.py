"""MessagePack as Terraform and its providers exchange values, with unknown values as `UNKNOWN`.

The format: https://github.com/msgpack/msgpack/blob/master/spec.md. What Terraform adds: an extension is a
value that is not known yet (https://github.com/zclconf/go-cty/blob/main/docs/refinements.md).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Any, Final


class Unknown:
    def __repr__(self) -> str:
        return "(known after apply)"


UNKNOWN: Final = Unknown()

_NUMBERS = {0xCA: ">f", 0xCB: ">d", 0xCC: ">B", 0xCD: ">H", 0xCE: ">I", 0xCF: ">Q"}
_NUMBERS |= {0xD0: ">b", 0xD1: ">h", 0xD2: ">i", 0xD3: ">q"}
# Of what has a length before it: the length's format.
_BYTES = {0xC4: ">B", 0xC5: ">H", 0xC6: ">I"}
_EXTENSIONS = {0xC7: ">B", 0xC8: ">H", 0xC9: ">I"}
_STRINGS = {0xD9: ">B", 0xDA: ">H", 0xDB: ">I"}
_ARRAYS = {0xDC: ">H", 0xDD: ">I"}
_MAPS = {0xDE: ">H", 0xDF: ">I"}


def unpack(data: bytes) -> Any:
    return _Reader(data).value()


def pack(value: Any) -> bytes:
    return b"".join(_packed(value))


class _Reader:
    def __init__(self, data: bytes) -> None:
        self._data = data
        self._position = 0

    def _take(self, length: int) -> bytes:
        self._position += length
        return self._data[self._position - length : self._position]

    def _number(self, format_: str) -> Any:
        return struct.unpack(format_, self._take(struct.calcsize(format_)))[0]

    def _array(self, length: int) -> list[Any]:
        return [self.value() for _ in range(length)]

    def _map(self, length: int) -> dict[Any, Any]:
        return {self.value(): self.value() for _ in range(length)}

    def _extension(self, length: int) -> Unknown:
        self._take(1 + length)  # its type, and what is known of the value all the same
        return UNKNOWN

    def value(self) -> Any:  # noqa: PLR0911 - a line for each of the format's kinds
        kind = self._take(1)[0]
        if kind < 0x80 or kind >= 0xE0:
            return kind if kind < 0x80 else kind - 0x100
        if kind < 0x90:
            return self._map(kind & 0x0F)
        if kind < 0xA0:
            return self._array(kind & 0x0F)
        if kind < 0xC0:
            return self._take(kind & 0x1F).decode()
        if kind in (0xC0, 0xC2, 0xC3):
            return {0xC0: None, 0xC2: False, 0xC3: True}[kind]
        if kind in _NUMBERS:
            return self._number(_NUMBERS[kind])
        if 0xD4 <= kind <= 0xD8:
            return self._extension(1 << (kind - 0xD4))
        if kind in _BYTES:
            return self._take(self._number(_BYTES[kind]))
        if kind in _EXTENSIONS:
            return self._extension(self._number(_EXTENSIONS[kind]))
        if kind in _STRINGS:
            return self._take(self._number(_STRINGS[kind])).decode()
        return (
            self._array(self._number(_ARRAYS[kind]))
            if kind in _ARRAYS
            else self._map(self._number(_MAPS[kind]))
        )


def _packed(value: Any) -> Iterator[bytes]:
    if value is UNKNOWN:
        yield b"\xd4\x00\x00"
    elif value is None:
        yield b"\xc0"
    elif isinstance(value, bool):
        yield b"\xc3" if value else b"\xc2"
    elif isinstance(value, int):
        yield b"\xd3" + struct.pack(">q", value)
    elif isinstance(value, float):
        yield b"\xcb" + struct.pack(">d", value)
    elif isinstance(value, str):
        yield b"\xdb" + struct.pack(">I", len(value.encode())) + value.encode()
    elif isinstance(value, bytes):
        yield b"\xc6" + struct.pack(">I", len(value)) + value
    elif isinstance(value, list):
        yield b"\xdd" + struct.pack(">I", len(value))
        for element in value:
            yield from _packed(element)
    else:
        yield b"\xdf" + struct.pack(">I", len(value))
        for key, element in value.items():
            yield from _packed(key)
            yield from _packed(element)
