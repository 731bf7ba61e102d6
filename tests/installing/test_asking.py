"""On a terminal the person is asked, and nothing is done without a yes."""

from __future__ import annotations

from pathlib import Path

from cli.terminals import Terminal
from installing.environments import Place, place_with_uv


def _answered(place: Place, arguments: tuple[str, ...], *talk: tuple[str, str]) -> tuple[int, str]:
    """The exit code and what was shown, when each question is answered as it is told."""
    terminal = Terminal(
        "plugins",
        *arguments,
        command=(str(place.python), "-m", "personatui"),
        **{**place.variables, "PYTHONPATH": "", "PERSONATUI_CONFIG_DIR": str(place.folder / "settings")},
    )
    try:
        for question, answer in talk:
            terminal.wait(lambda text, wanted=question: wanted in " ".join(text.split()))  # type: ignore[misc]
            terminal.type(f"{answer}\r")
        return terminal.end(), " ".join(terminal.text.split())
    finally:
        terminal.close()


def test_every_step_is_asked_for(wheels: Path, tmp_path: Path) -> None:
    place = place_with_uv(tmp_path / "place", wheels)

    def installed() -> bool:
        return "personatui-kano" in place.installed()

    code, shown = _answered(place, ("install", "personatui-kano"), ("Install it? [y/N]", "n"))
    assert (code, installed()) == (130, False)
    assert "personatui-kano 0.1 by Ann Example: What delights customers with side-salad 1.0" in shown
    assert "A plugin is code that runs with your own rights." in shown
    assert "Nothing was done." in shown
    code, shown = _answered(place, ("install", "personatui-kano"), ("Install it? [y/N]", "y"))
    assert (code, installed()) == (0, True)
    assert "personatui-kano 0.1 is installed and approved." in shown
    code, shown = _answered(place, ("install", "personatui-kanoo"), ("Go on with personatui-kanoo? [y/N]", ""))
    assert code == 130
    assert "personatui-kanoo looks like a misspelling of personatui-kano." in shown
    # nothing is built before the person agrees
    code, shown = _answered(place, ("install", "nobody-has-it"), ("Look there too? [y/N]", "n"))
    assert code == 130
    assert "nobody-has-it cannot be installed." in shown
    code, _ = _answered(place, ("uninstall", "kano"), ("Remove it? [y/N]", "n"))
    assert (code, installed()) == (130, True)
    code, shown = _answered(place, ("uninstall", "kano"), ("Remove it? [y/N]", "y"))
    assert (code, installed()) == (0, False)


def test_an_interrupt_at_the_question_does_nothing(wheels: Path, tmp_path: Path) -> None:
    place = place_with_uv(tmp_path / "place", wheels)
    code, shown = _answered(place, ("install", "personatui-kano"), ("Install it? [y/N]", "\x03"))
    assert code == 130
    assert "Traceback" not in shown
    assert "personatui-kano" not in place.installed()
