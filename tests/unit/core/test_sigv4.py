"""The readers' signature of a query to DynamoDB is botocore's, byte for byte, and AWS's documented one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from unittest.mock import patch

import pytest
from botocore import auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials as BotocoreCredentials
from hotread_aws import sigv4
from hotread_aws.sigv4 import Credentials, Signer, signing_key
from hypothesis import example, given
from hypothesis import strategies as st

REGIONS = ("eu-central-1", "us-gov-west-1", "cn-north-1", "us-iso-east-1", "eusc-de-east-1")
URLS = (
    "https://dynamodb.eu-central-1.amazonaws.com",
    "https://dynamodb.cn-north-1.amazonaws.com.cn:443",
    "http://localhost:8000",
    "http://127.0.0.1:4566/",
    "https://[::1]:8000",
    "https://user@example.com:8443/dynamodb/~a b%20c/ü+(1)*;",
)
MIDNIGHT = datetime(2026, 1, 15, tzinfo=UTC)
TIMES = st.datetimes(datetime(1970, 1, 2), datetime(9999, 12, 30), timezones=st.just(UTC)) | st.sampled_from(
    [MIDNIGHT, MIDNIGHT - timedelta(microseconds=1), datetime(2028, 2, 29, 23, 59, 59, tzinfo=UTC)]
)
# Any character that is one, with the spaces that a signature leaves out.
TEXT = st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from(" \t\xa0+/=:;,\n"), min_size=1)
CREDENTIALS = st.builds(Credentials, TEXT, TEXT, st.none() | st.just("") | TEXT)


@given(st.binary(), CREDENTIALS, st.sampled_from(REGIONS), st.sampled_from(URLS), TIMES)
@example(b"", Credentials("AKID", "s/+=", "  two  spaces,\tand a tab "), "eu-central-1", URLS[2], MIDNIGHT)
def test_it_is_that_of_botocore(
    body: bytes, credentials: Credentials, region: str, url: str, now: datetime
) -> None:
    sent = Signer(url, region).headers(body, credentials, now.timestamp())

    unsigned = {name: sent[name] for name in ("content-type", "host", "x-amz-target")}
    request = AWSRequest("POST", url, headers=unsigned, data=body)
    with patch.object(auth, "get_current_datetime", lambda: now.replace(tzinfo=None)):
        auth.SigV4Auth(BotocoreCredentials(*credentials), "dynamodb", region).add_auth(request)
    assert sent == {name.lower(): value for name, value in request.headers.items()}


def test_a_key_is_derived_as_aws_documents_it() -> None:
    """https://docs.aws.amazon.com/general/latest/gr/signature-v4-examples.html, of 2015 to 2023"""
    key = signing_key("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "20150830/us-east-1/iam/aws4_request")
    assert key.hex() == "c4afb1cc5771d871763a393e44b703571b55cc28424d1a5e86da6ed3c154a4b9"


@pytest.mark.parametrize("later", [Credentials("b", "other", None), Credentials("a", "secret", "token")])
def test_other_credentials_and_another_day_count_at_once(later: Credentials) -> None:
    first = Credentials("a", "secret", None)
    signer, fresh = Signer(URLS[0], REGIONS[0]), Signer(URLS[0], REGIONS[0])
    one, before = MIDNIGHT.timestamp(), MIDNIGHT.timestamp() - 1
    signed = [signer.headers(b"{}", *asked) for asked in ((first, before), (first, one), (later, one))]
    assert len({headers["authorization"] for headers in signed}) == 3
    sigv4._begun.cache_clear()
    assert fresh.headers(b"{}", later, one) == signed[-1]
