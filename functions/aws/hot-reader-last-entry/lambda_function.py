"""Hot reader on AWS: the newest values of a device's properties, out of DynamoDB."""

from hotread.answer import last_entry
from hotread_aws.handler import make_handler

lambda_handler = make_handler(last_entry)
