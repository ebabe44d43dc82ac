output "hot_reader_url" {
  description = "URL of the history reader, for POST with the header X-Inter-Cloud-Token."
  value       = google_cloudfunctions2_function.reader["hot-reader"].url

  # Without the grant every caller gets 403.
  depends_on = [google_cloud_run_v2_service_iam_member.public]
}

output "hot_reader_last_entry_url" {
  description = "URL of the last-entry reader, for POST with the header X-Inter-Cloud-Token."
  value       = google_cloudfunctions2_function.reader["hot-reader-last-entry"].url

  depends_on = [google_cloud_run_v2_service_iam_member.public]
}

output "inter_cloud_token" {
  description = "Token of the current generation, which a connector sends."
  value       = local.inter_cloud_token
  sensitive   = true

  # Whoever sends this token must find it accepted.
  depends_on = [google_cloudfunctions2_function.reader]
}

output "hot_store_database" {
  description = "Firestore database that holds the telemetry."
  value       = local.hot_store.database
}

output "hot_store_collection" {
  description = "Firestore collection that holds the telemetry."
  value       = local.hot_store.collection
}
