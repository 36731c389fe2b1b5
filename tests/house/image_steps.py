"""Proves the Dockerfile without an engine: runs its steps in an empty folder that stands for the image.

``python tests/house/image_steps.py [FOLDER]`` with the Python of the image (3.12).  Absolute paths of the image
are put below the folder; steps that only change the system's users are named and left out.  Takes minutes and
needs the network, as the image does, so no test runs it; ``make image-check`` does.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
_IMAGE_PATH = re.compile(r"(?<![\w./-])/(opt|src|data)(?=[/\s:]|$)")
_NEEDS_AN_IMAGE = ("useradd",)


@dataclass(frozen=True, slots=True)
class Step:
    """One instruction: ``RUN`` and what follows it, continued lines joined."""

    instruction: str
    argument: str


def steps(dockerfile: str, /) -> Iterator[Step]:
    """The instructions in order, without comments."""
    lines = [line for line in dockerfile.splitlines() if not line.lstrip().startswith("#")]
    for line in "\n".join(lines).replace("\\\n", " ").splitlines():
        if line.strip():
            instruction, _, argument = line.strip().partition(" ")
            yield Step(instruction.upper(), " ".join(argument.split()))


class Rehearsal:
    """An image's file tree below a folder, and the environment that its steps have built so far."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.workdir = folder
        self.environment = {k: v for k, v in os.environ.items() if not k.startswith(("NEWSDESK_", "PYTHON"))}
        self.environment["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{self.environment['PATH']}"
        self.entrypoint: list[str] = []

    def play(self, step: Step, /) -> None:
        """Do what an engine would do, or say why not."""
        argument = _IMAGE_PATH.sub(lambda found: f"{self.folder}/{found[1]}", step.argument)
        match step.instruction:
            case "WORKDIR":
                self.workdir = Path(argument)
                self.workdir.mkdir(parents=True, exist_ok=True)
            case "COPY":
                self._copy(argument.split())
            case "ENV":
                name, _, value = argument.partition("=")
                value = value.replace("sqlite:////data", f"sqlite:///{self.folder}/data")
                self.environment[name] = value.replace("$PATH", self.environment["PATH"])
            case "RUN" if step.argument.startswith(_NEEDS_AN_IMAGE):
                print("   left out: it would make a user on this machine")
            case "RUN":
                self.run(["sh", "-ec", argument])
            case "HEALTHCHECK":
                self.run(json.loads(argument[argument.index("[") :]))
            case "ENTRYPOINT":
                self.entrypoint = json.loads(argument)
            case "CMD":
                self.run([*self.entrypoint, *json.loads(argument)])

    def run(self, command: list[str], /) -> None:
        """Run it with the image's environment and no terminal; any failure ends the rehearsal."""
        subprocess.run(command, cwd=self.workdir, env=self.environment, stdin=subprocess.DEVNULL, check=True)

    def _copy(self, words: list[str]) -> None:
        if words[0].startswith("--from="):
            if not Path(words[-1]).is_dir():
                raise SystemExit(f"{words[-1]} was not built")
            return
        *sources, target = words
        for source in sources:
            origin, to = ROOT / source, self.workdir / target
            if origin.is_dir():
                shutil.copytree(origin, to, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                into = to / origin.name if target.endswith("/") else to
                into.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(origin, into)


def main() -> None:
    """Play every step; exit code 0 when all went well."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else tempfile.mkdtemp(prefix="newsdesk-image-")).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise SystemExit(f"{folder} is not empty")
    rehearsal = Rehearsal(folder)
    for step in steps((ROOT / "Dockerfile").read_text(encoding="utf-8")):
        print(f"== {step.instruction} {step.argument}", flush=True)
        rehearsal.play(step)
    print(f"All steps of the Dockerfile went well with Python {sys.version.split()[0]}.")


if __name__ == "__main__":
    main()
