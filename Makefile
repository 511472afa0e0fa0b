# Everything goes into .venv; a second run skips what is done.

PYTHON ?= python3
BIN    := .venv/bin
INPUTS := pyproject.toml constraints.txt
# HOST and PORT count when given to make itself: some shells export HOST for their own ends.
given   = $(if $(filter command line,$(origin $(1))),--$(2) $($(1)))
ADDRESS = $(call given,HOST,host) $(call given,PORT,port)

.DEFAULT_GOAL := help
.PHONY: help install serve test check screenshots clean

help:             ## this list
	@grep -E '^[a-z]+: .*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 14

install: .venv/.installed ## the environment, with the package in it

.venv/bin/python:
	$(PYTHON) -m venv .venv || { rm -rf .venv; exit 1; }

.venv/.installed: .venv/bin/python $(INPUTS)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $@

.venv/.test .venv/.dev: .venv/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[$(subst .,,$(notdir $@))]'
	@touch $@

.venv/.models: .venv/.installed
	$(BIN)/python -m qa doctor --prepare
	@touch $@

serve: .venv/.models ## models, demo library, and the page on http://127.0.0.1:7860
	$(BIN)/python app.py --demo $(ADDRESS)

test: .venv/.test ## every test, with the real models and a real browser
	$(BIN)/python -m tests.browser
	$(BIN)/python -m pytest

check: .venv/.dev ## ruff, ruff format, mypy
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

screenshots: .venv/.test ## docs/screenshots, from the running page
	$(BIN)/python -m tests.browser
	$(BIN)/python -m tests.screenshots

clean: ## the environment and everything that was built; libraries and prepared models stay
	rm -rf .venv build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
