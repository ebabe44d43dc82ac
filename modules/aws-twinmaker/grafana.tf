# For a Grafana that reads the workspace: what it may do, and the role to do it with. Both only on request.

resource "aws_iam_policy" "dashboard" {
  count = var.dashboard_access == null ? 0 : 1

  name        = "${var.digital_twin_name}-twinmaker-dashboard"
  description = "Dashboards read the TwinMaker workspace of the digital twin ${var.digital_twin_name}"

  # docs.aws.amazon.com/iot-twinmaker/latest/guide/dashboard-IAM-role.html, the policy without video.
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "ReadWorkspace"
        Effect   = "Allow"
        Action   = ["iottwinmaker:Get*", "iottwinmaker:List*"]
        Resource = [local.workspace_arn, "${local.workspace_arn}/*"]
      },
      {
        Sid      = "ChooseWorkspace"
        Effect   = "Allow"
        Action   = ["iottwinmaker:ListWorkspaces"]
        Resource = ["*"] # there is nothing narrower for it
      },
      {
        Sid      = "ReadScenesAndModels"
        Effect   = "Allow"
        Action   = ["s3:GetObject"]
        Resource = ["${aws_s3_bucket.workspace.arn}/*"]
      },
    ]
  })

  tags = var.tags
}

resource "aws_iam_role" "dashboard" {
  count = local.dashboard_role_wanted ? 1 : 0

  name        = "${var.digital_twin_name}-twinmaker-dashboard"
  description = "Dashboards of the digital twin ${var.digital_twin_name}"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = var.dashboard_access.trusted_principal_arns }
    }]
  })

  tags = var.tags
}

resource "aws_iam_role_policy_attachment" "dashboard" {
  count = local.dashboard_role_wanted ? 1 : 0

  role       = aws_iam_role.dashboard[0].id
  policy_arn = aws_iam_policy.dashboard[0].arn
}

locals {
  workspace_arn         = aws_cloudformation_stack.workspace.outputs["WorkspaceArn"]
  dashboard_role_wanted = var.dashboard_access == null ? false : length(var.dashboard_access.trusted_principal_arns) > 0
}
