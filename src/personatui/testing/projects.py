"""Projects and inputs for tests, made of plain data as it would stand in the files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import deepcopy
from datetime import date
from types import MappingProxyType
from typing import Any, TypeAlias, TypeVar

from personatui.api import AnalysisInput, Canvas, Model, Parameters, Persona, Project, Segment, Source, Tool
from personatui.model.project import Settings

Data: TypeAlias = Mapping[str, Any]

PERSONA_ID = "maya-okafor"
TODAY = date(2025, 6, 1)

_M = TypeVar("_M", bound=Model)


def make_project(
    *,
    personas: Mapping[str, Data] | None = None,
    segments: Mapping[str, Data] | None = None,
    sources: Mapping[str, Data] | None = None,
    canvases: Mapping[tuple[str, str], Data] | None = None,
    settings: Data | None = None,
    tools: Iterable[Tool] = (),
) -> Project:
    """A project view; `canvases` is keyed by tool id and name, and those of `tools` get the tool's own model.

    Raises pydantic.ValidationError for data that does not fit: a test should not run on half of it.
    """
    models = {tool.id: tool.model for tool in tools}
    return Project(
        settings=_record(Settings, settings or {}),
        personas=_records(Persona, personas or {}),
        segments=_records(Segment, segments or {}),
        sources=_records(Source, sources or {}),
        canvases=MappingProxyType(
            {key: _record(models.get(key[0], Canvas), data) for key, data in (canvases or {}).items()}
        ),
    )


def analysis_input(
    tool: Tool,
    canvas_data: Data | None = None,
    *,
    persona_id: str = PERSONA_ID,
    persona: Data | None = None,
    personas: Mapping[str, Data] | None = None,
    segments: Mapping[str, Data] | None = None,
    name: str = "",
    sources: Mapping[str, Data] | None = None,
    canvases: Mapping[tuple[str, str], Data] | None = None,
    settings: Data | None = None,
    today: date = TODAY,
    seed: int = 0,
    parameters: Parameters | None = None,
) -> AnalysisInput:
    """What an analysis of the tool is given for one canvas of one persona, in a project that holds both.

    `name` is the canvas's file name; when empty it is the one that the tool gives. `personas` adds others, `canvases`
    those of other tools as plain records. Raises pydantic.ValidationError for data that does not fit.
    """
    name = name or tool.canvas_name(persona_id)
    project = make_project(
        personas={persona_id: {"name": "Maya Okafor"} if persona is None else persona, **(personas or {})},
        segments=segments,
        sources=sources,
        canvases={**(canvases or {}), (tool.id, name): canvas_data or {}},
        settings=settings,
        tools=(tool,),
    )
    return AnalysisInput(
        tool=tool.id,
        name=name,
        canvas=project.canvases[tool.id, name],
        persona_id=persona_id,
        persona=project.personas[persona_id],
        project=project,
        today=today,
        seed=seed,
        parameters=parameters or Parameters(),
    )


def _records(model: type[_M], data: Mapping[str, Data]) -> Mapping[str, _M]:
    return MappingProxyType({key: _record(model, record) for key, record in data.items()})


def _record(model: type[_M], data: Data) -> _M:
    return model.model_validate(deepcopy(dict(data)))
