# Twins in an instance of their own, of devices on AWS and Google Cloud.

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
    "Microsoft.DigitalTwins",
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

module "digital_twins" {
  source = "../.."

  digital_twin_name      = "factory"
  location               = "westeurope"
  data_connector_package = "digital-twin-data-connector.zip"

  device_types = {
    press = {
      properties = { force = "double", strokes = "long" }
      units      = { force = "kN" }
      constants  = { rated_force = { type = "double", value = "80.0" } }
    }
  }
  places = {
    plant  = {}
    line-1 = { parent = "plant" }
  }
  devices = {
    press-2 = { hot_provider = "aws", type = "press", parent = "line-1" }
    pump-7  = { hot_provider = "gcp", properties = { rpm = "integer", running = "boolean" } }
  }

  remote_reader_last_entry_urls = {
    aws = "https://abcdefghijklmnop.lambda-url.eu-central-1.on.aws/"
    gcp = "https://europe-west1-plant.cloudfunctions.net/factory-hot-reader-last-entry"
  }
  inter_cloud_tokens = {
    aws = "00000000-0000-0000-0000-000000000000"
    gcp = "11111111-1111-1111-1111-111111111111"
  }
}

output "digital_twins_host" {
  value = module.digital_twins.digital_twins_host
}
