.PHONY: serve test lint
serve:
	python3 start.py
test:
	python3 start.py test
lint:
	.venv/bin/ruff format --check . && .venv/bin/ruff check . && .venv/bin/mypy
