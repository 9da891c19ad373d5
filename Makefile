# make run: install into .venv and do the main job on the shipped samples.   make test: install and run the tests.
PYTHON ?= python3
VENV := .venv
STAMP := $(VENV)/installed
BIN := $(VENV)/bin

.PHONY: run test check bench bench-bots memory corpus fuzz mutation soak format clean

RECEIVED := samples/import_ten_items/received.edi samples/export_two_items/received.edi

run: $(STAMP)
	@"$(BIN)/edi-engine" route $(RECEIVED) --allow-duplicates
	@echo
	@echo "What was sent lies in edi-workspace/outbox, the record in edi-workspace/audit.db. To look at a record:"
	@echo "  $(BIN)/edi-engine audit search LV-EX-2026-0193"
	@echo "  $(BIN)/edi-engine audit show ID"

test: $(STAMP) check
	$(BIN)/python -m pytest -n 2 --dist worksteal

check: $(STAMP)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python tools/build_model.py --check
	$(BIN)/python tools/build_checks.py --check

bench: $(STAMP)
	$(BIN)/python benchmarks/run.py

# The part of it beside the Bots engine, which pip installs into a temporary folder.
bench-bots: $(STAMP)
	$(BIN)/python benchmarks/bots.py

# A gigabyte through validate and translate, each command's peak memory measured.
memory: $(STAMP)
	$(BIN)/python benchmarks/memory.py

# Official WCO XML files on their way through the engine, elements and attributes counted in and out.
corpus: $(STAMP)
	$(BIN)/python -m tests.corpus_report

# Mutated files through the whole engine: FUZZ_MINUTES (3) of them, FUZZ_SEED to do the same again.
fuzz: $(STAMP)
	$(BIN)/python -m tests.fuzz

# Faults put into the shipped mappings, one at a time: the share that their own proof notices. MAPPINGS="a b" for some.
mutation: $(STAMP)
	$(BIN)/python -m tests.mutation $(MAPPINGS)

# The long tests, and a store of SOAK_ENTRIES entries: what building, searching and verifying it takes, and its size.
SOAK_ENTRIES ?= 10000000
soak: $(STAMP)
	$(BIN)/python -m pytest -m soak
	$(BIN)/python benchmarks/audit.py $(SOAK_ENTRIES)

format: $(STAMP)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# The stamp is written last: a half-built .venv is built again. Old pip is enough, so nothing upgrades it.
$(STAMP): pyproject.toml
	@$(PYTHON) -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' || { \
		echo "edi-engine needs Python 3.11 or later with venv:"; \
		echo "  apt-get install -y ca-certificates git make python3-venv"; exit 1; }
	$(PYTHON) -m venv --clear "$(VENV)"
	"$(BIN)/python" -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	@touch "$(STAMP)"

clean:
	rm -rf "$(VENV)" build dist
