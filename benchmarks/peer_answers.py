"""What other libraries say to the texts on standard input; runs in an environment that has them (make accuracy
PEERS=1).

In:  a JSON list of {"text": 20多万人, "bare": 20多万}: the expression, and the same without its unit.
Out: {library: [[numbers] or null, ...]}: what it reads, null where it refuses (an exception, nothing found).
Each library gets the text it can make most of: itself, without the unit, or with 元 in place of the unit.
"""

import contextlib
import io
import json
import sys
from importlib.metadata import version


def cn2an_reader():
    import cn2an

    def read(text: str, bare: str) -> list:
        try:
            return [cn2an.cn2an(text, "smart")]
        except ValueError:
            return [cn2an.cn2an(bare, "smart")]

    return read


def chinese2digits_reader():
    import chinese2digits

    return lambda text, _: chinese2digits.takeNumberFromString(text)["digitsStringList"]


def jionlp_reader():
    import jionlp

    def read(text: str, bare: str) -> list:
        try:
            answer = jionlp.parse_money(text)
        except ValueError:
            answer = jionlp.parse_money(bare + "元")
        number = answer["num"]
        return number if isinstance(number, list) else [number]

    return read


READERS = {"cn2an": cn2an_reader, "chinese2digits": chinese2digits_reader, "jionlp": jionlp_reader}


def main() -> None:
    items = json.load(sys.stdin)
    answers = {}
    for name, make in READERS.items():
        with contextlib.redirect_stdout(io.StringIO()):  # some greet
            read = make()
            given = []
            for item in items:
                try:
                    numbers = read(item["text"], item["bare"])
                    given.append([str(number) for number in numbers if number is not None] or None)
                except Exception:  # whatever a library raises, it refuses
                    given.append(None)
        answers[f"{name} {version(name)}"] = given
    json.dump(answers, sys.stdout)


if __name__ == "__main__":
    main()
