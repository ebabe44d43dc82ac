terraform {
  # 1.9: a variable's validation may look at other variables.
  required_version = ">= 1.9"

  required_providers {
    # 4.55 is the first version whose Flex Consumption resource this module was written against.
    azurerm = {
      source  = "hashicorp/azurerm"
      version = ">= 4.55, < 5"
    }

    # For what azurerm cannot do on the Flex Consumption plan: deploy code, and keep
    # AzureWebJobsStorage out of the app settings.
    azapi = {
      source  = "Azure/azapi"
      version = ">= 2.0, < 3"
    }
  }
}
