"""Runs the user's `process(event)`, which lies beside it, and passes its result on to the persister."""

from twin_processor.handler import make_handler
from twin_processor.user_function import user_process

lambda_handler = make_handler(user_process())
