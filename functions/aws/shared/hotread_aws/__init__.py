"""The hot readers on AWS: DynamoDB as a hot store, and Lambda's two ways of asking."""
