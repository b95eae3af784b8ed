# One entry point.  `make` alone shows this list.  Needs Python ≥ 3.11, a C compiler and make; all else goes into .venv.

PYTHON ?= python3
CC ?= cc
FILE ?= examples/article.txt
PYTEST ?=
SECONDS ?= 60
BENCH ?=
MATRIX ?=

# Two processes halve the time on two CPUs; tests of one file stay together, for they share what is slow to make.
WORKERS ?= auto

VENV := .venv
BIN := $(VENV)/bin
SOURCES := $(wildcard csrc/*.c csrc/*.h csrc/*.inc csrc/python/*.c csrc/python/*.h)
FORMATTED_C := $(filter-out %lexicon_codes.h,$(filter %.c %.h,$(SOURCES))) $(wildcard tests/c/*.[ch] tests/fuzz/*.[ch] benchmarks/*.c)
PARALLEL := --numprocesses $(WORKERS) --dist loadfile
PACKAGING := pyproject.toml setup.py $(wildcard MANIFEST.in)

help: ## this list
	@echo "aidstats: Chinese money and quantity expressions as exact numbers with bounds"
	@echo
	@grep -hE '^[a-z-]+:.*## ' $(firstword $(MAKEFILE_LIST)) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 24
	@echo
	@echo "  make run FILE=news.txt      reads your own text file"
	@echo "  make test PYTEST='-k find'  hands options to pytest"

# ---------------------------------------------------------------- the environment

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit("aidstats needs Python 3.11 or newer, not " + sys.version.split()[0] if sys.version_info < (3, 11) else 0)'
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "make: no virtual environment; on Debian: apt-get install python3-venv" >&2; exit 1; }
	@$(BIN)/python -m pip install --quiet --upgrade pip

# The package itself, built in place so that an edited .py counts at once and an edited .c after the next make.
$(VENV)/run.stamp: $(BIN)/python $(SOURCES) $(PACKAGING)
	$(BIN)/python -m pip install --quiet --editable '.[arrow,viz]'
	@touch $@

# Warnings are errors here and never for users, whose compiler may know more of them than ours.
$(VENV)/test.stamp: $(BIN)/python $(SOURCES) $(PACKAGING)
	AIDSTATS_WERROR=1 $(BIN)/python -m pip install --quiet --editable '.[test]'
	@touch $@ $(VENV)/run.stamp

# Spark is 450 MB, so nobody gets it who does not ask for it.
$(VENV)/cluster.stamp: $(VENV)/test.stamp
	$(BIN)/python -m pip install --quiet --editable '.[test,spark,dask]'
	@touch $@

# ---------------------------------------------------------------- the two commands

run: $(VENV)/run.stamp ## finds the quantities of FILE (examples/article.txt) and writes results/
	@$(BIN)/python examples/overview.py "$(FILE)" --out results

test: c-test py-test installed-test ## every test: C, C under sanitizers, Python, Python on the installed wheel

.PHONY: help run test c-test py-test installed-test large-test matrix cluster-test tables check format asan fuzz bench
.PHONY: cluster-bench accuracy clean

# ---------------------------------------------------------------- parts of the tests

c-test: ## C tests and the seeds of the fuzzers, plainly and under ASan + UBSan
	@CC="$(CC)" tests/c/run
	@CC="$(CC)" tests/fuzz/run replay

py-test: $(VENV)/test.stamp ## pytest in the checkout, docstrings and README included
	$(BIN)/python -m pytest $(PARALLEL) $(PYTEST)

installed-test: $(VENV)/test.stamp ## sdist, wheel from the sdist, clean environment, pytest from outside the checkout
	$(BIN)/python tests/installed.py --python $(PYTHON) -- $(PARALLEL) $(PYTEST)

matrix: $(VENV)/test.stamp ## the integrations in each environment of tests/environments.toml: lowest versions, NumPy alone, …
	$(BIN)/python tests/matrix.py $(MATRIX) -- $(PARALLEL) $(PYTEST)

cluster-test: $(VENV)/cluster.stamp ## a Spark cluster (needs Java 17 or newer) and a Dask one, workers killed in mid-job
	$(BIN)/python -m pytest -m "spark or cluster" tests/test_spark.py tests/test_dask.py $(PYTEST)

asan: $(VENV)/test.stamp ## pytest on a build with ASan + UBSan
	$(BIN)/python tests/installed.py --sanitize --python $(PYTHON) -- $(PARALLEL) $(PYTEST)

large-test: $(VENV)/test.stamp ## reads 4 GB through every way in, in bounded memory; some 20 minutes
	AIDSTATS_TEST_LARGE=4 $(BIN)/python -m pytest tests/test_streaming.py $(PYTEST)

# ---------------------------------------------------------------- tools

tables: $(BIN)/python ## csrc/lexicon.toml → csrc/lexicon_codes.h, csrc/lexicon_tables.inc
	$(BIN)/python tools/gen_tables.py
	$(BIN)/python tools/gen_dictionary.py

check: $(VENV)/test.stamp ## formatting and types: ruff, mypy, clang-format where it is installed
	$(BIN)/python -m ruff check aidstats tests tools benchmarks examples
	$(BIN)/python -m ruff format --check aidstats tests tools benchmarks examples
	$(BIN)/python -m mypy aidstats
	@if command -v clang-format >/dev/null; then clang-format --dry-run --Werror $(FORMATTED_C); \
	else echo "clang-format: not installed, C formatting not checked"; fi

format: $(VENV)/test.stamp ## writes the formatting that check asks for
	$(BIN)/python -m ruff format aidstats tests tools benchmarks examples
	clang-format -i $(FORMATTED_C)

fuzz: ## libFuzzer on parse and on find, SECONDS=60 each, SEED=1 RUNS=100000 the same walk each time, TARGETS=parse only that; needs clang
	@tests/fuzz/run $(SECONDS)

cluster-bench: $(VENV)/cluster.stamp ## what a function of columns costs in Spark, beside one that hands its column back
	@$(BIN)/python benchmarks/bench_spark.py

bench: $(VENV)/test.stamp $(if $(PEERS),$(VENV)-peers/stamp) ## every figure of speed, and the goals; BENCH='--compare --docs' hands options on
	@$(BIN)/python benchmarks/bench.py $(if $(PEERS),--peers $(VENV)-peers/bin/python) $(BENCH)

accuracy: $(VENV)/test.stamp $(if $(PEERS),$(VENV)-peers/stamp) ## precision and recall of find; PEERS=1 sets other libraries beside it
	@$(BIN)/python benchmarks/accuracy.py --held-out $(if $(PEERS),--peers $(VENV)-peers/bin/python)

$(VENV)-peers/stamp:
	$(PYTHON) -m venv $(VENV)-peers
	$(VENV)-peers/bin/python -m pip install --quiet cn2an==0.5.24 chinese2digits==6.0.2 jionlp==1.5.31
	@touch $@

clean: ## removes all that make made
	rm -rf $(VENV) $(VENV)-peers build dist results *.egg-info aidstats/*.so .pytest_cache .hypothesis .mypy_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
