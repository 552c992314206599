# The same commands for people and for CI. `make help` lists them.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PORT   ?= 8000
export PORT

.DEFAULT_GOAL := help
.PHONY: help run test check bench evaluate clean

help: ## list what can be made
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-8s %s\n", $$1, $$2}'

run: $(VENV)/.runs ## install, migrate, load the starter range, start the shop (PORT=8000)
	@exec $(BIN)/python -m shop.run

test: $(VENV)/.tests ## install what the tests need and run everything, browser included
	@$(BIN)/python -m tests.chromium
	@$(BIN)/python -m pytest $(ARGS)

check: $(VENV)/.tests ## formatter, linter, types and import contracts, without the tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/.tests ## measure pages, recommender, start-up, and orders on both databases
	@$(BIN)/python -m bench $(ARGS)
	@$(BIN)/python -m bench.orders

evaluate: $(VENV)/.tests ## measure how well free text is read, beside keywords and two other tools
	@$(BIN)/python -m bench.reading $(ARGS)

faults: $(VENV)/.tests ## kill the shop at every step of a sale and look whether money got lost
	@$(BIN)/python -m bench.faults $(ARGS)

clean: ## remove the environment and every kept state (orders too)
	rm -rf $(VENV) var

$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed; this is " + sys.version.split()[0] + ". Say which: make PYTHON=python3.12 run") if sys.version_info < (3, 11) else None'
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.runs: $(VENV)/.made requirements.txt
	@echo "Installing the pinned requirements ..."
	@$(BIN)/pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/.tests: $(VENV)/.runs requirements-dev.txt
	@echo "Installing what the tests need ..."
	@$(BIN)/pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@
