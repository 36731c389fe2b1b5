"""What a person sees and what a pipe gets, with a real pseudo-terminal."""

import os
import pty
import subprocess
import sys
from pathlib import Path

from .conftest import ROOT


def run_on_terminal(*arguments, folder, stdout=None, stdin=b""):
    """The command with standard error (and input, and output unless given) on a pseudo-terminal."""
    main, side = pty.openpty()
    environment = {k: v for k, v in os.environ.items() if not k.startswith("NEWSDESK_")}
    process = subprocess.Popen(
        [sys.executable, "-m", "bot.cli", *map(str, arguments)],
        stdin=side,
        stdout=stdout or side,
        stderr=side,
        cwd=folder,
        env={**environment, "PYTHONPATH": str(ROOT), "TERM": "xterm-256color", "HOME": str(folder)},
    )
    os.close(side)
    os.write(main, stdin)
    shown = b""
    while True:
        try:
            block = os.read(main, 65536)
        except OSError:  # the other side is closed
            break
        if not block:
            break
        shown += block
    os.close(main)
    return process.wait(timeout=60), shown.decode()


def test_a_progress_bar_on_the_terminal_leaves_the_pipe_alone(tmp_path) -> None:
    """The bar is on standard error; every record is on standard output."""
    folder = tmp_path / "articles"
    folder.mkdir()
    for n in range(3):
        (folder / f"{n}.txt").write_text(f"Jane Roe said the barrier number {n} would reopen.\n")
    with (tmp_path / "out").open("wb") as out:
        code, shown = run_on_terminal("read", "--json", folder, folder=tmp_path, stdout=out)
    assert code == 0
    assert (tmp_path / "out").read_text().count('"Jane Roe"') == 3
    assert "Reading" in shown


def test_the_console_answers_at_its_prompt(tmp_path) -> None:
    """Brief, question, evidence, a file of one's own, a wrong command, the end."""
    (tmp_path / "own.txt").write_text("Harbour master Ida Quill said the lighthouse would be painted red.\n")
    lines = (
        "What did Zelenskyy say about the ceasefire?\n/evidence\n/summarize own.txt\n/summarize http://127.0.0.1/\n"
        "what did Quill say?\n/nonsense\n/quit\n"
    )
    code, shown = run_on_terminal("run", folder=tmp_path, stdin=lines.encode())
    assert code == 0
    assert "Volodymyr Zelenskyy" in shown
    assert "Ida Quill" in shown
    assert "There is no command /nonsense" in shown
    assert "127.0.0.1" in shown


def test_a_closed_pipe_is_no_failure(tmp_path) -> None:
    """``newsdesk read --json … | head -1`` ends quietly."""
    path = tmp_path / "article.txt"
    path.write_text("Jane Roe said the barrier would reopen. She denied the leak.\n" * 400)
    command = f"{sys.executable} -m bot.cli read --json {path} | head -1; exit ${{PIPESTATUS[0]}}"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        ["bash", "-c", command], capture_output=True, text=True, env=environment, cwd=tmp_path, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("\n") == 1


def test_a_full_disk_is_said(tmp_path) -> None:
    """One line, exit code 1, no traceback."""
    path = tmp_path / "article.txt"
    path.write_text("Jane Roe said the barrier would reopen.\n")
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "bot.cli", "read", "--json", str(path)],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            cwd=tmp_path,
            check=False,
        )
    assert done.returncode == 1
    assert "No space left on device" in done.stderr
    assert "Traceback" not in done.stderr


def test_file_names_cannot_steer_the_terminal(tmp_path) -> None:
    """Escape codes and bidirectional overrides in a name are not passed on."""
    code, shown = run_on_terminal("read", "mis\x1b[31m\u202esing.txt", folder=tmp_path)
    assert code == 1
    assert "sing.txt" in shown
    assert "\x1b[31m" not in shown
    assert "\u202e" not in shown
