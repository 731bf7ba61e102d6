"""Real processes: pipes that close, narrow encodings, full disks, completion, and no traceback anywhere."""

from __future__ import annotations

import json
import signal
import subprocess
import time
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from cli.calling import COMMAND, ProcessCall, environment

LATIN = {"PYTHONIOENCODING": "latin-1", "PYTHONUTF8": "0"}
ASCII = {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}


def test_standard_output_is_data_and_standard_error_is_talk(process: ProcessCall, sample: Path) -> None:
    result = process("-p", sample, "list", "--json")
    assert (result.code, result.err) == (0, "")
    assert len(result.json()) == 5
    result = process("show", "maja-okafor", "-p", sample)
    assert (result.code, result.out) == (2, "")
    assert result.err == "personatui: There is no persona maja-okafor. Did you mean maya-okafor?\n"


def test_without_a_terminal_there_is_one_line(process: ProcessCall) -> None:
    for arguments in ((), ("demo",)):
        result = process(*arguments)
        assert (result.code, result.out) == (2, "")
        assert len(result.err.splitlines()) == 1


def test_colour_and_progress_stay_off_without_a_terminal(process: ProcessCall, sample: Path) -> None:
    (sample / "personas" / "bad.toml").write_text('segment = "nowhere"\n')
    result = process("check", "-p", sample, env={"FORCE_COLOR": "1", "TERM": "xterm-256color"})
    assert result.code == 1
    assert "\x1b" not in result.out + result.err


@pytest.mark.parametrize("command", ["analyze maya", "analyze maya --json", "show maya", "schema persona"])
def test_a_reader_that_goes_away_ends_it_quietly(process: ProcessCall, sample: Path, command: str) -> None:
    option = "" if command.startswith("schema") else f"-p '{sample}'"
    script = f"$personatui {command} {option} | head -c 20 >/dev/null; echo ${{PIPESTATUS[0]}}"
    result = process.shell(script)
    assert (result.out, result.err) == ("0\n", "")


def test_a_reader_that_goes_away_keeps_the_gate(process: ProcessCall, sample: Path) -> None:
    for number in range(40):
        (sample / "personas" / f"p{number}.toml").write_text('name = "Ann"\nsegment = "nowhere"\n' * 1)
    script = f"$personatui check -p '{sample}' --json | true; echo ${{PIPESTATUS[0]}}"
    assert process.shell(script).out == "1\n"


def test_a_full_disk_is_told(process: ProcessCall, sample: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("needs /dev/full")
    result = process.shell(f"$personatui list -p '{sample}' > /dev/full")
    assert result.code == 3
    assert result.err == (
        "personatui: The output could not be written: No space left on device. Print it somewhere else.\n"
    )


@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-", "<&-"])
def test_closed_streams_do_no_harm(process: ProcessCall, sample: Path, closed: str) -> None:
    assert process.shell(f"$personatui list -p '{sample}' {closed}").code == 0
    assert process.shell(f"$personatui {closed}").code == 2


@pytest.mark.parametrize("env", [ASCII, LATIN], ids=["ascii", "latin-1"])
@pytest.mark.parametrize(
    "arguments", [("list",), ("show", "maya"), ("analyze", "maya"), ("check",)], ids=lambda words: words[0]
)
def test_narrow_encodings_get_plain_signs(
    process: ProcessCall, sample: Path, env: dict[str, str], arguments: tuple[str, ...]
) -> None:
    (sample / "personas" / "zoe.toml").write_text('name = "Zoë 日本"\nsegment = "nöwhere"\n', encoding="utf-8")
    result = process(*arguments, "-p", sample, env=env, encoding="latin-1")
    assert result.code == (1 if arguments == ("check",) else 0)
    assert "Traceback" not in result.err
    if arguments == ("list",):
        assert "* primary" in result.out
        assert "###. " in result.out
        assert ("Zoe ????" if env is ASCII else "Zoë ????") in result.out


@pytest.mark.parametrize("env", [ASCII, LATIN], ids=["ascii", "latin-1"])
def test_data_survives_narrow_encodings(process: ProcessCall, sample: Path, env: dict[str, str]) -> None:
    (sample / "personas" / "zoe.toml").write_text('name = "Zoë 日本 🦎"\nsegment = "nöwhere"\n', encoding="utf-8")
    names = [entry["name"] for entry in process("list", "-p", sample, "--json", env=env, encoding="ascii").json()]
    assert "Zoë 日本 🦎" in names
    sarif = process("check", "-p", sample, "--format", "sarif", env=env, encoding="ascii").out
    assert "nöwhere" in json.loads(sarif)["runs"][0]["results"][0]["message"]["text"]
    junit = process("check", "-p", sample, "--format", "junit", env=env, encoding="ascii").out
    assert "nöwhere" in "".join(ET.fromstring(junit).itertext())
    html = process("analyze", "maya", "-p", sample, "--format", "html", env=env, encoding="ascii").out
    assert "&#" in html


def test_an_interruption_while_a_plugin_works_is_quiet(sample: Path, tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        "import personatui.host.checking as checking, time\n"
        "def slow(*_, **__):\n    print('started', flush=True)\n    time.sleep(60)\n"
        "checking.check = slow\n"
    )
    env = environment()
    env["PYTHONPATH"] = f"{tmp_path}:{env['PYTHONPATH']}"
    with subprocess.Popen(
        [*COMMAND, "check", "-p", str(sample)],
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # tests that run in the background of a shell have been told to ignore it, and hand that on
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    ) as running:
        assert running.stdout is not None
        assert running.stdout.readline() == "started\n"
        time.sleep(0.1)
        running.send_signal(signal.SIGINT)
        out, err = running.communicate(timeout=30)
    assert (running.returncode, out) == (130, "")
    assert err.strip() == "Stopped."


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("personatui an", "analyze"),
        ("personatui show -p {sample} ma", "maya-okafor"),
        ("personatui -p {sample} analyze pri", "priya-nair"),
        ("personatui demo ve", "vein-visualizer"),
        ("personatui list --js", "--json"),
        ("personatui check --fail-on wa", "warning"),
        ("personatui plugins dis", "disable"),
        ("personatui plugins disable jt", "jtbd"),
        ("personatui plugins info jt", "jtbd"),
    ],
)
def test_shells_complete_what_is_typed(process: ProcessCall, sample: Path, words: str, expected: str) -> None:
    words = words.format(sample=sample)
    last = len(words.split()) - 1
    result = process(env={"_PERSONATUI_COMPLETE": "bash_complete", "COMP_WORDS": words, "COMP_CWORD": str(last)})
    assert (result.code, result.err) == (0, "")
    assert result.out.splitlines() == [f"plain,{expected}"]


def test_completion_outside_a_project_offers_nothing(process: ProcessCall) -> None:
    words = {"_PERSONATUI_COMPLETE": "bash_complete", "COMP_WORDS": "personatui show m", "COMP_CWORD": "2"}
    result = process(env=words)
    assert (result.code, result.out.strip(), result.err) == (0, "", "")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_line_from_the_help_prints_a_script(process: ProcessCall, shell: str) -> None:
    result = process(env={"_PERSONATUI_COMPLETE": f"{shell}_source"})
    assert result.code == 0
    assert "_PERSONATUI_COMPLETE" in result.out
