# Foreword. `make` alone lists what there is. Needs Python 3.11 or newer, make, git and the package registries.

.DEFAULT_GOAL := help
PYTHON ?= python3
# One uv for all environments; it never downloads a Python.
UV := .venv-uv/bin/uv
UV_VERSION := 0.13.9
export UV_PYTHON_DOWNLOADS := never
export SAM_CLI_TELEMETRY := 0
MAKEFLAGS += --no-print-directory

$(UV):
	@echo "· uv $(UV_VERSION), which installs everything else"
	@$(PYTHON) -m venv .venv-uv
	@.venv-uv/bin/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)

# --- setup, test, check ---------------------------------------------------------------------------------------------

.PHONY: help
help:
	@sed -n 's/^\([a-z0-9-]*\):.*## \(.*\)/  make \1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{ printf "%-22s %s\n", $$1, $$2 }'

# The project's environment: what ships, what the local commands need, and what checks them.
.venv/.ready: pyproject.toml uv.lock | $(UV)
	@echo "· the project's packages in .venv (about 250 MB, once)"
	@$(UV) sync --frozen --extra local --python $(PYTHON)
	@touch $@

.venv-313/.ready: pyproject.toml uv.lock | $(UV)
	@echo "· the same packages for Python 3.13 in .venv-313"
	@UV_PROJECT_ENVIRONMENT=.venv-313 $(UV) sync --frozen --extra local --python $(PYTHON313)
	@touch $@

.PHONY: setup demo test test-313 coverage format lint types template audit check
setup: .venv/.ready ## install everything that the other commands need

demo: .venv/.ready ## set up everything and run the main job on the bundled sample
	@.venv/bin/foreword demo

test: .venv/.ready ## set up everything and run the tests
	@echo "· tests on $$(.venv/bin/python --version)"
	@.venv/bin/python -m pytest -q -n auto

test-313: ## the tests again on Python 3.13, where there is one
	@if [ -z "$(PYTHON313)" ]; then echo "· no Python 3.13 on this machine: its tests are skipped"; \
	else $(MAKE) .venv-313/.ready && echo "· tests on $$(.venv-313/bin/python --version)" && .venv-313/bin/python -m pytest -q -n auto; fi

coverage: .venv/.ready ## the tests with a report of the branches that they miss
	@.venv/bin/python -m pytest -q -n auto --cov=shared --cov=functions --cov-branch --cov-report=term-missing:skip-covered

format: .venv/.ready ## put the code into its one format
	@.venv/bin/ruff format .
	@.venv/bin/ruff check --fix-only --quiet .

lint: .venv/.ready
	@echo "· format and lint"
	@.venv/bin/ruff format --check --quiet . || { .venv/bin/ruff format --diff --quiet .; exit 1; }
	@.venv/bin/ruff check --quiet .
	@$(UV) lock --check --quiet

types: .venv/.ready
	@echo "· types"
	@.venv/bin/mypy

template: .venv-sam/.ready
	@echo "· both templates: sam validate --lint, cfn-lint"
	@.venv-sam/bin/sam validate --lint --template template.yaml --region us-east-1
	@.venv-sam/bin/sam validate --lint --template receiving.yaml --region us-east-1
	@.venv-sam/bin/cfn-lint template.yaml receiving.yaml

audit: .venv/.ready ## look the locked packages up in the advisory database (needs its service)
	@$(UV) export --quiet --frozen --no-dev --no-emit-project --output-file .work-requirements.txt
	@.venv/bin/pip-audit --require-hashes --disable-pip --requirement .work-requirements.txt; found=$$?; rm -f .work-requirements.txt; exit $$found

check: lint types test test-313 mails-check template reproducible e2e ## everything that CI runs
	@echo "make check: all passed"

.PHONY: imports
imports: .venv/.ready ## write down what each function imports on its common path (tests/import_sets.json)
	@.venv/bin/python -m tests.cold_paths

# --- reading ----------------------------------------------------------------------------------------------------------

.PHONY: wrappings replies
wrappings: .venv/.ready ## right/total of the reader, each producer's invite in each wrapping
	@.venv/bin/python -m benchmarks.wrappings
	@.venv/bin/python -m benchmarks.corpus

replies: .venv/.ready ## right/total of the reader of replies, each mail program in each language
	@.venv/bin/python -m benchmarks.replies

# --- speed ------------------------------------------------------------------------------------------------------------

# The usual stack that cold starts are measured beside, for the Python that Lambda has.
.venv-bench/.ready: tools/requirements-bench.txt | $(UV)
	@echo "· the usual stack in .venv-bench (about 60 MB, once)"
	@$(UV) venv --quiet --clear --python $(PYTHON313) .venv-bench
	@$(UV) pip install --quiet --python .venv-bench --require-hashes --requirement $<
	@touch $@

.PHONY: bench bench-build
bench: .venv/.ready ## measure starts, work and artefact beside the usual stack; benchmarks/RESULTS.md is written anew
	@if [ -z "$(PYTHON313)" ]; then echo "· no Python 3.13 on this machine: no cold starts, no artefact"; else $(MAKE) --silent bench-build; fi
	@.venv/bin/python -m benchmarks.run

bench-build: .venv-sam/.ready .venv-bench/.ready .venv-313/.ready
	@echo "· sam build for $(HERE)"
	@mkdir -p .aws-sam
	@ARCH=$(HERE) .venv-sam/bin/sam build --build-dir .aws-sam/bench --parameter-overrides Architecture=$(HERE) > .aws-sam/bench-build.log 2>&1 \
	    || { cat .aws-sam/bench-build.log; exit 1; }

# --- reliability ------------------------------------------------------------------------------------------------------

.PHONY: reliability reliability-long fuzz
reliability: .venv/.ready ## try each promise thousands of times, faults and all, and print a table (docs/reliability.md)
	@.venv/bin/python -m tests.reliability.run

reliability-long: .venv/.ready ## the same at sizes that take hours
	@.venv/bin/python -m tests.reliability.run --long

fuzz: .venv/.ready ## look for inputs that break the reader until Ctrl-C, or for MINUTES=n; what it finds becomes a test
	@.venv/bin/python -m tests.reliability.fuzz $(if $(MINUTES),--minutes $(MINUTES))

# --- the mails --------------------------------------------------------------------------------------------------------

CHROMIUM := /usr/bin/chromium
GALLERY := out/gallery

.venv-mails/.ready: tools/requirements-mails.txt | $(UV)
	@echo "· Playwright and axe-core in .venv-mails (about 170 MB, once)"
	@$(UV) venv --quiet --clear --python $(PYTHON) .venv-mails
	@$(UV) pip install --quiet --python .venv-mails --require-hashes --requirement $<
	@touch $@

.PHONY: gallery mails-check mails-programs
gallery: .venv/.ready ## every kind of mail for a dozen meetings into out/gallery, with pictures where Chromium is
	@.venv/bin/python -m local.gallery $(GALLERY)
	@if [ -x $(CHROMIUM) ]; then $(MAKE) .venv-mails/.ready && .venv-mails/bin/python -m tools.screenshots $(GALLERY); \
	else echo "· no Chromium on this machine: no pictures"; fi

# In CI both programs come from Debian; elsewhere a missing one is a skip in plain words.
mails-programs:
	@if [ "$$CI" = true ] && ! { [ -x $(CHROMIUM) ] && command -v spamassassin > /dev/null; }; then \
	    echo "· Chromium and SpamAssassin from Debian"; \
	    { timeout 300 apt-get update -qq && DEBIAN_FRONTEND=noninteractive timeout 600 apt-get install -y -qq --no-install-recommends \
	        chromium spamassassin > /dev/null; } || echo "· they could not be installed: what needs them is skipped"; fi

mails-check: .venv/.ready mails-programs ## the mails before axe-core, on 320 px, on paper, and before SpamAssassin
	@if [ ! -x $(CHROMIUM) ]; then echo "· no Chromium on this machine: axe-core, 320 px and paper are skipped"; fi
	@if ! command -v spamassassin > /dev/null; then echo "· no SpamAssassin on this machine: its scores are skipped"; fi
	@if [ -x $(CHROMIUM) ] || command -v spamassassin > /dev/null; then $(MAKE) mails-check-here; fi

.PHONY: mails-check-here
mails-check-here: .venv-mails/.ready
	@.venv/bin/python -m local.gallery $(GALLERY)
	@FOREWORD_GALLERY=$(GALLERY) .venv-mails/bin/python -m pytest -q -p no:cacheprovider tests/gallery/test_in_chromium.py tests/gallery/test_spam.py

# --- build ----------------------------------------------------------------------------------------------------------

# The functions run on Python 3.13. A 3.13 on this machine is wanted for compiling bytecode, for e2e and for sam-local.
PYTHON313 = $(eval PYTHON313 := $(shell tools/find-python313))$(PYTHON313)
ARCH ?= arm64
# What Amazon Linux 2023 accepts: its glibc is 2.34.
PLATFORM_arm64 := aarch64-manylinux_2_28
PLATFORM_x86_64 := x86_64-manylinux_2_28

.venv-sam/.ready: tools/requirements-sam.txt | $(UV)
	@echo "· SAM's tools in .venv-sam (about 400 MB, once)"
	@$(UV) venv --quiet --clear --python $(PYTHON) .venv-sam
	@$(UV) pip install --quiet --python .venv-sam --require-hashes --requirement $<
	@touch $@

.PHONY: build
build: .venv-sam/.ready ## build the functions for Lambda, ARCH=arm64 or x86_64, and show sizes and hashes
	@echo "· sam build for $(ARCH)"
	@ARCH=$(ARCH) .venv-sam/bin/sam build --parameter-overrides Architecture=$(ARCH)
	@$(PYTHON) tools/artefacts.py .aws-sam/build

.PHONY: reproducible
reproducible: .venv-sam/.ready ## build twice for each architecture; all functions must have one hash, and the same twice
	@mkdir -p .aws-sam; for architecture in arm64 x86_64; do \
	    for round in first second; do \
	        echo "· $$round build for $$architecture"; \
	        ARCH=$$architecture .venv-sam/bin/sam build --build-dir .aws-sam/$$round --parameter-overrides Architecture=$$architecture \
	            > .aws-sam/$$round.log 2>&1 || { cat .aws-sam/$$round.log; exit 1; }; \
	    done; \
	    $(PYTHON) tools/artefacts.py .aws-sam/first .aws-sam/second || exit 1; \
	done; rm -rf .aws-sam/first .aws-sam/second

# `sam build` calls this once per function, in this folder. All functions get the same: the locked packages for Lambda's
# platform, whatever the Python here, and our three folders, both pared to what the functions use; and bytecode of 3.13.
build-%: | $(UV)
	@$(UV) export --quiet --frozen --no-dev --no-emit-project --no-header --output-file "$(ARTIFACTS_DIR)/requirements.txt"
	@$(UV) pip install --quiet --python $(PYTHON) --python-version 3.13 --python-platform $(PLATFORM_$(ARCH)) --only-binary :all: \
	    --require-hashes --target "$(ARTIFACTS_DIR)" --requirement "$(ARTIFACTS_DIR)/requirements.txt"
	@rm -rf "$(ARTIFACTS_DIR)/bin" "$(ARTIFACTS_DIR)/requirements.txt" "$(ARTIFACTS_DIR)/.lock"
	@cp -R functions shared templates "$(ARTIFACTS_DIR)"
	@find "$(ARTIFACTS_DIR)" -type d -name __pycache__ -prune -exec rm -rf {} +
	@$(PYTHON) -B -m tools.pare "$(ARTIFACTS_DIR)"
	@if [ -n "$(PYTHON313)" ]; then $(PYTHON313) -B -m tools.bytecode "$(ARTIFACTS_DIR)"; \
	else echo "No Python 3.13 here: the artefact has no bytecode, and cold starts are slower."; fi

# --- the built functions, run on this machine -------------------------------------------------------------------------

.venv-ministack/.ready: tools/requirements-ministack.txt | $(UV)
	@echo "· MiniStack in .venv-ministack (about 90 MB, once)"
	@$(UV) venv --quiet --clear --python $(PYTHON313) .venv-ministack
	@$(UV) pip install --quiet --python .venv-ministack --require-hashes --requirement $<
	@touch $@

.PHONY: e2e
e2e: .venv/.ready ## build for x86_64, deploy to the MiniStack emulator, send mails through it
	@if [ -z "$(PYTHON313)" ]; then echo "· no Python 3.13 on this machine: e2e is skipped"; else $(MAKE) --silent e2e-with-313; fi

.PHONY: e2e-with-313
e2e-with-313: .venv-sam/.ready .venv-ministack/.ready
	@echo "· sam build for x86_64"
	@mkdir -p .aws-sam
	@ARCH=x86_64 .venv-sam/bin/sam build --build-dir .aws-sam/e2e --parameter-overrides Architecture=x86_64 > .aws-sam/e2e-build.log 2>&1 \
	    || { cat .aws-sam/e2e-build.log; exit 1; }
	@$(PYTHON) tools/artefacts.py .aws-sam/e2e
	@FOREWORD_E2E=1 .venv/bin/python -m pytest tests/e2e -p no:cacheprovider --exitfirst --capture=no --verbosity=0

.venv-runtime/.ready: tools/requirements-runtime.txt | $(UV)
	@echo "· Lambda's runtime interface client in .venv-runtime"
	@$(UV) venv --quiet --clear --python $(PYTHON313) .venv-runtime
	@$(UV) pip install --quiet --python .venv-runtime --require-hashes --requirement $<
	@touch $@

# The processor of this machine, in Lambda's words.
HERE := $(subst aarch64,arm64,$(shell uname -m))

.PHONY: sam-local
sam-local: .venv/.ready .venv-sam/.ready ## run each built function with its sample event, ON=docker or host
	@if [ -n "$(PYTHON313)" ]; then $(MAKE) --silent .venv-runtime/.ready; fi
	@echo "· sam build for $(HERE)"
	@mkdir -p .aws-sam
	@ARCH=$(HERE) .venv-sam/bin/sam build --build-dir .aws-sam/local --parameter-overrides Architecture=$(HERE) > .aws-sam/local-build.log 2>&1 \
	    || { cat .aws-sam/local-build.log; exit 1; }
	@.venv/bin/python -m tools.sam_local $(if $(ON),--on $(ON))

.PHONY: lambda-image
lambda-image: .venv-sam/.ready .venv-runtime/.ready ## where no registry is reached: a stand-in for Lambda's image (Debian, root)
	@tools/lambda-image $(PYTHON313)

# --- aws --------------------------------------------------------------------------------------------------------------

.PHONY: deploy check-mail
deploy: .venv/.ready .venv-sam/.ready ## put both stacks up in your AWS account (docs/deploying.md)
	@.venv/bin/python -m tools.deploy deploy

check-mail: .venv/.ready ## send a mail to the deployed address and follow it to its outcome
	@.venv/bin/python -m tools.deploy check
