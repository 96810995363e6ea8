# `make run` and `make test` are all it takes; each prepares what it needs and is quick when nothing changed.
PORT ?= 8000
HOST ?= 127.0.0.1
PYTHON ?= python3
BIN = .venv/bin

.PHONY: run test check fix bench bench-quick bench-phone bench-migrations profile simulate faults faults-quick pictures lock help

help:
	@echo "make run [PORT=8000] [HOST=127.0.0.1]   the whole service on this machine (HOST=0.0.0.0 for phones on the wifi)"
	@echo "make test                               all tests: SQLite, PostgreSQL, front end, browsers"
	@echo "make check                              style, types, import order, generated files; writes nothing"
	@echo "make fix                                what of that can be mended by itself"
	@echo "make bench [OUT=file.json]              600 phones against yardsticks and goals, at most 10 minutes; also bench-quick"
	@echo "make bench-phone [OUT=file.json]        the phone on a slow network and a slow processor, against its limits"
	@echo "make profile [OUT=file.svg]             where the web process spends its time under steady load"
	@echo "make simulate [OPTIONS=...]             a session with 120 simulated phones, and what they saw"
	@echo "make bench-migrations                   how long a live meeting waits while the database is migrated"
	@echo "make faults [ONLY=F4,F7] [CLIENTS=120] [SEED=...] [OUT=...] [FULL=1]   breaks everything under load, ≤ 35 min; what was lost"
	@echo "make faults-quick                       the quick ones of them, as in make test"
	@echo "make pictures                           the pictures of README.md, anew"
	@echo "make lock                               requirements/*.txt from requirements/*.in"

run:
	@$(PYTHON) -m scripts.bootstrap run --port='$(PORT)' --host='$(HOST)'

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
	$(BIN)/python -m scripts.catalogue --write

bench bench-quick profile:
	@$(PYTHON) -m scripts.bootstrap bench
	@$(PYTHON) -m scripts.bench $@ $(if $(OUT),--out '$(OUT)') $(OPTIONS)

bench-phone:
	@$(PYTHON) -m scripts.bootstrap test
	@OUT='$(OUT)' $(BIN)/python -m tests.load.phone_speed $(OPTIONS)

simulate:
	@$(PYTHON) -m scripts.bootstrap simulate
	@$(BIN)/python -m scripts.simulate $(OPTIONS)

bench-migrations:
	@$(PYTHON) -m scripts.bootstrap test
	@$(BIN)/python -m tests.load.live_migrations $(OPTIONS)

faults:
	@$(PYTHON) -m scripts.bootstrap test
	@ONLY='$(ONLY)' CLIENTS='$(CLIENTS)' SEED='$(SEED)' OUT='$(OUT)' $(BIN)/python -m tests.faults $(if $(FULL),--full)

faults-quick:
	@$(PYTHON) -m scripts.bootstrap test
	@ONLY='$(ONLY)' CLIENTS='$(CLIENTS)' SEED='$(SEED)' OUT='$(OUT)' $(BIN)/python -m tests.faults --quick

pictures:
	@$(PYTHON) -m scripts.bootstrap test
	@$(BIN)/python -m scripts.pictures

lock:
	@$(PYTHON) -m scripts.bootstrap dev
	@for name in base dev node; do \
	  $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
	    requirements/$$name.in -o requirements/$$name.txt || exit 1; \
	done
