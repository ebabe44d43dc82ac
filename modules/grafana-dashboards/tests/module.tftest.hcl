# Against a mocked provider: what Grafana is asked for, not what it answers.

mock_provider "grafana" {}

variables {
  digital_twin_name = "factory"
  files_path        = "./tests/files"
  secrets = {
    CROSSTWIN_FACTORY_AWS_TOKEN           = "a \"quoted\" token"
    CROSSTWIN_FACTORY_AZURE_CLIENT_SECRET = "client-secret"
  }
  settings = {
    CROSSTWIN_FACTORY_DIGITAL_TWINS_HOST = "factory.api.weu.digitaltwins.azure.net"
    CROSSTWIN_FACTORY_AZURE_TENANT_ID    = "00000000-0000-0000-0000-000000000000"
  }
}

run "each_data_source_has_its_url_its_settings_and_its_secret" {
  assert {
    condition     = output.data_source_uids == ["factory-aws-history", "factory-digital-twins", "factory-twinmaker"]
    error_message = "There must be one resource for each data source of the file."
  }

  assert {
    condition = (
      grafana_data_source.twin["factory-aws-history"].type == "yesoreyeram-infinity-datasource"
      && grafana_data_source.twin["factory-aws-history"].name == "factory aws history"
      && grafana_data_source.twin["factory-aws-history"].url == "https://reader.example.com/hot-reader"
      && jsondecode(grafana_data_source.twin["factory-aws-history"].json_data_encoded) == {
        auth_method  = "apiKey"
        allowedHosts = ["https://reader.example.com/hot-reader"]
      }
      && jsondecode(grafana_data_source.twin["factory-aws-history"].secure_json_data_encoded) == { apiKeyValue = "a \"quoted\" token" }
    )
    error_message = "A hot reader's data source must be that of the file, with the token in the place of its name."
  }

  assert {
    condition = (
      grafana_data_source.twin["factory-digital-twins"].url == "https://factory.api.weu.digitaltwins.azure.net"
      && jsondecode(grafana_data_source.twin["factory-digital-twins"].json_data_encoded) == {
        auth_method  = "oauth2"
        oauth2       = { token_url = "https://login.microsoftonline.com/00000000-0000-0000-0000-000000000000/oauth2/v2.0/token" }
        allowedHosts = ["https://factory.api.weu.digitaltwins.azure.net"]
      }
      && jsondecode(grafana_data_source.twin["factory-digital-twins"].secure_json_data_encoded) == { oauth2ClientSecret = "client-secret" }
    )
    error_message = "Each name in a URL or in settings must be replaced."
  }

  assert {
    condition = (
      grafana_data_source.twin["factory-twinmaker"].url == ""
      && jsondecode(grafana_data_source.twin["factory-twinmaker"].json_data_encoded) == { workspaceId = "factory" }
      && jsondecode(grafana_data_source.twin["factory-twinmaker"].secure_json_data_encoded) == {}
    )
    error_message = "A data source without a URL or secrets must get none."
  }
}

run "dashboards_are_those_of_the_files_in_the_twins_folder" {
  assert {
    condition = (
      keys(grafana_dashboard.twin) == ["telemetry.json"]
      && jsondecode(grafana_dashboard.twin["telemetry.json"].config_json) == { title = "factory: telemetry", uid = "factory-telemetry" }
      && grafana_dashboard.twin["telemetry.json"].folder == "factory"
      && grafana_folder.twin.title == "factory"
    )
    error_message = "Each dashboard of the twin must be put into the twin's folder as it is."
  }
}

run "refuses_to_plan_without_a_secret_that_a_data_source_names" {
  command = plan
  variables {
    secrets = { CROSSTWIN_FACTORY_AWS_TOKEN = "token" }
  }
  expect_failures = [grafana_data_source.twin["factory-digital-twins"]]
}

run "refuses_a_folder_without_the_twins_files" {
  command = plan
  variables {
    digital_twin_name = "another"
  }
  expect_failures = [var.files_path]
}

run "refuses_a_name_that_is_no_twins" {
  command = plan
  variables {
    digital_twin_name = "Factory"
  }
  expect_failures = [var.digital_twin_name]
}
