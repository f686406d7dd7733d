"""Every distribution of NumPy's Generator from every bit generator, over the ranges in which its method differs: the hash of many draws."""

import hashlib

from encode import np, number, write

BITS = "PCG64 PCG64DXSM MT19937 Philox SFC64".split()
DRAWS = 1009
INTEGERS = "binomial geometric hypergeometric logseries negative_binomial poisson zipf".split()
PARAMETERS = {
    "standard_gamma": [(0,), (1e-3,), (0.3,), (0.99,), (1,), (1.01,), (2.5,), (100,), (1e6,)],
    "standard_cauchy": [()],
    "standard_t": [(0.5,), (1,), (3,), (30,)],
    "uniform": [(0, 1), (-3, 7.5), (2, 2)],
    "normal": [(0, 1), (10, 2.5), (1, 0)],
    "exponential": [(1,), (2.5,), (0,)],
    "gamma": [(0.5, 2), (1, 4), (3, 0.1)],
    "beta": [(0.1, 0.9), (0.5, 0.5), (1, 1), (2, 3), (0.5, 3), (3, 0.5), (100, 200)],
    "chisquare": [(0.5,), (2,), (3,), (50,)],
    "noncentral_chisquare": [(3, 2.5), (0.5, 2), (1, 30), (0.7, 100), (3, 0)],
    "f": [(1, 1), (5, 2), (10, 48), (1, 0.5)],
    "noncentral_f": [(3, 20, 3), (0.5, 2, 5), (2, 2, 0)],
    "gumbel": [(0, 1), (-2, 3)],
    "laplace": [(0, 1), (1, 2)],
    "logistic": [(0, 1), (10, 0.5)],
    "lognormal": [(0, 1), (3, 2), (0, 200)],
    "pareto": [(0.5,), (3,), (100,)],
    "power": [(0.2,), (1,), (5,)],
    "rayleigh": [(1,), (3,)],
    "triangular": [(0, 1, 3), (-3, 0, 8), (0, 0, 1), (0, 1, 1)],
    "wald": [(1, 1), (3, 2), (10, 0.1)],
    "weibull": [(0,), (0.5,), (1,), (5,)],
    "binomial": [(0, 0.5), (10, 0), (10, 1), (10, 0.5), (10, 0.1), (100, 0.5), (100, 0.01), (60, 0.5), (61, 0.5), (1000, 0.3), (1000, 0.99), (10**6, 0.4), (10**12, 0.25)],
    "geometric": [(1,), (0.5,), (1 / 3,), (0.33,), (0.1,), (1e-9,)],
    "hypergeometric": [(15, 15, 15), (5, 10, 3), (100, 2, 10), (1000, 2000, 500), (1000, 20, 900), (2, 10**8, 10**7), (0, 10, 5), (50, 50, 0), (50, 50, 100), (50, 50, 95), (10**9 - 1, 10**9 - 1, 10**8)],
    "logseries": [(0,), (0.1,), (0.5,), (0.9,), (0.999999,)],
    "negative_binomial": [(1, 0.1), (5, 0.5), (100, 0.9), (0.3, 0.01), (1000, 0.001), (1, 1)],
    "poisson": [(0,), (0.01,), (5,), (9.99,), (10,), (100,), (12345.6,), (1e10,), (9e18,)],
    "zipf": [(1.1,), (2,), (3,), (100,)],
}
# Their cos and acos differ from the C library's in the last bit once in 5000 draws.
NEARLY = {"vonmises": [(0, 0), (0, 1e-9), (1, 1e-6), (0, 0.1), (0.3, 4), (2, 50), (1, 1e5), (0, 2e6), (100, 4)]}


def rng(name, seed):
    return np.random.Generator(getattr(np.random, name)(seed))


def digest(values):
    return hashlib.sha256(np.ascontiguousarray(values).tobytes()).hexdigest()[:32]


def numbers():
    for kernel, rows in PARAMETERS.items():
        dtypes = ["float64", "float32"] if kernel == "standard_gamma" else ["int64" if kernel in INTEGERS else "float64"]
        for dtype in dtypes:
            keywords = {"dtype": dtype} if kernel == "standard_gamma" else {}
            for parameters in rows:
                draws = [getattr(rng(bits, 7), kernel)(*parameters, size=DRAWS, **keywords) for bits in BITS]
                case = {"call": "numbers", "kernel": kernel, "dtype": dtype, "arguments": [number(p) for p in parameters]}
                yield {**case, "first": [number(x) for x in draws[0][:3]], "hashes": [digest(d) for d in draws]}
    for dtype in ("float64", "float32"):
        draws = [rng(bits, 7).standard_exponential(DRAWS, dtype=dtype, method="inv") for bits in BITS]
        case = {"call": "numbers", "kernel": "standard_exponential_inv", "dtype": dtype, "arguments": []}
        yield {**case, "first": [number(x) for x in draws[0][:3]], "hashes": [digest(d) for d in draws]}
    for parameters in NEARLY["vonmises"]:
        yield {"call": "nearly", "kernel": "vonmises", "dtype": "float64", "arguments": [number(p) for p in parameters], "draws": [number(x) for x in rng("PCG64", 7).vonmises(*parameters, size=60)]}


def arrays():
    """One parameter a draw: p and lam, which the test makes again."""
    i = np.arange(DRAWS)
    named = {"p": i / (DRAWS - 1), "lam": (i + 1) ** 2 / 1000}
    for kernel, arguments in (("binomial", [100, "p"]), ("poisson", ["lam"]), ("gamma", ["lam", "p"]), ("normal", ["p", "lam"]), ("triangular", [-1, "p", 1100])):
        inputs = [named.get(a, a) for a in arguments]
        dtype = "int64" if kernel in INTEGERS else "float64"
        yield {"call": "numbers", "kernel": kernel, "dtype": dtype, "arguments": arguments, "hashes": [digest(getattr(rng(bits, 7), kernel)(*inputs)) for bits in BITS]}


def vectors():
    def case(kernel, dtype, arguments, draw):
        draws = [draw(rng(bits, 7)) for bits in BITS]
        return {"call": "vectors", "kernel": kernel, "dtype": dtype, "arguments": arguments, "size": 103, "first": [number(x) for x in draws[0][0]], "hashes": [digest(d) for d in draws]}

    for n, p in ((10, [0.2, 0.3, 0.5]), (1000, [0.1] * 10), (0, [1.0]), (5, [1.0, 0.0, 0.0]), (10**6, [0.5, 0.25, 0.125, 0.125]), (20, [0.5, 0.5, 0.0, 0.0])):
        yield case("multinomial", "int64", [n, len(p), *p], lambda g: g.multinomial(n, p, size=103))
    for alpha in ([1.0, 2.0, 3.0], [0.05, 0.01, 0.03], [0.5], [0.01], [5.0, 0.001, 100.0]):
        yield case("dirichlet", "float64", [len(alpha), *alpha], lambda g: g.dirichlet(alpha, size=103))
    for method in ("marginals", "count"):
        for colors, sample in (([16, 8, 4], 6), ([16, 8, 4], 20), ([16, 8, 4], 28), ([16, 8, 4], 0), ([1000, 2000, 3000], 700), ([10], 3), ([0, 5, 0, 7], 11)):
            arguments = [int(method == "count"), sample, len(colors), *colors]
            yield case("multivariate_hypergeometric", "int64", arguments, lambda g: g.multivariate_hypergeometric(colors, sample, size=103, method=method))


def serial():
    def case(kernel, n, arguments, draw, **more):
        draws = [draw(rng(bits, 7)) for bits in BITS]
        return {"call": "serial", "kernel": kernel, "dtype": "int64", "arguments": arguments, "size": n, **more, "first": [number(x) for x in draws[0][:3]], "hashes": [digest(d) for d in draws]}

    for n in (0, 1, 2, 10, 70000):
        yield case("permutation", n, [], lambda g: g.permutation(n))
    for population, n in ((10, 3), (10, 10), (1, 1), (5, 0), (20000, 300), (20000, 5000), (20000, 20000), (20000, 401), (20000, 400), (2**40, 50), (2**32, 7), (10001, 201)):
        for shuffle in (True, False):
            yield case("choice", n, [population, int(shuffle)], lambda g: g.choice(population, n, replace=False, shuffle=shuffle))
    for population, n in ((10, 3), (10, 10), (200, 150)):
        p = np.arange(1, population + 1) ** 3 / sum(k**3 for k in range(1, population + 1))
        yield case("weighted_choice", n, [], lambda g: g.choice(population, n, replace=False, p=p), p=[number(x) for x in p])


def streams():
    """Invariant streams: element i of an array is element i % 512 of generator i / 512."""
    shape, block = (130, 70), 512
    for kernel, dtype, parameters in (("poisson", "int64", (25.5,)), ("standard_gamma", "float64", (0.5,)), ("hypergeometric", "int64", (100, 200, 50))):
        hashes = []
        for bits in BITS:
            make = getattr(np.random, bits)
            at = lambda b: make(7).jumped(b) if b else make(7)
            if bits in ("MT19937", "SFC64"):
                at = lambda b: make(np.random.SeedSequence(7, spawn_key=(0, b)))
            count = -(-shape[0] * shape[1] // block)
            flat = np.concatenate([getattr(np.random.Generator(at(b)), kernel)(*parameters, size=block) for b in range(count)])
            whole = flat[: shape[0] * shape[1]].reshape(shape)
            hashes.append([digest(whole), digest(whole[31:81, 20:53])])
        yield {"call": "streams", "kernel": kernel, "dtype": dtype, "arguments": list(parameters), "shape": list(shape), "origin": [31, 20], "chunk": [50, 33], "hashes": hashes}


def calls():
    """As `da.random.defaultRng(7)` is called: the first draw of a generator, in arrays of less than a block."""

    def case(name, arguments, options, draw, **about):
        value = np.asarray(draw(rng("PCG64", 7)))
        return {"call": "call", "name": name, "arguments": arguments, "options": options, **about, "dtype": value.dtype.name, "shape": list(value.shape), "result": [number(x) for x in value.ravel()]}

    yield case("integers", [10], {"size": [4, 5]}, lambda g: g.integers(10, size=(4, 5)))
    yield case("integers", [-5, 5], {"size": 20, "dtype": "int8", "endpoint": True}, lambda g: g.integers(-5, 5, 20, dtype="int8", endpoint=True))
    yield case("integers", [0, 2], {"size": 20, "dtype": "bool"}, lambda g: g.integers(0, 2, 20, dtype="bool"))
    yield case("integers", [0, {"bigint": str(2**63)}], {"size": 5, "dtype": "uint64"}, lambda g: g.integers(0, 2**63, 5, dtype="uint64"))
    yield case("integers", [[0, 5, 10, 10], 100], {}, lambda g: g.integers([0, 5, 10, 10], 100))
    yield case("integers", [[1, 2, 300, 4]], {"size": [3, 4]}, lambda g: g.integers([1, 2, 300, 4], size=(3, 4)))
    yield case("permutation", [20], {}, lambda g: g.permutation(20))
    yield case("permutation", [[[1, 2], [3, 4], [5, 6], [7, 8]]], {}, lambda g: g.permutation(np.array([[1.0, 2], [3, 4], [5, 6], [7, 8]])))
    yield case("permutation", [[[1, 2, 9], [3, 4, 8]]], {"axis": 1}, lambda g: g.permutation(np.array([[1.0, 2, 9], [3, 4, 8]]), axis=1))
    yield case("choice", [5], {"size": [3, 4]}, lambda g: g.choice(5, (3, 4)))
    yield case("choice", [5], {}, lambda g: g.choice(5))
    yield case("choice", [5], {"size": 9, "p": [0.1, 0, 0.3, 0.6, 0]}, lambda g: g.choice(5, 9, p=[0.1, 0, 0.3, 0.6, 0]))
    yield case("choice", [10], {"size": [2, 3], "replace": False}, lambda g: g.choice(10, (2, 3), replace=False))
    yield case("choice", [10], {"size": 4, "replace": False, "shuffle": False}, lambda g: g.choice(10, 4, replace=False, shuffle=False))
    yield case("choice", [5], {"size": 3, "replace": False, "p": [0.1, 0, 0.3, 0.6, 0]}, lambda g: g.choice(5, 3, replace=False, p=[0.1, 0, 0.3, 0.6, 0]))
    yield case("choice", [[[1, 2, 9], [3, 4, 8]]], {"size": 4, "axis": 1}, lambda g: g.choice(np.array([[1.0, 2, 9], [3, 4, 8]]), 4, axis=1))
    yield case("multinomial", [20, [0.2, 0.3, 0.5]], {"size": [4, 2]}, lambda g: g.multinomial(20, [0.2, 0.3, 0.5], (4, 2)))
    yield case("multinomial", [20, [0.2, 0.3, 0.5]], {}, lambda g: g.multinomial(20, [0.2, 0.3, 0.5]))
    yield case("multinomial", [[5, 50, 500], [0.2, 0.8]], {}, lambda g: g.multinomial([5, 50, 500], [0.2, 0.8]))
    yield case("dirichlet", [[1, 2.5, 0.3]], {"size": 5}, lambda g: g.dirichlet([1, 2.5, 0.3], 5))
    yield case("multivariateHypergeometric", [[16, 8, 4], 6], {"size": 5}, lambda g: g.multivariate_hypergeometric([16, 8, 4], 6, 5))
    cov = [[2, 0.5, 0.1], [0.5, 1, 0], [0.1, 0, 0.5]]
    yield case("multivariateNormal", [[1, -1, 0], cov], {"size": [3, 2], "method": "cholesky"}, lambda g: g.multivariate_normal([1, -1, 0], cov, (3, 2), method="cholesky"), ulp=16)
    # Which of its two directions an axis has is LAPACK's affair.
    for method in ("svd", "eigh"):
        drawn = case("multivariateNormal", [[1, -1, 0], cov], {"size": [3, 2], "method": method}, lambda g: g.multivariate_normal([1, -1, 0], cov, (3, 2), method=method))
        yield {**drawn, "call": "axes"}
    for name, arguments, options in (
        ("integers", [5, 5], {"size": 1}),
        ("integers", [0, 300], {"size": 1, "dtype": "uint8"}),
        ("integers", [-1, 3], {"size": 1, "dtype": "uint8"}),
        ("choice", [5], {"size": 6, "replace": False}),
        ("choice", [3], {"size": 2, "p": [0.5, 0.6, 0.1]}),
        ("choice", [3], {"size": 2, "p": [0.5, 0.5]}),
        ("choice", [3], {"size": 2, "p": [1.5, -0.5, 0]}),
        ("choice", [3], {"size": 2, "replace": False, "p": [1, 0, 0]}),
        ("choice", [0], {"size": 2}),
        ("multinomial", [5, [0.6, 0.6, 0]], {}),
        ("multinomial", [-5, [0.6, 0.4]], {}),
        ("multinomial", [5, []], {}),
        ("dirichlet", [[1, 0]], {}),
        ("multivariateHypergeometric", [[3, 4], 8], {}),
        ("multivariateHypergeometric", [[3, -4], 1], {}),
    ):
        snake = "".join("_" + c.lower() if c.isupper() else c for c in name)
        try:
            getattr(rng("PCG64", 7), snake)(*arguments, **options)
            raise AssertionError(name)
        except ValueError:
            yield {"call": "call", "name": name, "arguments": arguments, "options": options, "error": "ValueError"}


def make():
    write("distributions", [case for family in (numbers, arrays, vectors, serial, streams, calls) for case in family()])
