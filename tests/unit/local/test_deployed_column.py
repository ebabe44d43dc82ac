"""What a deployment shows while it runs."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

from rich.console import Console
from rich.progress import Progress, TextColumn

from crosstwin.local.deployed_column import DeployedColumn

LINE = "l3-aws  module.hot-reader.aws_iam_role.reader: Creation complete after 1s [id=factory]\n"


def test_a_running_deployment_shows_how_many_resources_it_has_created(tmp_path: Path) -> None:
    log = tmp_path / "cdktf.log"
    log.write_text(LINE)  # of an earlier deployment
    column = DeployedColumn(log)
    column.max_refresh = 0
    out = StringIO()
    console = Console(file=out, width=80, force_terminal=False)
    progress = Progress(TextColumn("{task.description}"), column, console=console)
    progress.add_task("cdktf deploy l3-aws", total=None)
    seen = []
    for added in ("", LINE, LINE * 2):
        log.write_text(log.read_text() + "l3-aws  Creating...\n" + added)
        out.truncate(0)
        console.print(progress.get_renderable())
        seen.append(out.getvalue().strip("\0").split("l3-aws")[-1].strip())
    assert seen == ["", "1 resource", "3 resources"]
