# The storage account of the Function App: the host's own state, the code that runs, the packages that were
# uploaded to be deployed.

resource "azurerm_storage_account" "hot_reader" {
  name                     = local.names.storage_account
  resource_group_name      = local.resource_group_name
  location                 = var.location
  account_tier             = "Standard"
  account_replication_type = "LRS" # everything in it can be made again by an apply

  min_tls_version                 = "TLS1_2"
  https_traffic_only_enabled      = true
  allow_nested_items_to_be_public = false

  # The app itself comes with its identity and holds no key. Keys stay on for whoever applies: with them the
  # upload and the short-lived link in code.tf need no data role, which would take minutes to reach storage.
  shared_access_key_enabled = true

  cross_tenant_replication_enabled = false
  local_user_enabled               = false

  tags = var.tags
}

# Where the Flex Consumption plan keeps the package that runs. Only the platform writes here.
resource "azurerm_storage_container" "deployment" {
  name                  = "deployment"
  storage_account_id    = azurerm_storage_account.hot_reader.id
  container_access_type = "private"
}

# Where packages wait to be deployed.
resource "azurerm_storage_container" "packages" {
  name                  = "packages"
  storage_account_id    = azurerm_storage_account.hot_reader.id
  container_access_type = "private"
}
