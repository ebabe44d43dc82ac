"""Asks Azure Digital Twins, by calls that only read."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import requests
from crosstwin_contract.digital_twins import API_VERSION, LARGEST_PAGE, place_model
from crosstwin_contract.url import parse_reader_url

from crosstwin.clouds.sign_in import azure_credential, explained
from crosstwin.errors import Failure

_SCOPE = "https://digitaltwins.azure.net/.default"
_SECONDS = 30


class DigitalTwins:
    """One instance, asked with the operator's sign-in; an emulator on this machine is asked without."""

    def __init__(self, url: str, authority: str | None = None) -> None:
        """`authority` is the host at which a user signs in, where it is not the public cloud's."""
        try:
            address = parse_reader_url(url)
        except ValueError as error:
            raise Failure(f"{url}: {error}") from None
        self._url = address.url.rstrip("/")
        self._session = requests.Session()
        self._session.trust_env = not address.is_loopback
        if not address.is_loopback:
            self._session.headers["Authorization"] = f"Bearer {_token(authority)}"

    def models(self) -> set[str]:
        """The ids of all models. Raises Failure."""
        found: set[str] = set()
        path = f"/models?api-version={API_VERSION}"
        while path:
            page = self._call("GET", path)
            found |= {str(model["id"]) for model in page["value"]}
            path = str(page.get("nextLink") or "").removeprefix(self._url)
            if path.startswith("http"):
                raise Failure("the list of models goes on at another host")
        return found

    def query(self, text: str) -> list[dict[str, Any]]:
        """All rows. Raises Failure."""
        rows: list[dict[str, Any]] = []
        body: dict[str, Any] = {"query": text}
        while body:
            page = self._call("POST", f"/query?api-version={API_VERSION}", body)
            rows += page["value"]
            body = {"continuationToken": token} if (token := page.get("continuationToken")) else {}
        return rows

    def of(self, prefix: str) -> list[dict[str, Any]]:
        """The twins of places and devices whose models begin with `prefix`. Raises Failure."""
        place = place_model(prefix)  # which devices extend
        return self.query(f"SELECT * FROM digitaltwins T WHERE IS_OF_MODEL(T, '{place}')")  # noqa: S608

    def twin(self, name: str) -> dict[str, Any]:
        """One twin. Raises Failure."""
        return self._call("GET", f"/digitaltwins/{quote(name, safe='')}?api-version={API_VERSION}")

    def _call(self, method: str, path: str, body: Any = None) -> dict[str, Any]:
        try:
            reply = self._session.request(
                method,
                f"{self._url}{path}",
                json=body,
                headers=LARGEST_PAGE,
                timeout=_SECONDS,
                allow_redirects=False,
            )
            found = reply.json() if reply.content else {}
        except (requests.RequestException, ValueError) as error:
            raise Failure(f"no valid answer: {type(error).__name__}") from None
        if reply.status_code != 200 or not isinstance(found, dict):
            fault = found.get("error", {}) if isinstance(found, dict) else {}
            hint = "; does your sign-in have the role Azure Digital Twins Data Reader?"
            told = f"{reply.status_code} {fault.get('code', '')}".strip()
            raise Failure(told + (hint if reply.status_code in (401, 403) else ""))
        return found


def _token(authority: str | None) -> str:
    try:
        from azure.core.exceptions import ClientAuthenticationError

        credential = azure_credential(authority)
    except ImportError:
        raise Failure("azure-identity is not installed: pip install 'crosstwin[local]'") from None
    try:
        return str(credential.get_token(_SCOPE).token)
    except ClientAuthenticationError as error:
        raise Failure(f"no sign-in at Azure: {explained(error)}") from None
