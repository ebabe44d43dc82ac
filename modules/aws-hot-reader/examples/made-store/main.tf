# A hot reader with a DynamoDB table of its own.

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

module "hot_reader" {
  source = "../.."

  digital_twin_name             = "factory"
  hot_reader_package            = "hot-reader.zip"
  hot_reader_last_entry_package = "hot-reader-last-entry.zip"
  tags                          = { team = "plant" }

  digital_twin_info = jsonencode({
    config = { digital_twin_name = "factory" }
    config_providers = {
      layer_3_hot_provider = "aws"
      layer_4_provider     = "aws"
      layer_5_provider     = "aws"
    }
  })
}

output "hot_reader_url" {
  value = module.hot_reader.hot_reader_url
}
