# One door for a person, a hook and CI. Each target builds what it needs; a second run finds it ready.

SHELL := /bin/sh
.DEFAULT_GOAL := help
PYTHON := .venv/bin/python
RUN := $(PYTHON) manage.py
# One process a core, each with a PostgreSQL and a Redis of its own; a file's tests stay together, in the order that
# tests/conftest.py gives: the files that take longest first, so that no core waits for another at the end.
SPREAD := --numprocesses logical --dist loadfile --no-loadscope-reorder --durations 10

.PHONY: help run test test-all test-long test-rest coverage check format faults soak drill sbom audit screenshots guide vitals bench migrate shell messages schema examples lock .for-run .for-test

help: ## list the targets
	@sed -n 's/^\([a-z][a-z-]*\):.*## /  make \1\t/p' Makefile | expand -t 20

run: .for-run ## prepare this installation and serve it at http://127.0.0.1:8000 (PORT changes it)
	@$(RUN) serve --prepare

test: .for-test ## the suite of every commit: PostgreSQL, Redis and a browser that it gets, starts and stops itself
	@$(PYTHON) -m tests.servers.programs redis browser
	@$(PYTHON) -m pytest -m "not slow" $(SPREAD)

test-all: .for-test ## everything: long counts, fuzzing, faults, load, the drill, every page in every form, real client programs
	@$(PYTHON) -m tests.servers.programs redis browser nginx curl node r
	@HYPOTHESIS_PROFILE=long $(PYTHON) -m pytest $(SPREAD)

test-long: test-all ## the same

test-rest: .for-test ## what `make test` leaves out, with short counts
	@$(PYTHON) -m tests.servers.programs redis browser nginx curl node r
	@$(PYTHON) -m pytest -m slow $(SPREAD)

coverage: .for-test ## the suite, and which lines it never ran
	@$(PYTHON) -m pytest --cov --cov-report=term-missing:skip-covered

check: .for-test ## format, lint, types, import rules, migrations, messages, deployment; all of them, then the verdict
	@.ci/check $(PYTHON)

format: .for-test ## put the code into form
	@$(PYTHON) -m ruff check --fix-only --quiet .
	@$(PYTHON) -m ruff format .

faults: .for-test ## 200 kills of workers, publishers, PostgreSQL and Redis (ROUNDS changes it)
	@$(PYTHON) -m tests.faults.rounds --rounds $${ROUNDS:-200}

soak: .for-test ## 300 readers, 36 files, a publication and restarts for ten minutes (MINUTES changes it); writes var/soak.json
	@$(PYTHON) -m tests.soak --minutes $${MINUTES:-10}

sbom: .for-test ## the bill of materials of what is installed to run, as CycloneDX, under var/
	@mkdir -p var
	@$(PYTHON) -m cyclonedx_py requirements --pyproject pyproject.toml --output-reproducible --of JSON \
	  --output-file var/sbom.cdx.json requirements.lock
	@echo "var/sbom.cdx.json"

audit: .for-test ## known holes in the libraries that are pinned; says so where nothing outside can be asked
	@$(PYTHON) -m tools.audit

drill: .for-test ## backup, restore, verify, and compare what both serve; on SQLite and PostgreSQL
	@$(PYTHON) -m tests.drill

screenshots: .for-test ## pictures of every page under var/screenshots, in both languages and widths
	@$(PYTHON) -m tests.browser.screenshots

guide: .for-test ## the pictures of the officers' guide anew, in both languages, under docs/images
	@$(PYTHON) -m tests.browser.pictures

vitals: .for-test ## how fast and accessible pages are on a slow phone, scored as Lighthouse does
	@$(PYTHON) -m tests.browser.vitals

bench: .for-test ## the benchmark suite, as ratios measured side by side
	@$(PYTHON) -m benchmarks

bench-%: .for-test ## one row of it: make bench-NAME
	@$(PYTHON) -m benchmarks $*

migrate: .for-run ## bring the database up to the code
	@$(RUN) migrate

shell: .for-run ## Python, with the project's models at hand
	@$(RUN) shell

messages: .for-run ## bring the translations' files up to the code; what is new waits there for its translation
	@$(PYTHON) -m progress.messages extract

schema: .for-test ## write docs/openapi.yaml from the code of the API
	@$(RUN) schema

examples: .for-test ## ask the API anew for every example of its schema, and write that
	@PRAGATI_EXAMPLES=write $(PYTHON) -m pytest -q tests/dashboard/api/test_examples.py
	@$(RUN) schema

lock: ## pin every dependency anew, with hashes (needs uv)
	@for one in "requirements.lock" "requirements-dev.lock --group dev"; do set -- $$one; file=$$1; shift; \
	  uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	    --no-header --no-annotate --output-file $$file $$@ pyproject.toml; done

# The environment, from the lock. `make test` installs a superset of what `make run` needs, in the same folder.
define INSTALL
found=; whole=; \
for one in python3.11 python3 python3.12 python3.13 python3.14 python; do \
  if $$one -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then \
    found=$${found:-$$one}; \
    if $$one -c 'import ensurepip, venv' >/dev/null 2>&1; then whole=$${whole:-$$one}; fi; \
  fi; \
done; \
if [ -z "$$found" ]; then echo "Pragati needs Python 3.11 or later, and found none as python3. Install it, then run make again." >&2; exit 1; fi; \
$${whole:-$$found} progress/install.py
endef

.for-run:
	@$(INSTALL) run
	@$(PYTHON) -m progress.messages compile

.for-test:
	@$(INSTALL) test
