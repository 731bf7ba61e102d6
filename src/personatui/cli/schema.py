"""`personatui schema`: the JSON Schema of a file, so that editors complete and check it."""

from __future__ import annotations

from difflib import get_close_matches

import click

from personatui.cli.context import Context, common_options, pass_context, refuse_absent_tool, warn_faults
from personatui.cli.output import print_json
from personatui.errors import UsageError

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


@click.command("schema")
@click.argument("name", required=False, default="")
@click.option("--json", is_flag=True, expose_value=False, help="Print JSON, as it does without.")
@common_options
@pass_context
def command(context: Context, name: str) -> None:
    """Print the JSON Schema of NAME: persona, segment, source, project, or the id of a tool for its canvas.

    Save it beside the project and name it in the first line of a file, `#:schema ../persona.schema.json`.

    \b
    Examples:
      personatui schema persona > persona.schema.json
      personatui schema jtbd
    """
    from personatui.host.loading import RECORD_MODELS

    models = dict(RECORD_MODELS)
    if name not in models:
        plugins = context.plugins()
        models |= {key: tool.model for key, tool in plugins.tools.items()}
        if name not in models:
            warn_faults(plugins.faults)
            refuse_absent_tool(name, plugins.tools, plugins)
            close = get_close_matches(name, models, n=1)
            hint = f"Did you mean {close[0]}?" if close else f"There are: {', '.join(models)}."
            raise UsageError(f"There is no schema {name}." if name else "Which schema?", hint=hint)
    schema = models[name].model_json_schema(by_alias=True)
    print_json({"$schema": _DIALECT, **schema})
