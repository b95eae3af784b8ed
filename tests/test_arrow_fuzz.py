"""Malformed Arrow structs made at random: a clear error each time, never a crash.  See arrow_fuzz.py."""

import os
import random
import subprocess
import sys
from pathlib import Path

SEED = int(os.environ.get("AIDSTATS_TEST_SEED") or random.SystemRandom().randrange(2**32))
COLUMNS = 3000


def test_no_malformed_column_ends_the_process():
    script = Path(__file__).with_name("arrow_fuzz.py")
    command = [sys.executable, "-P", "-X", "faulthandler", str(script), str(SEED), str(COLUMNS)]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(script.parent), *filter(None, sys.path)])}
    done = subprocess.run(command, capture_output=True, encoding="utf-8", env=environment, timeout=600)
    last = "\n".join(done.stderr.splitlines()[-60:])
    assert done.returncode == 0, f"AIDSTATS_TEST_SEED={SEED}\n{last}"
    refused, _, tried, _ = done.stdout.split()
    assert int(tried) / 4 < int(refused) < int(tried), f"AIDSTATS_TEST_SEED={SEED}: {done.stdout}"
