# The rotation of the inter-cloud token, generation after generation, over one state.

mock_provider "aws" {
  mock_resource "aws_lambda_function" {
    # null: as before an update of the code, whose hash a mock does not have.
    defaults = { last_modified = null }
  }
  mock_data "aws_region" {
    defaults = { id = "eu-central-1" }
  }
  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::123456789012:role/factory-hot-reader" }
  }
  mock_resource "aws_dynamodb_table" {
    defaults = { arn = "arn:aws:dynamodb:eu-central-1:123456789012:table/factory-hot" }
  }
}

variables {
  # A test destroys what it applied.
  deletion_protection           = false
  digital_twin_name             = "factory"
  digital_twin_info             = "{\"config_providers\":{}}"
  hot_reader_package            = "main.tf"
  hot_reader_last_entry_package = "main.tf"
}

run "first_generation_is_one_token" {
  assert {
    condition     = keys(terraform_data.inter_cloud_token) == ["1"]
    error_message = "The first generation must be one token."
  }

  assert {
    condition     = can(regex("^[0-9a-f-]{72}$", nonsensitive(output.inter_cloud_token)))
    error_message = "The token must be two UUIDs: 244 random bits or more."
  }
}

run "same_generation_keeps_the_token" {
  assert {
    condition     = nonsensitive(output.inter_cloud_token) == nonsensitive(run.first_generation_is_one_token.inter_cloud_token)
    error_message = "A second apply must not change the token."
  }
}

run "raised_generation_makes_one_and_keeps_the_one_before" {
  variables {
    token_generation = 2
  }

  assert {
    condition     = keys(terraform_data.inter_cloud_token) == ["1", "2"]
    error_message = "Raising the generation must make one token and drop none."
  }

  assert {
    condition     = nonsensitive(output.inter_cloud_token) != nonsensitive(run.first_generation_is_one_token.inter_cloud_token)
    error_message = "The output must be the new token."
  }

  assert {
    condition = alltrue([for reader in aws_lambda_function.reader :
      nonsensitive(reader.environment[0].variables.INTER_CLOUD_TOKEN)
      == "${nonsensitive(output.inter_cloud_token)},${nonsensitive(run.first_generation_is_one_token.inter_cloud_token)}"
    ])
    error_message = "The readers must accept the new token and the one before, newest first."
  }
}

run "raised_twice_drops_the_first" {
  variables {
    token_generation = 3
  }

  assert {
    condition     = keys(terraform_data.inter_cloud_token) == ["2", "3"]
    error_message = "Raising the generation twice must drop the first token."
  }

  assert {
    condition = alltrue([for reader in aws_lambda_function.reader :
      nonsensitive(reader.environment[0].variables.INTER_CLOUD_TOKEN)
      == "${nonsensitive(output.inter_cloud_token)},${nonsensitive(run.raised_generation_makes_one_and_keeps_the_one_before.inter_cloud_token)}"
    ])
    error_message = "The readers must accept the third token and the second, and no longer the first."
  }
}

run "two_digit_generations_are_ordered_as_numbers" {
  variables {
    token_generation = 10
  }

  assert {
    condition = alltrue([for reader in aws_lambda_function.reader :
      startswith(nonsensitive(reader.environment[0].variables.INTER_CLOUD_TOKEN), nonsensitive(output.inter_cloud_token))
    ])
    error_message = "Generation 10 is newer than 9: numbers, not text."
  }

  assert {
    condition     = toset(keys(terraform_data.inter_cloud_token)) == toset(["9", "10"])
    error_message = "Raising the generation by more than one must leave none of the tokens before: so a leaked one is revoked."
  }
}
