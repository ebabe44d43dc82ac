"""A hot reader asked over HTTP, with the inter-cloud envelope and the shared token."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import requests
from crosstwin_contract.asking import envelope
from crosstwin_contract.envelope import hint_on_version
from crosstwin_contract.excerpt import excerpt, without_token
from crosstwin_contract.strict_json import loads_error
from crosstwin_contract.token import TOKEN_HEADER
from crosstwin_contract.url import ReaderUrl, fits_header, parse_reader_url
from requests.adapters import HTTPAdapter
from urllib3.util import Retry

from crosstwin.errors import Failure
from crosstwin.readers.answers import Answer, InvalidAnswer, parsed
from crosstwin.readers.client import ReaderError

_LONGEST_MESSAGE = 2000  # characters of a reader's own message
LARGEST_ANSWER = 6 * 1024 * 1024  # bytes; readers end a page before 5 MiB
CONNECT_SECONDS = 5
READ_SECONDS = 35  # until the next bytes; a reader has 30
WHOLE_SECONDS = 90  # until the last byte

_HINTS = {
    401: "the reader did not accept the token: is CROSSTWIN_TOKEN (or --token) the inter_cloud_token that "
    "its l3 stack exports? It changes when token_generation is raised, and two raises later it is refused.",
    403: "the request did not reach the reader: a Function URL answers 403 where public invocation is not "
    "permitted, or a gateway in between refuses",
    404: "nothing serves this path: is it the hot_reader_url (or hot_reader_last_entry_url) of the l3 stack? "
    "On Azure, a function app that failed to start answers 404 to everything; its log says why.",
    405: "is it the hot_reader_url (or hot_reader_last_entry_url) of the l3 stack?",
    503: "the hot store throttles, or the reader has no capacity left; try again later",
}


class HttpReader:
    """Asks the reader at one URL. Redirects are not followed: the token goes to one host."""

    def __init__(self, url: str, token: str, *, read_seconds: float = READ_SECONDS) -> None:
        """Raises Failure for a URL or a token that cannot be used; plain HTTP is for loopback only."""
        self._read_seconds = read_seconds
        address = _checked_url(url)
        self._url, self._host = address.url, urlsplit(address.url).netloc
        self._token = _checked_token(token)
        self._session = requests.Session()
        self._session.auth = _without_netrc
        # A proxy would get a plain HTTP request to this machine in clear text, the token included.
        self._session.trust_env = not address.is_loopback
        retry = Retry(
            total=3,
            connect=1,
            other=0,  # a certificate does not get better
            read=False,  # so that a timeout while reading is reported as that, not as too many retries
            status_forcelist=(429, 502, 503, 504),
            allowed_methods=("POST",),  # a query changes nothing
            backoff_factor=0.3,
            backoff_jitter=0.2,
            retry_after_max=10,
            raise_on_status=False,
            redirect=0,
        )
        for scheme in ("https://", "http://"):
            self._session.mount(scheme, HTTPAdapter(max_retries=retry))

    @property
    def route(self) -> str:
        return f"HTTP {self._host}"

    def ask(self, payload: Mapping[str, Any]) -> Answer:
        trace_id = uuid.uuid4().hex
        query = envelope(payload, source_cloud="operator", trace_id=trace_id)
        status, body = self._post(json.dumps(query).encode())
        if status != 200:
            raise self._refusal(status, body, trace_id, payload)
        answer = parsed(body)
        if not isinstance(answer, dict):
            what = "JSON, but no object" if answer is not None else self._shown(body)
            raise InvalidAnswer(f"{self._host} answered 200 with {what}; is it a hot reader?")
        return answer

    def _post(self, body: bytes) -> tuple[int, bytes]:
        headers = {"Content-Type": "application/json", TOKEN_HEADER: self._token}
        try:
            with self._session.post(
                self._url,
                data=body,
                headers=headers,
                timeout=(CONNECT_SECONDS, self._read_seconds),
                allow_redirects=False,
                stream=True,
            ) as response:
                if response.is_redirect:
                    place = urlsplit(response.headers.get("Location", "")).netloc or "another path"
                    raise ReaderError(
                        f"{self._host} redirects to {place}; redirects are not followed, so that the token "
                        "goes to one host",
                        status=response.status_code,
                    )
                return response.status_code, _read(response, self._host)
        except requests.exceptions.SSLError as error:
            raise ReaderError(f"{self._host}: TLS failed: {_cause(error)}") from error
        except requests.exceptions.ConnectTimeout as error:
            raise ReaderError(f"{self._host}: no connection within {CONNECT_SECONDS} s") from error
        except requests.exceptions.Timeout as error:
            raise ReaderError(f"{self._host}: no answer within {self._read_seconds:g} s") from error
        except requests.exceptions.RequestException as error:
            raise ReaderError(f"{self._host}: {_cause(error)}") from error

    def _refusal(self, status: int, body: bytes, trace_id: str, payload: Mapping[str, Any]) -> ReaderError:
        """The reader's own error, or what stands in front of it (a gateway, a login page)."""
        answer = loads_error(body)
        fault = answer.get("error") if isinstance(answer, dict) else None
        given = answer.get("trace_id") if isinstance(answer, dict) else None
        trace_id = given if isinstance(given, str) and given else trace_id
        hint = _HINTS.get(status)
        if isinstance(fault, dict) and isinstance(fault.get("message"), str):
            code = fault.get("code")
            return ReaderError(
                without_token(fault["message"][:_LONGEST_MESSAGE], self._token),
                code=without_token(code[:100], self._token) if isinstance(code, str) else None,
                status=status,
                trace_id=trace_id,
                hint=hint or hint_on_version(payload, fault["message"]) or None,
            )
        return ReaderError(f"HTTP {status}: {self._shown(body)}", status=status, trace_id=trace_id, hint=hint)

    def _shown(self, body: bytes) -> str:
        """What a body that is not an answer is: its structure, or only its size."""
        return excerpt(body, self._token) or (
            f"{len(body)} bytes that are not JSON" if body.strip() else "an empty body"
        )


def _checked_url(url: str) -> ReaderUrl:
    try:
        return parse_reader_url(url.strip())
    except ValueError as error:
        raise Failure(f"the hot reader's URL: {error}") from None


def _checked_token(token: str) -> str:
    token = token.strip()
    if not token:
        raise Failure("the token is empty")
    if not fits_header(token):
        raise Failure(
            "the token contains a character that tokens cannot have; pass one token, without quotes or commas"
        )
    return token


def _without_netrc(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """Adds no credentials. Without this, requests takes a password from ~/.netrc."""
    return request


def _read(response: requests.Response, host: str) -> bytes:
    body = bytearray()
    deadline = time.monotonic() + WHOLE_SECONDS
    for part in response.iter_content(64 * 1024):
        body += part
        if len(body) > LARGEST_ANSWER:
            raise InvalidAnswer(f"{host} answered more than {LARGEST_ANSWER} bytes; is it a hot reader?")
        if time.monotonic() > deadline:
            raise ReaderError(f"{host}: the answer took longer than {WHOLE_SECONDS} s")
    return bytes(body)


def _cause(error: BaseException) -> str:
    """The innermost reason: requests wraps urllib3, which wraps the system's error."""
    reason: Any = error.args[0] if error.args else error
    reason = getattr(reason, "reason", reason)
    text = str(reason)
    wrapped = text.startswith(("<urllib3", "HTTPSConnection", "HTTPConnection"))
    return text.partition(": ")[2] if wrapped else text
