"""Other libraries on a sample of the same texts, in an environment of their own."""

import json
import subprocess
from pathlib import Path

from work import Work


def measure_peers(python: str, expressions: list[str], lines: list[str], rounds: int) -> dict[str, dict[str, float]]:
    """Seconds by library and task; each library reads every text of the sample in each round."""
    script = Path(__file__).with_name("peer_times.py")
    given = json.dumps({"expressions": expressions, "lines": lines, "rounds": rounds})
    done = subprocess.run([python, str(script)], input=given, stdout=subprocess.PIPE, encoding="utf-8", check=True)
    return json.loads(done.stdout)


def works(answers: dict[str, dict[str, float]], expressions: list[str], lines: list[str]) -> list[Work]:
    size = len("\n".join(lines).encode())
    return [
        work
        for name, each in answers.items()
        for work in (
            Work(f"{name}, mixed ({each['refused']:.0%} refused)", each["expressions"], None, None, len(expressions)),
            Work(f"{name}, news", each["lines"], None, size),
        )
    ]


def figures(answers: dict[str, dict[str, float]], over_regex: dict[str, float]) -> dict[str, float]:
    """Ratios to JioNLP, by way of the regular expression, which both environments measured."""
    regex = answers["regular expression"]
    jionlp = next(each for name, each in answers.items() if name.startswith("jionlp"))
    return {
        "jionlp_read": over_regex["regex_read"] * jionlp["expressions"] / regex["expressions"],
        "jionlp_scan": over_regex["regex_scan"] * jionlp["lines"] / regex["lines"],
    }
