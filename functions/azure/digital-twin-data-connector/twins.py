"""Azure Digital Twins, by Microsoft's SDK, in the operations that the connector needs."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from azure.core import MatchConditions
from azure.core.credentials import AccessToken
from azure.core.exceptions import AzureError, HttpResponseError
from azure.core.pipeline.policies import RetryPolicy, SansIOHTTPPolicy
from azure.digitaltwins.core import DigitalTwinsClient
from crosstwin_contract.digital_twins import LARGEST_PAGE, RELATIONSHIP
from crosstwin_contract.records import at
from identity import identity, needs_identity

Operation = dict[str, Any]
_OPTIONS: dict[str, Any] = {"connection_timeout": 5, "read_timeout": 30}  # seconds
_RETRIES: dict[str, Any] = {"retry_total": 3}  # the SDK's own number is ten
_LONGEST_WAIT = 10.0  # seconds
_OF_TWINS = (("$dtId",), ("$etag",), ("$metadata", "$model"))
_OF_RELATIONSHIPS = tuple(
    (f"${name}",) for name in ("sourceId", "targetId", "relationshipId", "relationshipName")
)


class TwinsError(Exception):
    """The service did not do it. `status` is None where it did not answer.

    The message has status and code. The service's own may quote a value.
    """

    def __init__(self, status: int | None, code: str) -> None:
        super().__init__(f"Azure Digital Twins: {code}" + (f" ({status})" if status else ""))
        self.status = status
        self.code = code

    @property
    def is_of_the_request(self) -> bool:
        """Whether this request alone is at fault, and not the service, its limits or the access to it."""
        return self.status in (400, 404, 409, 412, 413)


class DigitalTwins:
    """One instance. Each thread has a client of its own."""

    def __init__(self, url: str, client_id: str | None) -> None:
        self._url = url
        self._client_id = client_id
        self._local = threading.local()
        self._anonymous = not needs_identity(url)

    def twins(self, condition: str, charges: list[float]) -> dict[str, dict[str, Any]]:
        """The twins T that meet the condition, by id. `charges`: see `_query`. Raises TwinsError."""
        text = f"SELECT * FROM digitaltwins T WHERE {condition}"  # noqa: S608 - of names that are checked
        return {row["$dtId"]: row for row in self._query(text, charges, _OF_TWINS)}

    def relationships(self, charges: list[float]) -> list[dict[str, Any]]:
        """All of them. `charges`: see `_query`. Raises TwinsError."""
        return self._query("SELECT * FROM relationships", charges, _OF_RELATIONSHIPS)

    def _query(
        self, text: str, charges: list[float], strings: Sequence[tuple[str, ...]]
    ) -> list[dict[str, Any]]:
        """All rows, which must have these strings. Adds what each page cost, in query units, to `charges`."""

        def keep(response: Any) -> None:
            charges.append(float(response.http_response.headers.get("query-charge", 0)))

        with _translated():
            rows: Any = self._client.query_twins(text, headers=dict(LARGEST_PAGE), raw_response_hook=keep)
            found = [dict(row) for row in rows]
        if not all(isinstance(at(row, field), str) for row in found for field in strings):
            raise TwinsError(None, "a row of a query is not a twin or a relationship")
        return found

    def models(self) -> dict[str, dict[str, Any]]:
        """The interface of each model that there is, by id. Raises TwinsError."""
        with _translated():
            models = self._client.list_models(include_model_definition=True)
            return {str(model.id): dict(model.model or {}) for model in models}

    def create_models(self, interfaces: Sequence[Mapping[str, Any]]) -> None:
        """All of them or none. Raises TwinsError."""
        with _translated():
            self._client.create_models([dict(interface) for interface in interfaces])

    def delete_model(self, model: str) -> None:
        """Raises TwinsError; status 409 where another model extends it."""
        with _translated():
            self._client.delete_model(model)

    def create_twin(self, id_: str, model: str, properties: Mapping[str, Any]) -> None:
        """Raises TwinsError; status 412 where there is one."""
        with _translated():
            self._client.upsert_digital_twin(
                id_,
                {"$metadata": {"$model": model}, **properties},
                match_condition=MatchConditions.IfMissing,
            )

    def model_of(self, id_: str) -> str:
        """The id of the model that a twin has now. Raises TwinsError; status 404 where there is no twin."""
        with _translated():
            return str(self._client.get_digital_twin(id_)["$metadata"]["$model"])

    def patch_twin(self, id_: str, operations: list[Operation], etag: str | None = None) -> str:
        """The new etag. With `etag`, only while the twin has it. Raises TwinsError; status 412 else."""
        found: list[str] = []

        def keep(response: Any) -> None:
            found.append(response.http_response.headers.get("ETag", ""))

        condition = {} if etag is None else _unchanged(etag)
        with _translated():
            self._client.update_digital_twin(id_, operations, raw_response_hook=keep, **condition)
        return found[-1]

    def delete_twin(self, id_: str, etag: str) -> None:
        """Raises TwinsError; 400 RelationshipsNotDeleted with relationships, 412 if it has changed."""
        with _translated():
            self._client.delete_digital_twin(id_, **_unchanged(etag))

    def create_relationship(self, source: str, target: str) -> None:
        """The connector's own: its id is that of its target. Raises TwinsError; 412 if it is there."""
        body: dict[str, Any] = {"$targetId": target, "$relationshipName": RELATIONSHIP}
        with _translated():
            self._client.upsert_relationship(source, target, body, match_condition=MatchConditions.IfMissing)

    def delete_relationship(self, source: str, id_: str) -> None:
        """Raises TwinsError; status 404 where it does not exist."""
        with _translated():
            self._client.delete_relationship(source, id_)

    @property
    def _client(self) -> DigitalTwinsClient:
        client: DigitalTwinsClient | None = getattr(self._local, "client", None)
        if client is None:
            client = self._local.client = self._connected()
        return client

    def _connected(self) -> DigitalTwinsClient:
        options = {**_OPTIONS, "retry_policy": _Retries(**_RETRIES)}
        if not self._anonymous:
            return DigitalTwinsClient(self._url, identity(self._client_id), **options)
        # The SDK refuses to send a credential over plain HTTP: this policy adds none.
        policy: Any = SansIOHTTPPolicy()
        return DigitalTwinsClient(self._url, _NoCredential(), authentication_policy=policy, **options)


class _Retries(RetryPolicy[Any, Any]):
    """The SDK's retries, without its wait for whatever Retry-After asks: its `timeout` does not end that."""

    def is_retry(self, settings: dict[str, Any], response: Any) -> bool:
        wait = self.get_retry_after(response)
        return (wait is None or wait <= _LONGEST_WAIT) and bool(super().is_retry(settings, response))


class _NoCredential:
    def get_token(self, *scopes: str, **_: Any) -> AccessToken:
        raise NotImplementedError(scopes)


def _unchanged(etag: str) -> dict[str, Any]:
    return {"etag": etag, "match_condition": MatchConditions.IfNotModified}


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except HttpResponseError as error:
        code = error.error.code if error.error is not None and error.error.code else type(error).__name__
        raise TwinsError(error.status_code, str(code)[:100]) from None
    except AzureError as error:
        raise TwinsError(None, type(error).__name__) from None
    except (AttributeError, LookupError, TypeError, ValueError) as error:
        # What the SDK makes of an answer that is not of the service's form.
        raise TwinsError(None, f"an answer that cannot be read: {type(error).__name__}") from None
