"""`crosstwin schema`: the JSON Schema of twin.yaml, for editors."""

from __future__ import annotations

import typer

from crosstwin.twin.schema import schema_text


def schema() -> None:
    """Print the JSON Schema of twin.yaml.

    Editors with a YAML language server use the schema to complete and check twin.yaml. The first line of
    twin.yaml names it:

        # yaml-language-server: $schema=twin.schema.json

    Examples:

        crosstwin schema > twin.schema.json
    """
    typer.echo(schema_text(), nl=False)
