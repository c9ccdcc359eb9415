# Everything runs in .venv, made from the hash-pinned lock on first use. `make` alone lists the targets.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
export PYTHONUNBUFFERED = 1
# Compiled modules are kept: every process of a demo or a test would compile all of them again.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help setup dev demo test check format bench soak audit lock clean

help: ## list the targets
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 16

setup: $(VENV)/.run ## install what running needs into .venv

dev: $(VENV)/.dev ## install what running, testing and checking need

$(VENV)/bin/python:
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 or later is needed: install it, or say where it is with make PYTHON=/path/to/python"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements.txt pyproject.toml | $(VENV)/bin/python
	$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/python tools/link.py
	@touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.run
	$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

demo: setup ## run the app beside a sandbox store, with live orders; prints the links
	@$(BIN)/laurel demo $(ARGS)

test: dev ## run the tests (browser and Postgres tests where found; the others say why not)
	@$(BIN)/pytest -n 4 --dist worksteal $(ARGS)

check: dev ## format, lint, types, import contracts, templates, theme; no tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m tools.lint_templates
	$(BIN)/python -m tools.catalogues --check
	$(BIN)/python -m tools.theme_check

format: dev ## rewrite the code in the house format
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: dev ## speed and memory, side by side with a reference
	@$(BIN)/python -m bench $(ARGS)

soak: dev ## long fault sweeps, and every test on Postgres too
	@$(BIN)/pytest --both-engines -m "postgres or long" --timeout 600 $(ARGS)
	@$(BIN)/pytest -m soak --timeout 3600 $(ARGS)

audit: dev ## known vulnerabilities in the lock (needs a network)
	@$(BIN)/pip install -q pip-audit && $(BIN)/pip-audit -r requirements.txt --require-hashes --disable-pip

lock: ## write the hash-pinned lock again (needs uv)
	uv pip compile -q --python-version 3.11 --generate-hashes --no-annotate --custom-compile-command "make lock" pyproject.toml -o requirements.txt
	uv pip compile -q --python-version 3.11 --generate-hashes --no-annotate --custom-compile-command "make lock" --extra dev pyproject.toml -o requirements-dev.txt

clean: ## remove what was made here
	rm -rf $(VENV) var build .pytest_cache .mypy_cache .ruff_cache .hypothesis
