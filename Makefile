# `make run` and `make test` are all it takes; each prepares what it needs and is quick when nothing changed.
PORT ?= 8000
HOST ?= 127.0.0.1
PYTHON ?= python3
BIN = .venv/bin

.PHONY: run test check fix bench lock help

help:
	@echo "make run [PORT=8000] [HOST=127.0.0.1]   the whole service on this machine (HOST=0.0.0.0 for phones on the wifi)"
	@echo "make test                               all tests: SQLite, PostgreSQL, front end, browsers"
	@echo "make check                              style, types, import order, generated files; writes nothing"
	@echo "make fix                                what of that can be mended by itself"
	@echo "make bench [OPTIONS=...]                a session with 120 simulated phones, and what they saw"
	@echo "make lock                               requirements/*.txt from requirements/*.in"

run:
	@$(PYTHON) -m scripts.bootstrap run --port $(PORT) --host $(HOST)

test:
	@$(PYTHON) -m scripts.bootstrap test
	@$(BIN)/python -m scripts.test

check:
	@$(PYTHON) -m scripts.bootstrap dev
	@$(BIN)/python -m scripts.check

fix:
	@$(PYTHON) -m scripts.bootstrap dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench:
	@$(PYTHON) -m scripts.bootstrap bench
	@$(BIN)/python -m scripts.bench $(OPTIONS)

lock:
	@$(PYTHON) -m scripts.bootstrap dev
	@for name in base dev node; do \
	  $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
	    requirements/$$name.in -o requirements/$$name.txt || exit 1; \
	done
