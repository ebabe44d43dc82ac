# Twins in an instance that exists, with a data history in a cluster that exists, read by a Grafana.

terraform {
  required_providers {
    azurerm = {
      source  = "hashicorp/azurerm"
      version = ">= 4.78, < 6"
    }
    azapi = {
      source  = "Azure/azapi"
      version = ">= 2.0, < 3"
    }
    time = {
      source  = "hashicorp/time"
      version = ">= 0.9, < 1"
    }
  }
}

provider "azurerm" {
  subscription_id = "11111111-1111-1111-1111-111111111111"
  features {}

  # azurerm 5 registers none by itself.
  resource_providers_to_register = [
    "Microsoft.Authorization",
    "Microsoft.DigitalTwins",
    "Microsoft.EventHub",
    "Microsoft.KeyVault",
    "Microsoft.OperationalInsights",
    "Microsoft.Storage",
    "Microsoft.Web",
    "microsoft.insights",
  ]
}

provider "azapi" {
  subscription_id = "11111111-1111-1111-1111-111111111111"
}

module "digital_twins" {
  source = "../.."

  digital_twin_name      = "factory"
  location               = "westeurope"
  data_connector_package = "digital-twin-data-connector.zip"

  resource_group_name = "plant"
  refresh_seconds     = 300

  existing_instance = {
    id = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/plant/providers/Microsoft.DigitalTwins/digitalTwinsInstances/plant"
  }
  data_history = {
    kusto_cluster_id    = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/plant/providers/Microsoft.Kusto/clusters/plant"
    kusto_database_name = "twins"
  }
  reader_principal_ids = { grafana = "66666666-6666-6666-6666-666666666666" }
  alarms               = { actions = ["/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/plant/providers/Microsoft.Insights/actionGroups/plant"] }

  devices = {
    pump-7 = { hot_provider = "azure", properties = { rpm = "integer", running = "boolean" } }
  }

  remote_reader_last_entry_urls = { azure = "https://factory-hot-reader.azurewebsites.net/api/hot-reader-last-entry" }
  inter_cloud_tokens            = { azure = "00000000-0000-0000-0000-000000000000" }
}

output "digital_twins_host" {
  value = module.digital_twins.digital_twins_host
}
