SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
export DOTNET_CLI_TELEMETRY_OPTOUT := 1
export DOTNET_NOLOGO := 1

SOLUTION := KubeEdge.EdgeMesh.sln
CONFIGURATION ?= Release
BUILD := dotnet build $(SOLUTION) -c $(CONFIGURATION) -v quiet
RUN = dotnet run -c $(CONFIGURATION) --no-build --project

.PHONY: help
help: ## Say what there is to make
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  \033[1mmake %-12s\033[0m %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: build
build: ## Build everything; warnings are errors
	@$(BUILD)

.PHONY: test
test: build ## Run every test; the last line sums them up
	@tests/run $(CONFIGURATION)

.PHONY: model
model: ## Closed traffic against a plain function, change by change: STEPS=100000 SEED=any
	@dotnet build tests/Distribution.Tests -c $(CONFIGURATION) -v quiet
	@EDGEMESH_MODEL_STEPS=$(STEPS) EDGEMESH_MODEL_SEED=$(SEED) $(RUN) tests/Distribution.Tests -- \
		--filter-class "*.TrafficModelTests" --show-live-output on --no-ansi

.PHONY: conformance
conformance: build ## Every line of the Kubernetes read API, asked of a real API server, the sandbox and nodes; ends with a table
	@mkdir -p artifacts && rm -f artifacts/conformance.txt; result=0; \
	CONFORMANCE_TABLE=$(CURDIR)/artifacts/conformance.txt $(RUN) tests/EndToEnd.Tests -- --filter-namespace "*.Conformance" --progress off || result=$$?; \
	cat artifacts/conformance.txt; exit $$result

.PHONY: soak
soak: build ## Informers of several clients through random changes, cuts and kills: MINUTES=10 SEED=any CLUSTER=sandbox|real|both
	@EDGEMESH_SOAK_MINUTES=$(or $(MINUTES),10) EDGEMESH_SOAK_SEED=$(or $(SEED),any) $(RUN) tests/EndToEnd.Tests -- \
		--filter-class "*$(if $(filter sandbox,$(CLUSTER)),Sandbox,$(if $(filter real,$(CLUSTER)),Real))SoakTests" --progress off --show-live-output on --no-ansi

# What EDGEMESH_SECURITY_... say is read by tests/MetaServer.Tests/Security. Every test in a namespace that ends in .Security belongs here.
.PHONY: security
security: ## Rights against a real API server, QUESTIONS=100000 SEED=any, and every attack
	@for project in $$(grep -lRE --include=*.cs '^namespace .*\.Security(\.|;)' tests | cut -d/ -f2 | sort -u); do \
		dotnet build tests/$$project -c $(CONFIGURATION) -v quiet && EDGEMESH_SECURITY_QUESTIONS=$${QUESTIONS:-100000} EDGEMESH_SECURITY_SEED=$${SEED:-} \
			$(RUN) tests/$$project -- --filter-namespace "*.Security" --progress off --no-ansi --show-live-output on || exit 1; \
	done

.PHONY: demo
demo: build ## A cluster, the cloud and four edges on this machine; stays up until Ctrl-C
	@$(RUN) tests/Demo --

.PHONY: demo-check
demo-check: build ## The same, unattended; stops at the first broken promise
	@$(RUN) tests/Demo -- --check

.PHONY: sandbox
sandbox: build ## Leave a cluster in one process running and print its kubeconfig
	@$(RUN) tests/Sandbox --

.PHONY: bench
bench: build ## Measure; BENCH=name runs one of them
	@$(RUN) tests/Benchmarks -- $(BENCH)

.PHONY: verify
verify: build ## Format, analysers, and who may know whom
	@dotnet format $(SOLUTION) --verify-no-changes --no-restore
	@$(RUN) tests/Architecture.Tests --

RID ?= linux-x64
.PHONY: publish-edge
publish-edge: ## Compile the edge daemon ahead of time, for RID=linux-x64 or linux-arm64
	@# With a lock file of its own: the runtime's packages do not belong into the ones that are kept.
	@dotnet publish edge/Host -c Release -r $(RID) -o artifacts/edge/$(RID) -p:NuGetLockFilePath=obj/publish.lock.json

.PHONY: clean
clean: ## Remove what was built
	@dotnet clean $(SOLUTION) -c $(CONFIGURATION) -v quiet && rm -rf artifacts
