"""How personatui itself is installed, and so what may install plugins beside it."""

from __future__ import annotations

import json
import os
import shutil
import sys
import sysconfig
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

Kind = Literal["pip", "uv", "uv-project", "uv-tool", "pipx", "conda", "refused"]

_TITLES: dict[Kind, str] = {
    "pip": "a Python environment with pip",
    "uv": "a virtual environment of uv",
    "uv-project": "the environment of a uv project",
    "uv-tool": "the environment of a tool of uv",
    "pipx": "the environment of an application of pipx",
    "conda": "a conda environment",
    "refused": "an environment that takes no plugins",
}
_OWN_ENVIRONMENT = "`uv tool install personatui` or `pipx install personatui` gives it one of its own."


@dataclass(frozen=True, slots=True)
class Interpreter:
    """A Python that runs personatui, as far as it tells how it was installed.

    `purelib` is where it installs packages, `user_site` where for one user alone, `home` where personatui's own
    metadata lies. `programs` holds what is called uv and pipx and can be run, as arguments. `variables` are those of
    the process.
    """

    python: Path
    prefix: Path
    base_prefix: Path
    stdlib: Path
    purelib: Path
    home: Path
    user_site: Path | None = None
    has_pip: bool = False
    programs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    variables: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Environment:
    """An environment that runs personatui, and what installs into it.

    `program` begins every command. `project` is the folder of a uv project, `name` what uv or pipx call the
    environment, `receipt` what uv noted of a tool. `noted` are the distributions that are asked for in what the
    environment's own tool keeps count of. `previewer` is the pip or uv that tells what would be installed. `backend`
    is what pipx installs with, `for_user` whether pip installs for one user alone. `variables` are set for every
    command. Of one that is refused, `reason` and `remedy` say why and what to do.
    """

    kind: Kind
    python: Path
    prefix: Path
    program: tuple[str, ...] = ()
    project: Path | None = None
    name: str = ""
    receipt: Mapping[str, Any] = field(default_factory=dict)
    noted: frozenset[str] = frozenset()
    previewer: tuple[str, ...] = ()
    backend: str = "pip"
    for_user: bool = False
    variables: tuple[tuple[str, str], ...] = ()
    reason: str = ""
    remedy: str = ""

    @property
    def title(self) -> str:
        """What kind of environment it is, for a sentence."""
        return _TITLES[self.kind]


def this_interpreter() -> Interpreter:
    """The Python that runs this program."""
    import site
    from importlib.metadata import PackageNotFoundError, distribution

    paths = sysconfig.get_paths()
    try:
        home = Path(str(distribution("personatui").locate_file("")))
    except PackageNotFoundError:
        home = Path(paths["purelib"])
    # uv names itself for what it runs
    named = {"uv": os.environ.get("UV") or "uv", "pipx": "pipx"}
    # absolute, since installers are run in another folder
    programs: dict[str, tuple[str, ...]] = {
        name: (str(Path(found).absolute()),) for name, called in named.items() if (found := shutil.which(called))
    }
    if "uv" not in programs and find_spec("uv") is not None:
        programs["uv"] = (sys.executable, "-m", "uv")
    if "pipx" not in programs and find_spec("pipx") is not None:
        programs["pipx"] = (sys.executable, "-m", "pipx")
    return Interpreter(
        python=Path(sys.executable),
        prefix=Path(sys.prefix),
        base_prefix=Path(sys.base_prefix),
        stdlib=Path(paths["stdlib"]),
        purelib=Path(paths["purelib"]),
        home=home,
        user_site=Path(site.getusersitepackages()) if site.ENABLE_USER_SITE else None,
        has_pip=find_spec("pip") is not None,
        programs=programs,
        variables=dict(os.environ),
    )


def find_environment(interpreter: Interpreter) -> Environment:
    """What installs into the environment of an interpreter, or why nothing does.

    What a tool has written into the environment tells that it is the tool's own; only then it counts whether it is a
    virtual environment and what that has.
    """
    prefix = interpreter.prefix
    if (prefix / "uv-receipt.toml").is_file():
        return _uv_tool(interpreter)
    if (prefix / "pipx_metadata.json").is_file():
        return _pipx(interpreter)
    if prefix == interpreter.base_prefix:
        return _conda(interpreter) if (prefix / "conda-meta").is_dir() else _without_environment(interpreter)
    if _is_passing(prefix):
        return _refused(
            interpreter,
            "personatui runs in an environment that is thrown away afterwards.",
            "`uv tool install personatui` or `pipx install personatui` installs it to stay.",
        )
    project = _project_of(interpreter)
    if project is not None:
        return _with_uv(interpreter, "uv-project", project=project[0], noted=project[1])
    if interpreter.has_pip:
        return _with_pip(interpreter)
    return _with_uv(interpreter, "uv")


def _uv_tool(interpreter: Interpreter) -> Environment:
    path = interpreter.prefix / "uv-receipt.toml"
    try:
        receipt = tomllib.loads(path.read_text(encoding="utf-8"))["tool"]
        noted = frozenset(canonicalize_name(entry["name"]) for entry in receipt["requirements"])
    except (OSError, UnicodeError, tomllib.TOMLDecodeError, KeyError, TypeError):
        return _refused(
            interpreter, "What uv noted of its tool personatui cannot be read.", "`uv tool install --force personatui`"
        )
    variables = []
    home = interpreter.variables.get("HOME", "")
    data = interpreter.variables.get("XDG_DATA_HOME") or (f"{home}/.local/share" if home else "")
    folder = interpreter.prefix.parent
    if folder != Path(interpreter.variables.get("UV_TOOL_DIR") or f"{data}/uv/tools"):
        variables.append(("UV_TOOL_DIR", str(folder)))
    scripts = _script_folder(receipt)
    usual = interpreter.variables.get("UV_TOOL_BIN_DIR") or interpreter.variables.get("XDG_BIN_HOME")
    if scripts is not None and scripts != Path(usual or f"{home}/.local/bin"):
        variables.append(("UV_TOOL_BIN_DIR", str(scripts)))
    return _with_uv(
        interpreter,
        "uv-tool",
        name=interpreter.prefix.name,
        receipt=receipt,
        noted=noted,
        variables=tuple(variables),
    )


def _script_folder(receipt: Mapping[str, Any]) -> Path | None:
    """Where uv has put the program itself."""
    for entry in receipt.get("entrypoints", ()):
        if isinstance(entry, dict) and isinstance(entry.get("install-path"), str):
            return Path(entry["install-path"]).parent
    return None


def _pipx(interpreter: Interpreter) -> Environment:
    prefix = interpreter.prefix
    try:
        noted = json.loads((prefix / "pipx_metadata.json").read_text(encoding="utf-8"))
        main = noted["main_package"]["package"]
        injected = frozenset(map(canonicalize_name, noted["injected_packages"]))
        backend = "uv" if noted.get("backend") == "uv" else "pip"
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return _refused(
            interpreter, "What pipx noted of its application cannot be read.", "`pipx reinstall personatui`"
        )
    if prefix.parent.name != "venvs" or not main:
        return _refused(
            interpreter,
            "personatui runs in an environment that pipx throws away afterwards.",
            "`pipx install personatui` installs it to stay.",
        )
    program = interpreter.programs.get("pipx")
    if program is None:
        return _refused(interpreter, "personatui is an application of pipx, and pipx is not found.", "Put it on PATH.")
    variables: tuple[tuple[str, str], ...] = ()
    home = interpreter.variables.get("PIPX_HOME")
    if not _is_usual_pipx_home(prefix.parent.parent, interpreter.variables) and home != str(prefix.parent.parent):
        variables = (("PIPX_HOME", str(prefix.parent.parent)),)
    return Environment(
        "pipx",
        interpreter.python,
        prefix,
        program=program,
        # a suffix is part of the folder's name
        name=prefix.name,
        noted=injected,
        previewer=(str(interpreter.python), "-m", "pip") if interpreter.has_pip else interpreter.programs.get("uv", ()),
        backend=backend,
        variables=variables,
    )


def _is_usual_pipx_home(folder: Path, variables: Mapping[str, str]) -> bool:
    """Whether pipx looks there by itself."""
    if variables.get("PIPX_HOME"):
        return False
    home = variables.get("HOME", "")
    data = variables.get("XDG_DATA_HOME") or f"{home}/.local/share"
    usual = (f"{data}/pipx", f"{home}/.local/pipx", f"{home}/.local/share/pipx")
    return folder in (*map(Path, usual), Path(f"{home}/Library/Application Support/pipx"))


def _conda(interpreter: Interpreter) -> Environment:
    if not interpreter.has_pip:
        return _refused(interpreter, "This conda environment has no pip.", "`conda install pip`, then try again.")
    if not os.access(interpreter.purelib, os.W_OK):
        return _refused(interpreter, "You may not write to this conda environment.", _OWN_ENVIRONMENT)
    return _with_pip(interpreter, kind="conda")


def _without_environment(interpreter: Interpreter) -> Environment:
    """A Python that is no virtual environment: the system's, or one that somebody has built."""
    if (interpreter.stdlib / "EXTERNALLY-MANAGED").is_file():
        return _refused(
            interpreter,
            "personatui runs in the Python of the system, which lets nobody but the system install packages.",
            _OWN_ENVIRONMENT,
        )
    if not interpreter.has_pip:
        return _refused(interpreter, "The Python that runs personatui has no pip.", _OWN_ENVIRONMENT)
    if os.access(interpreter.purelib, os.W_OK):
        return _with_pip(interpreter)
    if interpreter.user_site is not None and interpreter.home == interpreter.user_site:
        return _with_pip(interpreter, for_user=True)
    return _refused(interpreter, "You may not write to the Python that runs personatui.", _OWN_ENVIRONMENT)


def _with_pip(interpreter: Interpreter, *, kind: Kind = "pip", for_user: bool = False) -> Environment:
    if not for_user and not os.access(interpreter.purelib, os.W_OK):
        return _refused(interpreter, "You may not write to the environment that runs personatui.", _OWN_ENVIRONMENT)
    return Environment(
        kind,
        interpreter.python,
        interpreter.prefix,
        program=(str(interpreter.python), "-m", "pip"),
        previewer=(str(interpreter.python), "-m", "pip"),
        for_user=for_user,
    )


def _with_uv(
    interpreter: Interpreter,
    kind: Kind,
    *,
    project: Path | None = None,
    name: str = "",
    receipt: Mapping[str, Any] | None = None,
    noted: frozenset[str] = frozenset(),
    variables: tuple[tuple[str, str], ...] = (),
) -> Environment:
    program = interpreter.programs.get("uv")
    if program is None:
        if kind == "uv":
            return _refused(
                interpreter,
                "This virtual environment has no pip, and uv is not found.",
                f"`{interpreter.python} -m ensurepip` gives it pip.",
            )
        return _refused(interpreter, f"personatui runs in {_TITLES[kind]}, and uv is not found.", "Put it on PATH.")
    if not os.access(interpreter.purelib, os.W_OK):
        return _refused(interpreter, "You may not write to the environment that runs personatui.", _OWN_ENVIRONMENT)
    return Environment(
        kind,
        interpreter.python,
        interpreter.prefix,
        program=program,
        project=project,
        name=name,
        receipt=receipt or {},
        noted=noted,
        previewer=program,
        variables=variables,
    )


def _project_of(interpreter: Interpreter) -> tuple[Path, frozenset[str]] | None:
    """The folder of the uv project that an environment belongs to, and the names of what that requires.

    `uv sync` would wipe what its file does not name. Not personatui's own source tree, which cannot require what
    requires it.
    """
    named = interpreter.variables.get("UV_PROJECT_ENVIRONMENT", "")
    if interpreter.prefix.name != ".venv" and interpreter.prefix.name != Path(named).name:
        return None
    folder = interpreter.prefix.parent
    if not (folder / "pyproject.toml").is_file() or not (folder / "uv.lock").is_file():
        return None
    try:
        project = tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))["project"]
        if canonicalize_name(project["name"]) == "personatui":
            return None
        required = [canonicalize_name(Requirement(text).name) for text in project.get("dependencies", ())]
    except (OSError, UnicodeError, tomllib.TOMLDecodeError, InvalidRequirement, KeyError, TypeError):
        return None
    return folder, frozenset(required)


def _is_passing(prefix: Path) -> bool:
    """Whether an environment is one of those that `uvx` keeps in its cache."""
    return any(part.startswith(("archive-v", "environments-v", "builds-v")) for part in prefix.parts)


def _refused(interpreter: Interpreter, reason: str, remedy: str) -> Environment:
    return Environment("refused", interpreter.python, interpreter.prefix, reason=reason, remedy=remedy)
