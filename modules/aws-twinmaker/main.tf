# The workspace, its component types and entities are CloudFormation stacks: neither hashicorp/aws nor awscc has
# component types or entities. A stack takes 500 resources and a template of 1 MB, so there are many:
#
#   <twin>-twinmaker                 the workspace
#   <twin>-twinmaker-places          entities of places
#   <twin>-twinmaker-type-<type>     a component type each, and one more for each cloud that has devices of it
#   <twin>-twinmaker-devices-00 …    entities of devices, by a hash of their ids
#
# They name each other's resources by plain ids and wait for each other by depends_on. Outputs of a stack that changes
# are known only after apply, so that a reference to one would plan a change of every other stack.

locals {
  stack_prefix = "${var.digital_twin_name}-twinmaker"

  stack_parameters   = { for key, hash in local.template_hashes : key => { TemplateHash = hash } }
  template_urls      = { for key, object in aws_s3_object.template : key => "https://${aws_s3_bucket.workspace.bucket_regional_domain_name}/${object.key}" }
  template_bytes_max = 1048576 # AWS CloudFormation quotas: template body in an S3 object
  resources_max      = 500     # AWS CloudFormation quotas: resources
}

resource "aws_cloudformation_stack" "workspace" {
  # checkov:skip=CKV_AWS_124: Terraform waits for the stack and reports its failure itself

  name         = local.stack_prefix
  template_url = local.template_urls["workspace"]

  # A failed update leaves the stack with the parameters it had. Terraform reads them back, and tries again; of the
  # template's address it keeps only what it sent last.
  parameters = local.stack_parameters["workspace"]

  # Terraform makes it before it destroys an old one of the same name: see component_types below.
  on_failure = "DELETE"

  # CloudFormation hands them on to every resource of the stack.
  tags = var.tags

  lifecycle {
    # A change would replace the workspace of an earlier version, which did not set it.
    ignore_changes = [on_failure]
  }

  # TwinMaker tries its access to the bucket when it makes the workspace, and needs it until it has deleted it.
  depends_on = [
    aws_iam_role_policy.workspace,
    aws_s3_bucket_ownership_controls.workspace,
    aws_s3_bucket_policy.workspace,
    aws_s3_bucket_public_access_block.workspace,
    aws_s3_bucket_server_side_encryption_configuration.workspace,
    aws_s3_bucket_versioning.workspace,
  ]
}

resource "aws_cloudformation_stack" "places" {
  # checkov:skip=CKV_AWS_124: Terraform waits for the stack and reports its failure itself

  count = length(var.places) > 0 ? 1 : 0

  name         = "${local.stack_prefix}-places"
  template_url = local.template_urls["places"]
  parameters   = local.stack_parameters["places"]
  on_failure   = "DELETE"
  tags         = var.tags

  depends_on = [aws_cloudformation_stack.workspace, terraform_data.place]
}

# A type that is gone from the twin may be deleted only after its entities are: create_before_destroy orders it so.
# It also reaches what these stacks wait for. All of that has names by content, or names that change with the twin's;
# a failed creation leaves no stack behind (on_failure), whose name would be taken.
resource "aws_cloudformation_stack" "component_type" {
  # checkov:skip=CKV_AWS_124: Terraform waits for the stack and reports its failure itself

  for_each = var.device_types

  name         = "${local.stack_prefix}-type-${local.logical_ids[each.key]}"
  template_url = local.template_urls["type-${each.key}"]
  parameters   = local.stack_parameters["type-${each.key}"]
  on_failure   = "DELETE"
  tags         = var.tags

  lifecycle {
    create_before_destroy = true

    precondition {
      condition     = local.template_bytes["type-${each.key}"] <= local.template_bytes_max
      error_message = "The component type of ${each.key} has a template of ${local.template_bytes["type-${each.key}"]} bytes, but CloudFormation takes at most ${local.template_bytes_max}. Give the type fewer properties."
    }
  }

  depends_on = [aws_cloudformation_stack.workspace]
}

resource "aws_cloudformation_stack" "component_type_of_cloud" {
  # checkov:skip=CKV_AWS_124: Terraform waits for the stack and reports its failure itself

  for_each = local.types_of_clouds

  name         = "${local.stack_prefix}-type-${local.logical_ids[each.key]}"
  template_url = local.template_urls["type-${each.key}"]
  parameters   = local.stack_parameters["type-${each.key}"]
  on_failure   = "DELETE"
  tags         = var.tags

  lifecycle {
    create_before_destroy = true
  }

  depends_on = [aws_cloudformation_stack.component_type]
}

resource "aws_cloudformation_stack" "devices" {
  # checkov:skip=CKV_AWS_124: Terraform waits for the stack and reports its failure itself

  for_each = local.shards

  name         = "${local.stack_prefix}-devices-${each.key}"
  template_url = local.template_urls["devices-${each.key}"]
  parameters   = local.stack_parameters["devices-${each.key}"]
  on_failure   = "DELETE"
  tags         = var.tags

  lifecycle {
    precondition {
      condition     = local.template_bytes["devices-${each.key}"] <= local.template_bytes_max && local.shard_sizes[each.key] <= local.resources_max
      error_message = "CloudFormation stack ${each.key} of ${local.shard_count} with entities has ${local.shard_sizes[each.key]} resources in ${local.template_bytes["devices-${each.key}"]} bytes; CloudFormation takes at most ${local.resources_max} and ${local.template_bytes_max}. Give devices that are alike a type of device_types, or split the fleet over several twins."
    }
  }

  depends_on = [
    aws_cloudformation_stack.component_type_of_cloud,
    aws_cloudformation_stack.places,
  ]
}

# From a bucket, CloudFormation takes 1 MB; in the request itself 51,200 bytes, which about 30 devices fill.
resource "aws_s3_object" "template" {
  for_each = local.templates

  bucket       = aws_s3_bucket.workspace.id
  key          = "cloudformation/${each.key}/${local.template_hashes[each.key]}.json" # a new name, or the stack sees no change
  content      = each.value
  content_type = "application/json"

  # An object may have 10 tags, a provider's default tags may be more.
  override_provider {
    default_tags {
      tags = {}
    }
  }

  depends_on = [
    aws_s3_bucket_policy.workspace,
    aws_s3_bucket_public_access_block.workspace,
    aws_s3_bucket_server_side_encryption_configuration.workspace,
    aws_s3_bucket_versioning.workspace,
  ]
}

# TwinMaker deletes no entity that others are in, and CloudFormation then forgets the entity without an error. So a
# place is removed by a deployment after the one in which its devices left. This remembers which places had devices.
resource "terraform_data" "place" {
  for_each = var.places

  input = {
    id        = each.key
    must_stay = !var.workspace_bucket_force_destroy && can(local.places_with_devices[each.key])
  }

  provisioner "local-exec" {
    when    = destroy
    quiet   = true
    command = self.input.must_stay ? "echo \"The place ${self.input.id} still has devices in the deployed twin, so it was not removed. First deploy the twin with the place, and with its devices moved or removed; then remove the place.\" 1>&2 && exit 1" : "exit 0"
  }
}

# In version 0.1, the workspace, component types and entities were one stack.
moved {
  from = aws_cloudformation_stack.twinmaker
  to   = aws_cloudformation_stack.workspace
}
