# What the module refuses before it asks AWS.

mock_provider "aws" {
  mock_data "aws_region" {
    defaults = { id = "eu-central-1" }
  }
  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::123456789012:role/factory-twinmaker" }
  }
  mock_resource "aws_s3_bucket" {
    defaults = { arn = "arn:aws:s3:::factory-twinmaker-123456789012" }
  }
  mock_data "aws_caller_identity" {
    defaults = { account_id = "123456789012" }
  }
}

variables {
  # A test destroys what it applied.
  workspace_bucket_force_destroy = true
  digital_twin_name              = "factory"
  readers = {
    aws = {
      data_reader_arn      = "arn:aws:lambda:eu-central-1:123456789012:function:factory-hot-reader"
      attribute_reader_arn = "arn:aws:lambda:eu-central-1:123456789012:function:factory-hot-reader-last-entry"
    }
  }
  devices = {
    "pump-7" = {
      properties = { rpm = "integer" }
      cloud      = "aws"
    }
  }
}

run "refuses_a_name_with_a_dot" {
  command = plan
  variables {
    digital_twin_name = "factory.one"
  }
  expect_failures = [var.digital_twin_name]
}

run "refuses_devices_that_no_stack_can_hold" {
  command = plan
  variables {
    devices = merge(
      { "pump-7" = { properties = { rpm = "integer" }, cloud = "aws", component_of = null, component = null } },
      { for number in range(500) : "sensor-${number}" => {
        properties = { rpm = "integer" }, cloud = "aws", component_of = "pump-7", component = "sensor-${number}"
      } },
    )
  }
  expect_failures = [aws_cloudformation_stack.devices]
}

run "refuses_places_that_no_stack_can_hold" {
  command = plan
  variables {
    places = { for number in range(501) : "place-${number}" => {} }
  }
  expect_failures = [var.places]
}

run "refuses_a_template_of_more_than_a_megabyte" {
  command = plan # the ARNs in the template are known from the run before
  variables {
    devices = merge(
      { "pump-7" = { properties = { rpm = "integer" }, cloud = "aws", component_of = null, component = null } },
      { for number in range(40) : "sensor-${number}" => {
        properties = { for property in range(60) : "${join("-", range(85))}-${property}" => "integer" }
        cloud      = "aws", component_of = "pump-7", component = "sensor-${number}"
      } },
    )
  }
  expect_failures = [aws_cloudformation_stack.devices]
}

run "refuses_no_devices" {
  command = plan
  variables {
    devices = {}
  }
  expect_failures = [var.devices]
}

run "refuses_an_id_that_is_no_entity_id" {
  command = plan
  variables {
    devices = {
      "pumpe süd" = {
        properties = { rpm = "integer" }
        cloud      = "aws"
      }
    }
  }
  expect_failures = [var.devices]
}

run "refuses_a_property_type_that_no_reader_answers" {
  command = plan
  variables {
    devices = {
      "pump-7" = {
        properties = { rpm = "float" }
        cloud      = "aws"
      }
    }
  }
  expect_failures = [var.devices]
}

run "refuses_a_property_that_is_anothers_newest_value" {
  command = plan
  variables {
    devices = {
      "pump-7" = {
        properties = { rpm = "integer", rpmLatest = "integer" }
        cloud      = "aws"
      }
    }
  }
  expect_failures = [var.devices]
}

run "refuses_a_property_that_is_a_key_of_the_record" {
  command = plan
  variables {
    devices = {
      "pump-7" = {
        properties = { iotDeviceId = "string" }
        cloud      = "aws"
      }
    }
  }
  expect_failures = [var.devices]
}

run "refuses_a_device_without_properties" {
  command = plan
  variables {
    devices = {
      "pump-7" = {
        properties = {}
        cloud      = "aws"
      }
    }
  }
  expect_failures = [var.devices]
}

run "refuses_a_device_with_an_unknown_argument" {
  command = plan
  variables {
    devices = { "pump-7" = { cloud = "aws", properties = { rpm = "integer" }, component_off = "pump-8" } }
  }
  expect_failures = [var.devices]
}

run "refuses_a_device_on_a_cloud_without_readers" {
  command = plan
  variables {
    devices = { "pump-7" = { cloud = "gcp", properties = { rpm = "integer" } } }
  }
  expect_failures = [var.devices]
}

run "refuses_an_alarm_without_a_state" {
  command = plan
  variables {
    device_types = { press = { properties = { force = "double" }, alarm = true } }
    devices      = { "press-1" = { cloud = "aws", type = "press" } }
  }
  expect_failures = [var.device_types]
}

run "refuses_a_qualified_arn" {
  command = plan
  variables {
    readers = { aws = {
      data_reader_arn      = "arn:aws:lambda:eu-central-1:123456789012:function:factory-hot-reader:live"
      attribute_reader_arn = "arn:aws:lambda:eu-central-1:123456789012:function:factory-hot-reader-last-entry"
    } }
  }
  expect_failures = [var.readers]
}

run "refuses_what_aws_does_not_know" {
  command = plan
  variables {
    log_retention_days = 31
    max_concurrency    = 0
    timeout_seconds    = 901
    memory_mb          = 64
  }
  expect_failures = [var.log_retention_days, var.max_concurrency, var.timeout_seconds, var.memory_mb]
}
