# `make run` sets everything up and starts Quotedesk; `make help` lists the rest.
# PyTorch is installed without CUDA, which is not used; another package index for it: make run TORCH_INDEX=URL

PYTHON ?= python3
TORCH_INDEX ?=
ARGS ?=
# Tests wait for processes and for each other, so two files at a time nearly halve the time; with -n0 in ARGS, one.
WORKERS := --numprocesses auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt

.DEFAULT_GOAL := help
.PHONY: help setup run test lint format audit bench peers lock update pages dist clean

help:
	@echo "make setup   create $(VENV) with everything that runs need"
	@echo "make run     start the Telegram bot, or the playground when no TELEGRAM_BOT_TOKEN is set"
	@echo "make test    run all tests on up to four cores (ARGS=... for pytest, as in ARGS='-n0 -x tests/bot')"
	@echo "make lint    ruff, mypy, import-linter and typos"
	@echo "make format  repair what ruff can repair"
	@echo "make audit   ask for advisories about the pinned packages (pip-audit; needs the network)"
	@echo "make bench   time a full and an incremental build (docs/benchmarks.md has the other benchmarks)"
	@echo "make peers   measure other libraries beside Quotedesk: make peers DATA=FOLDER (a data set in BEIR layout)"
	@echo "make lock    write deploy/requirements.txt, with hashes, from constraints.txt"
	@echo "make update  raise every pin of constraints.txt to the newest release that fits, then lock"
	@echo "make pages   write the pages of docs/ that are made from the code: configuration and licences"
	@echo "make dist    build the sdist and the wheel into dist/"
	@echo "make clean   remove $(VENV) and caches; the index and the corpus stay"

setup: $(VENV)/.installed

run: $(VENV)/.installed
	@exec $(BIN)/python -m bot

test: $(VENV)/.installed-dev
	$(BIN)/python -m pytest $(WORKERS) $(ARGS)

lint: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/typos

format: $(VENV)/.installed-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

audit: $(VENV)/.installed-dev
	$(BIN)/python -m tools.audit

bench: $(VENV)/.installed-dev
	$(BIN)/python -m benchmarks.rebuild $(ARGS)

# Its packages pin other versions than ours do, so they get an environment of their own.
peers: $(VENV)-peers/.installed
	$(if $(DATA),,$(error Say which data set: make peers DATA=FOLDER))
	$(VENV)-peers/bin/python -m benchmarks.peers $(DATA) $(ARGS)

lock: $(VENV)/.installed-dev
	$(BIN)/uv pip compile pyproject.toml --extra documents --extra replicas --constraints constraints.txt --universal --python-version 3.11 \
		--generate-hashes --no-annotate --quiet --custom-compile-command "make lock" --output-file deploy/requirements.txt

update: $(VENV)/.installed-dev
	$(BIN)/uv pip compile pyproject.toml --extra dev --extra documents --extra eval --extra milvus --extra models --extra pages \
		--extra playground --upgrade --python-version 3.11 --no-annotate --no-header --quiet --output-file constraints.txt
	sed -i.old -E '/^(cuda|nvidia|triton)-?/d' constraints.txt && rm constraints.txt.old
	$(MAKE) lock

pages: $(VENV)/.installed-dev
	$(BIN)/python -m tools.configuration
	$(BIN)/python -m tools.licences

dist: $(VENV)/.installed-dev
	$(BIN)/uv build --quiet --out-dir dist

clean:
	rm -rf $(VENV) $(VENV)-peers build dist *.egg-info .mypy_cache .ruff_cache .import_linter_cache .pytest_cache .hypothesis
	find . -name __pycache__ -prune -exec rm -rf {} +

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: set PYTHON=...")'
	@echo "Creating $(VENV) ..."
	@$(PYTHON) -m venv $(VENV)

# In steps: what is installed when somebody interrupts it is not fetched again.
$(VENV)/.installed: pyproject.toml constraints.txt | $(VENV)/bin/python
	@echo "Installing pinned packages into $(VENV) ..."
	@torch=$$($(BIN)/python -m tools.torch_index $(TORCH_INDEX)) && { [ -z "$$torch" ] || $(PIP) $$torch; }
	@$(PIP) --editable '.[models]'
	@$(PIP) --editable '.[eval,models,playground]'
	@$(BIN)/python -m index.encoding
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed
	@echo "Installing the developers' tools into $(VENV) ..."
	@$(PIP) --editable '.[eval,models,playground,dev]'
	@touch $@

$(VENV)-peers/.installed: pyproject.toml benchmarks/peers-constraints.txt
	@echo "Installing other libraries into $(VENV)-peers (some minutes the first time) ..."
	@$(PYTHON) -m venv $(VENV)-peers
	@torch=$$($(VENV)-peers/bin/python -m tools.torch_index $(TORCH_INDEX)) && \
		$(VENV)-peers/bin/python -m pip install --quiet --disable-pip-version-check \
		--constraint benchmarks/peers-constraints.txt $$torch --editable '.[models,peers]'
	@touch $@
