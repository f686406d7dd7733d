"""What NumPy's and Dask's generators draw: states, jumps, spawned blocks. The streams are `random`'s own tests' matter; this is what users compare."""

from ask import np
from encode import array, number, write

BITS = "PCG64 PCG64DXSM MT19937 Philox SFC64".split()
ADVANCES = "PCG64 PCG64DXSM Philox".split()
# Seeds and the keys of their children; the last is what the text "hello" is hashed to.
SEEDS = [(5, [3]), (2**70 + 1, [1, 2**33, 2]), ([7, 2**40, 3], []), ([2346625720, 216716144, 2460638529, 3865284101], [])]
BLOCK = 512


def rng(name, seed, key, jumps=0, steps=0):
    bits = getattr(np.random, name)(np.random.SeedSequence(seed, spawn_key=key))
    bits = bits.jumped(jumps) if jumps else bits
    if steps:
        bits.advance(steps)
    return np.random.Generator(bits)


def streamed():
    """Each bit generator from seeds and keys, jumped and advanced, under the three streams."""
    for name in BITS:
        jumps_of = (0,) if name == "SFC64" else (0, 2)
        for seed, key in SEEDS:
            for jumps, steps in [(jumps, 0) for jumps in jumps_of] + [(1, 12345)] * (name in ADVANCES):
                written = [str(s) for s in seed] if isinstance(seed, list) else str(seed)
                case = {"call": "streamed", "bits": name, "seed": written, "spawnKey": [str(k) for k in key], "jumps": jumps, "steps": steps}
                chunks = {"spawned": lambda chunk: rng(name, seed, [*key, chunk], jumps, steps)}
                if name != "SFC64":
                    chunks["jumped"] = lambda chunk: rng(name, seed, key, jumps + chunk, steps)
                for streams, of in chunks.items():
                    normal = array(np.concatenate([of(chunk).normal(size=2) for chunk in range(3)]))
                    integers = array(np.concatenate([of(chunk).integers(0, 1000, 2) for chunk in range(3)]))
                    yield {**case, "streams": streams, "normal": normal, "integers": integers}


def invariant():
    """Elements of the arrays after 0, 1 … others: a block of them from each jump, or from each key."""
    at = [0, 1, 510, 511, 512, 513, 1023, 1024, 1099]
    for name in BITS:
        for index in (0, 1, 2):
            seed, key = SEEDS[index]
            own = [*key, index] if index else key
            keyed = name in ("MT19937", "SFC64")
            blocks = [rng(name, seed, [*key, index, b]) if keyed else rng(name, seed, own, b) for b in range(3)]
            values = np.concatenate([block.normal(size=BLOCK) for block in blocks])
            written = [str(s) for s in seed] if isinstance(seed, list) else str(seed)
            case = {"call": "invariant", "bits": name, "seed": written, "spawnKey": [str(k) for k in key], "index": index}
            yield {**case, "at": at, "normal": array(values[at])}


def blocks(seed, draw, shape, chunks):
    """Block i, C order, from child i of the seed: what Dask's `default_rng(seed)` gives."""
    grid = [[min(c, n - at) for at in range(0, n, c)] for n, c in zip(shape, chunks)]
    places = [()]
    for axis in grid:
        places = [place + (i,) for place in places for i in range(len(axis))]
    children = np.random.SeedSequence(seed).spawn(len(places))
    out = np.empty(shape)
    for child, place in zip(children, places):
        box = tuple(slice(sum(axis[:i]), sum(axis[: i + 1])) for axis, i in zip(grid, place))
        rng = np.random.Generator(np.random.PCG64(child))
        out[box] = draw(rng, tuple(s.stop - s.start for s in box))
    return out


def make():
    cases = []
    for name in BITS:
        for seed in (1, 42, 2**40 + 7):
            # SFC64 has no jumps: its first chunk is the first child of the seed.
            start = np.random.SeedSequence(seed).spawn(1)[0] if name == "SFC64" else seed
            bits = lambda jumps=0: getattr(np.random, name)(start).jumped(jumps) if jumps else getattr(np.random, name)(start)  # noqa: E731
            case = {"call": "bits", "bits": name, "seed": number(seed), "streams": "spawned" if name == "SFC64" else "jumped"}
            case["normal"] = array(np.random.Generator(bits()).normal(size=5))
            case["random"] = array(np.random.Generator(bits()).random(3))
            if name != "SFC64":
                case["jumpedTwice"] = array(np.random.Generator(bits(2)).normal(size=3))
            cases.append(case)
    for seed, count in ((1, 10), (42, 3)):
        children = np.random.SeedSequence(seed).spawn(count)
        words = [[int(w) for w in child.generate_state(2)] for child in children]
        cases.append({"call": "spawn", "seed": seed, "words": words, "normals": [number(np.random.default_rng(child).normal()) for child in children]})
    draws = {
        "normal": (lambda rng, s: rng.normal(0, 1, s), [0, 1], 0),
        "uniform": (lambda rng, s: rng.uniform(-1, 3, s), [-1, 3], 0),
        "exponential": (lambda rng, s: rng.exponential(2.0, s), [2], 0),
        "integers": (lambda rng, s: rng.integers(0, 100, s), [0, 100], 0),
        "lognormal": (lambda rng, s: rng.lognormal(0, 1, s), [0, 1], 4),
        "poisson": (lambda rng, s: rng.poisson(3.5, s), [3.5], 0),
    }
    for call, (draw, args, ulp) in draws.items():
        for shape, chunks in (([4], [2]), ([4], [4]), ([5, 7], [2, 3]), ([3, 1, 4], [2, 1, 4])):
            result = array(blocks(1, draw, shape, chunks) if call not in ("integers", "poisson") else blocks(1, draw, shape, chunks).astype("int64"))
            cases.append({"call": "spawned", "name": call, "args": args, "seed": 1, "size": shape, "chunks": chunks, "ulp": ulp, "result": result})
    jumped = np.concatenate([np.random.Generator(np.random.PCG64(5).jumped(k)).normal(size=3) for k in range(4)])
    cases.append({"call": "jumped", "seed": 5, "size": [12], "chunks": [3], "result": array(jumped)})
    cases.append({"call": "plain", "seed": 42, "name": "integers", "args": [0, 100], "size": [8], "result": array(np.random.default_rng(42).integers(0, 100, 8))})
    for call, args in (("normal", [0, 1]), ("normal", [10, 2.5]), ("random", []), ("exponential", [1])):
        cases.append({"call": "plain", "seed": 3, "name": call, "args": args, "size": [50], "result": array(getattr(np.random.default_rng(3), call)(*args, size=50))})
    write("random", [*cases, *streamed(), *invariant()])
