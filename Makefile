# Every target that runs something starts from "setup", which does nothing when nothing changed.
# A name is a promise: see README.md for run and test, CONTRIBUTING.md for the rest.

.DEFAULT_GOAL := help
.PHONY: help setup setup-tests run test check mutants bench requirements translations documents \
	format check-format check-lint check-templates check-types check-imports check-migrations \
	check-translations check-documents
SHELL := /bin/bash

# Compiled modules are kept, also where a container says otherwise: every command and every worker of
# the tests would compile all of them anew.
unexport PYTHONDONTWRITEBYTECODE

PYTHON := .venv/bin/python
MANAGE := $(PYTHON) manage.py
# More arguments for pytest: make test ARGS="tests/registry -k counter"
ARGS ?=

help: ## what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 24

setup: ## system packages, .venv, front-end assets, compiled translations
	@.ci/setup.sh

setup-tests:
	@.ci/setup.sh tests

run: setup ## the site with its worker and demonstration, on http://127.0.0.1:$PORT/
	@exec .ci/serve.sh

# On another database than SQLite: what a database can change (docs/adr/0055).
WHERE := $(if $(DATABASE_URL),--where-the-database-counts)

test: setup-tests ## the whole suite, on DATABASE_URL when set, else on SQLite
	$(PYTHON) -m pytest -n 2 --dist loadscope --no-loadscope-reorder $(WHERE) $(ARGS)

check: check-format check-lint check-templates check-types check-imports check-migrations \
	check-translations check-documents ## everything that can be known without running the suite

check-format: setup
	$(PYTHON) -m ruff format --check --quiet .

check-lint: setup
	$(PYTHON) -m ruff check --quiet .

check-templates: setup
	$(PYTHON) -m djlint templates --lint --quiet

check-types: setup
	$(PYTHON) -m mypy

check-imports: setup
	$(PYTHON) .venv/bin/lint-imports --no-cache --no-logo

check-migrations: setup
	$(MANAGE) makemigrations --check --dry-run

check-translations: setup
	$(PYTHON) .ci/translations.py --check

check-documents: setup
	$(MANAGE) generate_docs --check

mutants: setup-tests ## whether the tests notice mistakes made on purpose (ARGS="rules acts" for some)
	env -u DATABASE_URL PYTHONHASHSEED=0 $(PYTHON) -m bench.mutants $(ARGS)

bench: setup ## the benchmarks, as a table of ratios
	$(PYTHON) -m bench.run $(ARGS)

format: setup ## mend what a machine can mend
	$(PYTHON) -m ruff check --fix --quiet .
	$(PYTHON) -m ruff format --quiet .

translations: setup ## bring portal/locale up to date with the sources
	$(PYTHON) .ci/translations.py

documents: setup ## write the generated pages of docs/ anew
	$(MANAGE) generate_docs

COMPILE := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --custom-compile-command "make requirements"

requirements: ## resolve pyproject.toml and package.json anew (needs uv and npm)
	$(COMPILE) pyproject.toml --group dev -o requirements/dev.txt
	$(COMPILE) pyproject.toml -c requirements/dev.txt -o requirements/base.txt
	$(COMPILE) requirements/node.in -o requirements/node.txt
	npm install --package-lock-only --omit-lockfile-registry-resolved
