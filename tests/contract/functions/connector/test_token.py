"""The token on its way to the hot reader of another cloud."""

from __future__ import annotations

import string

from crosstwin_contract.token import accepted_tokens, is_accepted

from tests.contract.functions.connector import events
from tests.contract.functions.connector.conftest import Connect, Context
from tests.contract.functions.connector.events import HISTORY_EVENT
from tests.contract.functions.connector.server import MisbehavingServer, answer


def _arrives(server: MisbehavingServer, connect: Connect, token: str) -> None:
    """The header's value is the token to the letter, and a reader that knows it accepts it."""
    server.will(answer(events.history()))
    connect(server.url, token=token)(HISTORY_EVENT, Context())
    (presented,) = server.received[0].header("X-Inter-Cloud-Token")
    assert presented == token
    assert is_accepted(presented, accepted_tokens(f"{token},older"))


def test_token_with_special_characters(server: MisbehavingServer, connect: Connect) -> None:
    _arrives(server, connect, string.ascii_letters + string.digits + "+/=-_.~!:;@#$%&'*^`|\"()<>[]{}?\\")


def test_token_very_long(server: MisbehavingServer, connect: Connect) -> None:
    _arrives(server, connect, "aZ9+/=" * 1000)
