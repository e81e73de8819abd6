# Mado. Two commands matter: `make run` and `make test`. Each target does what it needs first.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
JOBS ?= 2
PYTEST_ARGS ?=

.PHONY: help install run test bench check demo i18n docs

help:
	@echo "make run    run everything on this machine: database, web server, worker, demo world"
	@echo "make install  only what mado itself needs, for its commands without the site"
	@echo "make test   all tests, browser tests included (JOBS=$(JOBS) at a time)"
	@echo "make check  lint, types, layers, migrations, docs and catalogues: what CI checks"
	@echo "make bench  measure every figure we claim; writes bench/results.json"
	@echo "make demo   build the demo world in an empty database"
	@echo "make i18n   bring the catalogues up to date with the source"
	@echo "make docs   write docs/reference/ anew"

# pip comes last: an environment that was left half made has none and is made anew.
$(BIN)/pip:
	@$(PYTHON) tools/make_venv.py $(VENV)

# A stamp holds the lock it was installed from: pip runs again only when the lock has changed.
$(VENV)/base.lock: requirements/base.txt pyproject.toml | $(BIN)/pip
	@$(BIN)/python tools/install.py base

$(VENV)/dev.lock: requirements/dev.txt pyproject.toml | $(BIN)/pip
	@$(BIN)/python tools/install.py dev

install: $(VENV)/base.lock
	@echo "mado is ready: $(BIN)/mado --help"

run: $(VENV)/base.lock
	@exec $(BIN)/mado run

demo: $(VENV)/base.lock
	@$(BIN)/mado manage migrate --verbosity 0
	@$(BIN)/mado demo

test: $(VENV)/dev.lock
	@$(BIN)/python tools/ensure_fonts.py
	@$(BIN)/python tools/ensure_browser.py
	@$(BIN)/python -m pytest -n $(JOBS) --dist loadgroup $(PYTEST_ARGS)

check: $(VENV)/dev.lock
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/python tools/make_docs.py --check
	$(BIN)/python tools/make_catalogues.py --check

bench: $(VENV)/dev.lock
	@$(BIN)/python -m bench

i18n: $(VENV)/dev.lock
	@$(BIN)/python tools/make_catalogues.py

docs: $(VENV)/dev.lock
	@$(BIN)/python tools/make_docs.py
