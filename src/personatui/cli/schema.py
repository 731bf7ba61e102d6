"""`personatui schema`: the JSON Schema of a file, so that editors complete and check it."""

from __future__ import annotations

import click

from personatui.cli.context import Context, pass_context, print_json
from personatui.errors import UsageError


@click.command("schema")
@click.argument("name", required=False, default="")
@pass_context
def command(context: Context, name: str) -> None:
    """Print the JSON Schema of NAME: persona, segment, source, project, or a tool's canvas.

    Save it beside the project and name it in the first line of a file, `#:schema persona.schema.json`.
    """
    from personatui.host.loading import RECORD_MODELS
    from personatui.host.opening import user_plugins

    models = dict(RECORD_MODELS)
    if name not in models:
        models |= {key: tool.model for key, tool in user_plugins(plugins_off=context.plugins_off).tools.items()}
    if name not in models:
        problem = f"There is no schema {name}." if name else "Which schema?"
        raise UsageError(problem, hint=f"There are: {', '.join(models)}.")
    schema = models[name].model_json_schema(by_alias=True)
    print_json({"$schema": "https://json-schema.org/draft/2020-12/schema", **schema})
