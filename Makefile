# Run in a fresh checkout: the environment is made when it is first needed.

PYTHON ?= python3
VENV   ?= .venv
PYTHONS ?= python3.10 python3.11 python3.12 python3.13
BIN    := $(VENV)/bin

.PHONY: help demo test test-ray test-pythons check coverage eval bench bench-quick docs site links readme screenshots accuracy verdict-diff evidence-check clean

help:  ## list what can be made
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 18

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

# A stamp for each way of installing, so that nothing is installed twice.
$(VENV)/.installed: $(BIN)/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $@

$(VENV)/.installed-test: $(BIN)/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[test]'
	@touch $@ $(VENV)/.installed

$(VENV)/.installed-browser: $(VENV)/.installed-test
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[browser]'
	@touch $@

demo: $(VENV)/.installed  ## print the verdict table for an example page
	$(BIN)/claimcheck --format table examples/clinic-page.txt

test: check  ## everything that is checked before a change is accepted
	$(BIN)/pytest -q
	$(BIN)/python benchmarks/run.py --quick

test-ray: $(VENV)/.installed-test  ## the tests that start Ray; installs it first
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[ray]'
	$(BIN)/pytest -q tests/test_batch_ray.py

# One environment for each Python, beside .venv; those that are not installed are named and passed over.
test-pythons:  ## the tests on every supported Python that is installed: make test-pythons PYTHONS="python3.10 python3.13"
	@for python in $(PYTHONS); do \
	  if $$python -c "" 2>/dev/null; then $(MAKE) test PYTHON=$$python VENV=.venv-$$python || exit 1; \
	  else echo "$$python is not installed"; fi; \
	done

check: $(VENV)/.installed-test  ## style and types only
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

coverage: $(VENV)/.installed-test  ## lines and branches that the tests run, of children too; takes three times as long as the tests
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest -q
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report

eval: $(VENV)/.installed  ## accuracy on the gold files: make eval GOLD=path
	$(BIN)/python tools/evaluate.py $(GOLD)

bench: $(VENV)/.installed  ## speed, beside peers; takes ten minutes and rewrites the results in docs/performance.md
	$(BIN)/python benchmarks/run.py --write

bench-quick: $(VENV)/.installed  ## speed in short; fails on a large regression
	$(BIN)/python benchmarks/run.py --quick

docs: readme  ## write the pages that are made from data
	$(BIN)/python tools/build_docs.py

$(VENV)/.installed-site: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[site]'
	@touch $@

site: $(VENV)/.installed-site  ## build docs/ as a site in build/site; a link that leads nowhere stops it
	$(BIN)/python tools/build_site.py

links: $(VENV)/.installed-site  ## look whether addresses of the web in docs/ are there; needs a network
	$(BIN)/python tools/build_site.py --links

readme: $(VENV)/.installed  ## write real output into README and the verdict pages
	$(BIN)/python tools/update_readme.py

screenshots: $(VENV)/.installed-browser  ## take the pictures in docs/pictures from real runs; needs Chromium
	$(BIN)/python tools/screenshots.py

accuracy: $(VENV)/.installed  ## measure, and write the figures into README and docs/accuracy.md
	$(BIN)/python tools/build_accuracy.py

verdict-diff: $(VENV)/.installed  ## verdicts that change between data: make verdict-diff OLD=HEAD NEW=data
	@$(BIN)/python tools/verdict_diff.py $(or $(OLD),HEAD) $(or $(NEW),data) $(PAGES)

evidence-check: $(VENV)/.installed  ## read every data file; stops at the first fault
	$(BIN)/python tools/evidence_check.py

clean:  ## remove the environment and caches
	rm -rf $(VENV) $(PYTHONS:%=.venv-%) .coverage .coverage.* .pytest_cache .mypy_cache .ruff_cache build dist
