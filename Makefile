# Everything a developer does here. `make help` tells what each word does.
.DEFAULT_GOAL := help
.PHONY: help setup run test check tour pictures bench installer locks clean

BIN := .venv/bin

help:  ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup:  ## prepare this machine and .venv; the second time there is nothing to do
	@sh scripts/setup.sh

run: setup  ## open the application in practice mode; without a screen, do the tour
	@if sh scripts/has_screen.sh; then exec $(BIN)/front-desk --practice; \
	else echo "No screen here: the tour does the main job in windows nobody sees, with pictures in tour/."; exec $(BIN)/front-desk tour --out tour; fi

test: setup check  ## every check and every test, two at a time (most of them wait for a browser)
	@$(BIN)/pytest -n 2 --dist loadfile

check: setup  ## lint, format, types and the directions of imports; lists what has grown large
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/pyright
	$(BIN)/lint-imports
	@$(BIN)/python scripts/list_large.py

tour: setup  ## do the main job once with real windows and a real browser; pictures in tour/
	$(BIN)/front-desk tour --out tour

pictures: tour  ## the same, and put the pictures into the user guide
	@mkdir -p docs/pictures && cp tour/[0-9][0-9]-*.png docs/pictures/

bench: setup  ## measure, and print the ratios
	@$(BIN)/python -m tests.bench

installer: setup  ## build the frozen program into dist/ and try it in an empty home
	@sh scripts/build_installer.sh

locks: setup  ## make the lock files anew (UPGRADE=1: with newer versions)
	sh scripts/make_locks.sh $(if $(UPGRADE),--upgrade)

clean:  ## remove what tools made; never what the application wrote
	rm -rf build dist htmlcov .coverage .coverage.* .pytest_cache .ruff_cache .hypothesis .schemathesis .import_linter_cache
	find desktop_app tests scripts -type d -name __pycache__ -prune -exec rm -rf {} +
