"""Hot readers on Google Cloud: one source, deployed as two functions that differ in their entry point."""

from __future__ import annotations

import logging
import os
import sys

import flask
import functions_framework
from crosstwin_contract.token import accepted_tokens
from firestore_rest import connect
from firestore_store import FirestoreStore
from hotread.answer import Read, history, last_entry
from hotread.env import require_env
from hotread.http import HttpRequest, serve
from hotread.json_log import JsonFormatter
from hotread.mapped import mapping_from_environment

require_env("DIGITAL_TWIN_INFO")
_TOKENS = accepted_tokens(require_env("INTER_CLOUD_TOKEN"))
# The functions framework forks its worker after this import: nothing may be asked of the store here.
_STORE = FirestoreStore(
    connect(require_env("FIRESTORE_DATABASE")),
    require_env("FIRESTORE_COLLECTION"),
    mapping_from_environment(),
    is_group=os.environ.get("FIRESTORE_COLLECTION_GROUP") == "true",
)

_handler = logging.StreamHandler(sys.stdout)
_handler.setFormatter(JsonFormatter())
logging.basicConfig(handlers=[_handler])


@functions_framework.http  # type: ignore[untyped-decorator]
def hot_reader(request: flask.Request) -> flask.Response:
    """The values of a device's properties in a time range."""
    return _answer(request, history)


@functions_framework.http  # type: ignore[untyped-decorator]
def hot_reader_last_entry(request: flask.Request) -> flask.Response:
    """The newest value of each of a device's properties."""
    return _answer(request, last_entry)


def _answer(request: flask.Request, read: Read) -> flask.Response:
    http_request = HttpRequest(request.method, dict(request.headers), request.get_data)
    response = serve(http_request, read=read, store=_STORE, tokens=_TOKENS)
    return flask.Response(response.body, response.status, response.headers)
