# All AWS modules as one twin over the emulator, with what the tests change as variables.

variable "endpoint" { type = string }
variable "name" { default = "factory" }
variable "region" { default = "eu-central-1" }
variable "kms_key_arn" {
  type    = string
  default = null
}
variable "existing" {
  type    = string
  default = null
}
variable "protection" { default = true }
variable "force_destroy" { default = false }
variable "package" { default = "function.zip" }
variable "devices" { default = ["pump-7"] }

provider "aws" {
  region                      = var.region
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
  s3_use_path_style           = true

  endpoints {
    cloudformation = var.endpoint
    cloudwatch     = var.endpoint
    cloudwatchlogs = var.endpoint
    dynamodb       = var.endpoint
    iam            = var.endpoint
    lambda         = var.endpoint
    s3             = var.endpoint
    sqs            = var.endpoint
    sts            = var.endpoint
  }
}

locals {
  info = jsonencode({
    config           = { digital_twin_name = var.name }
    config_providers = { layer_3_hot_provider = "aws", layer_4_provider = "aws" }
  })
}

module "hot_reader" {
  source                        = "./modules/aws-hot-reader"
  digital_twin_name             = var.name
  digital_twin_info             = local.info
  hot_reader_package            = var.package
  hot_reader_last_entry_package = "function.zip"
  kms_key_arn                   = var.kms_key_arn
  existing_hot_store            = var.existing == null ? null : { table_name = var.existing }
  deletion_protection           = var.protection
  alarms                        = { enabled = false }
}

module "processor" {
  source               = "./modules/aws-processor"
  digital_twin_name    = var.name
  digital_twin_info    = local.info
  hot_store_table_name = module.hot_reader.hot_store_table_name
  processor_package    = "function.zip"
  persister_package    = "function.zip"
  kms_key_arn          = var.kms_key_arn
}

module "connector" {
  source                            = "./modules/aws-twin-connector"
  digital_twin_name                 = var.name
  hot_cloud                         = "aws"
  digital_twin_info                 = local.info
  remote_reader_url                 = ""
  remote_reader_last_entry_url      = ""
  inter_cloud_token                 = module.hot_reader.inter_cloud_token
  local_hot_reader_name             = "${var.name}-hot-reader"
  local_hot_reader_last_entry_name  = "${var.name}-hot-reader-last-entry"
  data_connector_package            = "function.zip"
  data_connector_last_entry_package = "function.zip"
  kms_key_arn                       = var.kms_key_arn
  alarms                            = { enabled = false }
}

module "twinmaker" {
  source            = "./modules/aws-twinmaker"
  digital_twin_name = var.name
  readers = { aws = {
    data_reader_arn      = module.hot_reader.hot_reader_arn
    attribute_reader_arn = module.hot_reader.hot_reader_last_entry_arn
  } }
  devices                        = { for id in var.devices : id => { cloud = "aws", properties = { rpm = "integer" } } }
  dashboard_access               = { trusted_principal_arns = ["arn:aws:iam::000000000000:root"] }
  workspace_bucket_force_destroy = var.force_destroy
}
