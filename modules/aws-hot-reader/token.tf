# The inter-cloud token: one for the current generation, and the one before it, so that a reader accepts both
# while its callers move on. Raising token_generation makes one and drops the one before the previous.

locals {
  token_generations = range(max(1, var.token_generation - 1), var.token_generation + 1)

  inter_cloud_token = terraform_data.inter_cloud_token[var.token_generation].triggers_replace

  # Newest first, as the readers expect.
  accepted_tokens = join(",", [
    for generation in reverse(local.token_generations) : terraform_data.inter_cloud_token[generation].triggers_replace
  ])
}

resource "terraform_data" "inter_cloud_token" {
  for_each = toset([for generation in local.token_generations : tostring(generation)])

  # Not `input`: Terraform copies that to `output` without its sensitivity, and a plan that drops a generation
  # then prints the token. `triggers_replace` has no such copy. (Seen with Terraform 1.11.)
  triggers_replace = sensitive("${uuid()}${uuid()}")

  lifecycle {
    # uuid() differs at each plan; the token is the value of the first.
    ignore_changes = [triggers_replace]
  }
}
