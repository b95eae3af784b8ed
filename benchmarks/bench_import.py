"""What `import aidstats` costs where numpy is imported already: CPU time in a fresh interpreter."""

import os
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
    # Users have their modules compiled.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    command = [sys.executable, "-c", SCRIPT]
    seconds = []
    for _ in range(rounds + 1):
        done = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True, env=environment)
        seconds.append(float(done.stdout))
    return statistics.median(seconds[1:]) * 1e3
