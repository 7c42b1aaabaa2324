"""Build the wheel into dist/ and prove that it works on its own: python3 tasks.py build.

Nothing is fetched: the locked setuptools builds, and the proof runs in a new environment that holds the wheel alone
and sees the locked packages of `.venv`.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SHIPPED = {"collections_app": "collections_app", "db": "collections_app/db", "resources": "collections_app/resources"}

# Runs inside the new environment, in an empty folder: everything it finds comes from the wheel.
PROOF = """
import sys
from importlib.resources import files
from pathlib import Path

import collections_app
from collections_app.storage import database, schema

home = Path(collections_app.__file__).resolve()
assert Path(sys.prefix).resolve() in home.parents, f"not the installed program: {home}"
names = [path.name for path in files("collections_app.resources").joinpath("fonts").iterdir()]
fonts = [name for name in names if name.endswith(".ttf")]
assert files("collections_app.resources").joinpath("fonts", fonts[0]).read_bytes()[:4] == bytes((0, 1, 0, 0))
rules = [rule for rule in files("collections_app.db").joinpath("reference").iterdir() if rule.name.endswith(".toml")]
for rule in rules:
    assert rule.read_text(encoding="utf-8").strip(), f"empty: {rule.name}"
opened = database.open_database(Path("empty.sqlite3"))
assert schema.revision_of(opened) is None
schema.upgrade(opened)
assert schema.revision_of(opened) == schema.HEAD
opened.close()
print(f"The wheel works: database upgraded, {len(fonts)} fonts and {len(rules)} reference files read.")
"""


def run(*command: str | Path, cwd: Path = ROOT) -> None:
    """Run a command; a failure ends the script."""
    clean = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    subprocess.run([str(word) for word in command], cwd=cwd, env=clean, stdin=subprocess.DEVNULL, check=True)


def pip(*words: str | Path) -> None:
    """Run pip without a network."""
    run(sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet", *words)


def build() -> Path:
    """Return the wheel, built from the checkout alone."""
    shutil.rmtree(ROOT / "build", ignore_errors=True)  # files of an earlier build would slip in
    shutil.rmtree(ROOT / "dist", ignore_errors=True)
    pip("wheel", "--no-deps", "--no-index", "--no-build-isolation", "--wheel-dir", ROOT / "dist", ROOT)
    (wheel,) = (ROOT / "dist").glob("*.whl")
    return wheel


def missing_files(wheel: Path) -> list[str]:
    """Return the files of the program that the wheel lacks."""
    with zipfile.ZipFile(wheel) as archive:
        held = set(archive.namelist())
    wanted = [
        f"{target}/{path.relative_to(ROOT / source).as_posix()}"
        for source, target in SHIPPED.items()
        for path in sorted((ROOT / source).rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    ]
    return [name for name in wanted if name not in held]


def prove(wheel: Path, folder: Path) -> None:
    """Install the wheel into a new environment below `folder` and use it there."""
    run(sys.executable, "-m", "venv", "--without-pip", folder / "venv")
    python = folder / "venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    pip("--python", python, "install", "--no-deps", "--no-index", wheel)
    schemes = {"base": str(folder / "venv"), "platbase": str(folder / "venv")}
    packages = Path(sysconfig.get_path("purelib", "nt" if os.name == "nt" else "posix_prefix", schemes))
    # A path file adds the locked packages; the path files among them, the editable project's too, are not read.
    (packages / "locked.pth").write_text(f"{sysconfig.get_path('purelib')}\n", encoding="utf-8")
    (folder / "empty").mkdir()
    run(python, "-W", "error", "-c", PROOF, cwd=folder / "empty")


def main() -> int:
    """Build, look for missing files, prove."""
    try:
        wheel = build()
        missing = missing_files(wheel)
        if missing:
            print(f"{wheel.name} lacks: {', '.join(missing)}", file=sys.stderr)
            return 1
        with tempfile.TemporaryDirectory(prefix="wheel-") as folder:
            prove(wheel, Path(folder))
    except subprocess.CalledProcessError as error:
        print(f"Failed with exit code {error.returncode}: {error.cmd[:4]} …", file=sys.stderr)
        return 1
    print(wheel.relative_to(ROOT))
    return 0


if __name__ == "__main__":
    sys.exit(main())
