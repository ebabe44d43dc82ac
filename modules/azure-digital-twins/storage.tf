# The storage account of the Function App: the host's own state, the code that runs, the packages that were
# uploaded to be deployed, and the graph (graph.tf).

resource "azurerm_storage_account" "connector" {
  # checkov:skip=CKV2_AZURE_1: it holds code, the graph, and the host's locks and keys of its own, but no telemetry and no inter-cloud token
  # checkov:skip=CKV2_AZURE_33: a private network is not part of this module
  # checkov:skip=CKV2_AZURE_38: what is in it, an apply or the host makes again
  # checkov:skip=CKV2_AZURE_40: keys stay on for whoever applies, see below
  # checkov:skip=CKV2_AZURE_41: the one link that is made (code.tf) expires after 24 hours
  # checkov:skip=CKV_AZURE_206: what is in it, an apply or the host makes again
  # checkov:skip=CKV_AZURE_33: timers use no queues, and the app's identity has no role on any
  # checkov:skip=CKV_AZURE_43: checkov does not compute the name; the tests hold it to the rules of Azure
  # checkov:skip=CKV_AZURE_59: the upload and the app need its public endpoint; no blob is public

  name                     = local.names.storage_account
  resource_group_name      = local.resource_group_name
  location                 = var.location
  account_tier             = "Standard"
  account_replication_type = "LRS" # what is in it, an apply or the host makes again

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
  # checkov:skip=CKV2_AZURE_21: it holds code, no data; reads of it are the platform's

  name                  = "deployment"
  storage_account_id    = azurerm_storage_account.connector.id
  container_access_type = "private"
}

# Where packages wait to be deployed.
resource "azurerm_storage_container" "packages" {
  # checkov:skip=CKV2_AZURE_21: it holds code, no data; reads of it are the platform's

  name                  = "packages"
  storage_account_id    = azurerm_storage_account.connector.id
  container_access_type = "private"
}
