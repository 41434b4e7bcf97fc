# The book and its checks. A bare `make` lists what there is; each command can be repeated safely.
PYTHON ?= python3
BIN := .venv/bin
ENVIRONMENT := .venv/.installed node_modules/.installed
export PATH := $(CURDIR)/$(BIN):$(PATH)
unexport PYTHONDONTWRITEBYTECODE  # a book starts Python a hundred times: what is compiled once stays compiled
export SOURCE_DATE_EPOCH ?= 1767225600
BOOK := book
OUT := _build
SPHINX = sphinx-build -T -n -W -j auto -q -c . -d $(OUT)/doctrees

.PHONY: help book test check gate live serve bench thorough mutate linkcheck lint clean lock
.DEFAULT_GOAL := help

help:  ## list the commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

book: $(ENVIRONMENT)  ## build the book into _build/html, executing every page, strictly
	@test -e $(OUT)/finished || rm -rf $(OUT)/doctrees $(OUT)/html $(OUT)/jupyter_execute
	@rm -f $(OUT)/finished && mkdir -p $(OUT) && (test -e $(OUT)/doctrees && echo again || echo clean) > $(OUT)/manner
	$(SPHINX) $(BOOK) $(OUT)/html
	@mv $(OUT)/manner $(OUT)/finished
	@echo "The book is in $(OUT)/html: open $(OUT)/html/index.html, or make serve"

test: $(ENVIRONMENT)  ## run every test and doctest that needs no browser
	pytest -q -n auto --dist worksteal -m "not thorough" --ignore=tests/site

check: lint _build/finished  ## lint, types, and the browser and site checks on what was built
	pytest -q -n auto tests/site
	node --test --test-reporter=dot tests/browser/*.test.mjs

gate: clean  ## everything, from a clean start: clean, book, test, check
	$(MAKE) book
	$(MAKE) test
	$(MAKE) check

live: $(ENVIRONMENT)  ## rebuild on save and reload the browser, on 127.0.0.1
	sphinx-autobuild --host 127.0.0.1 --port 0 --watch mvcalc --ignore "*/__pycache__/*" -c . -d _build/doctrees book _build/html

serve: _build/finished  ## serve the built book on 127.0.0.1:8000
	python -m http.server --bind 127.0.0.1 --directory _build/html 8000

bench: $(ENVIRONMENT) _build/finished  ## measure speed and size, as ratios in one run
	python -m benchmarks
	node benchmarks/widgets.mjs

thorough: $(ENVIRONMENT)  ## the long versions of the tests
	pytest -q -n auto --dist worksteal --ignore=tests/site

mutate: $(ENVIRONMENT)  ## change each held claim one token at a time, and count what the judge refuses
	python -m mvcalc check --mutate book

linkcheck: $(ENVIRONMENT)  ## ask every external link whether it still answers (needs the network; not a gate)
	sphinx-build -b linkcheck -c . -d _build/doctrees book _build/linkcheck

lint: $(ENVIRONMENT)  ## style and types
	ruff check
	ruff format --check
	mypy

clean:  ## remove what was built, and keep the environment
	rm -rf _build

lock: $(ENVIRONMENT)  ## compile requirements.lock anew from pyproject.toml
	uv pip compile -q --upgrade --universal --fork-strategy fewest --python-version 3.11 --generate-hashes --no-annotate --no-header \
	  --group book --group test --group dev pyproject.toml -o requirements.lock

_build/finished:
	@test -e $@ || { echo "this looks at what was built: run make book first" >&2; exit 2; }

.venv/.installed: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and f"Python 3.11 or later is needed; $(PYTHON) is {sys.version.split()[0]}. Try make PYTHON=python3.12")'
	$(PYTHON) -m venv --clear .venv
	pip install -q --no-compile --disable-pip-version-check --require-hashes -r requirements.lock
	pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

node_modules/.installed: package-lock.json package.json .venv/.installed
	npm ci --no-progress --loglevel=error
	@touch $@
