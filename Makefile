# The two commands of a fresh clone: `make demo` and `make test`.
PYTHON ?= python3
ARGS ?=
VENV := .venv
BIN := $(VENV)/bin
export CHECKPOINT_DISABLE := 1
export JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION := 20,22,24

.PHONY: help demo test unit nightly bench reliability lint types check docs environment reference bindings cdktn schemas checkov release audit lock clean

help: ## list the targets
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

demo: environment ## deploy a twin on three clouds into emulators, write telemetry, read it back (ARGS=--keep stays up)
	@TF_CLI_CONFIG_FILE="$$($(PYTHON) scripts/terraform_configuration.py)" $(BIN)/crosstwin demo $(ARGS)

# A start of Terraform's AWS provider spends a quarter of its time on collecting garbage.
test: export GOGC := 400
test: environment lint types ## lint, types and all tests (ARGS=… goes to pytest)
	$(BIN)/pytest --numprocesses auto --maxprocesses 4 --dist loadgroup --no-loadscope-reorder $(ARGS)

unit: environment ## the tests that start no server and no Terraform, in a minute
	$(BIN)/pytest --numprocesses logical --maxprocesses 4 --dist loadgroup tests/unit $(ARGS)

nightly: export GOGC := 400
nightly: environment ## the tests that take too long for every change
	$(BIN)/pytest -m nightly --numprocesses auto --maxprocesses 2 --dist loadgroup --no-loadscope-reorder $(ARGS)

reliability: environment ## faults, load and hostile input, some 35 minutes, into docs/reliability.md
	PYTHONPATH=functions/shared:functions/aws/shared $(BIN)/python -m benchmarks.reliability
	$(BIN)/python -m benchmarks.fuzz --write

lint: environment
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	@# Terms that the documentation avoids: docs/terms.json.
	node_modules/.bin/textlint --config .textlintrc.cjs README.md CONTRIBUTING.md CHANGELOG.md 'docs/**/*.md'

types: environment
	$(BIN)/mypy crosstwin main.py scripts
	$(BIN)/mypy functions/shared/* functions/aws/shared/*
	@# One run a function: their entry points share a module name.
	@set -e; for folder in functions/aws/[!s]* functions/azure/* functions/gcp/*; do \
	  echo "mypy $$folder"; MYPYPATH=$$folder $(BIN)/mypy $$folder/*.py; done
	@# The tests import modules of the functions by their own names.
	MYPYPATH=functions/azure/hot-reader:functions/azure/digital-twin-data-connector:functions/gcp/hot-reader \
	  $(BIN)/mypy tests benchmarks

bench: environment ## measure, and write docs/performance.md, in some 10 minutes (ARGS=stores measures one part)
	@# With Terraform's configuration, as `make demo`, which is one of its parts.
	TF_CLI_CONFIG_FILE="$$($(PYTHON) scripts/terraform_configuration.py)" \
	  PYTHONPATH=functions/shared:functions/aws/shared $(BIN)/python -m benchmarks.bench $(ARGS)

environment: $(VENV)/installed node_modules/installed ## install the Python and Node environments from the lock files

$(VENV)/installed: requirements.lock pyproject.toml
	@PYTHON=$(PYTHON) sh scripts/prerequisites.sh
	@echo "Installing Python packages into $(VENV): some minutes, the first time"
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --disable-pip-version-check --require-hashes -r requirements.lock
	@echo "Installing crosstwin itself"
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

node_modules/installed: package-lock.json
	@PYTHON=$(PYTHON) sh scripts/prerequisites.sh
	@echo "Installing Node packages into node_modules"
	npm ci --no-audit --no-fund --progress=true
	@touch $@

docs: environment ## build the documentation site into .build/site; a broken link fails
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict

schemas: environment ## tests/modules/schemas/ again, after a module uses another type of a provider or takes another version
	$(BIN)/python -m tests.modules.pinned_schemas

reference: environment ## docs/reference/twin-yaml.md and cli.md again, after a change to what they describe
	$(BIN)/python scripts/reference.py

cdktn: environment ## synthesize the examples with CDK Terrain, the successor of CDKTF, and compare the JSON
	@$(BIN)/python scripts/cdktn.py

bindings: environment ## .gen/ again, after a change to a module's variables or outputs
	node_modules/.bin/cdktf get --force

release: environment ## build what a release publishes into dist/ (TAG=v0.2.0 checks the version)
	$(BIN)/python scripts/release.py $(if $(TAG),--tag $(TAG))

PIP_AUDIT := 2.10.1
audit: ## known vulnerabilities in the locked dependencies, of the functions too; asks PyPI and npm
	@test -x .build/pip-audit-$(PIP_AUDIT)/bin/pip-audit || { $(PYTHON) -m venv .build/pip-audit-$(PIP_AUDIT) && \
	  .build/pip-audit-$(PIP_AUDIT)/bin/pip install --quiet --disable-pip-version-check pip-audit==$(PIP_AUDIT); }
	@set -e; for lock in requirements.lock scripts/cyclonedx.lock functions/*/*/requirements.txt; do echo "pip-audit $$lock"; \
	  .build/pip-audit-$(PIP_AUDIT)/bin/pip-audit --strict --disable-pip --no-deps --requirement $$lock; done
	npm audit --audit-level=high

CHECKOV := 3.3.30
checkov: ## a security scan of modules/, with each accepted finding explained beside the code
	@# In an environment of its own: its pins would bind those of requirements.lock. Not part of `make test`.
	@test -x .build/checkov-$(CHECKOV)/bin/checkov || { $(PYTHON) -m venv .build/checkov-$(CHECKOV) && \
	  .build/checkov-$(CHECKOV)/bin/pip install --quiet --disable-pip-version-check checkov==$(CHECKOV); }
	.build/checkov-$(CHECKOV)/bin/checkov --directory modules --framework terraform --compact --quiet \
	  --skip-download --skip-path tests

lock: environment ## requirements.lock again, after a change to pyproject.toml
	$(BIN)/pip-compile --quiet --allow-unsafe --generate-hashes --no-emit-index-url --no-emit-find-links \
	  --no-emit-options --strip-extras --extra typed --extra local --extra dev -o requirements.lock pyproject.toml
	@# pip-compile forgets this marker; elsewhere, awslambdaric would have to be compiled.
	sed -i.bak 's/^\(awslambdaric==[^ ]*\) \\/\1 ; sys_platform == "linux" \\/' requirements.lock && rm requirements.lock.bak
	@# What a release makes its bills of materials with, in an environment of its own.
	$(BIN)/pip-compile --quiet --allow-unsafe --generate-hashes --no-emit-index-url --no-emit-find-links \
	  --no-emit-options --no-header --strip-extras -o scripts/cyclonedx.lock scripts/cyclonedx.in

clean: ## what was built; not the state of deployed stacks
	rm -rf .build .demo cdktf.out dist $(VENV) node_modules
