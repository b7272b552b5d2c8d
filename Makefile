# `make demo` and `make test` need Python 3.11 or later, pip and make, and nothing else.
# Everything is installed in $(VENV), from the package index, at the versions of requirements/*.txt.

VENV ?= .venv
# Where to look for Python; PYTHON=/path/to/python goes before them.
PYTHONS := $(PYTHON) python3 python3.13 python3.12 python3.11 python

PY := $(VENV)/bin/python
PIP := $(PY) -m pip --disable-pip-version-check --quiet

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo test lint clean distclean

help: ## say what can be made
	@sed -n 's/^\([a-z]*\):.*## /make \1|/p' Makefile | awk -F'|' '{printf "  %-16s%s\n", $$1, $$2}'

demo: $(VENV)/.sijill-ready ## build a record from the example reports and show what is in it
	@$(VENV)/bin/sijill demo

test: $(VENV)/.sijill-ready-dev ## run every test
	@$(PY) -m pytest

lint: $(VENV)/.sijill-ready-dev ## check the style of the code
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .

clean: ## remove what the demo and the tests wrote
	rm -rf demo-record demo-report.html .pytest_cache .ruff_cache .hypothesis

distclean: clean ## remove the installed environment as well
	rm -rf $(VENV) src/sijill.egg-info

# A stamp is written last, so what was interrupted is done again and what is done is not.
$(VENV)/.sijill-ready: requirements/base.txt requirements/build.txt pyproject.toml $(VENV)/.sijill-python
	@echo "Installing sijill in $(VENV) (about 750 MB, once) ..."
	@$(PIP) install -r requirements/base.txt -r requirements/build.txt
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.sijill-ready-dev: requirements/dev.txt $(VENV)/.sijill-ready
	@$(PIP) install -r requirements/dev.txt
	@touch $@

# An environment that works is kept; half of one is made again. On some systems venv comes without pip:
# there the pip of the Python that was found puts one in.
$(VENV)/.sijill-python:
	@if $(PY) -c 'import pip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then touch $@; exit 0; fi; \
	found=""; \
	for limit in 14 99; do for name in $(PYTHONS); do \
	  if [ -z "$$found" ] && "$$name" -c "import sys, venv; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, $$limit))" 2>/dev/null; \
	  then found="$$name"; fi; \
	done; done; \
	if [ -z "$$found" ]; then \
	  echo "No Python 3.11 or later was found (looked for: $(PYTHONS))." >&2; \
	  echo "Install one from python.org or your system's packages, or say where it is: make demo PYTHON=/path/to/python" >&2; \
	  exit 2; \
	fi; \
	echo "Creating $(VENV) with $$("$$found" --version) ..."; \
	"$$found" -m venv --clear $(VENV) >/dev/null 2>&1 || { \
	  "$$found" -m venv --clear --without-pip $(VENV) && \
	  "$$found" -m pip --python $(PY) install --quiet pip; \
	} || { \
	  echo "This Python can make no environment. On Debian and Ubuntu: apt-get install python3-venv" >&2; exit 2; \
	}; \
	touch $@
