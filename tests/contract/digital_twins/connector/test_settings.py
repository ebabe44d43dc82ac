"""The connector starts with complete settings only, and says in one error all that is wrong."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from typing import Any

import pytest

from crosstwin.packages.places import ROOT
from tests.contract.digital_twins.connector.conftest import SOURCE

SETTINGS = {
    "DIGITAL_TWINS_URL": "https://factory.api.weu.digitaltwins.azure.net/",
    "GRAPH_URL": "https://stfactory.blob.core.windows.net/graph/graph.json",
    "GRAPH_SCHEDULE": "20 * * * * *",
    "REFRESH_SCHEDULE": "0 * * * * *",
    "REMOTE_READER_URLS": json.dumps({"aws": "https://a.example.com/", "gcp": "https://g.example.com/"}),
    "INTER_CLOUD_TOKEN_AWS": "newest,previous",
    "INTER_CLOUD_TOKEN_GCP": "of-gcp",
}


def load(**changes: str | None) -> Any:
    from settings import load_settings

    variables = {**SETTINGS, **changes}
    return load_settings({name: value for name, value in variables.items() if value is not None})


def fault(**changes: str | None) -> str:
    from settings import SettingsError

    with pytest.raises(SettingsError) as raised:
        load(**changes)
    return str(raised.value)


def test_complete_settings_are_taken() -> None:
    settings = load(ALLOW_DELETIONS="a" * 64, AZURE_CLIENT_ID=" an-id ")
    assert settings.digital_twins_url == "https://factory.api.weu.digitaltwins.azure.net"
    assert {cloud: (r.url, r.token) for cloud, r in settings.readers.items()} == {
        "aws": ("https://a.example.com/", "newest"),
        "gcp": ("https://g.example.com/", "of-gcp"),
    }
    assert (settings.allow_deletions, settings.client_id) == ("a" * 64, "an-id")
    assert "newest" not in repr(settings)
    assert (load().allow_deletions, load(ALLOW_DELETIONS="").client_id) == ("", None)


def test_a_run_uses_four_fifths_of_the_functions_time() -> None:
    host = json.loads((SOURCE / "host.json").read_text())
    assert host["functionTimeout"] == "00:05:00"
    assert load().run_seconds == 240
    assert load(AzureFunctionsJobHost__functionTimeout="00:20:00").run_seconds == 960
    assert "is not a time" in fault(AzureFunctionsJobHost__functionTimeout="5 min")


@pytest.mark.parametrize("value", [None, "", "  "], ids=["missing", "empty", "space"])
@pytest.mark.parametrize("name", SETTINGS)
def test_a_setting_that_is_missing_is_named(name: str, value: str | None) -> None:
    assert fault(**{name: value}) == f"{name} is missing or empty"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"DIGITAL_TWINS_URL": "http://factory.example.com"}, "DIGITAL_TWINS_URL: plain HTTP to factory"),
        ({"GRAPH_URL": "graph.json"}, "GRAPH_URL: is not a URL"),
        ({"REMOTE_READER_URLS": "https://a.example.com"}, "REMOTE_READER_URLS is not a JSON object"),
        ({"REMOTE_READER_URLS": '{"awz": "https://a.example.com"}'}, "awz is not one of aws, azure, gcp"),
        ({"REMOTE_READER_URLS": '{"aws": "http://a.example.com"}'}, "REMOTE_READER_URLS: aws: plain HTTP"),
        ({"REMOTE_READER_URLS": '{"aws": 1}'}, "REMOTE_READER_URLS is not a JSON object"),
        ({"INTER_CLOUD_TOKEN_AWS": ","}, "INTER_CLOUD_TOKEN_AWS contains no token"),
        ({"INTER_CLOUD_TOKEN_AWS": "tökén"}, "INTER_CLOUD_TOKEN_AWS: a token contains a character"),
        ({"INTER_CLOUD_TOKEN_GCP": "@Microsoft.KeyVault(SecretUri=x)"}, "could not be resolved"),
        ({"ALLOW_DELETIONS": "yes"}, "ALLOW_DELETIONS is not a hash"),
    ],
)
def test_a_faulty_setting_is_named_without_a_token(changes: Mapping[str, str], message: str) -> None:
    found = fault(**changes)
    assert message in found
    assert "tökén" not in found
    assert "SecretUri" not in found


def test_all_that_is_wrong_is_in_one_error() -> None:
    found = fault(GRAPH_URL=None, INTER_CLOUD_TOKEN_AWS=None, ALLOW_DELETIONS="x", REFRESH_SCHEDULE=" ")
    assert sorted(part.split()[0] for part in found.split("; ")) == [
        *("ALLOW_DELETIONS", "GRAPH_URL", "INTER_CLOUD_TOKEN_AWS", "REFRESH_SCHEDULE"),
    ]


@pytest.mark.parametrize("complete", [True, False])
def test_the_app_has_a_function_for_the_graph_and_one_for_each_cloud(complete: bool) -> None:
    program = (
        "from crosstwin.local.azure_host.loading import load_app\n"
        "print(sorted((f.name, f.trigger.schedule) for f in load_app('function_app')))\n"
    )
    shared = ROOT / "functions" / "shared"
    variables = {"PATH": os.environ["PATH"], "PYTHONPATH": f"{SOURCE}{os.pathsep}{shared}", **SETTINGS}
    if not complete:
        del variables["GRAPH_URL"]
    done = subprocess.run(
        [sys.executable, "-P", "-c", program], env=variables, capture_output=True, text=True, check=False
    )
    if complete:
        assert done.stdout.strip() == str(
            [
                ("graph", "%GRAPH_SCHEDULE%"),
                ("refresh-aws", "%REFRESH_SCHEDULE%"),
                ("refresh-gcp", "%REFRESH_SCHEDULE%"),
            ]
        ), done.stderr
    else:
        assert done.stderr.strip().endswith("settings.SettingsError: GRAPH_URL is missing or empty")
