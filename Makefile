# Every target is one line: scripts/bootstrap.py prepares the environment and does the work, with or without make.
PYTHON ?= python3

.PHONY: run test test-all check format messages screenshots fuzz simulate
run:     ; @$(PYTHON) scripts/bootstrap.py run
test:    ; @$(PYTHON) scripts/bootstrap.py test $(ARGS)
test-all: ; @$(PYTHON) scripts/bootstrap.py test-all $(ARGS)
check:   ; @$(PYTHON) scripts/bootstrap.py check
format:  ; @$(PYTHON) scripts/bootstrap.py format
messages: ; @$(PYTHON) scripts/bootstrap.py messages $(or $(ARGS),extract compile)
screenshots: ; @$(PYTHON) scripts/bootstrap.py screenshots $(ARGS)
fuzz:    ; @FUZZ_EXAMPLES=70 $(PYTHON) scripts/bootstrap.py test-all tests/api/test_fuzzing.py -s
simulate: ; @$(PYTHON) scripts/bootstrap.py simulate $(COHORTS)
