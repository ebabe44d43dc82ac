"""Hot readers on Azure: one Function App with two routes, over a Cosmos DB container."""

from __future__ import annotations

import os

import azure.functions as func
from cosmos_store import CosmosStore, connect
from crosstwin_contract.records import CROSSTWIN
from crosstwin_contract.token import accepted_tokens
from existing_store import ExistingStore
from hotread.answer import Read, history, last_entry
from hotread.env import require_env
from hotread.http import HttpRequest, serve
from hotread.json_log import FieldsInMessage
from hotread.log import LOGGER
from hotread.mapped import mapping_from_environment

require_env("DIGITAL_TWIN_INFO")
_TOKENS = accepted_tokens(require_env("INTER_CLOUD_TOKEN"))
_COSMOS = connect(
    require_env("COSMOS_ENDPOINT"),
    require_env("COSMOS_DATABASE"),
    require_env("COSMOS_CONTAINER"),
    key=os.environ.get("COSMOS_KEY", "").strip() or None,
)
_MAPPING = mapping_from_environment()
_STORE = CosmosStore(_COSMOS) if _MAPPING == CROSSTWIN else ExistingStore(_COSMOS, _MAPPING)
LOGGER.addFilter(FieldsInMessage())

# No function keys: the shared token guards all three clouds alike. No `methods` either, which lets every
# method through to the answer that the contract has for it.
app = func.FunctionApp(http_auth_level=func.AuthLevel.ANONYMOUS)


@app.function_name("hot-reader")
@app.route("hot-reader")
def hot_reader(req: func.HttpRequest) -> func.HttpResponse:
    """The values of a device's properties in a time range."""
    return _answer(req, history)


@app.function_name("hot-reader-last-entry")
@app.route("hot-reader-last-entry")
def hot_reader_last_entry(req: func.HttpRequest) -> func.HttpResponse:
    """The newest value of each of a device's properties."""
    return _answer(req, last_entry)


def _answer(req: func.HttpRequest, read: Read) -> func.HttpResponse:
    request = HttpRequest(req.method, dict(req.headers), req.get_body)
    response = serve(request, read=read, store=_STORE, tokens=_TOKENS)
    return func.HttpResponse(response.body, status_code=response.status, headers=response.headers)
