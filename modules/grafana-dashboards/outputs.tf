output "folder_uid" {
  description = "Uid of the folder with the twin's dashboards."
  value       = grafana_folder.twin.uid
}

output "dashboard_urls" {
  description = "URL of each dashboard, by its file."
  value       = { for file, dashboard in grafana_dashboard.twin : file => dashboard.url }
}

output "data_source_uids" {
  description = "Uids of the data sources."
  value       = keys(grafana_data_source.twin)
}
