"""Products of vectors, matrices and more axes. Values are exact whatever the order of summation."""

from ask import FLOATS, INTS, Family, count, np


def values(shape, dtype, seed):
    rng = np.random.default_rng(seed)
    if dtype == "bool":
        return rng.integers(0, 2, shape).astype(bool)
    if dtype in FLOATS:
        return (rng.integers(-8, 9, shape) / 4).astype(dtype)
    return rng.integers(0 if dtype.startswith("u") else -5, 6, shape).astype(dtype)


def make():
    f = Family("linear")
    for i, dtype in enumerate(FLOATS + INTS + ["bool"]):
        a, b = f.input(f"{dtype}/a", values((3, 5), dtype, i)), f.input(f"{dtype}/b", values((5, 4), dtype, i + 50))
        for call in ("matmul", "dot"):
            f.ask(call, a, b)
        f.ask("outer", a[0], b[:, 0])
        f.ask("vdot", a[0], b[:, 0])
        f.ask("trace", a, convert=count if dtype == "bool" else None)
        f.ask("tensordot", a, b, 1)
    v = lambda *shape: values(shape, "float64", len(shape) + sum(shape))  # noqa: E731
    pairs = [((4,), (4,)), ((4,), (4, 3)), ((2, 4), (4,)), ((2, 3, 4), (4, 5)), ((2, 3, 4), (2, 4, 2)), ((3, 4), (2, 4, 2)), ((2, 1, 3, 4), (5, 4, 2)), ((4,), (2, 4, 3)), ((2, 3, 4), (4,))]
    pairs += [((0, 3), (3, 2)), ((2, 0), (0, 3)), ((2, 3), (3, 0)), ((1, 1), (1, 1)), ((2, 3), (2, 3)), ((3,), (4,)), ((2, 2, 3), (3, 3, 2)), ((), (3,)), ((7, 130), (130, 9))]
    for a, b in pairs:
        f.ask("matmul", v(*a), v(*b))
    for a, b in [((4,), (4,)), ((), (3,)), ((), ()), ((2, 3, 4), (4,)), ((2, 3, 4), (2, 4, 2)), ((3,), (4,)), ((2, 0), (0, 3))]:
        f.ask("dot", v(*a), v(*b))
    for a, b, axes in [((3, 4), (4, 5), 1), ((3, 4), (3, 4), 2), ((3,), (4,), 0), ((2, 3, 4), (4, 3, 2), [[1, 2], [1, 0]]), ((2, 3, 4), (3, 2), [[0, 1], [1, 0]]), ((2, 3), (2, 3), [1, 1]), ((2, 3), (2, 3), 1), ((2, 3, 4), (3, 4, 5), 2)]:
        f.ask("tensordot", v(*a), v(*b), axes)
    for a, b in [((3,), (2,)), ((2, 2), (3,)), ((), (2,)), ((0,), (2,))]:
        f.ask("outer", v(*a), v(*b))
    f.ask("vdot", v(2, 3), v(2, 3))
    for k in (0, 1, -1, 5):
        f.ask("trace", v(3, 4), k)
    f.ask("trace", v(2, 3, 4), 0, 1, 2)
    f.ask("trace", v(2, 3, 4))
    a, b, c, square = v(3, 4), v(4, 5), v(5, 2), v(3, 3)
    cases = [("ij,jk->ik", a, b), ("ij,jk", a, b), ("ij,jk,kl->il", a, b, c), ("ij->ji", a), ("ij->", a), ("ij->j", a), ("ij", a), ("ii->i", square), ("ii", square), ("ii->", square)]
    cases += [("i,j->ij", v(3), v(4)), ("i,i->", v(3), v(3)), ("ij,ij->ij", a, a), ("ij,ij->", a, a), ("ba", a), ("bij,bjk->bik", v(2, 3, 4), v(2, 4, 3)), ("...ij,...jk->...ik", v(2, 3, 4), v(4, 2))]
    cases += [("...j->...", v(2, 3, 4)), ("...,...", v(3), v(3)), ("ij,kj->ik", a, v(2, 4)), ("ijk->kij", v(2, 3, 4)), ("iij->j", v(3, 3, 2)), ("ij , jk -> ik", a, b), ("i->ii", v(3)), ("ij,jk->iz", a, b), ("ij,jk->ik", a, c)]
    for subscripts, *arrays in cases:
        f.ask("einsum", subscripts, *arrays)
    for dtype in ("int32", "float32"):
        f.ask("einsum", "ij,jk->ik", f.named[f"{dtype}/a"], f.named[f"{dtype}/b"])
    f.write()
