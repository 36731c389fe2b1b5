"""What is shipped: four import packages, the seeds, the registry, and nothing else."""

from __future__ import annotations

import email
import subprocess
import sys
import zipfile
from pathlib import PurePosixPath

import pytest


@pytest.fixture(scope="module")
def wheel(root, tmp_path_factory):
    """The wheel, built from the checkout with the tools of this environment."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder)]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (file,) = folder.glob("*.whl")
    with zipfile.ZipFile(file) as archive:
        yield archive


@pytest.fixture(scope="module")
def names(wheel):
    return [PurePosixPath(n) for n in wheel.namelist()]


def test_it_provides_exactly_four_import_names(names):
    top = {n.parts[0] for n in names if not n.parts[0].endswith(".dist-info")}
    assert top == {"bot", "config", "newsdesk", "summarizer"}


def test_it_holds_no_tests_and_nothing_that_tools_left(names):
    unwanted = {"tests", "benchmarks", "conftest.py", "__pycache__", ".venv"}
    assert [n for n in names if unwanted & set(n.parts) or n.name.startswith("test_")] == []


def test_it_holds_every_module_of_the_checkout(names, root):
    ours = {
        PurePosixPath(p.relative_to(root).as_posix())
        for package in ("bot", "config", "newsdesk", "summarizer")
        for p in (root / package).rglob("*.py")
    }
    assert len(ours) > 50
    assert ours <= set(names)


def test_it_holds_the_texts_of_every_language(names, root):
    ours = {PurePosixPath(p.relative_to(root).as_posix()) for p in (root / "bot" / "texts").rglob("*.toml")}
    assert {"en", "uk", "de", "es"} <= {p.parent.name for p in ours}
    assert ours <= set(names)


def test_it_holds_the_manifest_of_the_slack_app(names):
    assert PurePosixPath("bot/channels/slack/manifest.yaml") in names


def test_it_holds_the_seeds_and_the_registry(names, root):
    seeds = root / "seeds"
    ours = {PurePosixPath("newsdesk/seeds", p.relative_to(seeds)) for p in seeds.rglob("*") if p.is_file()}
    assert PurePosixPath("newsdesk/seeds/actors.toml") in names
    assert len([n for n in names if n.match("newsdesk/seeds/articles/*")]) >= 10
    assert ours <= set(names)


def test_it_carries_licence_command_and_python_version(wheel, names):
    info = next(n for n in names if n.name == "METADATA").parent
    metadata = email.message_from_bytes(wheel.read(str(info / "METADATA")))
    assert (metadata["Name"], metadata["Requires-Python"]) == ("newsdesk", ">=3.11")
    assert b"newsdesk = bot.cli:main" in wheel.read(str(info / "entry_points.txt"))
    assert info / "licenses" / "LICENSE" in names


def test_the_core_does_not_require_torch(wheel, names):
    info = next(n for n in names if n.name == "METADATA").parent
    metadata = email.message_from_bytes(wheel.read(str(info / "METADATA")))
    core = [r for r in metadata.get_all("Requires-Dist") if "extra ==" not in r]
    assert len(core) > 10
    assert [r for r in core if r.startswith("torch")] == []


def test_the_packaged_seeds_are_found_first(wheel, tmp_path):
    """Unpacked as pip would, away from the checkout, the code finds the folder inside newsdesk/."""
    wheel.extractall(tmp_path)
    code = "from config.paths import seeds_dir, default_registry as r; assert r().is_file(); print(seeds_dir())"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.strip() == str(tmp_path / "newsdesk" / "seeds")
