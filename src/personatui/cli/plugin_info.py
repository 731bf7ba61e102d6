"""`personatui plugins info` and `approve`: everything that is known of a plugin, and letting it run."""

from __future__ import annotations

from importlib.metadata import Distribution
from typing import TYPE_CHECKING, Any

import click

from personatui.cli.asking import ask, refuse_unasked, yes_option
from personatui.cli.completion import complete_added_plugins, complete_plugins
from personatui.cli.context import Context, common_options, json_option, pass_context
from personatui.cli.output import print_json, print_rows, put_line, warn
from personatui.errors import UsageError

if TYPE_CHECKING:
    from personatui.host.discovery import FoundPlugin

_LONGEST_LICENCE = 60


@click.command("info")
@click.argument("name", shell_complete=complete_plugins)
@json_option
@common_options
@pass_context
def info(context: Context, name: str, as_json: bool) -> None:
    """Show all that is known of the plugin NAME.

    NAME may be that of its distribution too.

    \b
    Examples:
      personatui plugins info jtbd
      personatui plugins info personatui-kano --json
    """
    found = _found(name)
    statuses = [
        status.to_data() for status in context.plugins().statuses if status.distribution == found[0].distribution
    ]
    data = {**_described(found), "plugins": statuses}
    if as_json:
        print_json(data)
        return
    rows = [
        ("distribution", f"{data['distribution']} {data['version']}"),
        ("summary", data["summary"]),
        ("author", data["author"]),
        ("licence", data["licence"]),
        ("home page", data["home_page"]),
        ("requires", ", ".join(data["requires"])),
        ("installed", data["installed"]),
        ("approved", data["approved"]),
        ("digest", data["digest"]),
    ]
    print_rows([(key, value or "-") for key, value in rows])
    entry_points = {plugin.name: plugin.value for plugin in found}
    for status in statuses:
        if name not in (status["name"], status["distribution"]):
            continue
        put_line("")
        told = [
            ("plugin", status["name"]),
            ("entry point", entry_points.get(status["name"], "")),
            ("status", f"{status['status']}. {status['reason']}".rstrip(". ")),
            ("hooks", ", ".join(status["hooks"])),
            ("tools", ", ".join(status["tools"])),
            ("import", f"{status['import_seconds'] * 1000:.0f} ms" if status["hooks"] else ""),
        ]
        print_rows([(key, value or "-") for key, value in told])


@click.command("approve")
@click.argument("name", shell_complete=complete_added_plugins)
@yes_option
@json_option
@common_options
@pass_context
def approve(_: Context, name: str, yes: bool, as_json: bool) -> None:
    """Let the plugin NAME run.

    It was found installed, and nobody has approved it yet: this version, with these files.

    \b
    Examples:
      personatui plugins approve personatui-kano
      personatui plugins approve personatui-kano --yes
    """
    from personatui.host.discovery import BUNDLED_DISTRIBUTION
    from personatui.host.installing.running import RIGHTS
    from personatui.host.trust import approval_of
    from personatui.host.trust import approve as approve_distribution

    refuse_unasked(yes, "nothing is approved")
    found = _found(name)
    source = _source(found)
    if found[0].distribution == BUNDLED_DISTRIBUTION:
        raise UsageError(f"{name} comes with personatui itself.", hint="It needs no approval.")
    if source is None:
        raise UsageError(f"{found[0].label} cannot be approved. {found[0].fault}", hint="")
    told = _described(found)
    warn(f"{told['distribution']} {told['version']}")
    warn(f"    by {told['author'] or 'nobody that it names'}: {told['summary'] or 'it has no summary'}")
    warn(f"    installed {told['installed']}")
    for plugin in found:
        warn(f"    {plugin.name} imports {plugin.value}")
    warn(RIGHTS)
    ask("Let it run?", yes=yes)
    approve_distribution(source)
    if as_json:
        approval = approval_of(source)
        print_json({"name": approval.name, "version": approval.version, "digest": approval.digest})
    else:
        put_line(f"{told['distribution']} {told['version']} is approved.")


def _found(name: str) -> list[FoundPlugin]:
    """The plugins of the distribution that a person means. Raises UsageError when there is none."""
    from difflib import get_close_matches

    from packaging.utils import canonicalize_name

    from personatui.host.installing.running import found_plugins

    plugins = found_plugins()
    wanted = canonicalize_name(name)
    owners = [one.distribution for one in plugins if wanted in (one.distribution, canonicalize_name(one.name))]
    if not owners:
        known = [entry for plugin in plugins for entry in (plugin.name, plugin.distribution)]
        close = get_close_matches(name, known, n=1)
        hint = f"Did you mean {close[0]}?" if close else "`personatui plugins` lists them."
        raise UsageError(f"There is no plugin {name}.", hint=hint)
    return [plugin for plugin in plugins if plugin.distribution == owners[0]]


def _source(found: list[FoundPlugin]) -> Distribution | None:
    return next((one.entry_point.dist for one in found if one.entry_point is not None), None)


def _described(found: list[FoundPlugin]) -> dict[str, Any]:
    """What the metadata of a distribution says, how it was installed, and whether it is approved."""
    from personatui.host.discovery import BUNDLED_DISTRIBUTION
    from personatui.host.installing.previews import describe
    from personatui.host.trust import fingerprint
    from personatui.store.approvals import load_records

    source, name = _source(found), found[0].distribution
    data: dict[str, Any] = {"distribution": name, "version": found[0].version}
    author, summary = describe(source) if source is not None else ("", "")
    data |= {"summary": summary, "author": author, "licence": _licence(source), "home_page": _home_page(source)}
    data["requires"] = list(source.requires or ()) if source is not None else []
    data["entry_points"] = {plugin.name: plugin.value for plugin in found}
    records = load_records()
    installation = records.installation_of(name)
    digest = fingerprint(source) if source is not None else ""
    if name == BUNDLED_DISTRIBUTION:
        approved = "it comes with personatui"
    elif any((one.name, one.version, one.digest) == (name, found[0].version, digest) for one in records.approvals):
        approved = "yes"
    else:
        approved = "another version or other files" if name in {one.name for one in records.approvals} else "no"
    how = f"from {_origin(source)}" if source is not None else ""
    if installation is not None:
        how = f"with `personatui plugins install`, as {installation.requirement}"
    return data | {"installed": how, "approved": approved, "digest": digest}


def _licence(source: Distribution | None) -> str:
    if source is None:
        return ""
    told = _told(source, "License-Expression") or _told(source, "License")
    if told:
        return told if len(told) <= _LONGEST_LICENCE else f"{told[: _LONGEST_LICENCE - 1]}…"
    prefix = "License :: "
    classifiers = [text for text in source.metadata.get_all("Classifier") or () if text.startswith(prefix)]
    return classifiers[0].rpartition(" :: ")[2] if classifiers else ""


def _home_page(source: Distribution | None) -> str:
    if source is None:
        return ""
    pairs = [text.partition(",") for text in source.metadata.get_all("Project-URL") or ()]
    urls = {label.strip().casefold(): url.strip() for label, _, url in pairs}
    found = next((urls[key] for key in ("homepage", "home", "repository", "source") if key in urls), "")
    return _told(source, "Home-page") or found or next(iter(urls.values()), "")


def _origin(source: Distribution) -> str:
    """Where a distribution was installed from, and by what, as far as its metadata tells."""
    import json

    from personatui.model.cleaning import clean_line

    by = clean_line(source.read_text("INSTALLER") or "") or "something unknown"
    try:
        told = json.loads(source.read_text("direct_url.json") or "{}")
        url, editable = str(told.get("url", "")), bool(told.get("dir_info", {}).get("editable"))
    except (ValueError, AttributeError):
        url, editable = "", False
    place = f"{clean_line(url)}{' (editable)' if editable else ''}" if url else "an index"
    return f"{place}, by {by}"


def _told(source: Distribution, key: str) -> str:
    from personatui.model.cleaning import clean_line

    return clean_line(str(source.metadata[key] or "")) if key in source.metadata else ""
