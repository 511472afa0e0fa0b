"""Numbers and dates: whether each stands in the source, with its unit, for the same thing.

A bare number may stand for "about" or "more than" it, as readers round; "more than" never for "less
than", and a limit (不超过, 至少) is not dropped. A range is both of its ends. Knows quantities and
days; nothing of other words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile

from qa.claims import units
from qa.claims.findings import Pair, Problem, Weight, row
from qa.claims.forms import Bound
from qa.claims.tiles import Change
from qa.claims.tokens import Day, Quantity, Token
from qa.claims.words import light
from qa.times import RELATIVE_YEARS

_SPAN = 8
"""Tokens on each side of a number that say what it counts."""
_MARGIN = 1.2
"""So many more shared tokens make another number's place the likelier one."""

_ADMITTED = {
    Bound.EXACT: {Bound.EXACT, Bound.ABOUT, Bound.MORE, Bound.LESS},
    Bound.ABOUT: {Bound.EXACT, Bound.ABOUT, Bound.MORE, Bound.LESS},
    Bound.MORE: {Bound.MORE, Bound.MIN},
    Bound.LESS: {Bound.LESS, Bound.MAX},
    Bound.MIN: {Bound.MIN, Bound.MORE},
    Bound.MAX: {Bound.MAX, Bound.LESS},
}
"""What may be printed where this is said."""
_TURNED = {frozenset({Bound.MORE, Bound.LESS}), frozenset({Bound.MIN, Bound.MAX})} | {
    frozenset({Bound.MORE, Bound.MAX}),
    frozenset({Bound.MIN, Bound.LESS}),
}
_ROLES = {"由": "from", "从": "from", "到": "to", "至": "to", "from": "from", "to": "to"}
_RELATIVE = RELATIVE_YEARS | {"本年": 0, "明年": 1, "后年": 2}
_UNDATED = ("今年", "去年", "前年", "明年", "日前", "近日", "昨", "今")


def value_problems(pair: Pair, *, other_tongue: bool = False) -> Iterator[Problem]:
    """What is wrong with the numbers and dates of the sentence."""
    for at, token in enumerate(pair.said):
        if token.quantity:
            yield from _number(pair, at, token, token.quantity, other_tongue)
        elif token.day:
            yield from _date(pair, at, token, token.day)
    if not other_tongue:
        for change in pair.changes:
            yield from _exchanged(pair, change)


def _number(
    pair: Pair, at: int, token: Token, quantity: Quantity, other_tongue: bool
) -> Iterator[Problem]:
    equal = [
        place
        for place, other in enumerate(pair.printed)
        if other.quantity
        and other.quantity.value == quantity.value
        and other.quantity.ordinal == quantity.ordinal
    ]
    if not equal:
        if not quantity.article:
            yield _absent(pair, token)
        return
    fitting = [place for place in equal if _units_agree(pair.printed[place], quantity)]
    if not fitting:
        if not quantity.article:
            yield Problem(Weight.CONTRADICTED, f"{token.text} has another unit in the source")
        return
    bounds = {_quantity(pair.printed[place]).bound for place in fitting}
    if not bounds & _ADMITTED[quantity.bound]:
        turned = any(frozenset({quantity.bound, bound}) in _TURNED for bound in bounds)
        weight = Weight.CONTRADICTED if turned else Weight.UNSUPPORTED
        yield Problem(weight, f"{token.text} is not as exact in the source")
    elif not other_tongue and not quantity.article and _belongs_to_another(pair, at, fitting):
        yield Problem(Weight.CONTRADICTED, f"{token.text} counts something else in the source")


def _quantity(token: Token) -> Quantity:
    assert token.quantity is not None
    return token.quantity


def _units_agree(printed: Token, quantity: Quantity) -> bool:
    return units.agree(_quantity(printed).unit, quantity.unit)


def _absent(pair: Pair, token: Token) -> Problem:
    numbers = any(other.is_value for other in pair.printed)
    weight = Weight.CONTRADICTED if numbers else Weight.UNSUPPORTED
    return Problem(weight, f"number {token.text} not in the source")


def _belongs_to_another(pair: Pair, at: int, fitting: Sequence[int]) -> bool:
    """Whether what stands around the number stands around another number in the source."""
    tile = pair.tile_at(at)
    if tile and tile.place + at - tile.at in fitting and at - tile.at >= 2:
        return False
    token = pair.said[at]
    if role := _role(pair.said, at):
        roles = {_role(pair.printed, place) for place in fitting}
        if "" not in roles:
            return role not in roles
    own = max((_likeness(pair, at, place) for place in fitting), default=9.0)
    for place, other in enumerate(pair.printed):
        if _is_rival(token, other) and _likeness(pair, at, place) >= own + _MARGIN:
            return True
        if _is_rival(token, other) and _has_its_noun(pair, at, place, fitting):
            return True
    return False


def _has_its_noun(pair: Pair, at: int, rival: int, fitting: Sequence[int]) -> bool:
    """Whether what is counted here is named beside the other number, and not beside its own."""
    noun = "".join(_sides(pair.said, at)[1][:4])
    after = pair.said[at + 1 : at + 1 + _SPAN]
    # A noun before the next number is that one's: 代表312名、列席代表86名.
    if len(noun) < 3 or any(token.quantity for token in after if token.clause == after[0].clause):
        return False
    beside = _sides(pair.printed, rival)
    if not ("".join(beside[0][::-1]).endswith(noun) or "".join(beside[1]).startswith(noun)):
        return False
    own = [side for place in fitting for side in _sides(pair.printed, place)]
    return not any(noun in "".join(side) or noun in "".join(side[::-1]) for side in own)


def _role(tokens: Sequence[Token], at: int) -> str:
    """Whether a number is what something changes from, or what it changes to."""
    for token in reversed(tokens[max(0, at - 4) : at]):
        if token.clause != tokens[at].clause or token.quantity:
            break
        if token.key in _ROLES:
            return _ROLES[token.key]
    return ""


def _is_rival(token: Token, other: Token) -> bool:
    """Whether the other is a number or date of the same kind, but not the same."""
    if token.key == other.key:
        return False
    if token.day and other.day:
        return token.key[0] == other.key[0]
    if not token.quantity or not other.quantity:
        return False
    same_kind = token.quantity.ordinal == other.quantity.ordinal
    return same_kind and units.agree(other.quantity.unit, token.quantity.unit)


def _places(pair: Pair, token: Token) -> list[int]:
    return [place for place, other in enumerate(pair.printed) if other.key == token.key]


def _likeness(pair: Pair, at: int, place: int) -> float:
    """How many of the words around the one number stand around the other."""
    said_left, said_right = _sides(pair.said, at)
    left, right = _sides(pair.printed, place)
    score = _shared(said_left, left) + _shared(said_right, right)
    return score + 0.7 * (_shared(said_left, right) + _shared(said_right, left))


def _shared(one: list[str], other: list[str]) -> float:
    """What both have, and more if it is what stands nearest in both."""
    nearest = bool(one and other and one[0] == other[0])
    return len(set(one) & set(other)) + nearest


def _sides(tokens: Sequence[Token], at: int) -> tuple[list[str], list[str]]:
    clause = tokens[at].clause
    before = tokens[max(0, at - _SPAN) : at][::-1]
    after = tokens[at + 1 : at + 1 + _SPAN]
    return (_until_value(before, clause), _until_value(after, clause))


def _until_value(tokens: Sequence[Token], clause: int) -> list[str]:
    near = takewhile(lambda token: token.clause == clause and not token.quantity, tokens)
    return [token.key for token in near if not light(token.key) and not token.is_value]


def _date(pair: Pair, at: int, token: Token, day: Day) -> Iterator[Problem]:
    if not (day.month or day.day):
        yield from _year(pair, at, token, day.year)
        return
    printed = [
        other.day for other in pair.printed if other.day and (other.day.month or other.day.day)
    ]
    months = {known.month for known in pair.dateline}
    fitting = [other for other in printed if _same_day(day, other, months)]
    if not fitting:
        weight = Weight.CONTRADICTED if printed else Weight.UNSUPPORTED
        yield Problem(weight, f"date {token.text} not in the source")
    elif _belongs_to_another(pair, at, _places(pair, token)):
        yield Problem(Weight.CONTRADICTED, f"{token.text} is of something else in the source")
    elif day.year not in {0, *_years_around(pair)} and all(
        other.year not in (0, day.year) for other in fitting
    ):
        yield Problem(Weight.CONTRADICTED, f"date {token.text} is of another year")


def _same_day(said: Day, printed: Day, months: set[int]) -> bool:
    if said.day and said.day != printed.day:
        return False
    if not said.month or said.month == printed.month:
        return True
    return not printed.month and said.month in months


def _year(pair: Pair, at: int, token: Token, year: int) -> Iterator[Problem]:
    printed = {other.day.year for other in pair.printed if other.day and other.day.year}
    if year in printed:
        if _belongs_to_another(pair, at, _places(pair, token)):
            yield Problem(Weight.CONTRADICTED, f"{token.text} is of something else in the source")
        return
    around = _years_around(pair)
    text = row(pair.printed)
    open_to_context = not printed or any(word in text for word in _UNDATED)
    if year in around and open_to_context:
        return
    weight = Weight.CONTRADICTED if printed or around else Weight.UNSUPPORTED
    yield Problem(weight, f"year {token.text} not in the source")


def _years_around(pair: Pair) -> set[int]:
    """The years that the headline and the date of issue allow for."""
    known = {day.year for day in pair.dateline if day.year}
    text = row(pair.printed)
    shifts = {shift for word, shift in _RELATIVE.items() if word in text}
    return known | {year + shift for year in known for shift in shifts}


def _exchanged(pair: Pair, change: Change) -> Iterator[Problem]:
    """A number where the source has another between the same neighbours."""
    at_edge = not (change.left and change.right)
    agreeing = change.left + change.right
    if agreeing < (4 if at_edge else 2) or (at_edge and not _only_values(pair, change)):
        return
    said = _values(pair.said[slice(*change.said)])
    printed = _values(pair.printed[slice(*change.printed)])
    for kind, values in said.items():
        there = printed.get(kind, [])
        if there and not _in_order(values, there):
            text = "/".join(token.text for token in values)
            yield Problem(Weight.CONTRADICTED, f"{text} where the source has {there[0].text}")


def _only_values(pair: Pair, change: Change) -> bool:
    """Whether nothing but numbers and particles stands on either side of the change."""
    spans = (pair.said[slice(*change.said)], pair.printed[slice(*change.printed)])
    return all(token.is_value or light(token.key) for span in spans for token in span)


def _values(tokens: Sequence[Token]) -> dict[str, list[Token]]:
    """Numbers by unit, years and days, each in their order."""
    kinds: dict[str, list[Token]] = {}
    for token in tokens:
        if token.day:
            kinds.setdefault("day" if token.day.month or token.day.day else "year", []).append(
                token
            )
        elif token.quantity and not token.quantity.ordinal:
            kinds.setdefault(units.canonical(token.quantity.unit), []).append(token)
    return kinds


def _in_order(values: Sequence[Token], there: Sequence[Token]) -> bool:
    rest = iter([token.key for token in there])
    return all(token.key in rest for token in values)
