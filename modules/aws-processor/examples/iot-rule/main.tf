# A processor and a persister that an AWS IoT rule invokes with each message of the devices.

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

module "processor" {
  source = "../.."

  digital_twin_name    = "factory"
  hot_store_table_name = "telemetry"
  processor_package    = "processor.zip"
  persister_package    = "persister.zip"

  digital_twin_info = jsonencode({
    config = { digital_twin_name = "factory" }
    config_providers = {
      layer_3_hot_provider = "aws"
      layer_4_provider     = "aws"
      layer_5_provider     = "aws"
    }
  })
}

resource "aws_iot_topic_rule" "telemetry" {
  name        = "factory_telemetry"
  enabled     = true
  sql         = "SELECT *, topic(2) AS iotDeviceId, timestamp() AS time FROM 'factory/+/telemetry'"
  sql_version = "2016-03-23"

  lambda {
    function_arn = module.processor.processor_arn
  }
}

resource "aws_lambda_permission" "telemetry" {
  function_name = module.processor.processor_arn
  action        = "lambda:InvokeFunction"
  principal     = "iot.amazonaws.com"
  source_arn    = aws_iot_topic_rule.telemetry.arn
}
