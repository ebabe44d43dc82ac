# What a Grafana gets, and that it gets nothing unasked.

mock_provider "aws" {
  mock_data "aws_region" {
    defaults = { id = "eu-central-1" }
  }
  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::123456789012:role/factory-twinmaker" }
  }
  mock_resource "aws_iam_policy" {
    defaults = { arn = "arn:aws:iam::123456789012:policy/factory-twinmaker-dashboard" }
  }
  mock_resource "aws_s3_bucket" {
    defaults = { arn = "arn:aws:s3:::factory-twinmaker-123456789012" }
  }
  mock_resource "aws_cloudformation_stack" {
    defaults = { outputs = { WorkspaceId = "factory", WorkspaceArn = "arn:aws:iottwinmaker:eu-central-1:123456789012:workspace/factory" } }
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

run "nobody_may_read_unasked" {
  assert {
    condition = (
      length(aws_iam_policy.dashboard) == 0 && length(aws_iam_role.dashboard) == 0
      && output.dashboard_policy_arn == null && output.dashboard_role_arn == null
    )
    error_message = "Without dashboard_access there must be neither a policy nor a role."
  }
}

run "trusted_principals_may_read_this_workspace_and_nothing_else" {
  variables {
    dashboard_access = { trusted_principal_arns = ["arn:aws:iam::210987654321:role/grafana"] }
  }

  assert {
    condition     = jsondecode(aws_iam_role.dashboard[0].assume_role_policy).Statement[*].Principal == [{ AWS = ["arn:aws:iam::210987654321:role/grafana"] }]
    error_message = "Only the trusted principals may assume the role."
  }

  assert {
    condition = { for statement in jsondecode(aws_iam_policy.dashboard[0].policy).Statement : join(" ", statement.Action) => statement.Resource } == {
      "iottwinmaker:Get* iottwinmaker:List*" = [
        "arn:aws:iottwinmaker:eu-central-1:123456789012:workspace/factory",
        "arn:aws:iottwinmaker:eu-central-1:123456789012:workspace/factory/*",
      ]
      "iottwinmaker:ListWorkspaces" = ["*"]
      "s3:GetObject"                = ["arn:aws:s3:::factory-twinmaker-123456789012/*"]
    }
    error_message = "A dashboard may do more, or less, than read the workspace: ${aws_iam_policy.dashboard[0].policy}"
  }

  assert {
    condition = (
      aws_iam_role_policy_attachment.dashboard[0].policy_arn == output.dashboard_policy_arn
      && aws_iam_role_policy_attachment.dashboard[0].role == aws_iam_role.dashboard[0].id
      && aws_iam_role.dashboard[0].name == "factory-twinmaker-dashboard"
      && output.dashboard_role_arn != null
    )
    error_message = "The role must have the policy."
  }
}

run "without_principals_there_is_the_policy_alone" {
  variables {
    dashboard_access = { trusted_principal_arns = [] }
  }

  assert {
    condition     = output.dashboard_policy_arn != null && output.dashboard_role_arn == null && length(aws_iam_role.dashboard) == 0
    error_message = "A role that nobody may assume is of no use, and AWS refuses it."
  }
}

run "refuses_everyone_as_a_principal" {
  command = plan
  variables {
    dashboard_access = { trusted_principal_arns = ["*"] }
  }
  expect_failures = [var.dashboard_access]
}
