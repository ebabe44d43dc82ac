"""A hot reader on another cloud, asked over HTTPS with the shared token, whichever cloud asks.

`reader` asks until there is an answer or no time is left, `retries` says when again, `exchange` bounds one
request, and `failure` names what went wrong. What an answer holds is its caller's subject.
"""

import warnings

# The zips on AWS have no charset-normalizer on purpose (docs/decisions/0015), of which requests would warn in
# every container's log.
warnings.filterwarnings("ignore", "Unable to find acceptable character detection dependency")
