"""`crosstwin local`: one cloud's hot reader on this machine, over an emulator of its hot store."""

from __future__ import annotations

import secrets
import tempfile
import time
from contextlib import ExitStack, suppress
from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer

from crosstwin.cli.choices import CloudName, one_of
from crosstwin.console import messages, output, step
from crosstwin.errors import Failure
from crosstwin.local.reader import NO_SETTINGS, reader_settings
from crosstwin.page.files import why_not
from crosstwin.readers.hot_stores.telemetry import sample_records
from crosstwin.twin.deployment import load
from crosstwin.twin.fields import CLOUDS


def local(
    cloud: Annotated[
        CloudName,
        typer.Argument(parser=one_of(CloudName), help="The cloud whose hot reader runs."),
    ],
    *,
    seed: Annotated[
        int,
        typer.Option(min=0, help="Write this number of records for each device of twin.yaml."),
    ] = 0,
) -> None:
    """Run a cloud's hot reader on this machine until Ctrl-C, over an emulator of its hot store.

    The command prints the reader's URLs and token. With --seed, it also serves a page that shows the devices.
    It starts no layer 4: `crosstwin demo` runs a whole twin.

    Examples:

        crosstwin local azure --seed 120

        crosstwin local gcp
    """
    module = import_module(f"crosstwin.local.{cloud}")
    if missing := module.why_not():
        raise Failure(f"the hot reader on {cloud} cannot run on this machine: {missing}")
    deployment = load() if seed else None
    devices = deployment.devices if deployment else ()
    with tempfile.TemporaryDirectory() as folder, suppress(KeyboardInterrupt), ExitStack() as stack:
        with step(f"start the hot reader on {cloud}"):
            settings = reader_settings(deployment) if deployment else NO_SETTINGS
            running = module.running_reader(Path(folder), secrets.token_urlsafe(32), settings=settings)
            reader = stack.enter_context(running)
        if devices:
            with step(f"write {seed} records for each of {len(devices)} devices"):
                for device in devices:
                    reader.put(sample_records(device, seed))
        console = output()
        console.print(f"hot_reader_url             {reader.hot_reader_url}", soft_wrap=True)
        console.print(f"hot_reader_last_entry_url  {reader.hot_reader_last_entry_url}", soft_wrap=True)
        console.print(f"inter_cloud_token          {reader.inter_cloud_token}", soft_wrap=True)
        if deployment:
            from crosstwin.page.server import serving_page

            # All its devices are on this one cloud here.
            readers = dict.fromkeys(CLOUDS, reader)
            page = why_not() or stack.enter_context(serving_page(deployment, readers))
            console.print(f"page                       {page}")
        asked = devices[0].id if devices else "DEVICE PROPERTY"
        messages().print(
            f"\nPress Ctrl-C to stop. To query it: CROSSTWIN_TOKEN={reader.inter_cloud_token} "
            f"crosstwin query {asked} --url {reader.hot_reader_url}"
        )
        while True:
            time.sleep(3600)
