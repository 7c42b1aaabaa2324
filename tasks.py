"""Everything a person types at this project: python3 tasks.py run | test | check | bench | build | format.

Standard library only. It makes `.venv`, installs the locked packages and, on Debian, the system libraries Qt needs;
its own messages go to stderr, so that what the program prints can be piped on.
"""

from __future__ import annotations

import ctypes
import hashlib
import importlib.util
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
RUNTIME_LOCK = "requirements.lock"
DEV_LOCK = "requirements-dev.lock"  # holds everything of the runtime lock, at the same versions

# Shared library -> the Debian package that brings it. Qt's wheel expects them from the system.
QT_LIBRARIES = {
    "libglib-2.0.so.0": "libglib2.0-0",  # Debian 13 calls it libglib2.0-0t64 and lets the old name stand for it
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
}
WINDOW_LIBRARIES = {  # only for windows on X11 and Wayland: without them everything but a real window works
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
}


class TaskError(Exception):
    """Something the person at the keyboard can put right, in one sentence."""


def say(text: str) -> None:
    """Tell the person what is going on."""
    print(text, file=sys.stderr, flush=True)


def call(command: Sequence[str | Path], **environment: str) -> int:
    """Run a step of the set-up in the project's folder, quietly on stdout, and return its exit code."""
    done = subprocess.run(
        [str(word) for word in command],
        cwd=ROOT,
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        stdout=sys.stderr,
        check=False,
    )
    return done.returncode


# --- what the system must bring


def is_debian() -> bool:
    """Return True where packages come by apt-get (Debian, Ubuntu)."""
    return sys.platform == "linux" and shutil.which("apt-get") is not None


def is_loadable(library: str) -> bool:
    """Return True when the dynamic linker finds the library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def missing(libraries: dict[str, str]) -> list[str]:
    """Return the Debian packages of the libraries that cannot be loaded."""
    return [package for library, package in libraries.items() if not is_loadable(library)]


def has_postgresql() -> bool:
    """Return True when a PostgreSQL server can be started for the tests."""
    return any(Path("/usr/lib/postgresql").glob("*/bin/initdb")) or shutil.which("initdb") is not None


def as_root() -> list[str] | None:
    """Return what to put before a command to run it as root without a question, None when that is not possible."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and call(["sudo", "-n", "true"]) == 0:
        return ["sudo", "-n"]
    return None


def apt_install(packages: Iterable[str]) -> bool:
    """Install Debian packages; return False when this account may not."""
    prefix = as_root()
    if prefix is None:
        return False
    say(f"Installing Debian packages: {' '.join(packages)}")
    apt = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-y", "-q", "-o", "DPkg::Lock::Timeout=600"]
    install = [*apt, "install", "--no-install-recommends", *packages]
    if any(Path("/var/lib/apt/lists").glob("*Packages*")) and call(install) == 0:
        return True
    if call([*apt, "update"]) != 0 or call(install) != 0:  # no lists yet, or lists that are too old
        raise TaskError(f"apt-get could not install the packages; its reason is above. By hand: {by_hand(packages)}")
    return True


def by_hand(packages: Iterable[str]) -> str:
    """Return the command to type for installing Debian packages."""
    return f"sudo apt-get update && sudo apt-get install --no-install-recommends {' '.join(packages)}"


def ensure_system(*, with_server: bool) -> None:
    """Install the Debian packages that Qt and, for tests, PostgreSQL need; elsewhere the system has them."""
    if not is_debian():
        return
    needed = missing(QT_LIBRARIES) + (["postgresql"] if with_server and not has_postgresql() else [])
    useful = missing(WINDOW_LIBRARIES)
    if not needed + useful or apt_install(needed + useful):
        return
    if needed:
        raise TaskError(f"This account may not install packages that are missing; type: {by_hand(needed + useful)}")
    say(f"Windows on a screen need more packages; if none opens, type: {by_hand(useful)}")


# --- the virtual environment


def make_venv() -> None:
    """Make `.venv` with this Python, by whatever way this Python has."""
    without_pip: list[str] = []
    if importlib.util.find_spec("ensurepip") is None:  # Debian keeps it in a package of its own
        package = f"python3.{sys.version_info.minor}-venv"
        if not (is_debian() and apt_install([package])):
            if importlib.util.find_spec("pip") is None:
                raise TaskError(f"This Python has neither ensurepip nor pip. Please type: {by_hand([package])}")
            without_pip = ["--without-pip"]
    say(f"Making {VENV.name} with Python {sys.version.split()[0]} …")
    if call([sys.executable, "-m", "venv", "--clear", *without_pip, VENV]) != 0:
        shutil.rmtree(VENV, ignore_errors=True)
        raise TaskError(f"{VENV.name} could not be made; the reason is above.")


def pip() -> list[str | Path]:
    """Return the command of the pip that installs into `.venv`: its own, else this Python's."""
    if any(VENV.glob("[Ll]ib*/**/site-packages/pip")):
        return [PYTHON, "-m", "pip"]
    return [sys.executable, "-m", "pip", "--python", PYTHON]


def digest(lock: str) -> str:
    """Return what an installation depends on, in short: lock, package settings, place, Python."""
    parts = [(ROOT / "packaging" / lock).read_bytes(), (ROOT / "pyproject.toml").read_bytes(), str(ROOT).encode()]
    return hashlib.sha256(b"\0".join([*parts, sys.version.encode()])).hexdigest()


def is_installed(lock: str) -> bool:
    """Return True when `.venv` was filled from the lock as it is now."""
    stamp = VENV / f"{lock}.installed"
    return PYTHON.exists() and stamp.exists() and stamp.read_text(encoding="ascii") == digest(lock)


def ensure_venv(lock: str) -> None:
    """Make `.venv` hold what the lock says; nothing happens when it does already."""
    if is_installed(lock) or (lock == RUNTIME_LOCK and is_installed(DEV_LOCK)):
        return
    if not PYTHON.exists():
        make_venv()
    say(f"Installing the packages of packaging/{lock} …")
    install = [*pip(), "install", "-qq", "--no-input", "--disable-pip-version-check"]
    ours: list[str | Path] = ["--no-deps", "--no-build-isolation", "--editable", ROOT]  # built by the locked setuptools
    locked: list[str | Path] = [
        "--require-hashes",
        "--no-deps",  # the lock is complete; pip, left to resolve extras, stops at a release newer than the lock's
        "--only-binary",
        ":all:",
        "--requirement",
        ROOT / "packaging" / lock,
    ]
    if call([*install, *locked]) != 0 or call([*install, *ours]) != 0:
        raise TaskError("The packages could not be installed; pip's reason is above.")
    (VENV / f"{lock}.installed").write_text(digest(lock), encoding="ascii")


def prepare(lock: str = DEV_LOCK, *, with_server: bool = False) -> None:
    """Bring system packages and `.venv` to what the project needs."""
    ensure_system(with_server=with_server)
    ensure_venv(lock)


# --- the verbs


def python(*words: str | Path, cwd: Path | None = ROOT, **environment: str) -> int:
    """Run a command with the Python of `.venv` and return its exit code."""
    command = [str(word) for word in (PYTHON, *words)]
    return subprocess.run(command, cwd=cwd, env={**os.environ, **environment}, check=False).returncode


def run(arguments: list[str]) -> int:
    """Start the program; arguments are passed on."""
    prepare(RUNTIME_LOCK)
    return python("-m", "collections_app", *arguments, cwd=None)  # paths typed are those of the caller's folder


# A core takes the half of what another has left when it runs out, so neighbours, who share what was made for them,
# mostly stay together. More than eight would each start a server and import demonstrations for a few tests.
ON_EVERY_CORE = ("-n", "auto", "--maxprocesses", "8", "--dist", "worksteal")


def test(arguments: list[str]) -> int:
    """Run every test, spread over the cores; with arguments, which are pytest's, one after the other."""
    prepare(with_server=True)
    return python("-m", "pytest", *(arguments or ON_EVERY_CORE), QT_QPA_PLATFORM="offscreen")


def check(arguments: list[str]) -> int:
    """Check style, types, import contracts, sizes, locks and Qt's reference counts; change nothing."""
    refuse(arguments)
    prepare()
    steps = {
        "ruff check": ["ruff", "check"],
        "ruff format": ["ruff", "format", "--check"],
        "mypy": ["mypy"],
        "architecture": ["pytest", "tests/architecture"],  # contracts, cycles, sizes, words, locks, reference counts
    }
    failed = []
    for name, words in steps.items():
        say(f"== {name}")
        if python("-m", *words, QT_QPA_PLATFORM="offscreen") != 0:
            failed.append(name)
    say(f"Failed: {', '.join(failed)}." if failed else "All checks passed.")
    return int(bool(failed))


def bench(arguments: list[str]) -> int:
    """Measure the promised speeds against their floors; arguments are passed on."""
    if not (ROOT / "tests" / "bench" / "__main__.py").exists():
        raise TaskError("There is no tests/bench/__main__.py to run.")
    prepare(with_server=True)
    return python("-m", "tests.bench", *arguments, QT_QPA_PLATFORM="offscreen")


def build(arguments: list[str]) -> int:
    """Build the wheel into dist/ and prove that it works installed on its own."""
    refuse(arguments)
    prepare()
    return python("packaging/check_wheel.py")


def format_(arguments: list[str]) -> int:
    """Put the source into the house style."""
    refuse(arguments)
    prepare()
    return python("-m", "ruff", "check", "--fix-only") or python("-m", "ruff", "format")


VERBS: dict[str, Callable[[list[str]], int]] = {
    "run": run,
    "test": test,
    "check": check,
    "bench": bench,
    "build": build,
    "format": format_,
}


def refuse(arguments: list[str]) -> None:
    """Complain about arguments of a verb that takes none."""
    if arguments:
        raise TaskError(f"This verb takes no arguments: {shlex.join(arguments)}")


def usage() -> str:
    """Return one line of help for each verb."""
    lines = [f"  {name:8}{(verb.__doc__ or '').strip()}" for name, verb in VERBS.items()]
    return "\n".join(["usage: python3 tasks.py VERB [arguments]", "", *lines])


def main(arguments: list[str]) -> int:
    """Do what the first word says."""
    if sys.version_info < (3, 11):
        say(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}.")
        return 2
    name, rest = (arguments[0], arguments[1:]) if arguments else ("", [])
    if name not in VERBS:
        print(usage(), file=sys.stdout if name in {"-h", "--help", "help"} else sys.stderr)
        return 0 if name in {"-h", "--help", "help"} else 2
    try:
        return VERBS[name](rest)
    except TaskError as error:
        say(f"tasks.py {name}: {error}")
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
