# What exists already: an instance, and a cluster that keeps the data history.

mock_provider "azurerm" {
  source = "./tests/mocks/azurerm"
}

mock_provider "azapi" {
  source = "./tests/mocks/azapi"
}

mock_provider "time" {}

variables {
  digital_twin_name      = "factory"
  location               = "westeurope"
  data_connector_package = "README.md" # any file: only its path and its hash are used
  tags                   = { team = "plant" }

  deletion_protection = false # or the test could not destroy what it applied

  devices = {
    pump-7 = { hot_provider = "gcp", properties = { rpm = "integer", running = "boolean" } }
  }

  remote_reader_last_entry_urls = {
    aws = "https://aws.example.com/"
    gcp = "https://gcp.example.com/hot-reader-last-entry"
  }
  inter_cloud_tokens = {
    aws = "00000000-0000-0000-0000-00000000000a"
    gcp = "00000000-0000-0000-0000-00000000000b"
  }
}

run "an_existing_instance_is_read_and_not_made" {
  variables {
    existing_instance    = { id = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/plant/providers/Microsoft.DigitalTwins/digitalTwinsInstances/plant" }
    data_history         = { kusto_cluster_id = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/plant/providers/Microsoft.Kusto/clusters/plant", kusto_database_name = "twins" }
    reader_principal_ids = { grafana = "66666666-6666-6666-6666-666666666666" }
    alarms               = { actions = ["/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/plant/providers/Microsoft.Insights/actionGroups/plant"] }
  }

  assert {
    condition     = length(azurerm_digital_twins_instance.twins) == 0 && output.digital_twins_host == "plant.api.weu.digitaltwins.azure.net"
    error_message = output.digital_twins_host
  }

  assert {
    condition     = azurerm_role_assignment.reader["grafana"].role_definition_name == "Azure Digital Twins Data Reader" && azurerm_role_assignment.reader["grafana"].scope == "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/plant/providers/Microsoft.DigitalTwins/digitalTwinsInstances/plant"
    error_message = "A reader must be able to read this instance."
  }

  assert {
    condition     = alltrue([for grant in azurerm_role_assignment.history : grant.principal_id == "88888888-8888-8888-8888-888888888888"]) && azurerm_role_assignment.history["database"].scope == "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/plant/providers/Microsoft.Kusto/clusters/plant/databases/twins"
    error_message = "The instance's identity must be able to write the history."
  }

  assert {
    condition     = azurerm_kusto_database_principal_assignment.history[0].resource_group_name == "plant" && azurerm_kusto_database_principal_assignment.history[0].cluster_name == "plant"
    error_message = "The grant must be in the cluster's own resource group."
  }

  assert {
    condition     = azapi_resource.history[0].body.properties.adxEndpointUri == output.data_history_uri && azapi_resource.history[0].body.properties.adxDatabaseName == "twins" && azapi_resource.history[0].body.properties.eventHubEndpointUri == "sb://${azurerm_eventhub_namespace.history[0].name}.servicebus.windows.net"
    error_message = jsonencode(azapi_resource.history[0].body)
  }

  assert {
    condition     = alltrue([for alarm in azurerm_monitor_scheduled_query_rules_alert_v2.function : alarm.action[0].action_groups == tolist(["/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/plant/providers/Microsoft.Insights/actionGroups/plant"])])
    error_message = "Alarms must notify."
  }
}

run "a_history_needs_an_identity" {
  command = plan

  override_data {
    target = data.azapi_resource.existing_instance
    values = { output = { properties = { hostName = "plant.api.weu.digitaltwins.azure.net" } } }
  }

  variables {
    existing_instance = { id = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/plant/providers/Microsoft.DigitalTwins/digitalTwinsInstances/plant" }
    data_history      = { kusto_cluster_id = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/plant/providers/Microsoft.Kusto/clusters/plant", kusto_database_name = "twins" }
  }

  expect_failures = [data.azapi_resource.existing_instance]
}
