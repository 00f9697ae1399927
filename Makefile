# The project's habits. `make run` serves; `make test` is what continuous integration runs.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

PORT ?= 8080
# A test that hangs must not hang whoever waits for it: the time within which every test is done, and then some.
TEST_LIMIT ?= 24m
# The modules whose tests also run under ThreadSanitizer.
TSAN_TESTS := ThreadingTests|ConformanceTests|ThreadEngineTests|several workers

# How long a soak takes, and how many inputs are fuzzed.
SOAK_SECONDS ?= 1800
FUZZ_RUNS ?= 1000000

# What the container image is called.
IMAGE ?= lockstep
# A program that builds and checks the image where there is no Docker daemon; without it, Docker does.
IMAGE_CHECK ?= ../shared/tools/dockerfile-check

.PHONY: help
help: ## List what there is to make
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

.PHONY: dependencies
dependencies:
	@scripts/install-dependencies

.PHONY: test-dependencies
test-dependencies:
	@scripts/install-dependencies test

.PHONY: build
build: dependencies ## Build for release
	swift build -c release --product lockstep

.PHONY: run
run: build ## Serve the page and the API on 127.0.0.1:8080 (PORT=... for another port)
	exec .build/release/lockstep serve --port $(PORT)

.PHONY: test
test: test-dependencies ## Run all tests
	timeout --kill-after=30 $(TEST_LIMIT) $(MAKE) --no-print-directory test-all

.PHONY: test-all
test-all: lint test-swift test-page test-contract test-examples

.PHONY: test-swift
test-swift:
	swift build --build-tests -Xswiftc -warnings-as-errors
	swift test --skip-build

.PHONY: test-page
test-page:
	swift build --product lockstep -Xswiftc -warnings-as-errors
	scripts/test-page

.PHONY: test-contract
test-contract:
	swift build --product lockstep -Xswiftc -warnings-as-errors
	scripts/test-contract

.PHONY: test-examples
test-examples:
	swift build --product lockstep -Xswiftc -warnings-as-errors
	scripts/test-examples docs/api.md

.PHONY: soak
soak: dependencies ## Load a server with everything for half an hour, and see that nothing grows (SOAK_SECONDS=...)
	swift build --build-tests -Xswiftc -warnings-as-errors
	SOAK_SECONDS=$(SOAK_SECONDS) timeout --kill-after=30 $$(($(SOAK_SECONDS) * 3 / 2 + 300)) \
	    swift test --skip-build --filter 'ServiceTests.*soak'

.PHONY: fuzz
fuzz: dependencies ## Send inputs made up by libFuzzer through the decoding of requests (FUZZ_RUNS=...)
	Fuzzing/run $(FUZZ_RUNS)

.PHONY: tsan
tsan: dependencies ## Run the threads' tests under ThreadSanitizer
	timeout --kill-after=30 $(TEST_LIMIT) swift test --sanitize=thread --scratch-path .build-tsan --filter '$(TSAN_TESTS)'

.PHONY: lint
lint: ## Check the code's layout
	swift format lint --strict --parallel --recursive Package.swift Sources Tests Plugins Benchmarks Fuzzing/Package.swift Fuzzing/Sources

.PHONY: format
format: ## Lay the code out
	swift format --in-place --parallel --recursive Package.swift Sources Tests Plugins Benchmarks Fuzzing/Package.swift Fuzzing/Sources

.PHONY: docs
docs: dependencies ## Make the library's documentation
	scripts/docs

.PHONY: bench
bench: dependencies ## Measure, beside peers
	Benchmarks/run

.PHONY: image
image: ## Build the container image
	docker build --tag $(IMAGE) .

.PHONY: image-check
image-check: ## Build the image, run it, and check size, user, health and signals
	if [[ -x "$(IMAGE_CHECK)" ]]; then "$(IMAGE_CHECK)" .; \
	else $(MAKE) --no-print-directory image && scripts/check-image "$(IMAGE)"; fi

.PHONY: clean
clean: ## Forget what was built
	rm -rf .build .build-tsan .build-docs .build-fuzzing .build-benchmarks .build-hummingbird .venv Benchmarks/.build
