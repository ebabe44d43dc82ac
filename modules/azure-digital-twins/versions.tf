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
    # AzureWebJobsStorage out of the app's settings.
    azapi = {
      source  = "Azure/azapi"
      version = ">= 2.0, < 3"
    }

    # For the time that role assignments take.
    time = {
      source  = "hashicorp/time"
      version = ">= 0.9, < 1"
    }
  }
}
