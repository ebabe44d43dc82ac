"""Zips whose bytes depend on nothing but their entries.

Python's zipfile packs with the zlib that it was built with, and zlib and zlib-ng (Fedora's, and Python's on
Windows since 3.14) pack the same bytes differently. Here libdeflate does it, in one pinned version, and no
entry has a time or an owner.

Source: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping
from importlib.metadata import version

import deflate

_LEVEL = 9  # of libdeflate's 12; the last ones take eight times as long for 3 % less
METHOD = f"deflate {version('deflate')}, level {_LEVEL}"  # what the bytes depend on besides the entries
_STORED, _DEFLATED = 0, 8
_VERSION = 20  # of the format: 2.0 has deflate
_UNIX = 3 << 8
_UTF_8 = 1 << 11
_TIME, _DATE = 0, 1 << 5 | 1  # 1980-01-01 00:00, the earliest there is
_REGULAR_FILE_644 = 0o100644 << 16

# What the entry's own header and the directory at the end have in common.
_COMMON = "HHHHHIIIHH"
_LOCAL = struct.Struct("<4s" + _COMMON)
_CENTRAL = struct.Struct("<4sH" + _COMMON + "HHHII")
_END = struct.Struct("<4sHHHHIIH")


def packed(entries: Mapping[str, bytes]) -> bytes:
    """A zip with these entries, in this order: path to content, less than 4 GB and 65,536 entries."""
    body, directory = bytearray(), bytearray()
    for path, content in entries.items():
        name = path.encode()
        data, method = bytes(deflate.deflate_compress(content, _LEVEL)), _DEFLATED
        if len(data) >= len(content):
            data, method = content, _STORED
        common = (
            *(_VERSION, _UTF_8, method, _TIME, _DATE),
            *(zlib.crc32(content), len(data), len(content), len(name), 0),
        )
        directory += _CENTRAL.pack(
            b"PK\1\2", _UNIX | _VERSION, *common, 0, 0, 0, _REGULAR_FILE_644, len(body)
        )
        directory += name
        body += _LOCAL.pack(b"PK\3\4", *common) + name + data
    count = len(entries)
    end = _END.pack(b"PK\5\6", 0, 0, count, count, len(directory), len(body), 0)
    return bytes(body + directory + end)
