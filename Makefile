.PHONY: serve test unit lint docs locks audit
serve:
	python3 start.py
test:
	python3 start.py test
unit:
	python3 start.py test -q -m unit
lint:
	python3 start.py lint
docs:
	python3 start.py docs
locks:
	uv pip compile -q --universal --generate-hashes --no-header --no-annotate pyproject.toml -o requirements.lock
	uv pip compile -q --universal --generate-hashes --no-header --no-annotate --extra test --extra docs pyproject.toml -o requirements-test.lock
	uv pip compile -q --universal --generate-hashes --no-header --no-annotate --all-extras pyproject.toml -o requirements-everything.lock
audit:
	python3 start.py audit
