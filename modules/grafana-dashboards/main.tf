# The data sources and dashboards of `crosstwin grafana`, put into a Grafana that reads no provisioning files.

resource "grafana_folder" "twin" {
  uid   = var.digital_twin_name
  title = var.digital_twin_name
}

resource "grafana_dashboard" "twin" {
  for_each = local.dashboards

  folder      = grafana_folder.twin.uid
  config_json = file("${local.dashboards_path}/${each.key}")
  overwrite   = true # one of the same uid is an earlier version of this one

  # A dashboard whose data sources are not there yet shows errors.
  depends_on = [grafana_data_source.twin]

  lifecycle {
    # Grafana deletes a folder's dashboards with it, and a folder that is created again has the same uid.
    replace_triggered_by = [grafana_folder.twin.id]
  }
}

locals {
  dashboards_path = "${var.files_path}/dashboards/${var.digital_twin_name}"
  dashboards      = fileset(local.dashboards_path, "*.json")
}
