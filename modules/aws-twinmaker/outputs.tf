output "workspace_id" {
  description = "Id of the TwinMaker workspace."
  value       = aws_cloudformation_stack.workspace.outputs["WorkspaceId"]
}

output "workspace_arn" {
  description = "ARN of the TwinMaker workspace."
  value       = local.workspace_arn
}

output "workspace_bucket_name" {
  description = "Name of the bucket for the workspace's scenes and models."
  value       = aws_s3_bucket.workspace.bucket
}

output "workspace_role_arn" {
  description = "ARN of the role with which TwinMaker invokes the readers and connectors."
  value       = aws_iam_role.workspace.arn
}

output "dashboard_policy_arn" {
  description = "ARN of the policy with which a Grafana may read the workspace, null if dashboard_access is."
  value       = one(aws_iam_policy.dashboard[*].arn)
}

output "dashboard_role_arn" {
  description = "ARN of the role that the trusted principals assume to read the workspace, null if there are none."
  value       = one(aws_iam_role.dashboard[*].arn)
  depends_on  = [aws_iam_role_policy_attachment.dashboard]
}

output "entity_ids" {
  description = "Entity id of each device, by device id: its own, or that of the device whose component it is."
  value       = { for id, device in local.devices : id => coalesce(device.component_of, id) }
  depends_on  = [aws_cloudformation_stack.devices]
}

output "component_type_ids" {
  description = "Component type id of each device, by device id."
  value       = local.component_type_ids
  depends_on  = [aws_cloudformation_stack.devices]
}

output "component_name" {
  description = "Name of the component that carries the telemetry of every entity."
  value       = local.component_name
}

output "templates" {
  description = "The CloudFormation templates by key (workspace, places, type-<type>, devices-<number>), for review and for cfn-lint."
  value       = local.templates
}
