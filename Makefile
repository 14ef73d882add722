# The commands of this project. `make help` lists them.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

CLIENT_BUILD := .build/client
SWIFT_SOURCES := Package.swift Sources Tests
C_SOURCES := $(shell git ls-files 'clients/*.c' 'clients/*.h' 'Benchmarks/*.c' 'Benchmarks/*.h' \
  'Tests/Interop/Client' 'Tests/Fuzz/Client' 'Tests/Attack/*.c' 'Tests/EndToEnd/*.c')

.PHONY: help
help: ## Show the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | sort | awk -F'\t' '{printf "  make %-12s %s\n", $$1, $$2}'

.PHONY: setup
setup:
	@scripts/setup build

.PHONY: build
build: setup ## Build server and command-line client, optimised
	swift build -c release --static-swift-stdlib --product pishkhand
	swift build -c release --static-swift-stdlib --product pishkhan

.PHONY: client
client: setup ## Build the C library with CMake, tests and examples too
	cmake -S clients/c -B $(CLIENT_BUILD) -DCMAKE_BUILD_TYPE=RelWithDebInfo
	cmake --build $(CLIENT_BUILD)

.PHONY: demo
demo: build client ## Play the whole job on a fresh data folder, SIGKILL included
	scripts/demo

.PHONY: run
run: build ## Leave a server running in .build/run and say what to type next
	scripts/run

.PHONY: reference
reference: ## The C library's API reference, made of its headers: .build/reference/html
	@scripts/setup test
	scripts/reference

.PHONY: proto
proto: setup ## Generate the C messages from proto/ again
	scripts/generate-messages

.PHONY: format
format: ## Format Swift and C
	swift format -i -r $(SWIFT_SOURCES)
	clang-format -i $(C_SOURCES)

.PHONY: lint
lint: ## Formatting, generated code and house rules
	@scripts/setup build test
	scripts/lint

.PHONY: test-swift
test-swift: setup
	swift build --build-tests
	swift test --skip-build

.PHONY: test-client
test-client: setup
	@scripts/setup test
	scripts/test-client

.PHONY: test-end-to-end
test-end-to-end: setup
	@scripts/setup test
	swift build --product pishkhand
	swift build --product pishkhan
	scripts/test-end-to-end

.PHONY: test-outbox
test-outbox: setup
	@scripts/setup test
	swift build --product pishkhand
	swift build --product pishkhan
	scripts/test-outbox

.PHONY: test-programs
test-programs: setup
	@scripts/setup test kiosk
	swift build --product pishkhand
	scripts/test-programs

.PHONY: test-wire
test-wire: setup
	@scripts/setup test
	scripts/test-wire

.PHONY: interop
interop: setup ## gRPC's interoperability cases against grpcio and grpc++, both ways
	@scripts/setup interop
	scripts/interop

SECONDS_EACH := $(or $(SECONDS),60)
.PHONY: fuzz
fuzz: setup ## Fuzz every target for SECONDS=n each (default 60)
	@scripts/setup test
	scripts/fuzz $(SECONDS_EACH)

.PHONY: test-fuzz
test-fuzz: setup
	@scripts/setup test
	scripts/fuzz 2

.PHONY: test-attack
test-attack: setup
	@scripts/setup test
	swift build --product pishkhand
	scripts/attack test

.PHONY: attack
attack: build ## What each attack costs an honest client: .build/attack/figures.md (about 10 minutes)
	@scripts/setup test
	scripts/attack measure

# A year in a province for each seed: docs/reliability.md.
.PHONY: simulate
simulate: setup ## Play a simulated year of a province: SEED=n, or FROM=a TO=b; VERBOSE=1 tells the story
	scripts/simulate $(if $(FROM)$(TO),--from-seed $(or $(FROM),1) --to-seed $(or $(TO),20),--seed $(or $(SEED),1)) \
	  $(if $(VERBOSE),--verbose)

.PHONY: test-simulation
test-simulation: setup
	scripts/simulate --from-seed 1 --to-seed 20

.PHONY: coverage
coverage: setup ## Which lines the tests reach, by room: .build/coverage/summary.txt (about 15 minutes)
	@scripts/setup test
	scripts/coverage

.PHONY: test
test: lint test-swift test-simulation test-client test-end-to-end test-outbox test-programs test-attack test-wire interop test-fuzz ## All that must hold on every commit (under 20 minutes)

.PHONY: test-all
test-all: test ## What is slow too: 100 simulated years, ThreadSanitizer, valgrind (under 75 minutes)
	scripts/test-slow

.PHONY: deb
deb: setup ## Build the Debian packages: .build/deb
	@scripts/setup build deb
	scripts/deb

.PHONY: bench
bench: build ## Server and rivals in one run: .build/bench/results.json
	@scripts/setup build test bench
	Benchmarks/run

.PHONY: bench-stored
bench-stored: setup ## Single calls and the scheduler with a million requests stored (about 8 minutes, 8 GB)
	@scripts/setup build
	scripts/bench-stored

.PHONY: clean
clean: ## Remove all that was built
	rm -rf .build
