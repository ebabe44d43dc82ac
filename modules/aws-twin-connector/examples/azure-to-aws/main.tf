# Connectors that read a hot reader on Azure for TwinMaker.

terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.100.0, < 7"
    }
  }
}

provider "aws" {
  region = "eu-central-1"
}

variable "inter_cloud_token" {
  description = "Output inter_cloud_token of azure-hot-reader."
  type        = string
  sensitive   = true
}

module "azure_connector" {
  source = "../.."

  digital_twin_name                 = "factory"
  hot_cloud                         = "azure"
  data_connector_package            = "digital-twin-data-connector.zip"
  data_connector_last_entry_package = "digital-twin-data-connector-last-entry.zip"

  remote_reader_url            = "https://factory-hot-reader.azurewebsites.net/api/hot-reader"
  remote_reader_last_entry_url = "https://factory-hot-reader.azurewebsites.net/api/hot-reader-last-entry"
  inter_cloud_token            = var.inter_cloud_token

  alarms = { actions = ["arn:aws:sns:eu-central-1:111111111111:twin"] }

  digital_twin_info = jsonencode({
    config = { digital_twin_name = "factory" }
    config_providers = {
      layer_3_hot_provider = "azure"
      layer_4_provider     = "aws"
      layer_5_provider     = "aws"
    }
  })
}

output "data_connector_arn" {
  value = module.azure_connector.data_connector_arn
}
