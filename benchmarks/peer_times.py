"""Times other libraries on the texts of standard input; runs in an environment that has them (make bench PEERS=1).

In:  JSON {"expressions": [...], "lines": [...], "rounds": n}
Out: JSON {name: {"expressions": seconds, "refused": share, "lines": seconds}}, the regular expression among them: it is
measured in both environments, so that ratios can go through it.
"""

import contextlib
import io
import json
import sys
from importlib.metadata import version

import analyst
from clock import medians


def cn2an():
    import cn2an

    return lambda text: cn2an.cn2an(text, "smart"), lambda text: cn2an.transform(text, "cn2an")


def chinese2digits():
    import chinese2digits

    return chinese2digits.takeNumberFromString, chinese2digits.takeNumberFromString


def jionlp():
    import jionlp

    return jionlp.parse_money, jionlp.ner.extract_money


def attempts(function, values: list[str]) -> int:
    """Calls the function on each value; how many it refused."""
    refused = 0
    for value in values:
        try:
            function(value)
        except Exception:  # whatever a library raises, it refuses
            refused += 1
    return refused


def main() -> None:
    given = json.load(sys.stdin)
    expressions, lines, rounds = given["expressions"], given["lines"], given["rounds"]
    sides = {
        ("regular expression", "expressions"): lambda: analyst.read(expressions),
        ("regular expression", "lines"): lambda: analyst.scan(lines),
    }
    refused = {}
    with contextlib.redirect_stdout(io.StringIO()):  # some greet
        for make in (cn2an, chinese2digits, jionlp):
            read, scan = make()
            name = f"{make.__name__} {version(make.__name__)}"
            sides[name, "expressions"] = lambda read=read: attempts(read, expressions)
            sides[name, "lines"] = lambda scan=scan: attempts(scan, lines)
            refused[name] = attempts(read, expressions) / len(expressions)
        seconds = medians(sides, rounds)
    answers = {}
    for (name, what), each in seconds.items():
        answers.setdefault(name, {"refused": refused.get(name, 0.0)})[what] = each
    json.dump(answers, sys.stdout)


if __name__ == "__main__":
    main()
