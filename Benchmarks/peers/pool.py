"""CPython's ThreadPoolExecutor: pool.py WORKERS. For each line `batch COUNT` or `one COUNT` of its input, it has
that many empty functions called, and prints the nanoseconds that took."""

import sys
from concurrent.futures import ThreadPoolExecutor
from time import perf_counter_ns


def nothing():
    pass


with ThreadPoolExecutor(int(sys.argv[1])) as pool:
    for line in sys.stdin:
        kind, count = line.split()
        start = perf_counter_ns()
        if kind == "batch":
            for future in [pool.submit(nothing) for _ in range(int(count))]:
                future.result()
        else:
            for _ in range(int(count)):
                pool.submit(nothing).result()
        print(perf_counter_ns() - start, flush=True)
