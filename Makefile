# The environment, the running product and the checks. `make` alone lists the targets.

# The example programme lives in 2001, so `make run` sets its day; `make run TODAY=` uses the clock.
TODAY ?= 2001-11-13
PORT ?= 8000
KILLS ?= 200
EXAMPLES ?= 250
ODD ?= 10
SALES ?= 100000
# What `make setup` installs: the newest releases that fit, or those of requirements.lock.
REQUIREMENTS ?= requirements-dev.txt

# The first interpreter that is new enough; PYTHON=... names another.
PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& echo $$python && break; done)

# Every process would compile the product anew; tests take a third longer to begin.
unexport PYTHONDONTWRITEBYTECODE

python := .venv/bin/python
ready := .venv/ready


.PHONY: help setup run demo stop shell fast test-one lint types test coverage docs guide schema laws tamper audit bench kills replica lock odd look

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## /  make \1	/p' $(MAKEFILE_LIST) | expand -t 16

# Two setups at once take turns: the second waits for the first and then finds its work done.
setup: ## make the environment in .venv and install into it
	@test -n "$(PYTHON)" || { echo "NeoEquity needs Python 3.11 or newer." >&2; exit 1; }
	@$(PYTHON) -c 'import fcntl, os, sys; turn = os.open("Makefile", os.O_RDONLY); \
	fcntl.flock(turn, fcntl.LOCK_EX); os.set_inheritable(turn, True); \
	os.execvp(sys.argv[1], sys.argv[1:])' $(MAKE) --silent --no-print-directory $(ready)

# Written last and removed first, so that a setup killed half way begins anew the next time.
$(ready): requirements.txt requirements-dev.txt
	@test -e $@ || { echo "Making .venv (a minute or two, once) ..."; $(PYTHON) -m venv --clear .venv; }
	@rm -f $@
	@$(python) -m pip install --quiet --disable-pip-version-check --requirement $(REQUIREMENTS)
	@touch $@

lock: setup ## write the releases that are installed to requirements.lock
	@{ sed '/^#/!d' requirements.lock; $(python) -m pip freeze --disable-pip-version-check; } > .lock
	@mv .lock requirements.lock

run: export NEOEQUITY_TODAY = $(TODAY)
run: export PORT := $(PORT)
run: setup ## serve the product on http://127.0.0.1:8000 (PORT=... and TODAY=... set others)
	@$(python) manage.py serve

demo: export NEOEQUITY_VAR := $(CURDIR)/var/demo
demo: setup ## make a made-up year of books in var/demo, with users to look around
	@$(python) manage.py migrate --verbosity 0
	@$(python) manage.py make_demo
	@echo "See it with: NEOEQUITY_VAR=$(NEOEQUITY_VAR) make run TODAY=2024-12-13"

stop: setup ## stop the embedded database, which keeps running when the product stops
	@$(python) manage.py stop_database

shell: export NEOEQUITY_TODAY = $(TODAY)
shell: setup ## open a Python shell on the books that `make run` made
	@$(python) manage.py shell

# What the contract says and the rules of the house; no test in here may reach for the database.
fast: setup ## run the tests that need no database (seconds)
	@$(python) -m pytest --quiet --numprocesses 2 -m "not database" tests/terms tests/warrants/terms tests/company/terms tests/statements tests/architecture tests/deploy

test-one: export T := $(T)
test-one: setup ## run one test: T=tests/actions/test_sale.py, or T="late and notice" in its name
	@test -n "$$T" || { echo 'Say which: make test-one T=path, or T="words in its name".' >&2; exit 1; }
	@case "$$T" in */*) exec $(python) -m pytest "$$T";; *) exec $(python) -m pytest -k "$$T";; esac

lint: setup ## check format, lint, dangers and the arrows between rooms
	@.ci/lint $(python)

types: setup ## check the types
	@$(python) -m mypy --no-error-summary .

test: setup ## run all checks and all tests, on a throw-away database
	@.ci/checks $(python)

# Apart from `make test`, because measuring makes every test slower.
coverage: setup ## run the tests, and see that they reach as much of the code as pyproject.toml asks
	@$(python) -m coverage erase
	@$(python) -m coverage run -m pytest --quiet --numprocesses 2 --dist worksteal --ignore=tests/browser
	@$(python) -m coverage combine --quiet
	@$(python) -m coverage report

# Each time the migrations change; a database of their own is made for it and thrown away.
schema: setup ## write down what the migrations make, for verify_ledger to compare with
	@.ci/schema $(python)

docs: setup ## write docs/rules.md from the tables of rules
	@$(python) manage.py write_rules

guide: setup ## write docs/guide.md with its pictures, from the product as it is served
	@$(python) -m tests.browser.guide.write

laws: export EXAMPLES := $(EXAMPLES)
laws: setup ## try the laws over random histories on 250 of them (EXAMPLES=...)
	@$(python) -m pytest --quiet --numprocesses 2 $$(grep --recursive --files-with-matches 'tests.laws' tests)

tamper: export TAMPER = all
tamper: setup ## forge every column of every table, and see that verify_ledger names each
	@$(python) -m pytest --quiet --numprocesses 2 tests/tamper

odd: export ODD := $(ODD)
odd: setup ## ten times the odd requests and damaged statements of `make test` (ODD=...)
	@$(python) -m pytest --quiet --numprocesses 2 tests/odd_input tests/statements/test_odd_statements.py

audit: setup ## ask whether a dependency has a published weakness (needs the network)
	@.ci/audit $(python)

bench: export SALES := $(SALES)
bench: setup ## measure recording, reading and exporting on 100,000 sales (SALES=1000000)
	@$(python) -m pytest tests/benchmarks -p no:randomly \
	-o python_files='bench_*.py' -o python_functions='bench_*'

look: export LOOK = all
look: setup ## open every page for every group, at every width, light and dark, and read it as axe-core does
	@$(python) -m pytest --quiet --numprocesses 2 tests/browser/test_every_page.py

kills: export KILLS := $(KILLS)
kills: export REPLICA := $(REPLICA)
kills: setup ## kill workers and the database in the middle of writes (KILLS=200, REPLICA=1: two hosts and a replica)
	@$(python) -m pytest tests/durability/test_kills.py --quiet --capture=no

replica: export KILLS := $(KILLS)
replica: export REPLICA := 1
replica: setup ## kills, races and the permission table once more, with two web hosts and a replica
	@$(python) -m pytest --quiet --capture=no tests/durability/test_kills.py tests/durability/test_replica.py \
	tests/durability/test_failover.py tests/durability/test_several_hosts.py tests/races tests/warrants/races \
	tests/permissions/test_two_hosts.py
