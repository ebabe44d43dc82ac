"""Hot reader on AWS: the values of a device's properties in a time range, out of DynamoDB."""

from hotread.answer import history
from hotread_aws.handler import make_handler

lambda_handler = make_handler(history)
