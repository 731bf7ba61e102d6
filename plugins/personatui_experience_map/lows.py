"""The low points of a map: the stages that feel bad today, as candidates for opportunities."""

from __future__ import annotations

from dataclasses import dataclass
from math import fsum

from personatui.api import EPSILON
from personatui_experience_map.canvas import ExperienceMap, Feeling, Stage
from personatui_experience_map.journey import feelings_at, is_step, valid_scale, views_of


@dataclass(frozen=True, slots=True)
class LowPoint:
    """A stage that feels bad today, how bad, and the feeling that says so: the worst of all points of view."""

    stage: Stage
    feeling: Feeling
    emotion: float
    scale: int

    @property
    def item(self) -> str:
        """The id of the entry that it is known by: the feeling, or the stage where that says nothing."""
        return self.feeling.id if self.feeling.id and self.feeling.words else self.stage.id

    @property
    def text(self) -> str:
        return ": ".join(part for part in (self.stage.label, self.feeling.words) if part)

    @property
    def why(self) -> str:
        return f"low point, {self.emotion:+g} on -{self.scale} to +{self.scale}"


def low_points(canvas: ExperienceMap) -> tuple[LowPoint, ...]:
    """The stages with an emotion below 0 today, lowest first, on a tie in their order [P]."""
    scale = valid_scale(canvas.scale)
    if scale is None:
        return ()
    lows: dict[str, list[LowPoint]] = {}
    for stage in canvas.stages:
        for view in views_of(canvas):
            rated = [
                (feeling.emotion, feeling)
                for feeling in feelings_at(canvas, stage, view)
                if feeling.emotion is not None and is_step(feeling.emotion, scale)
            ]
            # like the curve, which has the mean where several say how a stage feels
            emotion = fsum(value for value, _ in rated) / len(rated) if rated else 0.0
            if view.state == "as-is" and emotion < -EPSILON:
                lows.setdefault(stage.id, []).append(
                    LowPoint(stage, min(rated, key=lambda pair: pair[0])[1], emotion, scale)
                )
    worst = (min(found, key=lambda low: low.emotion) for found in lows.values())
    return tuple(sorted(worst, key=lambda low: low.emotion))
