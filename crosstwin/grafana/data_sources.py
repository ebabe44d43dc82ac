"""Data sources in the form of Grafana's provisioning files. Secrets are environment variables of the Grafana.

The fields of Infinity are those of pkg/models/settings.go in github.com/grafana/grafana-infinity-datasource.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from crosstwin_contract.token import TOKEN_HEADER

from crosstwin.clouds.azure_environment import AzureEnvironment
from crosstwin.grafana import infinity, kusto, twinmaker
from crosstwin.grafana.digital_twins import DataHistory
from crosstwin.grafana.names import uid, variable
from crosstwin.terraform.outputs import ReaderOutputs
from crosstwin.twin.fields import Cloud

DataSource = dict[str, Any]

_TIMEOUT_SECONDS = 35  # a reader has 30
# The application that every Azure Digital Twins instance is, for Microsoft Entra ID.
_DIGITAL_TWINS = "0b07f429-9f4b-4714-9392-cc5e8e80c8b0"


def token_variable(twin: str, cloud: Cloud) -> str:
    """The environment variable with the token of this cloud's readers."""
    return variable(twin, cloud, "token")


def hot_readers(twin: str, cloud: Cloud, found: ReaderOutputs) -> list[DataSource]:
    """Pattern B: one data source for each of a cloud's two readers."""
    urls = {"history": found.hot_reader_url, "newest": found.hot_reader_last_entry_url}
    api_key = {"auth_method": "apiKey", "apiKeyType": "header", "apiKeyKey": TOKEN_HEADER}
    secret = {"apiKeyValue": f"${token_variable(twin, cloud)}"}
    return [
        _infinity(f"{twin} {cloud} {kind}", uid(twin, cloud, kind), _with_path(url), api_key, secret)
        for kind, url in urls.items()
    ]


def twinmaker_plugin(
    twin: str, region: str, workspace: str, authentication: str, role: str | None
) -> DataSource:
    """Pattern A. Without a role, the dashboards show what the Grafana's own identity can read."""
    settings = {"authType": authentication, "defaultRegion": region, "workspaceId": workspace}
    return {
        "name": f"{twin} TwinMaker",
        "uid": uid(twin, "twinmaker"),
        "type": twinmaker.PLUGIN,
        "access": "proxy",
        "jsonData": settings | ({"assumeRoleArn": role} if role else {}),
    }


def twinmaker_api(twin: str, region: str, workspace: str) -> DataSource:
    """Pattern C on AWS: requests signed with the key of an IAM user."""
    domain = "amazonaws.com.cn" if region.startswith("cn-") else "amazonaws.com"
    url = f"https://data.iottwinmaker.{region}.{domain}/workspaces/{workspace}/entity-properties"
    signing = {
        "auth_method": "aws",
        "aws": {"authType": "keys", "region": region, "service": "iottwinmaker"},
    }
    secrets = {
        "awsAccessKey": f"${variable(twin, 'aws_access_key_id')}",
        "awsSecretKey": f"${variable(twin, 'aws_secret_access_key')}",
    }
    return _infinity(f"{twin} TwinMaker API", uid(twin, "twinmaker", "api"), url, signing, secrets)


def digital_twins(twin: str, host: str, tenant_id: str, environment: AzureEnvironment) -> DataSource:
    """Azure Digital Twins (patterns A and C), with a client secret: Infinity knows no managed identity."""
    authority = environment.authority or "login.microsoftonline.com"
    credentials = {
        "auth_method": "oauth2",
        "oauth2": {
            "oauth2_type": "client_credentials",
            "client_id": f"${variable(twin, 'azure_client_id')}",
            "token_url": f"https://{authority}/{tenant_id}/oauth2/v2.0/token",
            "scopes": [f"{_DIGITAL_TWINS}/.default"],
        },
    }
    secret = {"oauth2ClientSecret": f"${variable(twin, 'azure_client_secret')}"}
    url = f"https://{host}"
    return _infinity(f"{twin} Azure Digital Twins", uid(twin, "digital-twins"), url, credentials, secret)


def data_history(twin: str, found: DataHistory, tenant_id: str, *, of_azure: bool) -> DataSource:
    """Azure Data Explorer: with the managed identity of an Azure Managed Grafana, else a client secret."""
    client = {"tenantId": tenant_id, "clientId": f"${variable(twin, 'azure_client_id')}"}
    secret = {"azureClientSecret": f"${variable(twin, 'azure_client_secret')}"}
    credentials = (
        {"authType": "msi"} if of_azure else {"authType": "clientsecret", "azureCloud": found.cloud, **client}
    )
    return {
        "name": f"{twin} history of Azure Digital Twins",
        "uid": uid(twin, "history"),
        "type": kusto.PLUGIN,
        "access": "proxy",
        "jsonData": {
            "clusterUrl": found.cluster_url,
            "defaultDatabase": found.database,
            "azureCredentials": credentials,
        },
        "secureJsonData": {} if of_azure else secret,
    }


def _infinity(
    name: str, data_source_uid: str, url: str, settings: Mapping[str, Any], secrets: Mapping[str, str]
) -> DataSource:
    return {
        "name": name,
        "uid": data_source_uid,
        "type": infinity.PLUGIN,
        "access": "proxy",
        "url": url,
        "jsonData": {
            **settings,
            # Without it, Grafana would send the secret to any host that a dashboard names. Infinity compares
            # the beginnings of URLs: `https://host` alone would also allow `https://host.site.example`.
            "allowedHosts": [_with_path(url)],
            "timeoutInSeconds": _TIMEOUT_SECONDS,
        },
        "secureJsonData": dict(secrets),
    }


def _with_path(url: str) -> str:
    return url if urlsplit(url).path else f"{url}/"
