output "processor_arn" {
  description = "ARN of the processor, for an AWS IoT rule, or whatever else invokes it asynchronously."
  value       = aws_lambda_function.processor.arn

  # Whoever invokes it must find failed events kept.
  depends_on = [aws_lambda_function_event_invoke_config.processor]
}

output "dead_letter_queue_url" {
  description = "URL of the SQS queue with the events that could not be stored."
  value       = aws_sqs_queue.dead_letter.url
}
