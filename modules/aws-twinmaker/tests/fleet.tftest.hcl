# Types, places and components. Against a mocked provider: no account, no network.

mock_provider "aws" {
  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::123456789012:role/factory-twinmaker" }
  }
  mock_resource "aws_s3_bucket" {
    defaults = {
      arn                         = "arn:aws:s3:::factory-twinmaker-123456789012"
      bucket_regional_domain_name = "factory-twinmaker-123456789012.s3.eu-central-1.amazonaws.com"
    }
  }
  mock_resource "aws_cloudformation_stack" {
    defaults = { outputs = { WorkspaceId = "factory", WorkspaceArn = "arn:aws:iottwinmaker:eu-central-1:123456789012:workspace/factory" } }
  }
  mock_resource "aws_lambda_function" {
    defaults = { arn = "arn:aws:lambda:eu-central-1:123456789012:function:factory-component-type-reader", last_modified = null }
  }
  mock_resource "aws_cloudwatch_log_group" {
    defaults = { arn = "arn:aws:logs:eu-central-1:123456789012:log-group:/aws/lambda/factory-component-type-reader" }
  }
  mock_data "aws_region" {
    defaults = { id = "eu-central-1" }
  }
  mock_data "aws_caller_identity" {
    defaults = { account_id = "123456789012" }
  }
}

variables {
  digital_twin_name = "factory"
  readers = {
    aws = {
      data_reader_arn      = "arn:aws:lambda:eu-central-1:123456789012:function:factory-hot-reader"
      attribute_reader_arn = "arn:aws:lambda:eu-central-1:123456789012:function:factory-hot-reader-last-entry"
    }
    gcp = {
      data_reader_arn      = "arn:aws:lambda:eu-central-1:123456789012:function:factory-gcp-data-connector"
      attribute_reader_arn = "arn:aws:lambda:eu-central-1:123456789012:function:factory-gcp-data-connector-last-entry"
    }
  }
  workspace_bucket_force_destroy = true
  device_types = {
    press = {
      properties = { force = "double", position = "list", fault = "map" }
      units      = { force = "kN" }
      elements   = { position = "double", fault = "string" }
      constants  = { maker = { type = "string", value = "ACME" }, rated = { type = "double", value = "80" } }
    }
  }
  places = {
    plant    = { name = "Plant North" }
    "line-1" = { parent = "plant", name = "Straße 1" }
  }
  devices = {
    "press-1" = {
      type      = "press"
      cloud     = "aws"
      parent    = "line-1"
      name      = "Press 1"
      constants = { rated = { type = "double", value = "100.5" } }
      cloud     = "aws"
    }
    "press-2" = {
      type         = "press"
      cloud        = "gcp"
      component_of = "pump:7"
      component    = "press"
    }
    "pump:7" = {
      properties = { rpm = "integer" }
      units      = { rpm = "1/min" }
      cloud      = "aws"
    }
  }
}

run "a_type_is_one_component_type_and_one_more_for_each_cloud" {
  assert {
    condition = { for resource in flatten([for body in values(output.templates) : values(jsondecode(body).Resources)]) : resource.Properties.ComponentTypeId => try(resource.Properties.ExtendsFrom, [])
      if resource.Type == "AWS::IoTTwinMaker::ComponentType" } == {
      "factory.press"     = []
      "factory.press.aws" = ["factory.press"]
      "factory.press.gcp" = ["factory.press"]
      "factory.pump:7"    = []
    }
    error_message = "The component types are not those of the type, its clouds, and the device with properties of its own: ${jsonencode(output.templates)}"
  }

  assert {
    condition = { for resource in flatten([for body in values(output.templates) : values(jsondecode(body).Resources)]) : resource.Properties.ComponentTypeId => { for name, function in try(resource.Properties.Functions, {}) : name => function.ImplementedBy.Lambda.Arn }
      if resource.Type == "AWS::IoTTwinMaker::ComponentType" && try(resource.Properties.ComponentTypeId, "") != "factory.pump:7" } == {
      "factory.press" = {}
      "factory.press.aws" = {
        dataReaderByEntity                   = "arn:aws:lambda:eu-central-1:123456789012:function:factory-hot-reader"
        attributePropertyValueReaderByEntity = "arn:aws:lambda:eu-central-1:123456789012:function:factory-hot-reader-last-entry"
      }
      "factory.press.gcp" = {
        dataReaderByEntity                   = "arn:aws:lambda:eu-central-1:123456789012:function:factory-gcp-data-connector"
        attributePropertyValueReaderByEntity = "arn:aws:lambda:eu-central-1:123456789012:function:factory-gcp-data-connector-last-entry"
      }
    }
    error_message = "A cloud's component type must have the functions of that cloud, and the type itself none."
  }

  assert {
    condition = [for resource in flatten([for body in values(output.templates) : values(jsondecode(body).Resources)]) : resource.Properties.PropertyDefinitions
      if try(resource.Properties.ComponentTypeId, "") == "factory.press"] == [{
        iotDeviceId    = { DataType = { Type = "STRING" }, IsExternalId = true, IsRequiredInEntity = true }
        force          = { DataType = { Type = "DOUBLE", UnitOfMeasure = "kN" }, IsStoredExternally = true, IsTimeSeries = true }
        forceLatest    = { DataType = { Type = "DOUBLE", UnitOfMeasure = "kN" }, IsStoredExternally = true, IsTimeSeries = false }
        position       = { DataType = { Type = "LIST", NestedType = { Type = "DOUBLE" } }, IsStoredExternally = true, IsTimeSeries = true }
        positionLatest = { DataType = { Type = "LIST", NestedType = { Type = "DOUBLE" } }, IsStoredExternally = true, IsTimeSeries = false }
        fault          = { DataType = { Type = "MAP", NestedType = { Type = "STRING" } }, IsStoredExternally = true, IsTimeSeries = true }
        faultLatest    = { DataType = { Type = "MAP", NestedType = { Type = "STRING" } }, IsStoredExternally = true, IsTimeSeries = false }
        maker          = { DataType = { Type = "STRING" }, IsStoredExternally = false, IsTimeSeries = false, DefaultValue = { StringValue = "ACME" } }
        rated          = { DataType = { Type = "DOUBLE" }, IsStoredExternally = false, IsTimeSeries = false, DefaultValue = { DoubleValue = 80 } }
    }]
    error_message = "The type must have each property as history and as newest value, with units and what lists and maps hold, and its constants."
  }
}

run "entities_stand_in_their_places_with_their_components" {
  assert {
    condition = { for resource in flatten([for body in values(output.templates) : values(jsondecode(body).Resources)]) : resource.Properties.EntityId => [resource.Properties.EntityName, try(resource.Properties.ParentEntityId, ""), try(resource.Properties.Description, "")]
      if resource.Type == "AWS::IoTTwinMaker::Entity" } == {
      plant     = ["Plant North", "", ""]
      "line-1"  = ["line-1", "plant", "Straße 1"]
      "press-1" = ["Press 1", "line-1", ""]
      "pump:7"  = ["pump:7", "", "pump:7"]
    }
    error_message = "An entity must have its name, its place, and a name that CloudFormation does not take as its description: ${jsonencode(output.templates)}"
  }

  assert {
    condition = { for resource in flatten([for body in values(output.templates) : values(jsondecode(body).Resources)]) : resource.Properties.EntityId => { for name, component in try(resource.Properties.Components, {}) : name => [component.ComponentTypeId, component.Properties] }
      if resource.Type == "AWS::IoTTwinMaker::Entity" } == {
      plant    = {}
      "line-1" = {}
      "press-1" = { telemetry = ["factory.press.aws", {
        iotDeviceId = { Value = { StringValue = "press-1" } }
        rated       = { Value = { DoubleValue = 100.5 } }
      }] }
      "pump:7" = {
        telemetry = ["factory.pump:7", { iotDeviceId = { Value = { StringValue = "pump:7" } } }]
        press     = ["factory.press.gcp", { iotDeviceId = { Value = { StringValue = "press-2" } } }]
      }
    }
    error_message = "A device must be a component of its entity, with its id and its own constants: ${jsonencode(output.templates)}"
  }

  assert {
    condition = { for key, body in output.templates : key => { for id, resource in jsondecode(body).Resources : id => resource.DependsOn if can(resource.DependsOn) } if startswith(key, "devices") || key == "places" } == {
      places       = { Entityline108554971 = ["Entityplant96044d97"] }
      "devices-14" = { Entitypump75d64c8ce = ["ComponentTypepump75d64c8ce"] }
      "devices-30" = {}
    }
    error_message = "An entity must wait for its parent, and for component types of its stack: ${jsonencode(output.templates)}"
  }
}

run "refuses_a_parent_that_is_no_place" {
  command = plan
  variables {
    places = { "line-1" = { parent = "hall" } }
  }
  expect_failures = [var.places]
}

run "refuses_a_type_that_is_not_there" {
  command = plan
  variables {
    device_types = {}
  }
  expect_failures = [var.devices]
}

run "the_component_type_reader_knows_the_devices_and_asks_each_cloud" {
  variables {
    component_type_reader_package = "tests/package.txt"
    hot_readers                   = { gcp = { url = "https://reader.example/", token = "t" } }
    device_types = {
      press = {
        properties = { force = "double", alarm_status = "string" }
        constants  = { rated = { type = "double", value = "80" } }
        alarm      = true
      }
    }
  }

  override_resource {
    target = aws_lambda_function.component_type_reader
    values = { arn = "arn:aws:lambda:eu-central-1:123456789012:function:factory-component-type-reader", code_sha256 = "tXsjbJvNKmH81ie2muLXputbwT8twlMRNI7gjfQ7wMQ=" }
  }

  assert {
    condition = jsondecode(aws_s3_object.roster[0].content) == {
      "factory.press" = {
        externalIds = ["iotDeviceId", "alarm_key"]
        devices     = { aws = [["press-1", "press-1", "telemetry"]], gcp = [["press-2", "pump:7", "press"]] }
      }
    }
    error_message = "The roster must name each device's entity and component: ${aws_s3_object.roster[0].content}"
  }

  assert {
    condition = [for resource in values(jsondecode(output.templates["type-press"]).Resources) : [resource.Properties.ExtendsFrom, resource.Properties.Functions, can(resource.Properties.PropertyDefinitions.alarm_status)]] == [[
      ["com.amazon.iottwinmaker.alarm.basic"],
      { dataReaderByComponentType = {
        ImplementedBy = { Lambda = { Arn = "arn:aws:lambda:eu-central-1:123456789012:function:factory-component-type-reader" } }
        Scope         = "WORKSPACE"
      } },
      false,
    ]]
    error_message = "The shared type must be an alarm with the function for all of its devices: ${output.templates["type-press"]}"
  }

  assert {
    condition = nonsensitive(jsondecode(aws_lambda_function.component_type_reader[0].environment[0].variables["HOT_READERS"])) == {
      aws = { function = "arn:aws:lambda:eu-central-1:123456789012:function:factory-hot-reader" }
      gcp = { url = "https://reader.example/", token = "t" }
    }
    error_message = "The function must ask the local reader by IAM, and others by URL and token."
  }

  assert {
    condition = { for statement in jsondecode(aws_iam_role_policy.component_type_reader[0].policy).Statement : statement.Sid => statement.Resource } == {
      WriteLogs            = ["arn:aws:logs:eu-central-1:123456789012:log-group:/aws/lambda/factory-component-type-reader:*"]
      ReadRoster           = ["arn:aws:s3:::factory-twinmaker-123456789012/crosstwin/roster.json"]
      InvokeLocalHotReader = ["arn:aws:lambda:eu-central-1:123456789012:function:factory-hot-reader"]
    }
    error_message = "The function's role may do more, or less, than it needs."
  }
}
