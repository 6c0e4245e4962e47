# Every task of this repository. "make help" lists them; none needs Node, and only the tests
# on PostgreSQL need a server.

SHELL := /bin/bash
.DEFAULT_GOAL := help
.NOTPARALLEL:
MAKEFLAGS += --no-print-directory

PORT ?= 8000
VENV := .venv
PYTHON ?= $(firstword $(foreach name,python3 python3.13 python3.12 python3.11,$(shell \
	command -v $(name) >/dev/null && $(name) -c 'import sys; sys.exit(sys.version_info < (3, 11))' && echo $(name))))
MANAGE := python manage.py

export PATH := $(CURDIR)/$(VENV)/bin:$(PATH)
export PYTHONUNBUFFERED := 1

# The PostgreSQL for the tests, when one answers there. The SQLite runs must not see it.
TEST_DATABASE_URL ?= postgres://postgres:postgres@127.0.0.1:5432/postgres
unexport TEST_DATABASE_URL
POSTGRES_ANSWERS = python -c 'import sys, psycopg; psycopg.connect(sys.argv[1], connect_timeout=3)' \
	'$(TEST_DATABASE_URL)' 2>/dev/null
CHROMIUM = $(firstword $(foreach name,chromium chromium-browser google-chrome,$(shell command -v $(name))))
SUDO := $(if $(filter 0,$(shell id -u)),,sudo)
APT_INSTALL := $(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends

INSTALLED := $(VENV)/installed
INSTALLED_DEV := $(VENV)/installed-dev
COLLECTED := $(VENV)/collected

.PHONY: help
help: ## List the tasks
	@grep -hE '^[a-z-]+:.*## ' $(firstword $(MAKEFILE_LIST)) | sed -E 's/:.*## /\t/' | expand -t 16

# --- running ----------------------------------------------------------------------------

# Links in mails follow another port than the usual one.
AT_PORT := $(if $(filter-out 8000,$(PORT)),BASE_URL=http://127.0.0.1:$(PORT))

.PHONY: run
run: $(COLLECTED) ## Set up what is missing, load the demo once, serve it (PORT=8000)
	@LOG_LEVEL=WARNING $(MANAGE) migrate --no-input --verbosity 0
	@$(AT_PORT) LOG_LEVEL=WARNING $(MANAGE) demo --once
	@printf '\n  DeltaCrown: http://127.0.0.1:%s/   (Ctrl-C stops it)\n\n' '$(PORT)'
	@$(AT_PORT) DJANGO_SETTINGS_MODULE=$${DJANGO_SETTINGS_MODULE:-deltacrown.settings.dev} \
		exec honcho start -p $(PORT)

.PHONY: demo
demo: $(INSTALLED) ## Load the demo, unless it is there
	@LOG_LEVEL=WARNING $(MANAGE) migrate --no-input --verbosity 0
	@LOG_LEVEL=WARNING $(MANAGE) demo --once

.PHONY: shell
shell: $(INSTALLED) ## A Python shell with the site loaded
	@$(MANAGE) shell

.PHONY: migrations
migrations: $(INSTALLED) ## Write migrations for changed models
	@$(MANAGE) makemigrations

.PHONY: messages
messages: $(INSTALLED) ## Collect the texts to translate, and compile the translations
	@command -v xgettext >/dev/null || { echo "Install gettext first (Debian: apt install gettext)."; exit 1; }
	@$(MANAGE) makemessages --locale bn --no-location --ignore '$(VENV)' --ignore staticfiles
	@$(MANAGE) compilemessages --ignore '$(VENV)'

# --- testing ----------------------------------------------------------------------------

PYTEST_ALL = python -m pytest -n auto -m 'not browser'
PYTEST_BROWSER = DJANGO_ALLOW_ASYNC_UNSAFE=1 python -m pytest -m browser

# Both databases run even when the first fails. Under CI, what does not run counts as failed.
.PHONY: test
test: $(INSTALLED_DEV) ## The whole suite: SQLite, PostgreSQL when one answers, the browser when there is one
	@failed=0; absent=0; postgres=yes; browser=yes; report=""; \
	run() { name="$$1"; shift; printf '\n== %s\n' "$$name"; \
		if env "$$@"; then report="$$report\n  ran      $$name: passed"; \
		else report="$$report\n  ran      $$name: FAILED"; failed=1; fi; }; \
	skip() { report="$$report\n  NOT RUN  $$1: $$2"; absent=1; }; \
	$(POSTGRES_ANSWERS) || postgres=no; \
	[ -n "$(CHROMIUM)" ] || browser=no; \
	run "SQLite" $(PYTEST_ALL); \
	if [ $$browser = yes ]; then run "browser on SQLite" $(PYTEST_BROWSER); \
	else skip "browser" "no Chromium found; make test-browser installs one"; fi; \
	if [ $$postgres = yes ]; then \
		run "PostgreSQL" TEST_DATABASE_URL='$(TEST_DATABASE_URL)' $(PYTEST_ALL); \
		if [ $$browser = yes ] && [ -n "$$CI" ]; then \
			run "browser on PostgreSQL" TEST_DATABASE_URL='$(TEST_DATABASE_URL)' $(PYTEST_BROWSER); fi; \
	else skip "PostgreSQL" "none answers at TEST_DATABASE_URL ($(TEST_DATABASE_URL))"; fi; \
	printf "\nTests:$$report\n"; \
	if [ -n "$$CI" ] && [ $$absent = 1 ]; then echo "Under CI nothing may be left out."; failed=1; fi; \
	exit $$failed

# Every size from 2 to 256, and 500 plays of each format, where "make test" takes a sample.
.PHONY: test-full
test-full: $(INSTALLED_DEV) ## The property tests of the engine, stages, registrations and match days, at full length
	@HYPOTHESIS_PROFILE=full python -m pytest -n auto tests/tournaments/engine \
		tests/tournaments/brackets/test_random_play.py tests/tournaments/test_registration_machine.py \
		tests/tournaments/test_match_day_machine.py
	@if $(POSTGRES_ANSWERS); then HYPOTHESIS_PROFILE=full TEST_DATABASE_URL='$(TEST_DATABASE_URL)' \
		python -m pytest -n auto tests/tournaments/test_registration_pairs.py \
		tests/tournaments/test_match_day_pairs.py; \
	else echo "NOT RUN  two at a time: none answers at TEST_DATABASE_URL ($(TEST_DATABASE_URL))"; fi

.PHONY: test-browser
test-browser: $(INSTALLED_DEV) ## Install Chromium when there is none, and walk the site in it
	@[ -n "$(CHROMIUM)" ] || { $(SUDO) apt-get update -q && $(APT_INSTALL) chromium; }
	@$(PYTEST_BROWSER)

.PHONY: bench
bench: $(INSTALLED) ## Measure engine, draws and pages, on PostgreSQL when one answers
	@folder=$$(mktemp -d); url=sqlite:///$$folder/bench.sqlite3; \
	if $(POSTGRES_ANSWERS); then url=$$(python -m tournaments.management.benching.scratch '$(TEST_DATABASE_URL)'); fi; \
	export DATABASE_URL=$$url LOG_LEVEL=ERROR; \
	$(MANAGE) migrate --no-input --verbosity 0 && $(MANAGE) bench; status=$$?; \
	rm -rf "$$folder"; exit $$status

# About three minutes. Two processes of viewers need processors of their own: run nothing beside it.
.PHONY: bench-live
bench-live: $(INSTALLED_DEV) ## 5,000 viewers on one live process while results are entered; needs PostgreSQL
	@$(POSTGRES_ANSWERS) || { echo "It needs a PostgreSQL; none answers at TEST_DATABASE_URL ($(TEST_DATABASE_URL))"; exit 1; }
	@export LOG_LEVEL=ERROR DATABASE_URL=$$(python -m tournaments.management.benching.scratch '$(TEST_DATABASE_URL)'); \
	$(MANAGE) migrate --no-input --verbosity 0 && python -m tests.load.bench

# --- checking ---------------------------------------------------------------------------

DJADE = find templates -name '*.html' -print0 | xargs -0 djade --target-version 5.2

.PHONY: lint
lint: $(INSTALLED_DEV) ## Style, templates, imports between rooms, structure
	@ruff check .
	@ruff format --check .
	@$(DJADE) --check
	@PYTHONPATH=site:. lint-imports --cache-dir .import_linter_cache
	@python -m pytest tests/test_structure.py

.PHONY: format
format: $(INSTALLED_DEV) ## Put code and templates into the common form
	@ruff check --fix .
	@ruff format .
	@$(DJADE) >/dev/null 2>&1 || $(DJADE) --check  # says 1 when it changed something

.PHONY: type-check
type-check: $(INSTALLED_DEV) ## mypy, strict on the engine
	@mypy

# Production's settings, with values that only pass the check.
AS_PRODUCTION = DJANGO_SETTINGS_MODULE=deltacrown.settings.production ALLOWED_HOSTS=example.org \
	SECRET_KEY=$$(python -c 'import secrets; print(secrets.token_urlsafe(60))') \
	DATABASE_URL=sqlite:///:memory:

.PHONY: check
check: lint type-check ## Every gate but the tests
	@$(MANAGE) makemigrations --check --dry-run
	@$(AS_PRODUCTION) $(MANAGE) check --deploy --fail-level WARNING
	@$(MAKE) audit

# A known vulnerability fails; a registry that does not answer is no fault of the code.
.PHONY: audit
audit: $(INSTALLED_DEV) ## Ask for known vulnerabilities of the installed packages
	@answer=$$(pip-audit --local --timeout 20 2>&1); found=$$?; \
	if grep -q '^Found .* known vulnerabilit' <<<"$$answer"; then echo "$$answer"; exit 1; fi; \
	if [ $$found = 0 ] && ! grep -q '^django .*not found' <<<"$$answer"; then echo "pip-audit: nothing known"; \
	else echo "pip-audit: NOT RUN, the registry gives no answer about vulnerabilities"; fi

# --- data -------------------------------------------------------------------------------

.PHONY: db-backup
db-backup: $(INSTALLED) ## Write a copy of the database to var/backups/
	@$(MANAGE) backup_database

.PHONY: db-reset
db-reset: $(INSTALLED) ## Delete all data of the development database, and migrate (asks; CONFIRM=1)
	@$(MANAGE) reset_database $(if $(filter 1,$(CONFIRM)),--no-input)
	@$(MANAGE) migrate --no-input --verbosity 0

.PHONY: clean
clean: ## Remove what can be made again; keep .venv and the data
	@rm -rf staticfiles $(COLLECTED) .mypy_cache .ruff_cache .import_linter_cache .hypothesis \
		htmlcov .coverage test-results
	@find . -name __pycache__ -type d -not -path './$(VENV)/*' -prune -exec rm -rf {} +

# --- what a machine needs ---------------------------------------------------------------

.PHONY: ci-setup
ci-setup: $(INSTALLED_DEV) ## Install what the whole suite needs on a fresh Debian: PostgreSQL, Chromium
	@postgres=yes; $(POSTGRES_ANSWERS) || postgres=no; \
	missing=""; \
	[ -n "$(CHROMIUM)" ] || missing="$$missing chromium"; \
	[ $$postgres = yes ] || command -v pg_ctlcluster >/dev/null || missing="$$missing postgresql"; \
	if [ -n "$$missing" ]; then $(SUDO) apt-get update -q && $(APT_INSTALL) $$missing; fi; \
	[ $$postgres = yes ] || { $(SUDO) service postgresql start && sleep 3 && \
		$(SUDO) runuser -u postgres -- psql -qc "ALTER ROLE postgres PASSWORD 'postgres'"; }
	@$(POSTGRES_ANSWERS) || { echo "No PostgreSQL answers at $(TEST_DATABASE_URL)."; exit 1; }

$(VENV)/bin/python:
	@[ -n "$(PYTHON)" ] || { echo "DeltaCrown needs Python 3.11 or later (Debian: apt install python3)."; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "$(PYTHON) has no venv module. On Debian or Ubuntu: apt install python3-venv"; exit 1; }
	@echo "Creating $(VENV) with $$($(PYTHON) --version)"
	@$(PYTHON) -m venv $(VENV)

$(INSTALLED): requirements.txt | $(VENV)/bin/python
	@echo "Installing requirements.txt"
	@python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(INSTALLED_DEV): requirements-dev.txt $(INSTALLED)
	@echo "Installing requirements-dev.txt"
	@python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

$(COLLECTED): $(INSTALLED) $(shell find static -type f 2>/dev/null)
	@echo "Collecting static files"
	@$(MANAGE) collectstatic --no-input --verbosity 0
	@touch $@
