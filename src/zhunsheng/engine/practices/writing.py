"""How a decision is written: one text, the same on every machine, that can be hashed today and in ten years.

The text is JSON (RFC 8259) in UTF-8, on one line, with exactly one way to write everything:

- An object's members stand in the order of their names, which are ASCII; no blank stands between tokens; every member
  is there, `null` where there is nothing.
- In strings only `"`, `\\` and characters below U+0020 are escaped: as `\\"`, `\\\\`, `\\b`, `\\f`, `\\n`, `\\r`,
  `\\t`, the others as `\\u00` and two small hexadecimal digits. Everything else stands as it is; no text is normalised.
- A number is a plain decimal: `-`? digits ( `.` digits )?, no exponent, no leading or trailing zeros, no `-0`. A binary
  fraction is written by the shortest decimal that gives it back (0.1 is `0.1`). There is no NaN and no infinity.
- A moment is a string in UTC to the microsecond, `2025-08-20T04:00:00.000000Z`; a day is `2025-08-20`.

Members of a decision: `about`, `answers`, `at`, `case`, `consequences` (list of `details`, `kind`, `words`), `inputs`
(list of `facts`, `name`, `unit`, `value`), `outcome`, `practice`, `reason`, `release`, `rule`, `silent`. Words are
objects of `en` and `zh`. Without numbers this is RFC 8785 (JCS); with them it keeps exact amounts, which JCS does not.
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import lru_cache
from json.encoder import encode_basestring as _quoted
from typing import Any

from zhunsheng.engine.practices.decision import Consequence, Decision, Input, Value
from zhunsheng.engine.values import Text


def written(decision: Decision) -> str:
    """The decision's text; raises ValueError or TypeError for what has none, such as NaN."""
    one = decision
    return (
        f'{{"about":{_json(one.about)},"answers":{_json(one.answers)},"at":{_json(one.at)},"case":{_quoted(one.case)},'
        f'"consequences":[{",".join(map(_consequence_text, one.consequences))}],'
        f'"inputs":[{",".join(map(_input_text, one.inputs))}],"outcome":{_quoted(one.outcome)},'
        f'"practice":{_quoted(one.practice)},"reason":{_words(one.reason)},"release":{_number(one.release)},'
        f'"rule":{_quoted(one.rule)},"silent":{_json(one.silent)}}}'
    )


def read(text: str) -> Decision:
    """The decision of a text, which it is written by again. Fractions come as Decimal, days and moments as text."""
    said = json.loads(text, parse_float=Decimal)
    return Decision(
        practice=said["practice"],
        rule=said["rule"],
        release=said["release"],
        case=said["case"],
        about=said["about"],
        answers=said["answers"],
        at=datetime.fromisoformat(said["at"]),
        outcome=said["outcome"],
        reason=Text(**said["reason"]),
        inputs=tuple(map(_input, said["inputs"])),
        consequences=tuple(map(_consequence, said["consequences"])),
        silent=said["silent"],
    )


def exact(value: Value) -> str | None:
    """A value as text that loses nothing: as it is written, a word without its quotes."""
    text = _json(value)
    return json.loads(text) if value is None or text.startswith('"') else text


def moment(at: datetime) -> str:
    """A moment as it is written."""
    return f"{at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='microseconds')}Z"


def _input_text(one: Input) -> str:
    facts = ",".join(map(_quoted, one.facts))
    return f'{{"facts":[{facts}],"name":{_words(one.name)},"unit":{_quoted(one.unit)},"value":{_json(one.value)}}}'


def _consequence_text(one: Consequence) -> str:
    details = ",".join(f"{_name(name)}:{_json(one.details[name])}" for name in sorted(one.details))
    return f'{{"details":{{{details}}},"kind":{_quoted(one.kind)},"words":{_words(one.words)}}}'


def _words(text: Text) -> str:
    return f'{{"en":{_quoted(text.en)},"zh":{_quoted(text.zh)}}}'


def _input(said: dict[str, Any]) -> Input:
    return Input(Text(**said["name"]), said["value"], said["unit"], tuple(said["facts"]))


def _consequence(said: dict[str, Any]) -> Consequence:
    return Consequence(said["kind"], Text(**said["words"]), said["details"])


def _json(value: object) -> str:
    if value is None or isinstance(value, bool):
        return "null" if value is None else "true" if value else "false"
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, int | float | Decimal):
        return _number(value)
    if isinstance(value, datetime):
        return _quoted(moment(value))
    if isinstance(value, date):
        return _quoted(value.isoformat())
    raise TypeError(f"a decision cannot hold {value!r}")


@lru_cache(maxsize=1024)
def _name(name: str) -> str:
    if not name.isascii():
        raise ValueError(f"names of a decision's members are ASCII, '{name}' is not")
    return _quoted(name)


def _number(value: float | Decimal) -> str:
    if type(value) is int:
        return f"{value}"
    # Not `repr`: a subclass may write itself otherwise, as NumPy's does.
    number = Decimal(float.__repr__(value) if isinstance(value, float) else value)
    if not number.is_finite():
        raise ValueError(f"a decision cannot hold {value!r}")
    text = format(number, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text
