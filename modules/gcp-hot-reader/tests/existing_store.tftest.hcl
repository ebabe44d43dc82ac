# A hot store that exists.
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

run "reads_an_existing_hot_store" {
  variables {
    existing_hot_store = {
      database   = "(default)"
      collection = "readings"
    }
  }

  assert {
    condition     = length(google_firestore_database.hot) + length(google_firestore_index.records) == 0
    error_message = "Nothing that exists may be made again."
  }

  assert {
    condition     = google_cloudfunctions2_function.reader["hot-reader"].service_config[0].environment_variables.FIRESTORE_DATABASE == "(default)" && google_cloudfunctions2_function.reader["hot-reader"].service_config[0].environment_variables.FIRESTORE_COLLECTION == "readings"
    error_message = "The environment must lead to the existing collection."
  }

  assert {
    condition     = google_project_iam_member.runtime_reads_hot_store.condition[0].expression == "resource.name == \"projects/plant-prod/databases/(default)\""
    error_message = "The functions may read the existing database only."
  }
}

run "reads_documents_of_another_form" {
  command = plan

  variables {
    existing_hot_store = {
      database   = "(default)"
      collection = "devices/{device}/telemetry"
      records    = { time = "at", time_format = "timestamp" }
    }
  }

  assert {
    condition     = jsondecode(google_cloudfunctions2_function.reader["hot-reader"].service_config[0].environment_variables.HOT_STORE_RECORDS) == { time = "at", time_format = "timestamp" }
    error_message = "The functions must know the form of the documents."
  }
}

run "declares_the_indexes_of_an_existing_collection_where_it_may" {
  command = plan

  variables {
    existing_hot_store = {
      database        = "(default)"
      collection      = "plants/north/readings"
      declare_indexes = true
      records         = { device = "meta.device", time = "at", time_format = "timestamp" }
    }
  }

  assert {
    condition     = [for index in google_firestore_index.records : [index.database, index.collection, index.fields[0].field_path, index.fields[1].field_path]] == [["(default)", "readings", "meta.device", "at"], ["(default)", "readings", "meta.device", "at"]]
    error_message = "Both orders of a device's documents need an index."
  }
}

run "declares_no_index_for_one_collection_a_device" {
  command = plan

  variables {
    existing_hot_store = {
      database        = "(default)"
      collection      = "devices/{device}/telemetry"
      declare_indexes = true
    }
  }

  assert {
    condition     = length(google_firestore_index.records) == 0
    error_message = "Firestore indexes the time by itself."
  }
}

run "declares_the_indexes_of_a_collection_group" {
  command = plan

  variables {
    existing_hot_store = {
      database         = "(default)"
      collection       = "telemetry"
      collection_group = true
      declare_indexes  = true
      records          = { device = "deviceId", time = "reading-1.at", time_format = "timestamp" }
    }
  }

  assert {
    condition     = [for index in google_firestore_index.records : [index.query_scope, index.collection, index.fields[0].field_path, index.fields[1].field_path]] == [["COLLECTION_GROUP", "telemetry", "deviceId", "`reading-1`.at"], ["COLLECTION_GROUP", "telemetry", "deviceId", "`reading-1`.at"]]
    error_message = "Both orders need an index over all collections of that name."
  }

  assert {
    condition     = google_cloudfunctions2_function.reader["hot-reader"].service_config[0].environment_variables.FIRESTORE_COLLECTION_GROUP == "true"
    error_message = "The functions must know that the name is that of a collection group."
  }
}

run "refuses_the_path_of_a_collection_as_a_collection_group" {
  command = plan

  variables {
    existing_hot_store = {
      database         = "(default)"
      collection       = "plants/north/telemetry"
      collection_group = true
    }
  }

  expect_failures = [var.existing_hot_store]
}

run "refuses_one_field_for_device_and_time" {
  command = plan

  variables {
    existing_hot_store = {
      database   = "plant"
      collection = "telemetry"

      records = { time = "iotDeviceId" }
    }
  }

  expect_failures = [var.existing_hot_store]
}

run "refuses_a_name_that_firestore_reserves" {
  command = plan

  variables {
    existing_hot_store = {
      database   = "plant"
      collection = "telemetry"

      records = { time = "meta.__at__" }
    }
  }

  expect_failures = [var.existing_hot_store]
}

run "refuses_the_type_of_a_time_that_has_no_epoch" {
  command = plan

  variables {
    existing_hot_store = {
      database   = "plant"
      collection = "telemetry"

      records = { time = "at", time_type = "string" }
    }
  }

  expect_failures = [var.existing_hot_store]
}
