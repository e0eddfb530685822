# PYTHON is the interpreter of an environment with `pip install -e ".[dev]"`.
PYTHON ?= python

.PHONY: check format lint types test docs site slow bench locale

check: format lint types test docs  ## everything but the slow tests

format:  ## fails where `ruff format` would change something
	$(PYTHON) -m ruff format --check .

lint:
	$(PYTHON) -m ruff check .

types:
	$(PYTHON) -m mypy

test:
	$(PYTHON) -m pytest

docs:  ## links, anchors and the commands that the README promises
	$(PYTHON) -m pytest -q -n 0 tests/test_docs.py

site:  ## the documentation as a site, in site/, to be opened from disk
	$(PYTHON) -m tools.site site --offline

slow:
	$(PYTHON) -m pytest -m slow

locale:  ## brings the Chinese catalogue up to date; fails while a text has no Chinese
	$(PYTHON) -m tools.catalogue

bench:
	$(PYTHON) benchmarks/speed.py
