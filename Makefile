# Each target sets up what it needs from a fresh clone with Python 3.12 or newer and make.
#   make run PORT=9000      another port
#   make test PYTHON=python3.13      another Python, asked for once, when .venv is made

PYTHON ?= python3
PORT ?= 8080
UV ?= uv
BIN := .venv/bin
PIP := python -m pip --disable-pip-version-check --quiet

.DEFAULT_GOAL := help
.PHONY: help run demo test proof mutation e2e bench lint audit sbom docs pictures locks clean

help:
	@echo 'make run        the server with a demonstration round, at port $(PORT)'
	@echo 'make demo       the life of one round, played in this window in under a minute'
	@echo 'make test       all tests but the browser ones, with branch coverage'
	@echo 'make proof      what takes long: ten thousand hostile strings, attacks on a hundred people'
	@echo 'make mutation   whether tests notice small changes in the rules that keep people apart from answers'
	@echo 'make e2e        the tests in a browser (Chromium) in a local Slack and Teams (npm)'
	@echo 'make lint       ruff, mypy, the import arrows, the wording and the files in deploy/'
	@echo 'make audit      known holes in what the run lock names (asks the package index)'
	@echo 'make sbom       what is inside, with its licences, as dist/heardback.cdx.json'
	@echo 'make bench      the benchmarks, as ratios'
	@echo 'make docs       the guides as a site, in dist/docs'
	@echo 'make pictures   the pictures in docs/pictures, taken from the running product'
	@echo 'make locks      the three lock files again, after a change in pyproject.toml (needs uv)'
	@echo 'make clean      remove what the targets above made, data never'

run: .venv/.run
	$(BIN)/heardback run --demo --port $(PORT)

demo: .venv/.run
	@$(BIN)/heardback demo

test: .venv/.dev
	$(BIN)/python -m pytest -n auto --dist worksteal --ignore=tests/e2e --cov --cov-report=term

# Too long for every day. What else takes long belongs here, too.
proof: .venv/.dev mutation
	PROOF=1 $(BIN)/python -m pytest tests/hostile tests/attacks tests/transcripts \
		tests/delivery/test_life_of_a_round.py tests/delivery/test_sealing_day.py \
		tests/delivery/test_outbox.py tests/test_sending.py tests/faults tests/year

# Changes the rules of the vault, the sealing and the numbers one by one, and counts what tests notice.
mutation: .venv/.dev
	$(BIN)/python -m scripts.mutation

e2e: .venv/.dev
	$(BIN)/python -m pytest tests/e2e

lint: .venv/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/python -m scripts.wording
	$(BIN)/hadolint deploy/Containerfile
	$(BIN)/yamllint --strict deploy

# Not part of lint: it has to ask a service that tells of holes, and answers differently each day.
audit: .venv/.dev
	$(BIN)/pip-audit --strict --require-hashes --disable-pip -r requirements.txt

sbom: .venv/.dev .venv-run/.run
	mkdir -p dist
	$(BIN)/cyclonedx-py environment .venv-run/bin/python --pyproject pyproject.toml \
		--output-reproducible -o dist/heardback.cdx.json

bench: .venv-bench/.bench
	.venv-bench/bin/python -m benchmarks

# The theme's makers warn of a version to come; this one is locked.
docs: .venv/.dev
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build
	@echo 'Open dist/docs/index.html.'

pictures: .venv/.dev
	$(BIN)/python -m scripts.pictures
	$(BIN)/python -m scripts.demo_picture

define enough_python
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 12))' || { \
		echo 'Heardback needs Python 3.12 or newer, and "$(PYTHON)" is not.'; \
		echo 'Name one that is: make $(MAKECMDGOALS) PYTHON=python3.13'; \
		exit 1; }
endef

.venv/bin/python:
	$(enough_python)
	$(PYTHON) -m venv .venv || { rm -rf .venv; exit 1; }

# Everything comes from the lock with its hash, the build tools included; so nothing is fetched for the last line.
.venv/.run: requirements.txt pyproject.toml | .venv/bin/python
	$(BIN)/$(PIP) install --require-hashes -r requirements.txt
	$(BIN)/$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

.venv/.dev: requirements-dev.txt .venv/.run
	$(BIN)/$(PIP) install --require-hashes -r requirements-dev.txt
	@touch $@

# What runs and nothing else, to be listed.
.venv-run/.run: requirements.txt pyproject.toml
	$(enough_python)
	$(PYTHON) -m venv --without-pip .venv-run || { rm -rf .venv-run; exit 1; }
	$(BIN)/$(PIP) --python .venv-run install --require-hashes -r requirements.txt
	@touch $@

# botbuilder-dialogs asks for an old babel, so what we measure against has a venv of its own.
.venv-bench/.bench: requirements-bench.txt pyproject.toml
	$(enough_python)
	$(PYTHON) -m venv .venv-bench || { rm -rf .venv-bench; exit 1; }
	.venv-bench/bin/$(PIP) install --no-deps --require-hashes -r requirements-bench.txt
	.venv-bench/bin/$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

COMPILE = $(UV) pip compile --quiet --universal --python-version 3.12 --generate-hashes \
	--no-annotate --no-header --no-emit-index-url --no-emit-find-links

locks:
	$(COMPILE) pyproject.toml --group build -o requirements.txt
	$(COMPILE) --group pyproject.toml:dev -c requirements.txt -o requirements-dev.txt
	echo 'babel==2.9.1' | $(COMPILE) pyproject.toml --group build --group bench \
		--override - -o requirements-bench.txt

clean:
	rm -rf .venv .venv-bench .venv-run build dist .coverage .coverage.* htmlcov
	rm -rf .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
