"""One protocol for everything that runs in a child process, and one place for its limits."""
