# What the module refuses before it asks AWS.

mock_provider "aws" {
  mock_data "aws_region" {
    defaults = { id = "eu-central-1" }
  }
}

variables {
  digital_twin_name                 = "factory"
  hot_cloud                         = "gcp"
  digital_twin_info                 = "{\"config_providers\":{\"layer_3_hot_provider\":\"gcp\",\"layer_4_provider\":\"aws\"}}"
  remote_reader_url                 = "https://hot-reader.example/"
  remote_reader_last_entry_url      = "https://hot-reader-last-entry.example/"
  inter_cloud_token                 = "secret-one"
  data_connector_package            = "main.tf"
  data_connector_last_entry_package = "main.tf"
}

run "refuses_an_unknown_cloud" {
  command = plan
  variables {
    hot_cloud         = "azur"
    digital_twin_info = "{\"config_providers\":{\"layer_3_hot_provider\":\"azur\"}}"
  }
  expect_failures = [var.hot_cloud]
}

run "refuses_info_that_names_another_cloud" {
  command = plan
  variables {
    digital_twin_info = "{\"config_providers\":{\"layer_3_hot_provider\":\"azure\",\"layer_4_provider\":\"aws\"}}"
  }
  expect_failures = [var.digital_twin_info]
}

run "refuses_an_empty_url_and_token_of_a_foreign_cloud" {
  command = plan
  variables {
    remote_reader_url            = ""
    remote_reader_last_entry_url = ""
    inter_cloud_token            = " "
  }
  expect_failures = [var.remote_reader_url, var.remote_reader_last_entry_url, var.inter_cloud_token]
}

run "refuses_plain_http" {
  command = plan
  variables {
    remote_reader_url            = "http://hot-reader.example/"
    remote_reader_last_entry_url = "http://127.0.0.1.example/"
  }
  expect_failures = [var.remote_reader_url, var.remote_reader_last_entry_url]
}

run "accepts_plain_http_to_loopback" {
  command = plan
  variables {
    remote_reader_url            = "http://127.0.0.1:4566/_aws/lambda-url/one/"
    remote_reader_last_entry_url = "http://localhost:4566/_aws/lambda-url/two/"
  }
}

run "refuses_packages_that_do_not_exist_and_local_readers_by_arn" {
  command = plan
  variables {
    data_connector_package            = "no-such.zip"
    data_connector_last_entry_package = "no-such.zip"
    local_hot_reader_name             = "arn:aws:lambda:eu-central-1:123456789012:function:factory-hot-reader"
    local_hot_reader_last_entry_name  = "factory-hot-reader-last-entry:1"
  }
  expect_failures = [
    var.data_connector_package, var.data_connector_last_entry_package, var.local_hot_reader_name,
    var.local_hot_reader_last_entry_name,
  ]
}

run "refuses_the_same_cloud_without_local_readers" {
  command = plan
  variables {
    hot_cloud         = "aws"
    digital_twin_info = "{\"config_providers\":{\"layer_3_hot_provider\":\"aws\",\"layer_4_provider\":\"aws\"}}"
  }
  expect_failures = [var.local_hot_reader_name, var.local_hot_reader_last_entry_name]
}

run "refuses_a_timeout_that_hides_the_readers_silence" {
  command = plan
  variables {
    timeout_seconds               = 10
    remote_reader_timeout_seconds = 10
  }
  expect_failures = [var.timeout_seconds]
}

run "refuses_numbers_that_make_no_sense" {
  command = plan
  variables {
    remote_reader_timeout_seconds = 0
    remote_reader_max_retries     = 11
    log_retention_days            = 31
    max_concurrency               = 0
    memory_mb                     = 64
    architecture                  = "amd64"
  }
  expect_failures = [
    var.remote_reader_timeout_seconds, var.remote_reader_max_retries, var.log_retention_days, var.max_concurrency,
    var.memory_mb, var.architecture,
  ]
}
