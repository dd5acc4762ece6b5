# Two commands are enough: `make run` and `make test`. Both set up all that they need.

PYTHON ?=
export PYTHON
VENV := .venv/bin
# A process for each core, each with its own browser and its own PostgreSQL; more than four are more
# than those need. A file stays in one process, so what its tests share is made once;
# tests/conftest.py says which begin.
SPREAD := -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder
.DEFAULT_GOAL := help

.PHONY: help
help: ## This list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: run
run: ## Set up what is missing and start the program (ARGS="--port 9000" is passed on)
	@scripts/setup run
	@exec $(VENV)/python -m vanban serve $(ARGS)

.PHONY: test
test: ## Set up what is missing, lint, and run every test (CI runs this)
	@scripts/setup test
	@$(MAKE) --no-print-directory check

.PHONY: demo
demo: ## Start the program on its own data, with the papers of five campaigns
	@scripts/setup run
	@exec $(VENV)/python -m vanban serve --demo $(ARGS)

.PHONY: lint
lint: ## Style, formatting and types only
	@scripts/setup test
	@$(MAKE) --no-print-directory style

.PHONY: screenshots
screenshots: ## Take the pictures of every screen that docs/ shows
	@scripts/setup test
	@$(VENV)/python -m scripts.screenshots $(ARGS)

.PHONY: peers
peers: ## Install the programs that the benchmarks compare with (needs node and npm)
	@scripts/setup test
	@command -v npm >/dev/null || { echo "npm is missing. Run: sudo apt-get install -y nodejs npm" >&2; exit 1; }
	cd benchmarks/peers && npm ci --no-fund --no-audit
	$(VENV)/python -m pip install --no-deps -r benchmarks/peers/requirements.txt

.PHONY: audit
audit: ## Ask PyPI for known faults of the pinned packages (needs the internet)
	@scripts/setup run
	@$(VENV)/python -m venv .cache/audit
	@.cache/audit/bin/python -m pip install --quiet --disable-pip-version-check pip-audit==2.10.1
	@.cache/audit/bin/python -m pip_audit --strict --disable-pip --no-deps -r requirements.txt

.PHONY: clean
clean: ## Remove what was set up and cached; output/ with its documents stays
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis

# Without their own set-up; the targets above call them.
.PHONY: check style
style:
	@$(VENV)/ruff check .
	@$(VENV)/ruff format --check .
	@$(VENV)/mypy

# Every test with SQLite, then those that have a database with a PostgreSQL of their own.
check: style
	@$(VENV)/python -m pytest $(SPREAD) $(ARGS)
	@$(VENV)/python -m pytest --postgresql $(SPREAD) $(ARGS) || [ $$? -eq 5 ] # 5: none of these has one
