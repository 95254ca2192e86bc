.PHONY: serve test unit lint locks audit
serve:
	python3 start.py
test:
	python3 start.py test
unit:
	python3 start.py test -q -m "not slow and not browser and not spark and not engine"
lint:
	python3 start.py lint
locks:
	uv pip compile -q --universal --generate-hashes --no-header --no-annotate pyproject.toml -o requirements.lock
	uv pip compile -q --universal --generate-hashes --no-header --no-annotate --extra test pyproject.toml -o requirements-test.lock
	uv pip compile -q --universal --generate-hashes --no-header --no-annotate --all-extras pyproject.toml -o requirements-everything.lock
audit:
	.venv/bin/python scripts/audit_packages.py
