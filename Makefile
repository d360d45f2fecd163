# Two commands from nothing: `make run` and `make test`. They need Python 3.11 or later and nothing else.

PORT ?= 8000
NAME ?= relay
STAGES ?=
VENV := .venv
PYTHON := $(VENV)/bin/python
ENGINES := $(PYTHON) -m helpdesk.engines
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard locale/*/LC_MESSAGES/*.po))
.DEFAULT_GOAL := help
.PHONY: help run test check bench messages reset clean

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## /\1|/p' Makefile | awk -F'|' '{ printf "  make %-10s %s\n", $$1, $$2 }'

run: $(VENV)/runtime $(CATALOGUES) ## everything, with demo data; PORT=8000
	@exec env SWITCHBOARD_DEMO=1 $(ENGINES) -- $(PYTHON) manage.py serve --port $(PORT)

test: $(VENV)/development $(CATALOGUES) ## all tests, browsers included; STAGES="unit races browser" chooses
	@exec $(ENGINES) --throwaway -- scripts/test $(STAGES)

check: $(VENV)/development $(CATALOGUES) ## style, types, contracts, migrations, translations
	@exec $(ENGINES) --throwaway -- scripts/check

bench: $(VENV)/development $(CATALOGUES) ## figures against a floor measured in the same run; NAME=relay
	@exec $(ENGINES) --data var/bench -- $(PYTHON) manage.py bench $(NAME)

messages: $(VENV)/development ## collect the texts to translate; run, test and check compile them
	@exec $(PYTHON) -m scripts.messages

reset: $(VENV)/runtime ## delete the data: the next `make run` starts a new demo
	@$(ENGINES) --erase
	rm -rf var

clean: ## delete what can be made again; the data stays
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache locale/*/LC_MESSAGES/*.mo
	find . -name __pycache__ -not -path './var/*' -prune -exec rm -rf {} +

$(VENV)/runtime: requirements.txt
	@scripts/venv $(VENV) requirements.txt
	@touch $@

$(VENV)/development: requirements-dev.txt requirements.txt
	@scripts/venv $(VENV) requirements-dev.txt
	@touch $(VENV)/runtime $@

%.mo: %.po | $(VENV)/runtime
	@$(PYTHON) scripts/compile-messages $< $@
