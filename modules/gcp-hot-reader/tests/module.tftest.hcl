# What the module asks Google Cloud for.
#
# `terraform test` needs the google provider for its schema, and no Google Cloud project: every resource is
# mocked. Mocks cannot show that Google takes the values, that a grant has taken effect, or that a build succeeds.

mock_provider "google" {
  mock_resource "google_cloudfunctions2_function" {
    defaults = { url = "https://europe-west1-plant-prod.cloudfunctions.net/mocked" }
  }

  mock_resource "google_secret_manager_secret" {
    defaults = { id = "projects/plant-prod/secrets/factory-inter-cloud-token" }
  }

  mock_resource "google_secret_manager_secret_version" {
    defaults = { version = "7" }
  }

  mock_resource "google_service_account" {
    defaults = {
      id     = "projects/plant-prod/serviceAccounts/mocked@plant-prod.iam.gserviceaccount.com"
      email  = "mocked@plant-prod.iam.gserviceaccount.com"
      member = "serviceAccount:mocked@plant-prod.iam.gserviceaccount.com"
    }
  }
}

variables {
  digital_twin_name  = "factory"
  project            = "plant-prod"
  region             = "europe-west1"
  hot_reader_package = "README.md" # any file: only its path and its hash are used
  tags               = { team = "plant" }

  # Terraform destroys what a run applied.
  deletion_protection = false

  digital_twin_info = jsonencode({
    config           = { digital_twin_name = "factory" }
    config_providers = { layer_3_hot_provider = "gcp", layer_4_provider = "aws", layer_5_provider = "aws" }
  })
}

run "creates_a_hot_store_and_two_readers" {
  assert {
    condition     = output.hot_reader_url == google_cloudfunctions2_function.reader["hot-reader"].url && output.hot_reader_last_entry_url == google_cloudfunctions2_function.reader["hot-reader-last-entry"].url
    error_message = "Each output must be the URL of its function."
  }

  assert {
    condition     = google_cloudfunctions2_function.reader["hot-reader"].name == "factory-hot-reader" && google_cloudfunctions2_function.reader["hot-reader"].build_config[0].entry_point == "hot_reader"
    error_message = "The history reader must be factory-hot-reader and enter at hot_reader."
  }

  assert {
    condition     = google_cloudfunctions2_function.reader["hot-reader-last-entry"].name == "factory-hot-reader-last-entry" && google_cloudfunctions2_function.reader["hot-reader-last-entry"].build_config[0].entry_point == "hot_reader_last_entry"
    error_message = "The last-entry reader must be factory-hot-reader-last-entry and enter at hot_reader_last_entry."
  }

  assert {
    condition = alltrue([
      for function in google_cloudfunctions2_function.reader :
      function.service_config[0].environment_variables.FIRESTORE_DATABASE == "factory-hot" && function.service_config[0].environment_variables.FIRESTORE_COLLECTION == "hot"
    ])
    error_message = "The environment must lead to the database that was made."
  }

  assert {
    condition = alltrue([
      for function in google_cloudfunctions2_function.reader :
      function.service_config[0].secret_environment_variables[0].key == "INTER_CLOUD_TOKEN" && function.service_config[0].secret_environment_variables[0].version == "7" && !contains(keys(function.service_config[0].environment_variables), "INTER_CLOUD_TOKEN")
    ])
    error_message = "The token must come from Secret Manager, in the version that was written."
  }

  assert {
    condition     = alltrue([for function in google_cloudfunctions2_function.reader : function.service_config[0].max_instance_count * function.service_config[0].max_instance_request_concurrency == 20])
    error_message = "max_concurrency must bound the requests that are answered at once."
  }

  assert {
    condition     = google_firestore_database.hot[0].deletion_policy == "DELETE" && google_firestore_database.hot[0].delete_protection_state == "DELETE_PROTECTION_DISABLED"
    error_message = "A destroy must delete the database, or the next apply finds its name taken."
  }

  assert {
    condition     = toset([for index in google_firestore_index.records : "${index.fields[0].field_path} ${index.fields[0].order}, ${index.fields[1].field_path} ${index.fields[1].order}"]) == toset(["iotDeviceId ASCENDING, id ASCENDING", "iotDeviceId ASCENDING, id DESCENDING"])
    error_message = "Both orders of a range query need an index."
  }

  assert {
    condition     = google_project_iam_member.runtime_reads_hot_store.role == "roles/datastore.viewer" && google_project_iam_member.runtime_reads_hot_store.condition[0].expression == "resource.name == \"projects/plant-prod/databases/factory-hot\""
    error_message = "The functions may read the one database."
  }

  assert {
    condition     = alltrue([for grant in google_cloud_run_v2_service_iam_member.public : grant.member == "allUsers" && grant.role == "roles/run.invoker"])
    error_message = "Other clouds must be able to call."
  }

  assert {
    condition     = google_storage_bucket_object.package.name == "${filesha256("README.md")}.zip"
    error_message = "New code must be a new object."
  }

  assert {
    condition     = google_storage_bucket.source.public_access_prevention == "enforced" && google_storage_bucket.source.uniform_bucket_level_access
    error_message = "The source must not be public."
  }

  assert {
    condition     = google_logging_project_bucket_config.hot_reader.retention_days == 30 && strcontains(google_logging_project_exclusion.hot_reader.filter, "factory-hot-reader-last-entry")
    error_message = "The logs must be kept as long as asked, and nowhere else."
  }

  assert {
    condition     = google_storage_bucket.source.labels == tomap({ team = "plant" }) && google_secret_manager_secret.token.labels == tomap({ team = "plant" })
    error_message = "Tags must reach the resources, as labels."
  }
}

run "deletion_protection_reaches_the_database" {
  command = plan

  variables {
    deletion_protection = true
  }

  assert {
    condition     = google_firestore_database.hot[0].delete_protection_state == "DELETE_PROTECTION_ENABLED"
    error_message = "deletion_protection must make Google refuse to delete the database."
  }
}

run "alarms_notify_the_actions" {
  command = plan

  variables {
    alarms = { actions = ["projects/plant/notificationChannels/17"] }
  }

  assert {
    condition     = keys(google_monitoring_alert_policy.hot_reader) == ["duration", "errors", "failed-queries", "throttles"]
    error_message = "There must be an alarm for each of duration, errors, failed-queries, throttles: ${join(" ", keys(google_monitoring_alert_policy.hot_reader))}"
  }

  assert {
    condition     = alltrue([for alarm in google_monitoring_alert_policy.hot_reader : alarm.notification_channels == tolist(var.alarms.actions)])
    error_message = "Each alarm must notify the actions."
  }
}

run "no_alarms_if_they_are_off" {
  command = plan

  variables {
    alarms = { enabled = false }
  }

  assert {
    condition     = length(google_monitoring_alert_policy.hot_reader) == 0
    error_message = "There must be no alarms."
  }
}

run "refuses_an_action_of_another_kind" {
  command = plan

  variables {
    alarms = { actions = ["me@example.com"] }
  }

  expect_failures = [var.alarms]
}
