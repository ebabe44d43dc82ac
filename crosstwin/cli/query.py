"""`crosstwin query`: queries a deployed reader."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from crosstwin.cli.choices import choose_device, choose_properties, parsed, refuse_together

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crosstwin.readers.client import AskedReader, History, Newest
    from crosstwin.twin.deployment import Deployment

TOKEN_VARIABLE = "CROSSTWIN_TOKEN"  # noqa: S105 - the variable's name
DEFAULT_START, DEFAULT_END = "-1h", "now"


class Order(StrEnum):
    ASCENDING = "ascending"
    DESCENDING = "descending"


@dataclass(frozen=True, slots=True)
class Question:
    """Whom to ask about what; `types` are the declared types of the properties that twin.yaml knows."""

    reader: AskedReader
    device: str
    properties: Sequence[str]
    types: Mapping[str, str]


def query(
    device: Annotated[str, typer.Argument(metavar="DEVICE", help="The device's id.")],
    properties: Annotated[
        list[str] | None,
        typer.Argument(metavar="PROPERTIES", help="The properties to query. Default: all in twin.yaml."),
    ] = None,
    *,
    start: Annotated[
        str | None,
        typer.Option(help=f"ISO 8601 with a zone, or before now: -1h, -2d. Default: {DEFAULT_START}."),
    ] = None,
    end: Annotated[str | None, typer.Option(help="The same, inclusive. Default: now.")] = None,
    last: Annotated[bool, typer.Option("--last", help="Only the newest value of each property.")] = False,
    order: Annotated[Order | None, typer.Option(help="The order by time. Default: ascending.")] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="Stop after this number of rows.")] = None,
    max_results: Annotated[
        int | None, typer.Option(min=1, help="Rows per page. Default: as many as the reader returns.")
    ] = None,
    max_data_points: Annotated[
        int | None,
        typer.Option(min=1, help="The largest number of values per property; keeps the extremes."),
    ] = None,
    url: Annotated[str | None, typer.Option(help="Query the reader at this URL.")] = None,
    token: Annotated[
        str | None,
        typer.Option(
            help=f"The reader's token, for --url. Prefer the variable {TOKEN_VARIABLE}: other users of this "
            "machine can see arguments, and shells store them in their history."
        ),
    ] = None,
    config: Annotated[
        Path | None,
        typer.Option(
            help="Query the reader in this file, a config_inter_cloud.json that crosstwin export wrote."
        ),
    ] = None,
    function: Annotated[
        str | None, typer.Option(help="Invoke this Lambda function, as TwinMaker does.")
    ] = None,
    region: Annotated[
        str | None, typer.Option(help="The function's region. Default: that of twin.yaml.")
    ] = None,
    endpoint_url: Annotated[str | None, typer.Option(help="The AWS emulator that runs the function.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, with all pages merged.")] = False,
    chart: Annotated[bool, typer.Option("--chart", help="Print charts instead of a table.")] = False,
) -> None:
    """Query a device's values: those of a time range, or the newest.

    The command finds the device's cloud in twin.yaml, and the URL and token of its reader in the outputs of
    the deployed stack. Use --url, --config or --function to query another reader.

    Examples:

        crosstwin query temperature-sensor-1

        crosstwin query temperature-sensor-1 temperature --start -6h --chart

        crosstwin query temperature-sensor-1 --start -30d --max-data-points 500

        crosstwin query pump-7 --last --json

        crosstwin query pump-7 rpm --url https://example.com/hot-reader

        crosstwin query pump-7 rpm --config config_inter_cloud.json

        crosstwin query pump-7 rpm --function factory-hot-reader
    """
    refuse_together("--url", url is not None, "--function", function is not None)
    refuse_together("--config", config is not None, "--url", url is not None)
    refuse_together("--config", config is not None, "--function", function is not None)
    refuse_together("--json", as_json, "--chart", chart)
    for option, given in (("--start", start), ("--end", end), ("--order", order), ("--limit", limit)):
        refuse_together("--last", last, option, given is not None)
    refuse_together("--last", last, "--max-results", max_results is not None)
    for option, given in (("--last", last), ("--max-results", max_results), ("--limit", limit)):
        refuse_together("--max-data-points", max_data_points is not None, option, bool(given))
    refuse_together("--last", last, "--chart", chart)
    if token is not None and url is None:
        raise typer.BadParameter("only applies to --url", param_hint="--token")
    for option, given in (("--region", region), ("--endpoint-url", endpoint_url)):
        if given is not None and function is None:
            raise typer.BadParameter("only applies to --function", param_hint=option)

    if url is not None:
        question = _over_http(device, properties or [], url, token)
    elif config is not None:
        question = _as_configured(device, properties or [], config, last=last)
    elif function is not None:
        question = _by_invocation(device, properties or [], function, region, endpoint_url)
    else:
        question = _as_deployed(device, properties or [], last=last)

    if last:
        _show_newest(question, as_json)
    else:
        first, final = _time_range(start or DEFAULT_START, end or DEFAULT_END)
        history = _read(
            question,
            first,
            final,
            order=order or Order.ASCENDING,
            max_results=max_results,
            limit=limit,
            max_data_points=max_data_points,
        )
        _show_history(history, as_json, chart)


def _over_http(device: str, properties: list[str], url: str, token: str | None) -> Question:
    from crosstwin.readers.http import HttpReader

    token = token or os.environ.get(TOKEN_VARIABLE, "")
    if not token.strip():
        raise typer.BadParameter(
            f"requires the reader's token: set {TOKEN_VARIABLE} (output inter_cloud_token of an l3 stack)",
            param_hint="--url",
        )
    names, types, _ = _known(device, properties)
    return Question(HttpReader(url, token), device, names, types)


def _as_configured(device: str, properties: list[str], file: Path, *, last: bool) -> Question:
    from crosstwin.errors import Failure
    from crosstwin.readers.http import HttpReader
    from crosstwin.readers.inter_cloud_config import connection_id, connection_ids, read_connection

    names, types, deployment = _known(device, properties)
    known = next((one for one in deployment.devices if one.id == device), None) if deployment else None
    if deployment is not None and known is not None:
        name = connection_id(deployment.hot_cloud(known), deployment.providers.layer_4_provider, last=last)
    else:  # only the file can say it
        found = connection_ids(file, last=last)
        if len(found) != 1:
            raise Failure(
                f"{file} has {len(found)} connections of this kind ({', '.join(found) or 'none'}); "
                f"to choose one, name the cloud of {device} in a twin.yaml"
            )
        name = found[0]
    connection = read_connection(file, name)
    return Question(HttpReader(connection.url, connection.token), device, names, types)


def _by_invocation(
    device: str, properties: list[str], function: str, region: str | None, endpoint_url: str | None
) -> Question:
    from crosstwin.readers.aws_lambda import LambdaReader

    names, types, deployment = _known(device, properties)
    if deployment is not None and deployment.aws is not None:
        region = region or deployment.aws.region
        endpoint_url = endpoint_url or deployment.aws.endpoint_url
    return Question(LambdaReader(function, region, endpoint_url), device, names, types)


def _as_deployed(device: str, properties: list[str], *, last: bool) -> Question:
    from crosstwin.console import progress
    from crosstwin.readers.http import HttpReader
    from crosstwin.terraform.outputs import reader_outputs
    from crosstwin.twin.deployment import load

    deployment = load()
    chosen = choose_device(deployment, device)
    names = choose_properties(chosen, properties)
    cloud = deployment.hot_cloud(chosen)
    with progress() as shown:  # a remote state takes Terraform and some seconds
        shown.add_task(f"reading the outputs of l3-{cloud}", total=None)
        found = reader_outputs(deployment, cloud)
    url = found.hot_reader_last_entry_url if last else found.hot_reader_url
    return Question(HttpReader(url, found.inter_cloud_token), device, names, dict(chosen.properties))


def _known(device: str, properties: list[str]) -> tuple[list[str], dict[str, str], Deployment | None]:
    """What twin.yaml knows of a device. A reader that was named may be of another twin: it need not."""
    from crosstwin.twin.deployment import deployment_file, load

    deployment = load() if deployment_file().exists() else None
    known = next((one for one in deployment.devices if one.id == device), None) if deployment else None
    names = properties or (list(known.properties) if known else [])
    if not names:
        raise typer.BadParameter(
            f"name the properties to query: {deployment_file()} has no device {device}",
            param_hint="PROPERTIES",
        )
    return names, dict(known.properties) if known else {}, deployment


def _time_range(start: str, end: str) -> tuple[str, str]:
    from crosstwin.readers.answers import sort_key
    from crosstwin.readers.times import iso_time

    first, final = parsed(iso_time, start, "--start"), parsed(iso_time, end, "--end")
    if sort_key(first) > sort_key(final):
        raise typer.BadParameter(f"{first} is after --end {final}", param_hint="--start")
    return first, final


def _read(
    question: Question,
    start: str,
    end: str,
    *,
    order: Order,
    max_results: int | None,
    limit: int | None,
    max_data_points: int | None,
) -> History:
    from crosstwin.console import progress
    from crosstwin.readers.client import read_history

    with progress() as shown:
        task = shown.add_task(f"querying {question.reader.route}", total=None)

        def on_page(pages: int, rows: int) -> None:
            shown.update(task, description=f"{rows} rows in {pages} pages from {question.reader.route}")

        return read_history(
            question.reader,
            question.device,
            question.properties,
            start,
            end,
            types=question.types,
            order="DESCENDING" if order is Order.DESCENDING else "ASCENDING",
            max_results=max_results,
            limit=limit,
            max_data_points=max_data_points,
            on_page=on_page,
        )


def _show_newest(question: Question, as_json: bool) -> None:
    from crosstwin.cli.render import show_newest, show_timings
    from crosstwin.console import messages, output, progress
    from crosstwin.readers.client import read_newest

    with progress() as shown:
        shown.add_task(f"querying {question.reader.route}", total=None)
        newest = read_newest(question.reader, question.device, question.properties, types=question.types)
    if as_json:
        _print_json(_with_ages(newest))
    else:
        show_newest(output(), newest, question.properties)
        show_timings(messages(), newest=newest)


def _with_ages(newest: Newest) -> Mapping[str, object]:
    """The answer, and how many seconds old each value is."""
    from crosstwin.readers.times import age_seconds

    entries = {
        name: {**entry, "ageSeconds": round(age_seconds(newest.times[name]), 3)}
        if name in newest.times
        else entry
        for name, entry in newest.answer["propertyValues"].items()
    }
    return {**newest.answer, "propertyValues": entries}


def _show_history(history: History, as_json: bool, chart: bool) -> None:
    from crosstwin.cli.render import show_charts, show_history, show_timings
    from crosstwin.console import messages, note, output

    if as_json:
        _print_json(history.answer)
    elif chart:
        if left_out := show_charts(output(), history):
            note(f"no chart of {', '.join(left_out)}: a chart needs at least two numbers")
    else:
        show_history(output(), history)
    if history.stopped_early:
        note(f"stopped after {history.rows} rows (--limit); there are more")
    if not as_json:
        show_timings(messages(), history=history)


def _print_json(answer: Mapping[str, object]) -> None:
    write: Callable[[str], object] = sys.stdout.write
    write(json.dumps(answer, ensure_ascii=False, indent=2 if sys.stdout.isatty() else None) + "\n")
