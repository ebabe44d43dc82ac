locals {
  prefix = "${var.digital_twin_name}-${var.hot_cloud}"

  # One map for all that comes twice: the connector for a time range, and the one for the newest value.
  connectors = {
    "data-connector" = {
      package           = var.data_connector_package
      remote_reader_url = var.remote_reader_url
      local_hot_reader  = var.local_hot_reader_name
    }
    "data-connector-last-entry" = {
      package           = var.data_connector_last_entry_package
      remote_reader_url = var.remote_reader_last_entry_url
      local_hot_reader  = var.local_hot_reader_last_entry_name
    }
  }
}
