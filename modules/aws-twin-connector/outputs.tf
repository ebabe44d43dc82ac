output "data_connector_arn" {
  description = "ARN of the connector for histories, unqualified, as TwinMaker's dataReaderByEntity takes it."
  value       = aws_lambda_function.connector["data-connector"].arn
}

output "data_connector_last_entry_arn" {
  description = "ARN of the connector for last entries, unqualified, as TwinMaker's attributePropertyValueReaderByEntity requires it."
  value       = aws_lambda_function.connector["data-connector-last-entry"].arn
}
