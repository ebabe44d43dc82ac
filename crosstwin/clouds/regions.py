"""The regions of each cloud, and which of them lack what Crosstwin deploys.

AWS's are botocore's, which is installed; Azure's and Google's are lists of this file. All may be older than a
region, so an unknown one is a warning. It is an error only where it can be no region at all.
"""

from __future__ import annotations

import re
from functools import cache

from crosstwin.errors import did_you_mean

# All names of regions end like this so far: eu-central-1, us-gov-west-1, ap-southeast-7.
_AWS_DIRECTION = re.compile(r"-(?:north|south|east|west|central|(?:north|south)(?:east|west))-\d+$")
# https://docs.aws.amazon.com/lambda/latest/dg/urls-configuration.html; China's by the feature's announcement.
_WITHOUT_FUNCTION_URLS = (
    "ap-south-2",
    "ap-southeast-4",
    "ap-southeast-5",
    "ca-west-1",
    "eu-central-2",
    "eu-south-2",
    "il-central-1",
    "me-central-1",
)
# fmt: off
_AZURE = (
    "australiacentral", "australiacentral2", "australiaeast", "australiasoutheast", "austriaeast",
    "belgiumcentral", "brazilsouth", "brazilsoutheast", "canadacentral", "canadaeast", "centralindia",
    "centralus", "chilecentral", "chinaeast", "chinaeast2", "chinaeast3", "chinanorth", "chinanorth2",
    "chinanorth3", "denmarkeast", "eastasia", "eastus", "eastus2", "eastus3", "francecentral",
    "francesouth", "germanynorth", "germanywestcentral", "indonesiacentral", "israelcentral", "italynorth",
    "japaneast", "japanwest", "jioindiacentral", "jioindiawest", "koreacentral", "koreasouth",
    "malaysiawest", "mexicocentral", "newzealandnorth", "northcentralus", "northeurope", "norwayeast",
    "norwaywest", "polandcentral", "qatarcentral", "southafricanorth", "southafricawest", "southcentralus",
    "southeastasia", "southindia", "spaincentral", "swedencentral", "swedensouth", "switzerlandnorth",
    "switzerlandwest", "uaecentral", "uaenorth", "uksouth", "ukwest", "usdodcentral", "usdodeast",
    "usgovarizona", "usgovtexas", "usgovvirginia", "westcentralus", "westeurope", "westindia", "westus",
    "westus2", "westus3",
)
_GCP = (
    "africa-south1", "asia-east1", "asia-east2", "asia-northeast1", "asia-northeast2", "asia-northeast3",
    "asia-south1", "asia-south2", "asia-southeast1", "asia-southeast2", "asia-southeast3",
    "australia-southeast1", "australia-southeast2", "europe-central2", "europe-north1", "europe-north2",
    "europe-southwest1", "europe-west1", "europe-west10", "europe-west12", "europe-west2", "europe-west3",
    "europe-west4", "europe-west6", "europe-west8", "europe-west9", "me-central1", "me-central2",
    "me-west1", "northamerica-northeast1", "northamerica-northeast2", "northamerica-south1",
    "southamerica-east1", "southamerica-west1", "us-central1", "us-east1", "us-east4", "us-east5",
    "us-south1", "us-west1", "us-west2", "us-west3", "us-west4",
)
# fmt: on


def no_aws_region(region: str) -> str:
    """Why this cannot be a region of AWS; "" if it is one, or may be one that botocore does not know yet."""
    if region in _aws_regions():
        return ""
    if _AWS_DIRECTION.search(region) and any(pattern.fullmatch(region) for pattern in _aws_patterns()):
        return ""
    return f"not a region of AWS{did_you_mean(region, _aws_regions())}"


def aws_warning(region: str) -> str:
    if region in _aws_regions():
        return ""
    return (
        f"{region} is not among the regions of AWS that botocore lists{did_you_mean(region, _aws_regions())}"
    )


def no_function_urls(region: str) -> str:
    """Why no hot reader can be deployed in a region of AWS; "" unless that is certain."""
    if region.startswith("cn-"):
        return f"{region} has no Lambda Function URLs, which the hot readers need"
    return ""


def function_urls_warning(region: str) -> str:
    if region in _WITHOUT_FUNCTION_URLS:
        return f"AWS documents no Lambda Function URLs in {region}, which the hot readers need"
    return ""


def twinmaker_warning(region: str) -> str:
    known = _regions_of("iottwinmaker")
    if region in known:
        return ""
    return f"botocore lists no AWS IoT TwinMaker in {region}; it is in {', '.join(sorted(known))}"


def azure_warning(location: str) -> str:
    name = location.replace(" ", "").lower()
    return (
        "" if name in _AZURE else f"{location} is not a known location of Azure{did_you_mean(name, _AZURE)}"
    )


def gcp_warning(region: str) -> str:
    return (
        ""
        if region in _GCP
        else f"{region} is not a known region of Google Cloud{did_you_mean(region, _GCP)}"
    )


@cache
def _aws_regions() -> frozenset[str]:
    return _regions_of("lambda")


@cache
def _regions_of(service: str) -> frozenset[str]:
    partitions = _botocore("endpoints")["partitions"]
    endpoints = [partition["services"].get(service, {}).get("endpoints", {}) for partition in partitions]
    regions = [set(partition["regions"]) for partition in partitions]
    # Beside regions, endpoints have names such as us-east-1-fips.
    return frozenset().union(*(set(found) & known for found, known in zip(endpoints, regions, strict=True)))


@cache
def _aws_patterns() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(partition["regionRegex"]) for partition in _botocore("partitions")["partitions"])


@cache
def _botocore(name: str) -> dict[str, list[dict]]:  # type: ignore[type-arg]
    from botocore.loaders import Loader  # slow to import

    return dict(Loader().load_data(name))
