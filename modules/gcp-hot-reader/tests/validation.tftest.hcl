# What the module refuses before it asks Google Cloud for anything.
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

run "refuses_names_info_and_a_package_that_no_function_can_use" {
  command = plan

  variables {
    digital_twin_name  = "1factory"
    digital_twin_info  = "not JSON"
    hot_reader_package = "no-such.zip"
    tags               = { Team = "Plant 7" }

    existing_hot_store = {
      database   = "plant"
      collection = " "
    }
  }

  expect_failures = [
    var.digital_twin_name,
    var.digital_twin_info,
    var.hot_reader_package,
    var.tags,
    var.existing_hot_store,
  ]
}

run "refuses_what_google_does_not_offer" {
  command = plan

  variables {
    max_concurrency    = 0
    memory_mb          = 128
    timeout_seconds    = 3601
    log_retention_days = 0
    token_generation   = 1.5
    project            = ""
    region             = " "
  }

  expect_failures = [
    var.max_concurrency,
    var.memory_mb,
    var.timeout_seconds,
    var.log_retention_days,
    var.token_generation,
    var.project,
    var.region,
  ]
}
