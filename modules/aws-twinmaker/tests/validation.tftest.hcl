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
  devices = {
    "pump-7" = {
      properties           = { rpm = "integer" }
      data_reader_arn      = "arn:aws:lambda:eu-central-1:123456789012:function:factory-hot-reader"
      attribute_reader_arn = "arn:aws:lambda:eu-central-1:123456789012:function:factory-hot-reader-last-entry"
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

run "refuses_a_fleet_that_no_stack_can_hold" {
  command = plan
  variables {
    devices = { for number in range(250) : "pump-${number}" => {
      properties           = { rpm = "integer" }
      data_reader_arn      = "arn:aws:lambda:eu-central-1:123456789012:function:factory-hot-reader"
      attribute_reader_arn = "arn:aws:lambda:eu-central-1:123456789012:function:factory-hot-reader-last-entry"
    } }
  }
  expect_failures = [var.devices]
}

run "accepts_a_fleet_that_fills_a_stack" {
  variables {
    devices = { for number in range(249) : "pump-${number}" => {
      properties           = { rpm = "integer", hours = "long", running = "boolean" }
      data_reader_arn      = "arn:aws:lambda:eu-central-1:123456789012:function:factory-hot-reader"
      attribute_reader_arn = "arn:aws:lambda:eu-central-1:123456789012:function:factory-hot-reader-last-entry"
    } }
  }
  override_resource {
    target = aws_cloudformation_stack.twinmaker
    values = { outputs = { WorkspaceId = "factory", WorkspaceArn = "arn:aws:iottwinmaker:eu-central-1:123456789012:workspace/factory" } }
  }
  assert {
    condition     = length(jsondecode(output.template_body).Resources) == 499
    error_message = "249 devices make 499 resources."
  }
}

run "refuses_a_template_of_more_than_a_megabyte" {
  command = plan # the ARNs in the template are known from the run before
  variables {
    devices = { for number in range(200) : "pump-${number}" => {
      properties           = { for property in range(10) : "${join("-", range(85))}-${property}" => "integer" }
      data_reader_arn      = "arn:aws:lambda:eu-central-1:123456789012:function:factory-hot-reader"
      attribute_reader_arn = "arn:aws:lambda:eu-central-1:123456789012:function:factory-hot-reader-last-entry"
    } }
  }
  expect_failures = [aws_cloudformation_stack.twinmaker]
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
        properties           = { rpm = "integer" }
        data_reader_arn      = "arn:aws:lambda:eu-central-1:123456789012:function:factory-hot-reader"
        attribute_reader_arn = "arn:aws:lambda:eu-central-1:123456789012:function:factory-hot-reader-last-entry"
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
        properties           = { rpm = "float" }
        data_reader_arn      = "arn:aws:lambda:eu-central-1:123456789012:function:factory-hot-reader"
        attribute_reader_arn = "arn:aws:lambda:eu-central-1:123456789012:function:factory-hot-reader-last-entry"
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
        properties           = { rpm = "integer", rpmLatest = "integer" }
        data_reader_arn      = "arn:aws:lambda:eu-central-1:123456789012:function:factory-hot-reader"
        attribute_reader_arn = "arn:aws:lambda:eu-central-1:123456789012:function:factory-hot-reader-last-entry"
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
        properties           = { iotDeviceId = "string" }
        data_reader_arn      = "arn:aws:lambda:eu-central-1:123456789012:function:factory-hot-reader"
        attribute_reader_arn = "arn:aws:lambda:eu-central-1:123456789012:function:factory-hot-reader-last-entry"
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
        properties           = {}
        data_reader_arn      = "arn:aws:lambda:eu-central-1:123456789012:function:factory-hot-reader"
        attribute_reader_arn = "arn:aws:lambda:eu-central-1:123456789012:function:factory-hot-reader-last-entry"
      }
    }
  }
  expect_failures = [var.devices]
}

run "refuses_a_qualified_arn" {
  command = plan
  variables {
    devices = {
      "pump-7" = {
        properties           = { rpm = "integer" }
        data_reader_arn      = "arn:aws:lambda:eu-central-1:123456789012:function:factory-hot-reader:live"
        attribute_reader_arn = "arn:aws:lambda:eu-central-1:123456789012:function:factory-hot-reader-last-entry"
      }
    }
  }
  expect_failures = [var.devices]
}
