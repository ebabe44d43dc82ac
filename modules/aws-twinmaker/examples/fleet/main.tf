# A workspace with two places and two presses of one type.

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

locals {
  function = "arn:aws:lambda:eu-central-1:111111111111:function:factory"
}

module "twinmaker" {
  source = "../.."

  digital_twin_name = "factory"

  device_types = {
    press = {
      properties = { force = "double", strokes = "long" }
      units      = { force = "kN" }
      constants  = { manufacturer = { type = "string", value = "ACME" } }
    }
  }

  places = {
    plant  = { name = "Plant North" }
    line-1 = { parent = "plant" }
  }

  readers = {
    aws = {
      data_reader_arn      = "${local.function}-hot-reader"
      attribute_reader_arn = "${local.function}-hot-reader-last-entry"
    }
  }

  devices = {
    for id in ["press-1", "press-2"] : id => {
      type   = "press"
      cloud  = "aws"
      parent = "line-1"
    }
  }
}

output "workspace_id" {
  value = module.twinmaker.workspace_id
}
