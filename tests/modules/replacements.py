"""Which arguments a resource cannot change: a new value makes Terraform replace it.

Neither a provider's schema nor its bindings carry this (`ForceNew` in a provider's source). Source of the
google types: hashicorp/terraform-provider-google 7.45, `google/services/*/resource_*.go`, and for grants
`google/tpgiamresource/resource_iam_member.go`. Of a nested argument the outer block stands here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Replacement:
    """How a resource takes changes."""

    # Arguments of which a new value replaces the resource.
    arguments: frozenset[str]
    # Attributes that the provider computes at the plan already, as formats over the arguments. All other
    # computed attributes of a new resource are known after apply.
    known_at_plan: Mapping[str, str] = field(default_factory=dict)


def _by(*arguments: str, **known_at_plan: str) -> Replacement:
    return Replacement(frozenset(arguments), known_at_plan)


REPLACEMENTS: Mapping[str, Replacement] = {
    "google_cloud_run_v2_service_iam_member": _by(
        "project", "location", "name", "role", "member", "condition"
    ),
    "google_cloudfunctions2_function": _by("project", "location", "name"),
    "google_firestore_database": _by("project", "name", "location_id", "cmek_config", "database_edition"),
    "google_firestore_index": _by(
        "project", "database", "collection", "fields", "query_scope", "api_scope", "density"
    ),
    "google_logging_metric": _by(
        "project"
    ),  # not its name: the provider sends the new one, and the old stays
    "google_logging_project_bucket_config": _by("project", "location", "bucket_id"),
    "google_logging_project_exclusion": _by("project", "name"),
    "google_logging_project_sink": _by("project", "name"),
    "google_project_iam_member": _by("project", "role", "member", "condition"),
    "google_secret_manager_secret": _by("project", "secret_id", "replication", "tags"),
    "google_secret_manager_secret_iam_member": _by("project", "secret_id", "role", "member", "condition"),
    "google_secret_manager_secret_version": _by("secret", "secret_data", "is_secret_data_base64"),
    # resourceServiceAccountCustomDiff
    "google_service_account": _by(
        "project",
        "account_id",
        email="{account_id}@{project}.iam.gserviceaccount.com",
        member="serviceAccount:{account_id}@{project}.iam.gserviceaccount.com",
    ),
    "google_storage_bucket": _by("project", "name", "location", "hierarchical_namespace"),
    "google_storage_bucket_iam_member": _by("bucket", "role", "member", "condition"),
    "google_storage_bucket_object": _by("bucket", "name", "source", "content_type", "storage_class"),
}
