"""An existing table stays as it is: deployed readers answer from it, and a plan over other keys fails."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import requests
from boto3.dynamodb.types import TypeSerializer

from crosstwin.local import aws
from crosstwin.packages.places import ROOT
from crosstwin.terraform.cdktf import cdktf
from crosstwin.terraform.finding import why_not

MISSING = why_not() or aws.why_not()
pytestmark = [
    pytest.mark.nightly,
    pytest.mark.skipif(bool(MISSING), reason=f"nothing can be deployed here: {MISSING}"),
]
EXAMPLE = ROOT / "examples" / "existing" / "aws-iot-rule"
DEPLOY = ["deploy", "l3-aws", "--auto-approve", "--skip-provider-lock"]


def test_the_table_of_an_iot_rule_is_read_by_deployed_readers(tmp_path: Path) -> None:
    stored = json.loads((EXAMPLE / "items.json").read_text(), parse_float=Decimal)
    with aws.running_aws(tmp_path) as emulator:
        client = emulator.client("dynamodb")
        keys = dict(zip(stored["keys"], ("HASH", "RANGE"), strict=True))
        client.create_table(
            TableName="telemetry",
            KeySchema=[{"AttributeName": key, "KeyType": kind} for key, kind in keys.items()],
            AttributeDefinitions=[
                {"AttributeName": key, "AttributeType": type_} for key, type_ in stored["keys"].items()
            ],
            BillingMode="PAY_PER_REQUEST",
        )
        serialize = TypeSerializer().serialize
        for item in stored["items"]:
            fields = {name: serialize(value) for name, value in item.items()}
            client.put_item(TableName="telemetry", Item=fields)
        text = (EXAMPLE / "twin.yaml").read_text()
        text = text.replace("aws:\n", f"aws:\n  endpoint_url: {emulator.endpoint_url}\n")
        twin = tmp_path / "twin.yaml"
        twin.write_text(text)
        cdktf(DEPLOY, twin_file=twin, folder=tmp_path, log=tmp_path / "cdktf.log")
        outputs = json.loads((tmp_path / "state/factory/l3-aws.tfstate").read_text())["outputs"]

        def ask(name: str, **payload: Any) -> Any:
            body = {"iotDeviceId": "pump-7", "selectedProperties": ["rpm"], **payload}
            response = requests.post(
                emulator.function_url(outputs[name]["value"]),
                json={"target_layer": "L3-hot", "payload": body},
                headers={"X-Inter-Cloud-Token": outputs["inter_cloud_token"]["value"]},
                timeout=60,
            )
            return response.json()["propertyValues"]

        hour = {"startTime": "2026-01-15T10:00:00Z", "endTime": "2026-01-15T10:01:00Z"}
        assert ask("hot_reader_url", **hour)[0]["values"] == [
            {"time": "2026-01-15T10:00:00Z", "value": {"IntegerValue": 900}},
            {"time": "2026-01-15T10:01:00Z", "value": {"IntegerValue": 1450}},
        ]
        assert ask("hot_reader_last_entry_url")["rpm"]["propertyValue"] == {"IntegerValue": 1480}

        # A time that is not the table's sort key, and then one of another type.
        for wrong in ("time: at", "time_format: iso8601"):
            right = next(line.strip() for line in text.splitlines() if line.strip().startswith(wrong[:5]))
            right = "time_format: epoch_milliseconds" if "format" in wrong else right
            twin.write_text(text.replace(right, wrong))
            with pytest.raises(Exception, match="cdktf"):
                cdktf(DEPLOY, twin_file=twin, folder=tmp_path, log=tmp_path / "refused.log")
            assert "but the readers query by" in (tmp_path / "refused.log").read_text()
