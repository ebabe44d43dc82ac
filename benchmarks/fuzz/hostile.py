"""Strategies of requests that nobody means well with: some sound but odd, some wrong in a few respects."""

from __future__ import annotations

import base64
import gzip
import json
import operator
from typing import Any

from hotread.position import Place, Position, token_of_place
from hypothesis import strategies as st

from benchmarks.fuzz.readers import HISTORY, LAST_ENTRY, Request
from benchmarks.fuzz.records import DEVICES, HOUR, PROPERTIES, UNKNOWN
from tests.contract.readers.conftest import PREVIOUS_TOKEN, TOKEN

KNOWN = [device for device in DEVICES if device != UNKNOWN]
PATHS = st.sampled_from([HISTORY, LAST_ENTRY])

# JSON that json.dumps does not write: put in place of a marker, it comes as it stands.
_RAW = [
    b"1e400",
    b"-1e400",
    b"1e-400",
    b"-0",
    b"1" * 4300,
    b"1" * 5000,
    b"-" + b"9" * 4299,
    b"0." + b"3" * 5000,
    b"NaN",
    b"-Infinity",
    b"[" * 20_000 + b"]" * 20_000,
    b'{"":' * 200 + b"1" + b"}" * 200,
    b'{"a":1,"a":{"a":2},"a":[]}',
    b'"\\ud83d"',
    b'"\xed\xa0\x80"',
    b'"\xff"',
    b"01",
    b"'pump-7'",
]
_MARKER = "raw-json-number-"

# Names that a device or a property may have.
_ODD_NAMES = st.one_of(
    st.sampled_from(
        [
            " ",
            "\x00",
            "\u202e7-pmup",
            "../../hot-reader",
            "projects/local/databases/local-hot/documents/hot/pump-7",
            "' OR c.iotDeviceId != '",
            'c.iotDeviceId" OR 1=1 --',
            "#device",
            ":first",
            "${jndi:ldap://127.0.0.1/a}",
            "{{7*7}}",
            "%s%n",
            "\r\nX-Injected: 1",
            "<script>",
            "`",
            "`a`.`b`",
            "a\\",
            "__name__",
            "_rid",
            "iotDeviceId",
            "id",
            "Latest",
            "nLatest",
            "x" * 1023,
            "é" * 512,
            "🌡" * 256,
        ]
    ),
    st.text(st.characters(codec="utf-8"), min_size=1, max_size=20),
    st.text(st.characters(categories=["Cc", "Cf", "Co", "Zs", "Mn"]), min_size=1, max_size=5),
    st.sampled_from(KNOWN)
    .flatmap(lambda name: st.sampled_from([f"{name}\x00", f" {name}", name.upper()]))
    .filter(lambda name: len(name.encode()) <= 1024),
)
_TEXTS = _ODD_NAMES | st.sampled_from(
    ["", "\ud800", "a\udfff", "x" * 1025, "é" * 1024, "🌡" * 70_000, "y" * 200_000]
)
_SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.sampled_from([2**31, 2**63, -(2**63) - 1, 10**18, 10**4299]),
    st.floats(allow_nan=False, allow_infinity=False),
    _TEXTS,
    st.integers(0, len(_RAW) - 1).map(lambda number: f"{_MARKER}{number}"),
)
_COMPARABLE = _SCALARS.filter(lambda value: value is not None and f"{value}"[: len(_MARKER)] != _MARKER)
ANYTHING = st.recursive(
    _SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_TEXTS, inner, max_size=4),
    max_leaves=12,
)

_DEVICE = st.sampled_from(KNOWN) | _ODD_NAMES
_NAMES = st.lists(st.sampled_from([*PROPERTIES, "nLatest", "id", "iotDeviceId"]) | _ODD_NAMES, max_size=6)
_TIME = st.one_of(
    st.sampled_from(
        [*HOUR.values(), "1970-01-01T00:00Z", "9999-12-31T23:59:59.999999999-23:59", 0, 1.5, 4e18]
    ),
    st.datetimes().map(lambda moment: moment.isoformat() + "Z"),
    st.integers(-(10**20), 10**20),
    st.integers(-(10**20), 10**20).map(str),
)
_UNITS = st.sampled_from([1, 10**3, 10**6, 10**9])  # in a second
_BEFORE = st.sampled_from(["0001-01-01T00:00:00Z", HOUR["startTime"], 4e8, "1768471200.0"]) | st.builds(
    operator.mul, st.integers(4 * 10**8, 1_768_471_200), _UNITS
)
_AFTER = st.sampled_from(["9999-12-31T23:59:59.999999999Z", HOUR["endTime"], 9.9e9]) | st.builds(
    operator.mul, st.integers(1_768_474_800, 10**10 - 1), _UNITS
)
_DATA_TYPE = st.recursive(
    st.sampled_from(["DOUBLE", "INTEGER", "LONG", "BOOLEAN", "STRING", "LIST", "MAP"]).map(
        lambda name: {"type": name}
    ),
    lambda inner: st.fixed_dictionaries({"type": st.sampled_from(["LIST", "MAP"]), "nestedType": inner}),
)
_DEFINITIONS = st.dictionaries(
    st.sampled_from([*PROPERTIES]) | _ODD_NAMES,
    st.fixed_dictionaries({"definition": st.fixed_dictionaries({"dataType": _DATA_TYPE})}),
    max_size=3,
)
_FILTERS = st.lists(
    st.fixed_dictionaries(
        {
            "propertyName": st.sampled_from([*PROPERTIES, "id", "iotDeviceId"]) | _ODD_NAMES,
            "operator": st.sampled_from(["=", "!=", "<", "<=", ">", ">="]),
            "value": _COMPARABLE | st.fixed_dictionaries({"doubleValue": _COMPARABLE}),
        }
    ),
    max_size=4,
)
_TOKENS = st.one_of(
    st.text(max_size=20),
    st.tuples(st.sampled_from([b"1:", b"2:", b"3:"]), st.binary(max_size=60)).map(
        lambda parts: base64.urlsafe_b64encode(b"".join(parts)).decode()
    ),
    st.sampled_from(["2026-01-15T10:00:00.5Z", "0000-01-01T00:00:00Z", "9999-12-31T23:59:59Z"]).map(
        lambda id_: base64.urlsafe_b64encode(f"1:{id_}".encode()).decode()
    ),
    st.builds(
        lambda number, device, stored_id: token_of_place(
            Place(number, device, Position("", stored_id) if stored_id else None)
        ),
        st.integers(0, 4) | st.integers(),
        _DEVICE,
        st.sampled_from(["", "-", "2026-01-15T10:00:00.5Z", "0000-01-01T00:00:00Z"]),
    ),
    st.just("A" * 17_881),
)
_MANY_DEVICES = st.lists(_DEVICE, min_size=1, max_size=100) | st.permutations(KNOWN)
# What the reader expects; with `ANYTHING` in some fields' places, a query that is wrong in a few respects.
_FIELDS: dict[str, st.SearchStrategy[Any]] = {
    "iotDeviceId": _DEVICE,
    "entityId": _DEVICE,
    "componentName": _ODD_NAMES,
    "selectedProperties": _NAMES,
    "startTime": _BEFORE | _BEFORE | _TIME,
    "endTime": _AFTER | _TIME,
    "properties": _DEFINITIONS,
    "orderByTime": st.sampled_from(["ASCENDING", "DESCENDING"]),
    "maxResults": st.integers(1, 5) | st.sampled_from([2**31, 2**63, 10**4299]),
    "nextToken": _TOKENS,
    "propertyFilters": _FILTERS,
    "maxDataPoints": st.integers(1, 5) | st.sampled_from([2**63, 10**4299]),
    "interpolation": st.fixed_dictionaries(
        {
            "interpolationType": st.just("LINEAR"),
            "intervalInSeconds": st.sampled_from([1, 60, 3600, 320_000_000]),
        }
    ),
}
_FIELDS["devices"] = st.lists(
    st.fixed_dictionaries(
        {"iotDeviceId": _DEVICE, "selectedProperties": _NAMES},
        optional={"since": _BEFORE | _TIME, "properties": _DEFINITIONS},
    )
    | _DEVICE
    | ANYTHING,
    min_size=1,
    max_size=4,
)
SOUND: dict[str, Any] = {"iotDeviceId": "pump-7", "selectedProperties": [*PROPERTIES], **HOUR}


@st.composite
def payloads(draw: st.DrawFn) -> dict[str, Any]:
    """A sound query with some fields changed, some of them to what they can never be."""
    payload: dict[str, Any] = dict(SOUND)
    for name in draw(st.lists(st.sampled_from([*_FIELDS]), max_size=4, unique=True)):
        payload[name] = draw(_FIELDS[name] if draw(st.integers(0, 5)) else ANYTHING)
    if not draw(st.integers(0, 5)):
        del payload[draw(st.sampled_from([*SOUND]))]
    return payload


@st.composite
def queries(draw: st.DrawFn) -> Request:
    """Any payload in a sound envelope."""
    return Request(draw(PATHS), encoded({"target_layer": "L3-hot", "payload": draw(payloads())}))


@st.composite
def batches(draw: st.DrawFn) -> Request:
    """Up to 100 devices of a history or of last entries, most of which look like each other."""
    payload: dict[str, Any] = {"devices": draw(_MANY_DEVICES), "selectedProperties": ["owner", "n"], **HOUR}
    fields = ["maxResults", "nextToken", "propertyFilters", "maxDataPoints", "orderByTime", "properties"]
    for name in draw(
        st.lists(st.sampled_from([*fields, "startTime", "selectedProperties"]), max_size=2, unique=True)
    ):
        payload[name] = draw(_FIELDS[name])
    if not draw(st.integers(0, 5)):
        payload["devices"].insert(draw(st.integers(0, 3)), draw(ANYTHING))
    if draw(st.booleans()):
        payload["since"] = draw(_BEFORE | _TIME)
    return Request(draw(PATHS), encoded({"target_layer": "L3-hot", "payload": payload}))


@st.composite
def bodies(draw: st.DrawFn) -> Request:
    """A body that may be no envelope, or no JSON, or be packed."""
    envelope = draw(
        ANYTHING
        | st.fixed_dictionaries(
            {
                "target_layer": st.just("L3-hot") | ANYTHING,
                "payload": payloads() | ANYTHING,
                "trace_id": ANYTHING,
            }
        )
    )
    sound = encoded(envelope)
    twice = b'{"target_layer":"L4","payload":{"iotDeviceId":"' + draw(_ASCII) + b'"},' + sound[1:]
    body = draw(
        st.sampled_from(
            [
                sound,
                twice,
                sound[: len(sound) // 2],
                sound + sound,
                base64.b64encode(sound),
                gzip.compress(sound, mtime=0),
                b"\xef\xbb\xbf" + sound,
                sound.decode("utf-8", "replace").encode("utf-16"),
                sound.decode("utf-8", "replace").encode("utf-32-be"),
                b"payload=" + sound,
            ]
        )
        | st.binary(max_size=40)
    )
    return Request(draw(PATHS), body)


@st.composite
def headers(draw: st.DrawFn) -> Request:
    """A sound query with any method and headers. The token is right, nearly right, or wrong."""
    token = draw(
        st.sampled_from(
            [
                TOKEN,
                PREVIOUS_TOKEN,
                TOKEN + ",x",
                TOKEN[:-1],
                TOKEN + "\t",
                "x," + TOKEN,
                TOKEN.upper(),
                "*",
                "",
            ]
        )
        | _HEADER_VALUES
    )
    found = draw(
        st.dictionaries(
            st.sampled_from(["Content-Type", "Accept", "Accept-Encoding", "Content-Encoding", "traceparent"])
            | _HEADER_NAMES,
            st.sampled_from(
                [
                    "application/x-www-form-urlencoded",
                    "multipart/form-data; boundary=x",
                    "text/html; charset=utf-7",
                    "gzip;q=1e9, *;q=-1, br",
                    "gzip, " * 500,
                    "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                    "00-" + "f" * 4000,
                ]
            )
            | _HEADER_VALUES,
            max_size=6,
        )
    )
    method = draw(st.sampled_from(["POST", "POST", "POST", "GET", "PUT", "DELETE", "PATCH", "OPTIONS"]))
    body = encoded({"target_layer": "L3-hot", "payload": draw(payloads())})
    return Request(draw(PATHS), body, {**found, "X-Inter-Cloud-Token": token}, method)


def encoded(value: Any) -> bytes:
    """As JSON, markers replaced by what they stand for."""
    text = json.dumps(value).encode()
    for number, raw in enumerate(_RAW):
        text = text.replace(f'"{_MARKER}{number}"'.encode(), raw)
    return text


_ASCII = st.text(
    st.characters(codec="ascii", categories=["L", "N", "P"], exclude_characters='"\\'), max_size=9
).map(str.encode)
# Headers that `requests` would not send, and those that frame the body, are for raw sockets.
_HEADER_VALUES = st.text(
    st.characters(min_codepoint=32, max_codepoint=255, exclude_characters="\x7f"), max_size=30
).map(lambda text: text.strip().encode("latin-1"))
_FRAMING = {"content-length", "transfer-encoding", "host", "connection", "expect", "x-inter-cloud-token"}
_HEADER_NAMES = st.from_regex(r"[A-Za-z][A-Za-z0-9-]{0,20}", fullmatch=True).filter(
    lambda name: name.lower() not in _FRAMING
)
