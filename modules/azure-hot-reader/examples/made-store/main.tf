# A hot reader with a Cosmos DB account of its own.

terraform {
  required_providers {
    azurerm = {
      source  = "hashicorp/azurerm"
      version = ">= 4.78, < 6"
    }
    azapi = {
      source  = "Azure/azapi"
      version = ">= 2.0, < 3"
    }
    time = {
      source  = "hashicorp/time"
      version = ">= 0.9, < 1"
    }
  }
}

provider "azurerm" {
  subscription_id = "11111111-1111-1111-1111-111111111111"
  features {}

  # azurerm 5 registers none by itself.
  resource_providers_to_register = [
    "Microsoft.Authorization",
    "Microsoft.DocumentDB",
    "Microsoft.KeyVault",
    "Microsoft.OperationalInsights",
    "Microsoft.Storage",
    "Microsoft.Web",
    "microsoft.insights",
  ]
}

provider "azapi" {
  subscription_id = "11111111-1111-1111-1111-111111111111"
}

module "hot_reader" {
  source = "../.."

  digital_twin_name  = "factory"
  location           = "westeurope"
  hot_reader_package = "hot-reader.zip"
  tags               = { team = "plant" }

  digital_twin_info = jsonencode({
    config = { digital_twin_name = "factory" }
    config_providers = {
      layer_3_hot_provider = "azure"
      layer_4_provider     = "aws"
      layer_5_provider     = "aws"
    }
  })
}

output "hot_reader_url" {
  value = module.hot_reader.hot_reader_url
}
