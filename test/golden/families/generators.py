"""The bit generators besides PCG64: states after seeding, jumps and advances, and raw outputs."""

import hashlib

from encode import np, write

LCGS = ("PCG64", "PCG64DXSM")


def words(bits):
    """The state as native/kernels/random.hpp has it: 32-bit words, low first."""
    state = bits.state["state"]
    if "inc" in state:
        return [int(state[k]) >> shift & 0xFFFFFFFF for k in ("state", "inc") for shift in (0, 32, 64, 96)]
    if "pos" in state:
        return [int(word) for word in state["key"]] + [int(state["pos"])]
    wide = [*state["counter"], *state["key"]] if "counter" in state else state["state"]
    return [int(word) >> shift & 0xFFFFFFFF for word in wide for shift in (0, 32)]


def digest(values):
    return hashlib.sha256(np.ascontiguousarray(values).tobytes()).hexdigest()


def cases():
    for name in ("PCG64DXSM", "MT19937", "Philox", "SFC64"):
        for seed in (0, 42, 2**70, [7, 2**40, 3]):
            for jumps in (0,) if name == "SFC64" else (0, 1, 2, 5, 1000):
                for steps in (0, 12345, 2**130 + 7) if name in (*LCGS, "Philox") else (0,):
                    bits = getattr(np.random, name)(seed)
                    bits = bits.jumped(jumps) if jumps else bits
                    if steps:
                        bits.advance(steps % 2**128 if name in LCGS else steps)
                    all_words = np.array(words(bits), np.uint32)
                    case = {"generator": name, "seed": [str(s) for s in seed] if isinstance(seed, list) else str(seed), "jumps": jumps, "steps": str(steps)}
                    case["words"] = digest(all_words) if name == "MT19937" else [int(word) for word in all_words]
                    yield {**case, "raw": digest(bits.random_raw(1500))}


def make():
    write("generators", list(cases()))
