# Rotation: what the hot reader accepts after token_generation is raised.
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

run "first_generation" {
  assert {
    condition     = length(split(",", nonsensitive(google_secret_manager_secret_version.token.secret_data))) == 1
    error_message = "The first generation has no token before it."
  }
}

run "rotation_accepts_the_token_before" {
  variables {
    token_generation = 2
  }

  assert {
    condition     = nonsensitive(split(",", google_secret_manager_secret_version.token.secret_data)[1]) == nonsensitive(run.first_generation.inter_cloud_token)
    error_message = "The token of generation 1 must still be accepted."
  }

  assert {
    condition     = nonsensitive(split(",", google_secret_manager_secret_version.token.secret_data)[0]) == nonsensitive(output.inter_cloud_token)
    error_message = "The newest token must come first, and be the output."
  }
}

run "third_generation_drops_the_first" {
  variables {
    token_generation = 3
  }

  assert {
    condition     = toset(keys(terraform_data.inter_cloud_token)) == toset(["2", "3"])
    error_message = "Only the tokens of generations 2 and 3 may be accepted."
  }

  assert {
    condition     = nonsensitive(split(",", google_secret_manager_secret_version.token.secret_data)[1]) == nonsensitive(run.rotation_accepts_the_token_before.inter_cloud_token)
    error_message = "The token of generation 2 must still be accepted."
  }
}
