"""The JSON that the plugins take, as their sources declare it; anything else in a file is a mistake.

Infinity 3.11 (github.com/grafana/grafana-infinity-datasource): pkg/models/settings.go, pkg/models/query.go.
TwinMaker: pkg/models of github.com/grafana/grafana-iot-twinmaker-app, and pkg/awsds of grafana-aws-sdk.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field


class Model(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


Uid = Annotated[str, Field(pattern=r"^[a-zA-Z0-9_-]{1,40}$")]
Hosts = Annotated[list[Annotated[str, Field(pattern=r"^https?://[^/]+")]], Field(min_length=1, max_length=1)]
# A secret is the name of a variable, and nothing else.
Secret = Annotated[str, Field(pattern=r"^\$[A-Z][A-Z0-9_]*$")]


class ApiKey(Model):
    auth_method: Literal["apiKey"]
    apiKeyType: Literal["header"]  # noqa: N815 - the plugin's names
    apiKeyKey: Literal["X-Inter-Cloud-Token"]  # noqa: N815
    allowedHosts: Hosts  # noqa: N815
    timeoutInSeconds: int  # noqa: N815


class ApiKeySecret(Model):
    apiKeyValue: Secret  # noqa: N815


class Signing(Model):
    authType: Literal["keys"]  # noqa: N815
    region: str
    service: str


class Aws(Model):
    auth_method: Literal["aws"]
    aws: Signing
    allowedHosts: Hosts  # noqa: N815
    timeoutInSeconds: int  # noqa: N815


class AwsSecret(Model):
    awsAccessKey: Secret  # noqa: N815
    awsSecretKey: Secret  # noqa: N815


class ClientCredentials(Model):
    oauth2_type: Literal["client_credentials"]
    client_id: str
    token_url: str
    scopes: list[str]


class OAuth2(Model):
    auth_method: Literal["oauth2"]
    oauth2: ClientCredentials
    allowedHosts: Hosts  # noqa: N815
    timeoutInSeconds: int  # noqa: N815


class OAuth2Secret(Model):
    oauth2ClientSecret: Secret  # noqa: N815


class Infinity(Model):
    name: str
    uid: Uid
    type: Literal["yesoreyeram-infinity-datasource"]
    access: Literal["proxy"]
    url: str
    jsonData: ApiKey | Aws | OAuth2  # noqa: N815
    secureJsonData: ApiKeySecret | AwsSecret | OAuth2Secret  # noqa: N815


class TwinMakerSettings(Model):
    authType: Literal["ec2_iam_role", "default"]  # noqa: N815
    defaultRegion: str  # noqa: N815
    workspaceId: str  # noqa: N815
    assumeRoleArn: str | None = None  # noqa: N815


class TwinMaker(Model):
    name: str
    uid: Uid
    type: Literal["grafana-iot-twinmaker-datasource"]
    access: Literal["proxy"]
    jsonData: TwinMakerSettings  # noqa: N815


class ManagedIdentity(Model):
    authType: Literal["msi"]  # noqa: N815


class AzureClientSecret(Model):
    authType: Literal["clientsecret"]  # noqa: N815
    azureCloud: Literal["AzureCloud", "AzureUSGovernment", "AzureChinaCloud"]  # noqa: N815
    tenantId: str  # noqa: N815
    clientId: Secret  # noqa: N815


class DataExplorerSettings(Model):
    clusterUrl: Annotated[str, Field(pattern="^https://")]  # noqa: N815
    defaultDatabase: str  # noqa: N815
    azureCredentials: ManagedIdentity | AzureClientSecret  # noqa: N815


class DataExplorer(Model):
    name: str
    uid: Uid
    type: Literal["grafana-azure-data-explorer-datasource"]
    access: Literal["proxy"]
    jsonData: DataExplorerSettings  # noqa: N815
    secureJsonData: dict[Literal["azureClientSecret"], Secret]  # noqa: N815


class Reference(Model):
    type: str
    uid: Uid


class Column(Model):
    selector: str
    text: str
    type: Literal["string", "number", "boolean", "timestamp"]


class KeyValue(Model):
    key: str
    value: str


class UrlOptions(Model):
    method: Literal["POST"]
    body_type: Literal["raw"]
    body_content_type: Literal["application/json"]
    data: str
    params: list[KeyValue]


class InfinityQuery(Model):
    refId: str  # noqa: N815
    datasource: Reference
    type: Literal["json"]
    source: Literal["url"]
    parser: Literal["backend"]
    format: Literal["table", "timeseries"]
    url: str
    url_options: UrlOptions
    root_selector: str
    columns: list[Column]
    filters: list[str]


class TwinMakerQuery(Model):
    refId: str  # noqa: N815
    datasource: Reference
    queryType: Literal["EntityHistory", "GetPropertyValue"]  # noqa: N815
    entityId: str  # noqa: N815
    componentName: str  # noqa: N815
    properties: Annotated[list[str], Field(min_length=1, max_length=10)]
    propertyDisplayNames: dict[str, str]  # noqa: N815
    order: Literal["ASCENDING"]
    grafanaLiveEnabled: bool  # noqa: N815


class KustoQuery(Model):
    refId: str  # noqa: N815
    datasource: Reference
    queryType: Literal["KQL"]  # noqa: N815
    querySource: Literal["raw"]  # noqa: N815
    rawMode: Literal[True]  # noqa: N815
    query: str
    resultFormat: Literal["table", "time_series"]  # noqa: N815
