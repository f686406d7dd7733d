"""Streams of PCG64 to the last bit: seeds, states, and the hash of many draws of each dtype."""

import hashlib

from encode import number, np, write

BLOCK = 512  # invariantBlock of src/random/streams.ts
DRAWS = 100_003
NUMPY = {"random": "random", "standard_normal": "standard_normal", "standard_exponential": "standard_exponential"}
INTS = "int8 int16 int32 int64 uint8 uint16 uint32 uint64".split()


def digest(values):
    return hashlib.sha256(np.ascontiguousarray(values).tobytes()).hexdigest()


def generator(seed, jumps=0, spawn_key=()):
    bits = np.random.PCG64(np.random.SeedSequence(seed, spawn_key=spawn_key))
    return np.random.Generator(bits.jumped(jumps) if jumps else bits)


def seeds():
    for entropy in (0, 1, 42, 2**31, 2**32, 2**53 - 1, 2**64 + 17, 10**40, [1, 2], [0], [7, 2**40, 3], list(range(9))):
        for key in ((), (0,), (3, 2**33)):
            for pool in (4, 8):
                s = np.random.SeedSequence(entropy, spawn_key=key, pool_size=pool)
                case = {"call": "seed", "entropy": texts(entropy), "spawnKey": texts(list(key)), "poolSize": pool}
                yield {**case, "words": [int(w) for w in s.generate_state(7)], "wide": [str(w) for w in s.generate_state(3, np.uint64)]}


def texts(value):
    return [str(v) for v in value] if isinstance(value, list) else str(value)


def states():
    for seed in (1, 42, 2**70):
        for jumps in (0, 1, 2, 1000):
            for steps in (0, 1, 12345, 2**80):
                bits = np.random.PCG64(seed)
                bits = bits.jumped(jumps) if jumps else bits
                bits.advance(steps)
                state = bits.state["state"]
                yield {"call": "state", "seed": str(seed), "jumps": jumps, "steps": str(steps), "state": str(state["state"]), "inc": str(state["inc"])}


def draws():
    for name in NUMPY:
        for dtype in ("float64", "float32"):
            for seed in (1, 42):
                values = getattr(generator(seed), name)(DRAWS, dtype=dtype)
                yield {"call": "draw", "name": name, "dtype": dtype, "seed": seed, "args": [], "n": DRAWS, "first": [number(v) for v in values[:3]], "sha256": digest(values)}
    for dtype in ["bool", *INTS]:
        low, high = (0, 1) if dtype == "bool" else (int(np.iinfo(dtype).min), int(np.iinfo(dtype).max))
        ranges = {(low, high), (0, 1), (1, 1)}
        if dtype != "bool":
            ranges |= {(0, 99), (low, low + 6), (0, high - 1), (high // 3, high), (0, high // 2)}
        if high >= 2**32:
            ranges |= {(0, 2**32 - 2), (0, 2**32 - 1), (0, 2**32), (5, 2**40 + 12345)}
        for least, greatest in sorted(ranges):
            values = generator(7).integers(least, greatest, 5003, dtype=dtype, endpoint=True)
            args = [str(least % 2**64), str(greatest - least)]
            yield {"call": "draw", "name": "integers", "dtype": dtype, "seed": 7, "args": args, "n": 5003, "first": [number(v) for v in values[:3]], "sha256": digest(values)}


def blocks():
    """Arrays whose blocks are jumped generators: `streams: "invariant"`."""
    for name in NUMPY:
        for dtype in ("float64", "float32"):
            parts = [getattr(generator(3, jumps=b), name)(BLOCK, dtype=dtype) for b in range(24)]
            yield {"call": "invariant", "name": name, "dtype": dtype, "seed": 3, "args": [], "n": 24 * BLOCK, "sha256": digest(np.concatenate(parts))}
    parts = [generator(3, jumps=b).integers(0, 200, BLOCK, dtype="int16") for b in range(24)]
    yield {"call": "invariant", "name": "integers", "dtype": "int16", "seed": 3, "args": ["0", "199"], "n": 24 * BLOCK, "sha256": digest(np.concatenate(parts))}


def make():
    write("streams", [*seeds(), *states(), *draws(), *blocks()])
