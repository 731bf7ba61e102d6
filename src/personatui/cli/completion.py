"""What the shell offers while somebody types; it opens no project and stays silent about any trouble."""

from __future__ import annotations

import click

from personatui.cli.context import Context
from personatui.errors import PersonatuiError


def complete_personas(ctx: click.Context, _: click.Parameter, incomplete: str) -> list[str]:
    """The ids of the project's personas, which are the names of their files."""
    return _ids(ctx, "persona", incomplete)


def complete_segments(ctx: click.Context, _: click.Parameter, incomplete: str) -> list[str]:
    """The ids of the project's segments."""
    return _ids(ctx, "segment", incomplete)


def _ids(ctx: click.Context, kind: str, incomplete: str) -> list[str]:
    from personatui.store.folders import ProjectFolder

    try:
        records = ProjectFolder(ctx.ensure_object(Context).root()).scan().records
    except PersonatuiError:
        return []
    ids = (reference.record for reference, _ in records if reference.kind == kind)
    return [record for record in ids if record.startswith(incomplete)]


def complete_samples(_: click.Context, __: click.Parameter, incomplete: str) -> list[str]:
    """The names of the samples."""
    from personatui.store.samples import sample_names

    return [name for name in sample_names() if name.startswith(incomplete)]


def complete_plugins(_: click.Context, __: click.Parameter, incomplete: str) -> list[str]:
    """The names of the plugins that are installed; none of them is imported."""
    return _plugins(incomplete, bundled=True)


def complete_added_plugins(_: click.Context, __: click.Parameter, incomplete: str) -> list[str]:
    """The names of the plugins that did not come with personatui."""
    return _plugins(incomplete, bundled=False)


def _plugins(incomplete: str, *, bundled: bool) -> list[str]:
    from personatui.host.discovery import BUNDLED_DISTRIBUTION, discover

    found = [one.name for one in discover() if bundled or one.distribution != BUNDLED_DISTRIBUTION]
    return [name for name in dict.fromkeys(found) if name.startswith(incomplete)]
