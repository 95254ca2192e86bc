"""`henequen serve`: on this computer only, and it stops when asked to."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from .conftest import command, environment


@pytest.mark.skipif(sys.platform == "win32", reason="another kind of interruption")
def test_serve_is_for_this_computer_and_stops(small: Path, tmp_path: Path) -> None:
    process = subprocess.Popen(
        [word for word in command("serve", "--no-open", "--port", "0", "--pack", small) if word not in ("-W", "error")],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
        text=True,
    )
    try:
        assert process.stdout and process.stderr
        told = process.stdout.readline()
        found = re.search(r"http://127\.0\.0\.1:(\d+)/", told)
        assert found, told + process.stderr.read()
        with urllib.request.urlopen(found[0], timeout=30) as answer:
            assert answer.status == 200
            assert b"<html" in answer.read()
        with socket.socket() as other, pytest.raises(OSError):
            other.settimeout(2)
            other.connect((socket.gethostbyname_ex(socket.gethostname())[2][0], int(found[1])))
            if other.getpeername()[0] == "127.0.0.1":
                raise OSError("this computer knows itself by no other address")
        process.send_signal(signal.SIGINT)
        assert process.wait(120) in (0, 130)
        assert "Traceback" not in process.stderr.read()
    finally:
        process.kill()
        process.wait()
        for stream in (process.stdout, process.stderr):
            if stream:
                stream.close()


@pytest.mark.skipif(sys.platform == "win32", reason="another kind of interruption")
def test_serve_ends_with_the_reason_if_its_pages_cannot_be_written(small: Path, tmp_path: Path) -> None:
    kept = environment() | {"HENEQUEN_HOME": str(tmp_path / "home")}
    build = [word for word in command("build", "--pack", small) if word not in ("-W", "error")]
    subprocess.run(build, env=kept, check=True, capture_output=True)
    (made,) = (tmp_path / "home" / "made").iterdir()
    (made / "site").mkdir()
    (made / "site" / "notes.txt").write_text("not a site", encoding="utf-8")
    serve = [
        word for word in command("serve", "--no-open", "--port", "0", "--pack", small) if word not in ("-W", "error")
    ]
    done = subprocess.run(serve, env=kept, capture_output=True, text=True, timeout=120)
    assert done.returncode not in (0, 130)
    assert "not empty" in done.stderr and "Traceback" not in done.stderr
