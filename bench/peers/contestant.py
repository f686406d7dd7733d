"""One process a workload: sets up, says that it is ready, works once for every line "go", which may name a query, and prints how long that took."""

import json
import sys
import time


def say(line):
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


def serve(workloads):
    run = workloads[sys.argv[1]](**json.loads(sys.argv[2]))
    say({"ready": True})
    for line in sys.stdin:
        go, *query = line.split() or [""]
        if go != "go":
            return
        cpu, start = time.process_time(), time.perf_counter()
        check = run(*query)
        lap = {"seconds": time.perf_counter() - start, "cpuSeconds": time.process_time() - cpu}
        # What is found when the clock has stopped.
        check = check() if callable(check) else check
        say({**lap, "check": float(check)} if check is not None else lap)
