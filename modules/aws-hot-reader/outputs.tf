output "hot_reader_url" {
  description = "URL of the history reader, for POST with the header X-Inter-Cloud-Token."
  value       = aws_lambda_function_url.reader["hot-reader"].function_url
}

output "hot_reader_last_entry_url" {
  description = "URL of the last-entry reader, for POST with the header X-Inter-Cloud-Token."
  value       = aws_lambda_function_url.reader["hot-reader-last-entry"].function_url
}

output "inter_cloud_token" {
  description = "Token of the current generation, which a connector sends."
  value       = local.inter_cloud_token
  sensitive   = true

  # Whoever sends this token must find it accepted.
  depends_on = [aws_lambda_function.reader]
}

output "hot_reader_arn" {
  description = "ARN of the history reader, unqualified, as TwinMaker requires it on the same cloud."
  value       = aws_lambda_function.reader["hot-reader"].arn
}

output "hot_reader_last_entry_arn" {
  description = "ARN of the last-entry reader, unqualified, as TwinMaker requires it on the same cloud."
  value       = aws_lambda_function.reader["hot-reader-last-entry"].arn
}

output "hot_store_table_name" {
  description = "Name of the DynamoDB table that the readers query."
  value       = local.table.name
}
