# The workspace alone over the emulator, with what the tests change as variables.

variable "endpoint" { type = string }
variable "name" { default = "factory" }
variable "devices" { type = any }
variable "device_types" {
  type    = any
  default = {}
}
variable "places" {
  type    = any
  default = {}
}
variable "force_destroy" { default = false }
# Clouds whose functions are new, so that their ARNs are known after apply.
variable "new_functions" {
  type    = set(string)
  default = []
}

provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
  s3_use_path_style           = true

  endpoints {
    cloudformation = var.endpoint
    iam            = var.endpoint
    s3             = var.endpoint
    sts            = var.endpoint
  }
}

locals {
  function = "arn:aws:lambda:eu-central-1:000000000000:function:${var.name}"
  functions = {
    aws   = "${local.function}-hot-reader"
    azure = "${local.function}-azure-data-connector"
    gcp   = "${local.function}-gcp-data-connector"
  }
}

resource "terraform_data" "function" {
  for_each = var.new_functions
  input    = local.functions[each.key]
}

module "twinmaker" {
  source            = "./modules/aws-twinmaker"
  digital_twin_name = var.name
  readers = { for cloud, function in local.functions : cloud => {
    data_reader_arn      = contains(var.new_functions, cloud) ? terraform_data.function[cloud].output : function
    attribute_reader_arn = "${function}-last-entry"
  } }
  device_types                   = var.device_types
  places                         = var.places
  devices                        = var.devices
  workspace_bucket_force_destroy = var.force_destroy
}
