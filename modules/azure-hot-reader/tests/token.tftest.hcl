# Rotation: what the hot reader accepts after token_generation is raised.
#
# `terraform test` needs the azurerm, azapi and time providers for their schemas, and no Azure account: every resource
# is mocked. Mocks cannot show that Azure takes the values, that a role has taken effect, or that the app starts.

mock_provider "azurerm" {
  source = "./tests/mocks/azurerm"
}

mock_provider "azapi" {
  source = "./tests/mocks/azapi"
}

mock_provider "time" {}

variables {
  digital_twin_name  = "factory"
  location           = "westeurope"
  hot_reader_package = "README.md" # any file: only its path and its hash are used
  tags               = { team = "plant" }

  deletion_protection = false # or the test could not destroy what it applied
  digital_twin_info = jsonencode({
    config           = { digital_twin_name = "factory" }
    config_providers = { layer_3_hot_provider = "azure", layer_4_provider = "aws", layer_5_provider = "aws" }
  })
}

run "first_generation" {
  assert {
    condition     = length(split(",", nonsensitive(azapi_resource_action.token_secret.body.properties.value))) == 1
    error_message = "The first generation has no token before it."
  }
}

run "rotation_accepts_the_token_before" {
  variables {
    token_generation = 2
  }

  assert {
    condition     = nonsensitive(split(",", azapi_resource_action.token_secret.body.properties.value)[1]) == nonsensitive(run.first_generation.inter_cloud_token)
    error_message = "The token of generation 1 must still be accepted."
  }

  assert {
    condition     = nonsensitive(split(",", azapi_resource_action.token_secret.body.properties.value)[0]) == nonsensitive(output.inter_cloud_token)
    error_message = "The newest token must come first, and be the output."
  }

  assert {
    condition     = endswith(azapi_resource_action.app_settings.body.properties.INTER_CLOUD_TOKEN, "/secrets/inter-cloud-token-2)")
    error_message = "The setting must change, or the app would see the new secret within a day only."
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
    condition     = nonsensitive(split(",", azapi_resource_action.token_secret.body.properties.value)[1]) == nonsensitive(run.rotation_accepts_the_token_before.inter_cloud_token)
    error_message = "The token of generation 2 must still be accepted."
  }
}
