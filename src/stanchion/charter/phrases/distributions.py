"""How likely an amount is: what a distribution in a question means."""

from fractions import Fraction

from stanchion.charter.phrases.meaning import Meaning


class Certain(Meaning):
    """The amount, without doubt."""

    amount: Fraction


class Uniform(Meaning):
    """Every amount between the ends alike."""

    low: Fraction
    high: Fraction


class Triangular(Meaning):
    """Most likely at `mode`, falling straight to the ends."""

    low: Fraction
    mode: Fraction
    high: Fraction


class Quantile(Meaning):
    """`10% below 5 bn`: with this probability the amount is below."""

    share: Fraction
    amount: Fraction


class Lognormal(Meaning):
    """Its logarithm is normal; two quantiles say which one."""

    lower: Quantile
    upper: Quantile


class Quantiles(Meaning):
    """Straight between the stated quantiles, which begin at 0% and end at 100%."""

    points: tuple[Quantile, ...]


Distribution = Certain | Uniform | Triangular | Lognormal | Quantiles
