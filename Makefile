# 准绳: everything a newcomer needs. `make help` lists it.
SHELL := /bin/bash
VENV := .venv
PY := $(VENV)/bin/python
PYTHON ?= python3
WORKERS ?= auto
SETUP := $(VENV)/.ready
DEV := $(VENV)/.dev
MODULES := web/node_modules/.package-lock.json
WEB := src/zhunsheng/server/front/dist/manifest.json
WEB_SOURCES := $(wildcard web/*.html web/*.json web/*.ts web/public/*) $(shell find web/src -type f)
DEMO_HOME = $${ZHUNSHENG_DEMO_HOME:-$$(tools/demo-home)}

.PHONY: help setup web client demo serve test check format bench lock clean
help: ## this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/'

setup: $(SETUP) ## a virtual environment with the command .venv/bin/zhunsheng
$(SETUP): requirements.txt pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(PY) -m pip install --quiet --require-hashes -r requirements.txt
	$(PY) -m pip install --quiet --no-deps --editable .
	@touch $@

$(DEV): $(SETUP) requirements-dev.txt
	$(PY) -m pip install --quiet --require-hashes -r requirements-dev.txt
	@touch $@

$(MODULES): web/package-lock.json web/.npmrc | $(SETUP)
	tools/npm ci
	@touch $@

web: $(WEB) ## the pages that the server hands out
$(WEB): $(MODULES) $(WEB_SOURCES)
	tools/npm run --silent build

demo: $(SETUP) $(WEB) ## a small company is made, loaded and measured; prints what was found
	@$(VENV)/bin/zhunsheng --home "$(DEMO_HOME)" demo

serve: $(SETUP) $(WEB) ## the worker that keeps a home's numbers fresh
	$(VENV)/bin/zhunsheng --home "$${ZHUNSHENG_HOME:-$(DEMO_HOME)}" serve

test: $(DEV) $(WEB) ## all tests, on a real PostgreSQL and in a real browser
	tools/browser
	$(PY) -m pytest -n $(WORKERS) --dist loadgroup
	tools/npm test

check: $(DEV) $(WEB) ## format, lint, strict types, import contracts, the API's description, words, the size of the first page
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/ruff check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports
	$(VENV)/bin/zhunsheng openapi | diff -q - web/openapi.json || { echo 'web/openapi.json is old: make client'; exit 1; }
	tools/npm run --silent check

format: $(DEV) $(MODULES) ## put the code in the house's shape
	$(VENV)/bin/ruff format .
	$(VENV)/bin/ruff check --fix .
	tools/npm run --silent format

client: $(SETUP) $(MODULES) ## the API described anew, and the pages' client of it
	$(VENV)/bin/zhunsheng openapi > web/openapi.json
	tools/npm run --silent client

bench: $(DEV) ## our figures beside a baseline, three sizes
	$(PY) -m bench

lock: ## pin what requirements*.in name (needs uv)
	uv pip compile -q --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --python-version 3.11 requirements.in -o requirements.txt
	uv pip compile -q --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --python-version 3.11 requirements-dev.in -o requirements-dev.txt
	uv pip compile -q --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --python-version 3.11 requirements-node.in -o requirements-node.txt

clean: ## forget the environments, what was built and the demo's home
	rm -rf $(VENV) .home web/node_modules src/zhunsheng/server/front/dist "$$(tools/demo-home)"
