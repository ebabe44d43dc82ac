# Resources do not follow a changed region: they would stay behind, unmanaged. The rule behind it: decision 20.

data "aws_region" "current" {}

# How this deployment was first applied. Later plans are held against it, at the queue.
resource "terraform_data" "deployed" {
  input = { region = data.aws_region.current.id }

  lifecycle {
    ignore_changes = [input]
  }
}
