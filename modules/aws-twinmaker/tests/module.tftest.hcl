# Against a mocked provider: no account, no network. A mock shows what the module asks for, not what AWS makes of it.
# No emulator knows TwinMaker's types: cfn-lint checks the template against CloudFormation's own schemas instead.

mock_provider "aws" {
  mock_data "aws_region" {
    defaults = { id = "eu-central-1" }
  }
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
    defaults = {
      outputs = {
        WorkspaceId  = "factory"
        WorkspaceArn = "arn:aws:iottwinmaker:eu-central-1:123456789012:workspace/factory"
      }
    }
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
    azure = {
      data_reader_arn      = "arn:aws:lambda:eu-central-1:123456789012:function:factory-azure-data-connector"
      attribute_reader_arn = "arn:aws:lambda:eu-central-1:123456789012:function:factory-azure-data-connector-last-entry"
    }
  }
  devices = {
    "temperature-sensor-1" = {
      properties = { temperature = "double", humidity = "double", status = "string" }
      cloud      = "azure"
    }
    "pump-7" = {
      properties = { rpm = "integer", hours = "long", running = "boolean" }
      cloud      = "aws"
    }
  }
  tags = { team = "plant-7" }
}

run "template_has_a_workspace_and_each_device_as_component_type_and_entity" {
  assert {
    condition = { for key, body in output.templates : key => { for id, resource in jsondecode(body).Resources : id => resource.Type } } == {
      workspace = { Workspace = "AWS::IoTTwinMaker::Workspace" }
      "devices-29" = {
        ComponentTypepump79a31a61d = "AWS::IoTTwinMaker::ComponentType"
        Entitypump79a31a61d        = "AWS::IoTTwinMaker::Entity"
      }
      "devices-08" = {
        ComponentTypetemperaturesensor10d1df928 = "AWS::IoTTwinMaker::ComponentType"
        Entitytemperaturesensor10d1df928        = "AWS::IoTTwinMaker::Entity"
      }
    }
    error_message = "The templates are not those of the workspace, and of two resources per device: ${jsonencode(output.templates)}"
  }

  assert {
    condition = jsondecode(output.templates.workspace).Resources.Workspace.Properties == {
      WorkspaceId = "factory"
      Description = "Digital twin factory"
      Role        = "arn:aws:iam::123456789012:role/factory-twinmaker"
      S3Location  = "arn:aws:s3:::factory-twinmaker-123456789012"
    }
    error_message = "The workspace must use the module's role and bucket."
  }

  assert {
    condition = [for resource in flatten([for body in values(output.templates) : values(jsondecode(body).Resources)]) : resource.Properties
      if resource.Type == "AWS::IoTTwinMaker::ComponentType" && try(resource.Properties.ComponentTypeId, "") == "factory.pump-7"] == [{
        WorkspaceId     = "factory"
        ComponentTypeId = "factory.pump-7"
        Description     = "Telemetry of pump-7"
        Functions = {
          dataReaderByEntity = {
            ImplementedBy      = { Lambda = { Arn = "arn:aws:lambda:eu-central-1:123456789012:function:factory-hot-reader" } }
            RequiredProperties = ["iotDeviceId"]
            Scope              = "ENTITY"
          }
          attributePropertyValueReaderByEntity = {
            ImplementedBy      = { Lambda = { Arn = "arn:aws:lambda:eu-central-1:123456789012:function:factory-hot-reader-last-entry" } }
            RequiredProperties = ["iotDeviceId"]
            Scope              = "ENTITY"
          }
        }
        PropertyDefinitions = {
          iotDeviceId   = { DataType = { Type = "STRING" }, IsExternalId = true, IsRequiredInEntity = true }
          rpm           = { DataType = { Type = "INTEGER" }, IsStoredExternally = true, IsTimeSeries = true }
          rpmLatest     = { DataType = { Type = "INTEGER" }, IsStoredExternally = true, IsTimeSeries = false }
          hours         = { DataType = { Type = "LONG" }, IsStoredExternally = true, IsTimeSeries = true }
          hoursLatest   = { DataType = { Type = "LONG" }, IsStoredExternally = true, IsTimeSeries = false }
          running       = { DataType = { Type = "BOOLEAN" }, IsStoredExternally = true, IsTimeSeries = true }
          runningLatest = { DataType = { Type = "BOOLEAN" }, IsStoredExternally = true, IsTimeSeries = false }
        }
    }]
    error_message = "The component type must have both readers, each property as history and as newest value, and the device's id."
  }

  assert {
    condition = [for resource in flatten([for body in values(output.templates) : values(jsondecode(body).Resources)]) : resource
      if resource.Type == "AWS::IoTTwinMaker::Entity" && try(resource.Properties.EntityId, "") == "pump-7"] == [{
        Type      = "AWS::IoTTwinMaker::Entity"
        DependsOn = ["ComponentTypepump79a31a61d"]
        Properties = {
          WorkspaceId = "factory"
          EntityId    = "pump-7"
          EntityName  = "pump-7"
          Components = {
            telemetry = {
              ComponentName   = "telemetry"
              ComponentTypeId = "factory.pump-7"
              Properties      = { iotDeviceId = { Value = { StringValue = "pump-7" } } }
            }
          }
        }
    }]
    error_message = "The entity must wait for its component type and carry the device's id as a value."
  }
}

run "each_stack_takes_its_template_from_the_bucket_under_a_name_by_content" {
  assert {
    condition = { for key, object in aws_s3_object.template : key => [object.key, object.content] } == {
      for key, body in output.templates : key => ["cloudformation/${key}/${sha256(body)}.json", body]
    }
    error_message = "A changed template must have a changed URL, or CloudFormation sees no change."
  }

  assert {
    condition = { for key, stack in merge({ workspace = aws_cloudformation_stack.workspace }, { for key, stack in aws_cloudformation_stack.devices : "devices-${key}" => stack }) : key => [stack.name, stack.template_url, stack.parameters["TemplateHash"]] } == {
      for key, body in output.templates : key => [
        key == "workspace" ? "factory-twinmaker" : "factory-twinmaker-${key}",
        "https://factory-twinmaker-123456789012.s3.eu-central-1.amazonaws.com/cloudformation/${key}/${sha256(body)}.json",
        sha256(body),
      ]
    }
    error_message = "A stack must carry its template's hash, or an update that failed is taken for done."
  }
}

run "role_may_use_the_bucket_and_invoke_exactly_the_readers_in_use" {
  assert {
    condition     = jsondecode(aws_iam_role.workspace.assume_role_policy).Statement[*].Principal == [{ Service = "iottwinmaker.amazonaws.com" }]
    error_message = "Only TwinMaker may assume the workspace role."
  }

  assert {
    condition = { for statement in jsondecode(aws_iam_role_policy.workspace.policy).Statement : join(" ", statement.Action) => statement.Resource } == {
      "s3:GetBucket* s3:ListBucket" = ["arn:aws:s3:::factory-twinmaker-123456789012"]
      "s3:GetObject s3:PutObject"   = ["arn:aws:s3:::factory-twinmaker-123456789012/*"]
      "s3:DeleteObject"             = ["arn:aws:s3:::factory-twinmaker-123456789012/DO_NOT_DELETE_WORKSPACE_*"]
      "lambda:InvokeFunction" = [
        "arn:aws:lambda:eu-central-1:123456789012:function:factory-azure-data-connector",
        "arn:aws:lambda:eu-central-1:123456789012:function:factory-azure-data-connector-last-entry",
        "arn:aws:lambda:eu-central-1:123456789012:function:factory-hot-reader",
        "arn:aws:lambda:eu-central-1:123456789012:function:factory-hot-reader-last-entry",
      ]
    }
    error_message = "The workspace role may do more, or less, than it needs: ${aws_iam_role_policy.workspace.policy}"
  }
}

run "bucket_is_private_encrypted_versioned_and_tls_only" {
  assert {
    condition     = aws_s3_bucket.workspace.bucket == "factory-twinmaker-123456789012"
    error_message = "The bucket's name must be unique by account."
  }

  assert {
    condition = (
      aws_s3_bucket_public_access_block.workspace.block_public_acls
      && aws_s3_bucket_public_access_block.workspace.block_public_policy
      && aws_s3_bucket_public_access_block.workspace.ignore_public_acls
      && aws_s3_bucket_public_access_block.workspace.restrict_public_buckets
      && aws_s3_bucket_ownership_controls.workspace.rule[0].object_ownership == "BucketOwnerEnforced"
    )
    error_message = "The bucket must be private."
  }

  assert {
    condition = (
      one(aws_s3_bucket_server_side_encryption_configuration.workspace.rule[*]).apply_server_side_encryption_by_default[0].sse_algorithm == "AES256"
      && aws_s3_bucket_versioning.workspace.versioning_configuration[0].status == "Enabled"
    )
    error_message = "The bucket must be encrypted and versioned."
  }

  assert {
    condition = [for statement in jsondecode(aws_s3_bucket_policy.workspace.policy).Statement :
      statement.Condition if statement.Effect == "Deny" && statement.Principal == "*" && statement.Action == "s3:*"] == [
      { Bool = { "aws:SecureTransport" = "false" } }
    ]
    error_message = "The bucket must refuse requests without TLS."
  }
}

run "outputs_name_what_grafana_asks_for" {
  assert {
    condition = (
      output.workspace_id == "factory"
      && output.workspace_arn == "arn:aws:iottwinmaker:eu-central-1:123456789012:workspace/factory"
      && output.workspace_bucket_name == "factory-twinmaker-123456789012"
      && output.workspace_role_arn == "arn:aws:iam::123456789012:role/factory-twinmaker"
      && output.component_name == "telemetry"
      && output.entity_ids == { "pump-7" = "pump-7", "temperature-sensor-1" = "temperature-sensor-1" }
      && output.component_type_ids == { "pump-7" = "factory.pump-7", "temperature-sensor-1" = "factory.temperature-sensor-1" }
    )
    error_message = "An output is not what it says."
  }

  assert {
    condition = alltrue([for tags in [
      aws_cloudformation_stack.workspace.tags, aws_cloudformation_stack.devices["29"].tags, aws_iam_role.workspace.tags, aws_s3_bucket.workspace.tags,
    ] : tags == tomap({ team = "plant-7" })])
    error_message = "Every resource that can have tags must have them."
  }
}

run "ids_that_differ_only_in_punctuation_stay_apart" {
  variables {
    devices = {
      "pump-7" = {
        properties = { rpm = "integer" }
        cloud      = "aws"
      }
      "pump_7" = {
        properties = { rpm = "integer" }
        cloud      = "aws"
      }
    }
  }

  assert {
    condition     = length(flatten([for body in values(output.templates) : values(jsondecode(body).Resources)])) == 5
    error_message = "Two devices must not share a logical id."
  }
}

run "the_buckets_content_is_kept_by_default" {
  command = plan

  variables {
    workspace_bucket_force_destroy = null # not nullable: the default
  }

  assert {
    condition     = !aws_s3_bucket.workspace.force_destroy && terraform_data.deletion_protection.input
    error_message = "A destroy must not delete the bucket's content, and must stop before it deletes anything."
  }
}

run "device_ids_with_colons_are_entity_ids" {
  command = plan

  variables {
    devices = { for id in ["urn:dev:mac:0024befffe804ff1", "00:0f:00:70:91:0a"] : id => {
      properties = { rpm = "integer" }
      cloud      = "aws"
    } }
  }

  assert {
    condition     = output.entity_ids["00:0f:00:70:91:0a"] == "00:0f:00:70:91:0a"
    error_message = "TwinMaker takes colons in an entity's id."
  }
}

run "another_region_is_refused" {
  command = plan

  override_data {
    target = data.aws_region.current
    values = { id = "eu-west-1" }
  }

  expect_failures = [terraform_data.deletion_protection]
}
