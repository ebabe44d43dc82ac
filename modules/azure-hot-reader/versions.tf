terraform {
  # 1.9: a variable's validation may look at other variables.
  required_version = ">= 1.9"

  required_providers {
    # 4.78 is the first with the names that azurerm 5 kept: local_authentication_enabled, storage_container_id.
    azurerm = {
      source  = "hashicorp/azurerm"
      version = ">= 4.78, < 6"
    }

    # For what azurerm cannot do on the Flex Consumption plan: deploy code, and keep
    # AzureWebJobsStorage out of the app settings.
    azapi = {
      source  = "Azure/azapi"
      version = ">= 2.0, < 3"
    }
  }
}
