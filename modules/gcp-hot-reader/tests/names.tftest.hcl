# Names that Google Cloud takes, for the longest and the shortest name of a twin.
#
# `terraform test` needs the google provider for its schema, and no Google Cloud project: every resource is
# mocked. Mocks cannot show that Google takes the values, that a grant has taken effect, or that a build succeeds.

mock_provider "google" {
  mock_resource "google_cloudfunctions2_function" {
    defaults = { url = "https://europe-west1-plant-prod.cloudfunctions.net/mocked" }
  }

  mock_resource "google_secret_manager_secret" {
    defaults = { id = "projects/plant-prod/secrets/factory-inter-cloud-token" }
  }

  mock_resource "google_secret_manager_secret_version" {
    defaults = { version = "7" }
  }

  mock_resource "google_service_account" {
    defaults = {
      id     = "projects/plant-prod/serviceAccounts/mocked@plant-prod.iam.gserviceaccount.com"
      email  = "mocked@plant-prod.iam.gserviceaccount.com"
      member = "serviceAccount:mocked@plant-prod.iam.gserviceaccount.com"
    }
  }
}

variables {
  digital_twin_name  = "factory"
  project            = "plant-prod"
  region             = "europe-west1"
  hot_reader_package = "README.md" # any file: only its path and its hash are used
  tags               = { team = "plant" }

  # Terraform destroys what a run applied.
  deletion_protection = false

  digital_twin_info = jsonencode({
    config           = { digital_twin_name = "factory" }
    config_providers = { layer_3_hot_provider = "gcp", layer_4_provider = "aws", layer_5_provider = "aws" }
  })
}

run "long_twin_names_stay_within_google_limits" {
  command = plan

  variables {
    digital_twin_name = "a-very--long-digital-twin-name-1"
  }

  assert {
    condition     = alltrue([for account in [google_service_account.runtime, google_service_account.build] : can(regex("^[a-z][a-z0-9-]{4,28}[a-z0-9]$", account.account_id))])
    error_message = "Service account ids: ${google_service_account.runtime.account_id}, ${google_service_account.build.account_id}"
  }

  assert {
    condition     = length(google_storage_bucket.source.name) <= 63
    error_message = "Bucket name: ${google_storage_bucket.source.name}"
  }

  assert {
    condition     = alltrue([for function in google_cloudfunctions2_function.reader : can(regex("^[a-z][a-z0-9-]{0,47}[a-z0-9]$", function.name))])
    error_message = "Function names: ${join(", ", [for function in google_cloudfunctions2_function.reader : function.name])}"
  }
}

run "short_twin_names_make_a_valid_database_id" {
  command = plan

  variables {
    digital_twin_name = "ab"
  }

  assert {
    condition     = can(regex("^[a-z][a-z0-9-]{2,61}[a-z0-9]$", google_firestore_database.hot[0].name))
    error_message = "Database id: ${google_firestore_database.hot[0].name}"
  }
}
