# Two functions from one source.

locals {
  # Memory in MB and the CPUs that it needs. The provider sends the CPUs of before when only the memory changes, and
  # Cloud Run refuses what does not fit. Its table: https://cloud.google.com/run/docs/configuring/services/cpu; below
  # one CPU these are the shares that Cloud Functions takes by itself.
  cpu_by_memory = [
    { memory_mb = 256, cpu = "0.167" },
    { memory_mb = 512, cpu = "0.333" },
    { memory_mb = 1024, cpu = "0.583" },
    { memory_mb = 4096, cpu = "1" },
    { memory_mb = 8192, cpu = "2" },
    { memory_mb = 16384, cpu = "4" },
    { memory_mb = 24576, cpu = "6" },
    { memory_mb = 32768, cpu = "8" },
  ]
  cpu_of_memory = [for each in local.cpu_by_memory : each.cpu if var.memory_mb <= each.memory_mb][0]

  # Instances and what each answers at once, so that both together are no more than max_concurrency.
  instance_concurrency = min(var.instance_concurrency, var.max_concurrency)
  instances            = floor(var.max_concurrency / local.instance_concurrency)

  # With less than one CPU, Cloud Run gives an instance one request at a time.
  available_cpu = local.instance_concurrency > 1 && tonumber(local.cpu_of_memory) < 1 ? "1" : local.cpu_of_memory

  functions = {
    hot-reader = {
      name        = local.hot_reader_name
      entry_point = "hot_reader"
      description = "Answers queries of ${var.digital_twin_name} for a time range."
    }
    hot-reader-last-entry = {
      name        = local.hot_reader_last_entry_name
      entry_point = "hot_reader_last_entry"
      description = "Answers queries of ${var.digital_twin_name} for the newest value."
    }
  }
}

resource "google_cloudfunctions2_function" "reader" {
  # checkov:skip=CKV_GCP_124: callers are on another cloud; the token is the guard

  for_each = local.functions

  project     = var.project
  location    = var.region
  name        = each.value.name
  description = each.value.description

  build_config {
    runtime         = "python312"
    entry_point     = each.value.entry_point
    service_account = google_service_account.build.id

    # Terraform records a build that failed as done: the source that it reads back is the one it sent. A variable of
    # the build is read from what was built, so that the next plan builds again.
    environment_variables = {
      PACKAGE_SHA256 = filesha256(var.hot_reader_package)
    }

    source {
      storage_source {
        bucket = google_storage_bucket.source.id
        object = google_storage_bucket_object.package.name
      }
    }
  }

  service_config {
    available_memory   = "${var.memory_mb}M"
    available_cpu      = local.available_cpu
    timeout_seconds    = var.timeout_seconds
    max_instance_count = local.instances

    max_instance_request_concurrency = local.instance_concurrency

    ingress_settings               = "ALLOW_ALL" # other clouds call it; the token decides who is answered
    all_traffic_on_latest_revision = true
    service_account_email          = google_service_account.runtime.email

    environment_variables = merge(
      {
        DIGITAL_TWIN_INFO    = var.digital_twin_info
        FIRESTORE_DATABASE   = local.hot_store.database
        FIRESTORE_COLLECTION = local.hot_store.collection
        THREADS              = local.instance_concurrency # of the functions framework, which starts four a CPU otherwise

        # A fifth of the platform's time stays for the call of the store that runs then, and for the answer.
        QUERY_TIMEOUT_SECONDS    = max(1, min(var.query_timeout_seconds, floor(var.timeout_seconds * 4 / 5)))
        LAST_ENTRY_RECORDS       = var.last_entry_records
        LAST_ENTRY_HOURS         = var.last_entry_hours
        FUTURE_TOLERANCE_SECONDS = var.future_tolerance_seconds
      },
      local.is_collection_group ? { FIRESTORE_COLLECTION_GROUP = "true" } : {},
      { for records in local.records_setting[*] : "HOT_STORE_RECORDS" => records },
    )

    # A fixed version: a rotation is a new revision that sees the new tokens, and not a matter of which
    # instance happened to start when.
    secret_environment_variables {
      key        = "INTER_CLOUD_TOKEN"
      project_id = var.project
      secret     = google_secret_manager_secret.token.secret_id
      version    = google_secret_manager_secret_version.token.version
    }
  }

  labels = var.tags

  lifecycle {
    # An account that is created again has the same address and another identity.
    replace_triggered_by = [google_service_account.runtime.unique_id]
  }

  # Cloud Run refuses a revision whose account cannot read its secret, Cloud Build a build whose account cannot
  # read the source; and a query without its index is an error.
  depends_on = [
    google_firestore_index.records,
    google_project_iam_member.build,
    google_project_iam_member.runtime_reads_hot_store,
    google_secret_manager_secret_iam_member.runtime_reads_token,
    google_storage_bucket_iam_member.build_reads_package,
  ]
}
