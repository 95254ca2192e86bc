"""One file per format: bytes in, a `ReadDocument` out, or a refusal that says why."""
