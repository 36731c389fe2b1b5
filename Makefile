# `make run` and `make test` need nothing but Python 3.11 or newer; they build .venv on first use.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
# Twice quiet: only errors; an index that lacks a package is none.
PIP := $(BIN)/python -m pip --disable-pip-version-check -qq
PYTEST := $(BIN)/python -m pytest

.DEFAULT_GOAL := help
.PHONY: help run test torch train check lint bench image-check lock clean

help: ## This list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

run: $(VENV)/.core ## The brief of the seeds, then a prompt; with tokens, the bot
	@$(BIN)/newsdesk run

test: $(VENV)/.dev ## All tests that need no torch
	@$(PYTEST) $(ARGS)

torch: $(VENV)/.torch ## Add torch, for models of transformers as the condenser

# The articles to learn from and those to choose by; docs/attribution.md says what a corpus looks like.
CORPUS ?= ../shared/data/polnear/train.jsonl
DEV ?= ../shared/data/polnear/dev.jsonl
MODEL ?= build/model

train: $(VENV)/.train ## Learn a reader from CORPUS, watched on DEV, into MODEL; goes on where it was stopped
	@$(BIN)/python -m training $(CORPUS) --dev $(DEV) --out $(MODEL) $(ARGS)

lint: $(VENV)/.dev ## Format, lint, types and import contracts
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

check: lint ## What CI runs: lint and all tests
	@$(PYTEST) $(ARGS)

bench: $(VENV)/.dev ## Every benchmark in benchmarks/
	@set -e; for b in $$(grep -l __main__ benchmarks/*.py); do \
		echo "== $$b"; $(BIN)/python -m "benchmarks.$$(basename "$$b" .py)"; \
	done

image-check: ## Run the steps of the Dockerfile in an empty folder, for machines without an engine
	@$(PYTHON) tests/house/image_steps.py

lock: $(VENV)/.uv ## Pin the newest versions that pyproject.toml allows
	@set -e; compile() { \
		$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --no-config \
			--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" "$$@"; }; \
	compile --generate-hashes --extra dev pyproject.toml -o requirements/dev.txt; \
	compile --generate-hashes -c requirements/dev.txt pyproject.toml -o requirements/core.txt; \
	compile --generate-hashes -c requirements/dev.txt --extra postgres pyproject.toml -o requirements/postgres.txt; \
	compile --generate-hashes -c requirements/dev.txt requirements/build.in -o requirements/build.txt; \
	compile -c requirements/dev.txt --no-annotate requirements/torch.in \
		| grep -vE '^(cuda-|nvidia-|triton)' > requirements/torch.txt; \
	compile -c requirements/dev.txt -c requirements/torch.txt --no-annotate requirements/train.in \
		| grep -vE '^(cuda-|nvidia-|triton)' > requirements/train.txt

clean: ## Remove the environment and everything that tools leave behind
	rm -rf $(VENV) dist build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Newsdesk needs Python 3.11 or newer; '$(PYTHON)' is $$($(PYTHON) --version 2>&1)." >&2; \
		echo "Name another one: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV)

# A stamp says which lock stands in the environment; a newer lock or pyproject.toml installs again.
$(VENV)/.core: requirements/core.txt requirements/build.txt pyproject.toml | $(BIN)/python
	@echo "Installing Newsdesk into $(VENV): a minute or two, once."
# Compiling everything ahead costs longer than compiling on first use what is used.
	@$(PIP) install --no-compile --require-hashes -r requirements/build.txt -r requirements/core.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.core | $(BIN)/python
	@$(PIP) install --no-compile --require-hashes -r requirements/dev.txt
	@touch $@

# Without hashes: the same version comes from different builds (CPU or GPU, see docs/install.md).
$(VENV)/.torch: requirements/torch.txt $(VENV)/.dev
	@$(PIP) install -r requirements/torch.txt
	@touch $@

$(VENV)/.train: requirements/train.txt $(VENV)/.torch
	@$(PIP) install -r requirements/train.txt
	@touch $@

$(VENV)/.uv: | $(BIN)/python
	@$(PIP) install 'uv>=0.13,<0.14'
	@touch $@
