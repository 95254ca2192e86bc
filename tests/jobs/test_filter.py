"""A child that reads one open file has no network and nothing of its parent's environment."""

from __future__ import annotations

import subprocess
import sys

import pytest

from henequen.jobs.filter import child_environment


def test_the_child_has_no_network_and_no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_OF_THE_PARENT", "x")
    environment = child_environment()
    assert "SECRET_OF_THE_PARENT" not in environment
    script = (
        "from henequen.jobs.filter import limit_child; limit_child(); "
        "import socket; socket.create_connection(('127.0.0.1', 9))"
    )
    answer = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, env=environment)
    assert "PermissionError: no network while a document is read" in answer.stderr
