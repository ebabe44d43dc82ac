# What the platform says of the app's reference to its token.
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

run "a_token_that_the_app_cannot_read_is_an_error" {
  override_resource {
    target = azapi_resource_action.token_reference
    values = { output = { properties = { status = "AccessToKeyVaultDenied" } } }
  }

  expect_failures = [azapi_resource_action.token_reference]
}
