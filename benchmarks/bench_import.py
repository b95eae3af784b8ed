"""What `import aidstats` costs where numpy is imported already: CPU time in a fresh interpreter."""

import statistics
import subprocess
import sys

SCRIPT = """
import time, numpy
start = time.thread_time()
import aidstats
print(time.thread_time() - start)
"""


def import_ms(rounds: int) -> float:
    """Median milliseconds; the first interpreter, which may have to compile, is not counted."""
    seconds = []
    for _ in range(rounds + 1):
        done = subprocess.run([sys.executable, "-c", SCRIPT], stdout=subprocess.PIPE, check=True, text=True)
        seconds.append(float(done.stdout))
    return statistics.median(seconds[1:]) * 1e3
