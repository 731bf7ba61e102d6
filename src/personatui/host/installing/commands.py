"""The commands that install and remove in each kind of environment. They are made here, and run elsewhere."""

from __future__ import annotations

import shlex
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from packaging.utils import canonicalize_name

from personatui.host.environment import Environment
from personatui.host.installing.requests import Request

# What uv keeps of the options that a tool was installed with, and how they are given again.
_OPTIONS_WITH_VALUE = (
    "index-url",
    "index-strategy",
    "keyring-provider",
    "resolution",
    "prerelease",
    "exclude-newer",
    "link-mode",
)
_OPTIONS_WITH_VALUES = ("extra-index-url", "no-build-package", "no-binary-package", "no-build-isolation-package")
# The options whose requirements uv keeps, and the files that they are read from.
_OPTIONS_WITH_FILE = {"constraints": "uv-constraints.txt", "overrides": "uv-overrides.txt"}
_FLAGS = ("no-index", "no-build", "no-binary", "no-sources", "no-build-isolation", "compile-bytecode")


@dataclass(frozen=True, slots=True)
class Command:
    """A program with its arguments, and variables that are set for it."""

    arguments: tuple[str, ...]
    variables: tuple[tuple[str, str], ...] = ()

    @property
    def shown(self) -> str:
        """The command as a shell takes it."""
        return " ".join([*(f"{name}={shlex.quote(value)}" for name, value in self.variables), self.line])

    @property
    def line(self) -> str:
        """The program and its arguments as a shell takes them."""
        return shlex.join(self.arguments)


def install_commands(
    environment: Environment, request: Request, constraints: Path, *, upgrade: bool = False, again: bool = False
) -> tuple[Command, ...]:
    """What installs a request without changing anything that `constraints` names.

    With `upgrade` a newer version is taken where there is one, with `again` the same one is installed anew.
    """
    match environment.kind:
        case "uv-project":
            options = [*_refreshing(request, upgrade=upgrade, again=again), *_editable(request)]
            project = str(environment.project)
            return (_command(environment, "add", "--project", project, "-c", constraints, *options),)
        case "uv-tool":
            options = _refreshing(request, upgrade=upgrade, again=again)
            others = [entry for entry in _beside(environment) if not request.name or _name_of(entry) != request.name]
            return _tool_commands(environment, others, request, constraints, options)
        case "pipx":
            force = ["--force"] if upgrade or again or request.name in environment.noted else []
            more = ["--pip-args=--upgrade"] if upgrade else []
            editable = ["--editable"] if request.editable else []
            variable = "UV_CONSTRAINT" if environment.backend == "uv" else "PIP_CONSTRAINT"
            # pip and uv take more than one file from the variable, with blanks between
            file = constraints.as_uri() if any(map(str.isspace, str(constraints))) else str(constraints)
            arguments = ("inject", *force, *more, *editable, environment.name, request.requirement)
            return (_command(environment, *arguments, variables=((variable, file),)),)
        case "uv":
            options = [*_refreshing(request, upgrade=upgrade, again=again), *_editable(request)]
            python = str(environment.python)
            return (_command(environment, "pip", "install", "--python", python, "-c", constraints, *options),)
    options = ["--upgrade"] if upgrade else []
    if again and not upgrade:
        options = ["--force-reinstall", "--no-deps"]
    user = ["--user"] if environment.for_user else []
    quietly = ("--disable-pip-version-check", "--no-input")
    return (_command(environment, "install", *quietly, *user, *options, "-c", constraints, *_editable(request)),)


def uninstall_commands(environment: Environment, names: Sequence[str], constraints: Path) -> tuple[Command, ...]:
    """What removes distributions: in the way that the environment's own tool keeps count, where it does."""
    noted = [name for name in names if name in environment.noted]
    others = [name for name in names if name not in environment.noted]
    commands: list[Command] = []
    if noted:
        match environment.kind:
            case "uv-project":
                commands.append(_command(environment, "remove", "--project", str(environment.project), *noted))
            case "uv-tool":
                left = [entry for entry in _beside(environment) if _name_of(entry) not in noted]
                commands += _tool_commands(environment, left, None, constraints, [])
            case "pipx":
                commands.append(_command(environment, "uninject", environment.name, *noted))
            case _:
                others = list(names)
    if others:
        commands.append(_removal(environment, others))
    return tuple(commands)


def undo_commands(
    environment: Environment, request_name: str, added: Sequence[str], constraints: Path
) -> tuple[Command, ...]:
    """What removes everything that an installation has added, given the environment as it was before."""
    match environment.kind:
        case "uv-tool":
            return _tool_commands(environment, list(_beside(environment)), None, constraints, [])
        case "uv-project" if request_name:
            return (_command(environment, "remove", "--project", str(environment.project), request_name),)
        case "pipx" if request_name:
            return (_command(environment, "uninject", environment.name, request_name),)
    return (_removal(environment, added),) if added else ()


def preview_command(
    environment: Environment, request: Request, constraints: Path, *, upgrade: bool = False, may_build: bool = False
) -> Command | None:
    """What tells what would be installed, and installs nothing; None where nothing can tell.

    Without `may_build` it fails where something would have to be built.
    """
    program = environment.previewer
    if not program:
        return None
    if program[-1] == "pip":
        options = ["--disable-pip-version-check", "--no-input", "--quiet", "--dry-run", "--report", "-"]
        options += ["--upgrade"] if upgrade else []
        options += [] if may_build else ["--only-binary", ":all:"]
        return Command((*program, "install", *options, "-c", str(constraints), *_editable(request)))
    options = [*_refreshing(request, upgrade=upgrade), *_editable(request)]
    options += [] if may_build else ["--no-build"]
    python = str(environment.python)
    return Command((*program, "pip", "install", "--dry-run", "--python", python, "-c", str(constraints), *options))


def fetch_command(environment: Environment, requirement: str, folder: Path) -> Command:
    """What puts a distribution alone into a folder of its own, so that its metadata can be read; for uv."""
    where = ("--python", str(environment.python), "--target", str(folder))
    return Command((*environment.previewer, "pip", "install", "--quiet", "--no-deps", *where, requirement))


def kept_files(environment: Environment, constraints: Path) -> dict[Path, str]:
    """The files that commands for a tool of uv read beside `constraints`: what uv keeps of such files, by path."""
    found = {}
    for option, file in _OPTIONS_WITH_FILE.items():
        lines = [_tool_requirement(entry)[1] for entry in environment.receipt.get(option, ())]
        if lines:
            found[constraints.with_name(file)] = "".join(f"{line}\n" for line in lines)
    return found


def _command(environment: Environment, *arguments: str | Path, variables: tuple[tuple[str, str], ...] = ()) -> Command:
    return Command((*environment.program, *map(str, arguments)), (*environment.variables, *variables))


def _editable(request: Request) -> list[str]:
    return ["--editable", request.requirement] if request.editable else [request.requirement]


def _refreshing(request: Request, *, upgrade: bool = False, again: bool = False) -> list[str]:
    """The options with which uv does not take what is installed, or was built before, for the newest."""
    if not request.name:
        return ["--upgrade"] if upgrade else []
    if again or (request.is_source and not request.editable) or (upgrade and request.kind != "name"):
        return ["--reinstall-package", request.name]
    return ["--upgrade-package", request.name] if upgrade else []


def _removal(environment: Environment, names: Sequence[str]) -> Command:
    match environment.kind:
        case "uv" | "uv-project" | "uv-tool":
            return _command(environment, "pip", "uninstall", "--python", str(environment.python), *names)
        case "pipx":
            return _command(environment, "runpip", environment.name, "uninstall", "--yes", *names)
    return _command(environment, "uninstall", "--disable-pip-version-check", "--yes", *names)


# What uv notes of a tool -----------------------------------------------------------------------------------


def _tool_commands(
    environment: Environment,
    others: Collection[Mapping[str, Any]],
    request: Request | None,
    constraints: Path,
    options: Sequence[str],
) -> tuple[Command, ...]:
    """What installs the tool anew with these others beside it.

    uv keeps the constraints with the tool, and would hold `uv tool upgrade` to them forever. So the same is said once
    more without them, which changes nothing but what uv keeps.
    """
    receipt = environment.receipt
    noted: list[Mapping[str, Any]] = receipt.get("requirements", [])
    main = [entry for entry in noted if _name_of(entry) == "personatui"]
    editable, wanted = _tool_requirement(main[0] if main else {"name": "personatui"})
    arguments = ["tool", "install", *(["--editable"] if editable else []), wanted]
    for entry in others:
        is_editable, text = _tool_requirement(entry)
        arguments += ["--with-editable" if is_editable else "--with", text]
    if request is not None:
        arguments += ["--with-editable" if request.editable else "--with", request.requirement]
    names = {_name_of(entry) for entry in others}
    for name in dict.fromkeys(str(entry.get("from")) for entry in receipt.get("entrypoints", ()) if "from" in entry):
        if canonicalize_name(name) in names:
            arguments += ["--with-executables-from", name]
    if isinstance(receipt.get("python"), str):
        arguments += ["--python", receipt["python"]]
    arguments += _tool_options(receipt.get("options", {}))
    for option, file in _OPTIONS_WITH_FILE.items():
        if receipt.get(option):
            arguments += [f"--{option}", str(constraints.with_name(file))]
    return (
        _command(environment, *arguments, *options, "-c", constraints),
        _command(environment, *arguments),
    )


def _beside(environment: Environment) -> list[Mapping[str, Any]]:
    """The requirements of the tool but for personatui itself."""
    found = environment.receipt.get("requirements", ())
    return [entry for entry in found if _name_of(entry) != "personatui"]


def _name_of(entry: Mapping[str, Any]) -> str:
    return canonicalize_name(str(entry.get("name", "")))


def _tool_requirement(entry: Mapping[str, Any]) -> tuple[bool, str]:
    """Whether a requirement that uv noted is editable, and the requirement as it is written."""
    chosen = ",".join(map(str, entry.get("extras") or ()))
    extras = f"[{chosen}]" if chosen else ""
    name = f"{entry['name']}{extras}"
    editable = entry.get("editable")
    if isinstance(editable, str):
        return True, f"{editable}{extras}"
    marker = f" ; {entry['marker']}" if entry.get("marker") else ""
    place = next((entry[key] for key in ("path", "directory") if isinstance(entry.get(key), str)), None)
    if place is not None:
        return False, f"{name} @ {Path(place).as_uri()}{marker}"
    if isinstance(entry.get("git"), str):
        return False, f"{name} @ git+{_with_revision(entry['git'])}{marker}"
    if isinstance(entry.get("url"), str):
        return False, f"{name} @ {entry['url']}{marker}"
    return False, f"{name}{entry.get('specifier') or ''}{marker}"


def _with_revision(address: str) -> str:
    """uv notes a revision behind a question mark, and reads it behind an @."""
    base, _, query = address.partition("#")[0].partition("?")
    said = dict(part.partition("=")[::2] for part in query.split("&") if part)
    revision = said.get("rev") or said.get("tag") or said.get("branch") or ""
    below = f"#subdirectory={said['subdirectory']}" if "subdirectory" in said else ""
    return f"{base}{f'@{revision}' if revision else ''}{below}"


def _tool_options(options: Mapping[str, Any]) -> list[str]:
    """The options that a tool was installed with, as they are given again."""
    given: list[str] = []
    for place in options.get("find-links", ()):
        given += ["--find-links", str(place.get("url", "")) if isinstance(place, Mapping) else str(place)]
    for index in options.get("index", ()):
        if isinstance(index, Mapping) and isinstance(index.get("url"), str):
            named = f"{index['name']}=" if index.get("name") else ""
            given += ["--default-index" if index.get("default") else "--index", f"{named}{index['url']}"]
    for name in _OPTIONS_WITH_VALUE:
        if isinstance(options.get(name), str):
            given += [f"--{name}", options[name]]
    for name in _OPTIONS_WITH_VALUES:
        for value in options.get(name, ()):
            given += [f"--{name}", str(value)]
    given += [f"--{name}" for name in _FLAGS if options.get(name) is True]
    return given
