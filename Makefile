# The two commands a newcomer needs are `make demo` and `make test`; both set up what they need.
.DEFAULT_GOAL := help
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

help:  ## print the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | sort | awk -F'\t' '{printf "  %-12s %s\n", $$1, $$2}'

setup: $(STAMP)  ## create .venv with gongdao and its tools in it, and the system packages

$(STAMP): requirements/dev.txt pyproject.toml tools/system-packages
	bash tools/system-packages
	test -x $(BIN)/python || "$$(PYTHON='$(PYTHON)' bash tools/python)" -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
	touch $@

demo: setup  ## start an embedded database, live one sample order, serve it, print a sign-in link per role
	$(BIN)/gongdao demo

serve: setup  ## the same without the sample; data stays in the folder it names; DATABASE_URL is honoured
	$(BIN)/gongdao serve

test: setup  ## lint, types, import contracts, then every test
	bash tools/test

lint: setup  ## ruff, mypy --strict, import contracts
	bash tools/lint

bench: setup  ## ratios against a floor or a peer measured in the same run
	$(BIN)/python -m bench

soak: setup  ## the long tests that `make test` leaves out
	$(BIN)/python -m pytest -m soak -p no:cacheprovider

mutants: setup  ## mutation run on remedy/
	bash tools/mutants

fixtures: setup  ## install the public site templates that the check tests judge
	bash tools/fixtures

docs: setup  ## rewrite the reference pages from the code
	$(BIN)/python tools/docs.py

lock: setup  ## recompile the pinned, hashed requirements
	$(BIN)/uv pip compile pyproject.toml --generate-hashes --no-emit-index-url -q -o requirements/base.txt
	$(BIN)/uv pip compile pyproject.toml --all-extras --group dev --generate-hashes --no-emit-index-url -q -o requirements/dev.txt

.PHONY: help setup demo serve test lint bench soak mutants fixtures docs lock
