"""The hot reader of another cloud, asked with an event of TwinMaker's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from crosstwin_contract.values import Caller
from remote_reader.errors import InvalidReaderResponse
from remote_reader.reader import RemoteHotReader
from remote_reader.settings import RemoteSettings

from twin_connector.answer import Answer, for_twinmaker
from twin_connector.invocation import Invocation


class RemoteRoute:
    """Takes the options of RemoteHotReader."""

    name = "remote"

    def __init__(self, settings: RemoteSettings, **options: Any) -> None:
        self._reader = RemoteHotReader(settings, source_cloud="aws", **options)

    def query(self, event: Mapping[str, Any], invocation: Invocation) -> Answer:
        """Asks with the event, its device resolved, and translates the answer for TwinMaker.

        Raises hotread's InvalidQuery and QueryTooLarge before anything is sent, and any other error
        of `remote_reader.errors` after.
        """
        query = invocation.kind.parse(event, from_twinmaker=True)
        # The device is resolved here, so that a foreign reader needs no access to TwinMaker.
        reply = self._reader.ask({**event, "iotDeviceId": query.device}, invocation)
        try:
            return for_twinmaker(reply.body, invocation.kind, query, Caller.HTTP)
        except InvalidReaderResponse as error:
            raise self._reader.refused(reply, error, invocation) from None
