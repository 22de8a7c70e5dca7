# Everything starts here. Needs Python 3.11 or newer, make and git; `make help` explains each target.
# The steps themselves are in bootstrap/ (plain Python, no packages needed).

.DEFAULT_GOAL := help
.PHONY: help up setup test check format bench demo models lock api clean

# The newest Python that fits and can make a virtual environment; PYTHON=/path/to/python overrules.
define run
@for python in "$${PYTHON:-python3.14}" python3.13 python3.12 python3.11 python3; do \
	if "$$python" -c 'import sys, ensurepip, venv; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))' >/dev/null 2>&1; \
	then exec "$$python" -m bootstrap $(1); fi; \
done; \
if command -v python3 >/dev/null 2>&1; then exec python3 bootstrap/unsuitable.py; fi; \
echo "PhotoNest needs Python 3.11 or newer, and there is no python3 here. Debian and Ubuntu: apt install python3 python3-venv"; \
exit 1
endef

help: ## explain the targets (this list)
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  make %-8s %s\n", $$1, $$2}' Makefile

up: ## install what is missing, then start PhotoNest (Ctrl-C stops it; a second start takes seconds)
	$(call run,up)

setup: ## install and build everything `make up` needs, without starting it
	$(call run,setup)

test: ## install what tests need (Chromium too), then run every check and every suite
	$(call run,test)

check: ## only the fast checks: ruff, import-linter, mypy
	$(call run,check)

format: ## let ruff format the Python code
	$(call run,format)

bench: ## measure on this machine, every benchmark; one: .venv/bin/photonest bench search
	$(call run,bench)

demo: ## fill an empty PhotoNest with a few pictures to try things on
	$(call run,demo)

models: ## fetch the models that understand pictures (part of `make up`)
	$(call run,models)

lock: ## choose new versions for requirements/*.txt from requirements/*.in
	$(call run,lock)

api: ## write the OpenAPI document and the web client's types anew, after the API changed
	$(call run,api)

clean: ## remove what was installed and built here; photos and their database stay
	$(call run,clean)
