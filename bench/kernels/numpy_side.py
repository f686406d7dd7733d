"""NumPy's side of the kernel benches: reads operands and expressions, answers with CPU seconds. One thread."""
import json
import sys
import time

import numpy as np

for line in sys.stdin:
    question = json.loads(line)
    operands = {}
    for name, array in question["args"].items():
        # As it lies in memory: expressions turn it themselves.
        operands[name] = np.fromfile(array["file"], array["dtype"]).reshape(array["shape"])
    code = compile(question["code"], "question", "eval")
    times = 1
    while True:
        start = time.process_time()
        for _ in range(times):
            eval(code, {"np": np}, operands)
        seconds = time.process_time() - start
        if seconds > 0.005:
            break
        times *= 2
    print(json.dumps(seconds / times), flush=True)
