"""One Lambda, asked in two ways: over its Function URL, and invoked directly by TwinMaker."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from typing import Any

from crosstwin_contract.records import at
from crosstwin_contract.token import accepted_tokens
from hotread.answer import Read
from hotread.env import require_env
from hotread.errors import InvalidQuery
from hotread.http import HttpRequest, HttpResponse, serve
from hotread.mapped import mapping_from_environment
from hotread.reading import answer_query

from hotread_aws.dynamodb import connect
from hotread_aws.store import DynamoDBStore

Handler = Callable[[Mapping[str, Any], Any], dict[str, Any]]


def make_handler(read: Read) -> Handler:
    """A Lambda handler over the table that the environment names.

    Raises EnvironmentError naming the variable that is missing or empty, ValueError for no token.
    """
    require_env("DIGITAL_TWIN_INFO")
    tokens = accepted_tokens(require_env("INTER_CLOUD_TOKEN"))
    table_name = require_env("DYNAMODB_TABLE_NAME")
    store = DynamoDBStore(connect(), table_name, mapping_from_environment())

    def handler(event: Mapping[str, Any], context: Any) -> dict[str, Any]:
        if not isinstance(event, Mapping):
            raise InvalidQuery("the event is not a JSON object")
        seconds_left = context.get_remaining_time_in_millis() / 1000
        http = at(event, ("requestContext", "http"))
        if http is not None:
            request = _http_request(event, str(at(http, ("method",))))
            return _url_response(
                serve(request, read=read, store=store, tokens=tokens, seconds_left=seconds_left)
            )
        # Not over HTTP: IAM has already decided who may ask, and a failure is raised.
        return answer_query(read, store, event, trace_id=context.aws_request_id, seconds_left=seconds_left)

    return handler


def _http_request(event: Mapping[str, Any], method: str) -> HttpRequest:
    """A Function URL's event.

    Source: https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html (payload format 2.0)
    """

    def read_body() -> bytes:
        body = event.get("body") or ""
        return (
            base64.b64decode(body) if event.get("isBase64Encoded") else body.encode("utf-8", "surrogatepass")
        )

    return HttpRequest(method, event.get("headers") or {}, read_body)


def _url_response(response: HttpResponse) -> dict[str, Any]:
    """A Function URL's response. A body that is not text is encoded in base64."""
    packed = "Content-Encoding" in response.headers
    return {
        "statusCode": response.status,
        "headers": response.headers,
        "body": base64.b64encode(response.body).decode() if packed else response.body.decode(),
        "isBase64Encoded": packed,
    }
