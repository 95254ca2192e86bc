"""Set everything up and start: `python3 start.py` opens the observatory, `python3 start.py test` runs the tests.

It needs Python 3.11 or newer with pip, and nothing else. Everything goes into .venv beside this file; later runs start
at once. `python3 start.py lint` checks format, style and types, `python3 start.py docs` builds the documentation as HTML,
`python3 start.py audit` lists licences, parts and advisories; any other words are passed on to `henequen`.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
LOCKS = {"base": "requirements.lock", "test": "requirements-test.lock", "everything": "requirements-everything.lock"}


def main(arguments: list[str]) -> int:
    """Set up, run the command, and return its exit code."""
    if sys.version_info < (3, 11):  # noqa: UP036 - shown to users of an older Python
        print(f"henequen needs Python 3.11 or newer; this is {sys.version.split()[0]}", file=sys.stderr)
        return 2
    if arguments[:1] == ["test"]:
        rest = arguments[1:]
        everything = "--everything" in rest
        install("everything" if everything else "test")
        browser()
        words = [word for word in rest if word != "--everything"]
        return run([str(PYTHON), "-m", "pytest", "-n", "2", *words])
    if arguments[:1] == ["lint"]:
        install("test")
        return lint()
    if arguments[:1] == ["docs"]:
        install("test")
        return documentation()
    if arguments[:1] == ["audit"]:
        install("test")
        return subprocess.run([str(PYTHON), str(HERE / "scripts" / "audit_packages.py")], cwd=HERE).returncode
    install("base")
    return run([str(PYTHON), "-m", "henequen", *(arguments or ["serve"])])


def lint() -> int:
    """Check format, style and strict types; return the exit code of the first check that fails, or 0."""
    for check_name in (["ruff", "format", "--check", "."], ["ruff", "check", "."], ["mypy"]):
        code = subprocess.run([str(PYTHON), "-m", *check_name], cwd=HERE).returncode
        if code:
            return code
    return 0


def documentation() -> int:
    """Build the documentation as HTML in build/docs; return 1 if a link leads nowhere or a page is in no list."""
    out = HERE / "build" / "docs"
    words = ["-q", "-W", "--keep-going", "-b", "html", "-c", str(HERE / "docs"), str(HERE), str(out)]
    code = subprocess.run([str(PYTHON), "-m", "sphinx", *words], cwd=HERE).returncode
    if not code:
        print(f"henequen: the documentation is built, all links lead somewhere: open {out / 'index.html'}")
    return code


def install(what: str) -> None:
    """Make the environment and install the pinned packages and the project, unless that is done and nothing changed."""
    lock = HERE / LOCKS[what]
    wanted = hashlib.sha256((HERE / "pyproject.toml").read_bytes() + lock.read_bytes()).hexdigest()
    done = VENV / f"installed-{what}"
    if PYTHON.exists() and done.exists() and done.read_text() == wanted:
        return
    packages = sum(1 for line in lock.read_text(encoding="utf-8").splitlines() if "==" in line and line[0].isalpha())
    print(
        "henequen: setting up in .venv (only the first time): creating the environment ...", file=sys.stderr, flush=True
    )
    if (
        not PYTHON.exists()
        and subprocess.run([sys.executable, "-m", "venv", str(VENV)], capture_output=True).returncode
    ):
        shutil.rmtree(VENV, ignore_errors=True)
        check([sys.executable, "-m", "venv", "--without-pip", str(VENV)])
    pip = [str(PYTHON), "-m", "pip"]
    if subprocess.run([*pip, "--version"], capture_output=True).returncode:
        pip = [sys.executable, "-m", "pip", "--python", str(PYTHON)]
    quiet = ["--quiet", "--disable-pip-version-check"]
    print(
        f"henequen: installing {packages} packages; a minute or two if they must be downloaded ...",
        file=sys.stderr,
        flush=True,
    )
    check([*pip, "install", *quiet, "--require-hashes", "--requirement", str(lock)], f"installing {packages} packages")
    check([*pip, "install", *quiet, "--no-deps", "--editable", str(HERE)], "installing henequen")
    done.write_text(wanted)
    print("henequen: set-up is complete.", file=sys.stderr, flush=True)


def browser() -> None:
    """See to a Chromium for the browser tests: the one that is here, else the system's package, else playwright's."""
    if any(shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome")):
        return
    if shutil.which("apt-get") and os.name == "posix" and os.geteuid() == 0:
        print("henequen: installing chromium for the browser tests ...", file=sys.stderr, flush=True)
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "stdin": subprocess.DEVNULL}
        environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
        subprocess.run(["apt-get", "update"], **quiet, env=environment)
        subprocess.run(["apt-get", "install", "-y", "chromium"], **quiet, env=environment)
    if not shutil.which("chromium"):
        subprocess.run([str(PYTHON), "-m", "playwright", "install", "chromium"])


def check(command: list[str], what: str = "") -> None:
    """Run a step of the set-up, report every ten seconds that it still runs, and stop with its output if it fails."""
    began = time.monotonic()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as step:
        while True:
            try:
                output, _ = step.communicate(timeout=10)
                break
            except subprocess.TimeoutExpired:
                print(
                    f"henequen: still {what or 'working'} ({time.monotonic() - began:.0f} s) ...",
                    file=sys.stderr,
                    flush=True,
                )
    if step.returncode:
        print(output, file=sys.stderr)
        print(f"henequen: this step of the set-up failed: {' '.join(command)}", file=sys.stderr)
        raise SystemExit(1)


def run(command: list[str]) -> int:
    """Run a command in the foreground; Ctrl-C is its business."""
    try:
        return subprocess.run(command, cwd=HERE if command[2] == "pytest" else None).returncode
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
