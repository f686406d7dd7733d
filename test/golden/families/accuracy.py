"""True values of the functions that cannot be exact, from mpmath, at arguments that are hard for one reason or another.

A value is `high + low`, both doubles: a kernel's error can be told to a small part of a unit in the last place.
"""

import mpmath as mp
from encode import np, write

mp.mp.prec = 1400  # enough for the largest double modulo π

rng = np.random.default_rng(20)


def spread(low, high, n=20):
    return list(rng.uniform(low, high, n))


def scales(low, high, n=12, signed=False):
    values = np.exp2(rng.uniform(np.log2(low), np.log2(high), n))
    return list(values * rng.choice([-1, 1], n) if signed else values)


def turns(n=16):
    """Doubles next to multiples of π/2, where sines and cosines lose their digits, and angles of every size."""
    near = [float(k * mp.pi / 2) for k in [1, 2, 3, 4, 5, 22, 355, 1000, 103993, 312689, 10**9, 2**40]]
    # The double whose distance from a multiple of π/2 is the least relative to it.
    return near + spread(-10, 10, n) + scales(1e5, 1e300, n, True) + [6381956970095103 * 2.0**797, 1e22, 999999.5, 1000000.5, 2.0**1023]


positive = scales(1e-300, 1e300) + spread(0.5, 2) + spread(0.99, 1.01) + [5e-324, 1e-310, 2**-1022, float(np.nextafter(1, 0)), 1 + 2**-52, 1e308]
around = spread(-1, 1) + scales(1e-300, 1, 12, True)
unit = around + [1 - 2.0**-53, 0.5, -0.5, 0.49999999999999994]

UNARY = dict(
    exp=(mp.exp, spread(-745, 709.7, 30) + around + [709.78, -744.4, -708.5, 1e-300, -0.34657, 0.34658]),
    exp2=(lambda x: mp.mpf(2) ** x, spread(-1074, 1023.9, 30) + around),
    expm1=(mp.expm1, spread(-40, 709, 20) + spread(-2, 2, 30) + around),
    log=(mp.log, positive),
    log2=(lambda x: mp.log(x) / mp.log(2), positive + [2.0**k for k in (-1074, -1000, -3, 7, 1000)]),
    log10=(mp.log10, positive + [10.0**k for k in (-300, -5, 3, 22)]),
    log1p=(mp.log1p, [x for x in positive if x < 1e300] + [x for x in around if x > -1] + [-0.9999999999, -0.3]),
    cbrt=(lambda x: mp.sign(x) * mp.cbrt(abs(x)), positive + spread(-1e3, 1e3)),
    i0=(lambda x: mp.besseli(0, x), spread(-20, 20) + spread(20, 700, 12) + [7.9999, 8.0001, 0.001]),
    sin=(mp.sin, turns() + around),
    cos=(mp.cos, turns() + around),
    tan=(mp.tan, turns() + around),
    arcsin=(mp.asin, unit),
    arccos=(mp.acos, unit),
    arctan=(mp.atan, around + spread(-5, 5, 20) + scales(1, 1e300, 8, True) + [0.41421356237309503, 2.414213562373095]),
    sinh=(mp.sinh, spread(-710, 710) + spread(-3, 3) + around),
    cosh=(mp.cosh, spread(-710, 710) + spread(-3, 3)),
    tanh=(mp.tanh, spread(-25, 25) + spread(-1, 1) + around),
    arcsinh=(mp.asinh, around + spread(-5, 5) + scales(1, 1e300, 12, True)),
    arccosh=(mp.acosh, [1 + x for x in scales(1e-15, 10, 30)] + scales(1, 1e300)),
    arctanh=(mp.atanh, [x for x in unit if abs(x) < 1]),
)


def powers():
    x = scales(1e-300, 1e300, 40) + spread(0.9, 1.1, 40) + spread(0.1, 10, 40)
    limits = rng.uniform(-744, 709, 80)
    y = list(limits / np.log(x[:80])) + list(np.round(rng.uniform(-30, 30, 40)))
    return list(zip(x, y)) + [(2.0, 0.5), (10.0, 22.0), (10.0, -5.0), (1 + 2.0**-52, 1e18), (0.5, 1074.0), (3.0, 40.0)]


def pairs(spread_of):
    return list(zip(spread_of, [float(x * f) for x, f in zip(spread_of, rng.choice([-1, 1], len(spread_of)) * np.exp2(rng.uniform(-30, 30, len(spread_of))))]))


planes = pairs(scales(1e-290, 1e290, 40, True) + spread(-5, 5, 30))
BINARY = dict(
    power=(lambda x, y: x**y, powers()),
    hypot=(lambda x, y: mp.sqrt(x * x + y * y), planes),
    arctan2=(mp.atan2, planes),
    logaddexp=(lambda x, y: max(x, y) + mp.log1p(mp.exp(-abs(x - y))), list(zip(spread(1, 700, 30), spread(1, 700, 30)))),
    logaddexp2=(lambda x, y: max(x, y) + mp.log1p(mp.mpf(2) ** -abs(x - y)) / mp.log(2), list(zip(spread(1, 1000, 30), spread(1, 50, 30)))),
)


def case(call, true, args):
    value = true(*[mp.mpf(float(a)) for a in args])
    high = float(value)
    return {"call": call, "args": [float(a) for a in args], "high": high, "low": float(value - mp.mpf(high))}


def with_narrow(xs):
    """Also some that float32 holds."""
    return xs + [float(np.float32(x)) for x in xs[::2] if 1e-30 < abs(x) < 1e30]


def make():
    cases = [case(call, true, [x]) for call, (true, xs) in UNARY.items() for x in with_narrow(xs)]
    cases += [case(call, true, np.float32(xy)) for call, (true, xys) in BINARY.items() for xy in xys if max(map(abs, xy)) < 30 and min(map(abs, xy)) > 1e-10]
    cases += [case(call, true, xy) for call, (true, xys) in BINARY.items() for xy in xys]
    write("accuracy", [one for one in cases if np.isfinite(one["high"])])
