"""`crosstwin query`: asks deployed readers."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from crosstwin.cli import complete
from crosstwin.cli.asking import Range, ask_histories, ask_newest
from crosstwin.cli.choices import one_of, parsed, refuse_together
from crosstwin.cli.questions import TOKEN_VARIABLE, NamedReader, questions
from crosstwin.cli.results import Form, print_histories, print_newest, report_failures
from crosstwin.cli.watch import watch as watch_newest
from crosstwin.cli.zones import IN_UTC, parse_zone
from crosstwin.readers.answers import sort_key
from crosstwin.readers.times import iso_time

DEFAULT_START, DEFAULT_END = "-1h", "now"


class Order(StrEnum):
    ASCENDING = "ascending"
    DESCENDING = "descending"


def query(
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="DEVICES [PROPERTIES]",
            help="One or more devices, then the properties to query. Default: all properties in twin.yaml.",
            show_default=False,
            autocompletion=complete.devices_and_properties,
        ),
    ] = None,
    *,
    kind: Annotated[
        str | None,
        typer.Option(
            "--type",
            help="Query all devices of this type of twin.yaml.",
            autocompletion=complete.device_type,
        ),
    ] = None,
    start: Annotated[
        str | None,
        typer.Option(
            help=f"ISO 8601 with a zone, or before now: -1h, -2d. Default: {DEFAULT_START}. "
            "A time without a zone is refused: write 2026-01-15T10:30:00Z, or +01:00 at its end."
        ),
    ] = None,
    end: Annotated[str | None, typer.Option(help="The same, inclusive. Default: now.")] = None,
    last: Annotated[bool, typer.Option("--last", help="Only the newest value of each property.")] = False,
    watch: Annotated[
        bool,
        typer.Option(
            "--watch", help="With --last: query every 5 seconds until Ctrl-C, and show what is new."
        ),
    ] = False,
    order: Annotated[
        Order | None,
        typer.Option(
            parser=one_of(Order),
            help="The order by time. Default: ascending.",
        ),
    ] = None,
    limit: Annotated[
        int | None, typer.Option(min=1, help="Of one device: stop after this number of rows.")
    ] = None,
    max_results: Annotated[
        int | None,
        typer.Option(min=1, help="Of one device: rows per page. Default: as many as the reader returns."),
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
        str | None, typer.Option(help="Invoke this Lambda function, as TwinMaker does. Of one device.")
    ] = None,
    region: Annotated[
        str | None, typer.Option(help="The function's region. Default: that of twin.yaml.")
    ] = None,
    endpoint_url: Annotated[str | None, typer.Option(help="The AWS emulator that runs the function.")] = None,
    tz: Annotated[
        str | None,
        typer.Option(
            help="Show times in this zone: Europe/Berlin, or local. Default: UTC. It does not change how "
            "--start and --end are read."
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, with all pages merged.")] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV.")] = False,
    chart: Annotated[bool, typer.Option("--chart", help="Print charts instead of a table.")] = False,
) -> None:
    """Query the values of devices: those of a time range, or the newest with their ages.

    The command finds the devices' clouds in twin.yaml, and the URLs and tokens of their readers in the
    outputs of the deployed stacks. Use --url, --config or --function to query another reader.

    Several devices are queried in queries of up to 100 devices, all clouds at the same time. If some devices
    fail, the command prints the others, reports the failures and exits with 1.

    Examples:

        crosstwin query temperature-sensor-1

        crosstwin query temperature-sensor-1 temperature --start -6h --chart

        crosstwin query temperature-sensor-1 --start -30d --max-data-points 500

        crosstwin query pump-7 pump-8 rpm --last --watch

        crosstwin query --type press --last --csv

        crosstwin query pump-7 --start 2026-01-15T10:00:00+01:00 --tz Europe/Berlin

        crosstwin query pump-7 rpm --url https://example.com/hot-reader

        crosstwin query pump-7 rpm --config config_inter_cloud.json

        crosstwin query pump-7 rpm --function factory-hot-reader
    """
    refuse_together("--url", url is not None, "--function", function is not None)
    refuse_together("--config", config is not None, "--url", url is not None)
    refuse_together("--config", config is not None, "--function", function is not None)
    refuse_together("--type", kind is not None, "--function", function is not None)
    refuse_together("--json", as_json, "--chart", chart)
    refuse_together("--csv", as_csv, "--json", as_json)
    refuse_together("--csv", as_csv, "--chart", chart)
    refuse_together("--json", as_json, "--tz", tz is not None)
    for option, given in (("--start", start), ("--end", end), ("--order", order), ("--limit", limit)):
        refuse_together("--last", last, option, given is not None)
    refuse_together("--last", last, "--max-results", max_results is not None)
    for option, given in (("--last", last), ("--max-results", max_results), ("--limit", limit)):
        refuse_together("--max-data-points", max_data_points is not None, option, bool(given))
    refuse_together("--last", last, "--chart", chart)
    refuse_together("--watch", watch, "--function", function is not None)
    for option, given, of, needed in (
        ("--token", token, "--url", url),
        ("--region", region, "--function", function),
        ("--endpoint-url", endpoint_url, "--function", function),
        ("--watch", watch or None, "--last", last or None),
    ):
        if given is not None and needed is None:
            raise typer.BadParameter(f"only applies to {of}", param_hint=option)

    form = Form.JSON if as_json else Form.CSV if as_csv else Form.CHART if chart else Form.TABLE
    zone = None if tz is None else parsed(parse_zone, tz, "--tz")
    first, final = _time_range(start or DEFAULT_START, end or DEFAULT_END)
    named = NamedReader(url, token, config, function, region, endpoint_url)
    asked = questions(names or [], kind, named, last=last)
    for option, given in (("--limit", limit), ("--max-results", max_results)):
        if given is not None and len(asked) > 1:
            raise typer.BadParameter("applies to one device; use --max-data-points", param_hint=option)
    if watch:
        watch_newest(asked, form, zone)
        return
    if last:
        newest = ask_newest(asked)
        print_newest(asked, newest, form, zone)
        failed = report_failures(newest)
    else:
        descending = order is Order.DESCENDING
        wanted = Range(
            first, final, "DESCENDING" if descending else "ASCENDING", max_results, limit, max_data_points
        )
        histories = ask_histories(asked, wanted)
        print_histories(histories, form, zone or IN_UTC)
        failed = report_failures(histories)
    if failed:
        raise typer.Exit(1)


def _time_range(start: str, end: str) -> tuple[str, str]:
    first, final = parsed(iso_time, start, "--start"), parsed(iso_time, end, "--end")
    if sort_key(first) > sort_key(final):
        raise typer.BadParameter(f"{first} is after --end {final}", param_hint="--start")
    return first, final
