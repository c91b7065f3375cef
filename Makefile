# advocate: `make` lists what can be done. Needs only Python 3.11 or newer, and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Where the publishers' own files lie, laid out as docs/data.md describes; only `make data` needs them.
PUBLISHED ?= ../shared/data

.DEFAULT_GOAL := help
.PHONY: help demo test check bench killed data docs clean

help:  ## this list
	@awk -F':.*## ' '/^[a-z]+:.*## /{printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# One file target per environment: installed again only when pyproject.toml changes.
$(VENV)/.python-ok:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "advocate needs Python 3.11 or newer; try: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "Python's venv module is missing (Debian and Ubuntu: install python3-venv)"; exit 1; }
	@touch $@

$(VENV)/.installed: $(VENV)/.python-ok pyproject.toml
	@echo "Installing advocate into $(VENV) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.python-ok pyproject.toml
	@echo "Installing advocate and its test tools into $(VENV) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	@touch $@ $(VENV)/.installed

$(VENV)/.installed-bench: $(VENV)/.installed-dev
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[bench]'
	@touch $@

demo: $(VENV)/.installed  ## a real Saint Paul address, its officials, a letter to each, the log, and what was reached
	@$(BIN)/python docs/demo.py

# More workers than cores: the tests that kill, time out or serve mostly wait.
test: $(VENV)/.installed-dev  ## all tests
	@$(BIN)/python -m pytest -n 4

check: $(VENV)/.installed-dev  ## lint, types, the docs' generated help, and the built wheel alone in a clean place
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/python docs/generate_help.py --check
	@$(BIN)/python tests/check_wheel.py

bench: $(VENV)/.installed-bench  ## speed and accuracy, each beside what it is compared with
	@$(BIN)/python -m benchmarks

killed: $(VENV)/.installed-dev  ## an import of 200,000 rows, killed at 20 random moments and begun again (minutes)
	@$(BIN)/python -m benchmarks.killed

data: $(VENV)/.installed-dev  ## compile the bundled snapshot again from the publishers' files
	@$(BIN)/advocate data build --from $(PUBLISHED)

docs: $(VENV)/.installed-dev  ## write the generated help pages again
	@$(BIN)/python docs/generate_help.py

clean:  ## remove what make made
	rm -rf $(VENV) dist build demo-output .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
