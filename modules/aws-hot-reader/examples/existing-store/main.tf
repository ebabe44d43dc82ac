# A hot reader over a DynamoDB table that exists, with a key of its own, both tokens of a rotation, and no alarms.

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
  token_generation              = 2
  kms_key_arn                   = "arn:aws:kms:eu-central-1:111111111111:key/11111111-1111-1111-1111-111111111111"

  existing_hot_store = { table_name = "telemetry" }
  alarms             = { enabled = false }

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
