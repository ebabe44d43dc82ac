"""The operator's own sign-in at a cloud, and the command that signs in."""

from __future__ import annotations

import logging
from functools import cache
from typing import Any

# By the names of the SDKs' exceptions, so that an error of one cloud imports no SDK of another.
_COMMANDS = {
    "NoCredentialsError": "run aws configure, or set AWS_PROFILE or AWS_ACCESS_KEY_ID",
    "UnauthorizedSSOTokenError": "run aws sso login",
    "SSOTokenLoadError": "run aws sso login",
    "ClientAuthenticationError": "run az login",
    "CredentialUnavailableError": "run az login",
    "DefaultCredentialsError": "run gcloud auth application-default login",
    "RefreshError": "run gcloud auth application-default login",
}


@cache
def azure_credential(authority: str | None) -> Any:
    """At `authority`, a host; without one, at AZURE_AUTHORITY_HOST or the public cloud's."""
    from azure.identity import DefaultAzureCredential  # slow to import, and often not needed

    # Its log repeats each way of signing in that was tried, in lines before the error itself.
    logging.getLogger("azure.identity").setLevel(logging.CRITICAL)
    return DefaultAzureCredential(authority=authority) if authority else DefaultAzureCredential()


def explained(error: Exception) -> str:
    """What an error of a cloud's SDK says; one line with the command that signs in, where nobody is."""
    text = str(error).strip()
    command = _COMMANDS.get(type(error).__name__)
    if command is None:
        return text
    first = (text.splitlines() or [type(error).__name__])[0]
    return f"{first.partition(' To set up ')[0].rstrip('. ')}; {command}"
