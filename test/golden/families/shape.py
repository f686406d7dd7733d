"""The same elements in another shape, order or company."""

from ask import ALL, Family, edges, np

PADS = "constant edge linear_ramp maximum mean median minimum reflect symmetric wrap empty".split()


def surgery(f, cube, line, one):
    for shape in [(24,), (4, 6), (-1,), (2, -1, 2), (1, 24, 1), (6, 4), (3, 2, 2, 2), (5, 5), (-1, -1), (0,)]:
        f.ask("reshape", cube, list(shape))
    f.ask("reshape", np.zeros((0, 3)), [3, 0])
    f.ask("reshape", np.zeros((0, 3)), [0, -1])
    f.ask("reshape", one, [])
    f.ask("reshape", np.array(5.0), [1, 1])
    f.ask("ravel", cube)
    f.ask("ravel", np.array(5.0))
    for axes in (None, [2, 0, 1], [0, 1, 2], [-1, 0, 1], [1, 0, 2]):
        f.ask("transpose", cube, *([] if axes is None else [axes]))
    f.ask("transpose", cube, [0, 0, 1])
    for a, b in ((0, 1), (0, -1), (2, 2), (0, 3)):
        f.ask("swapaxes", cube, a, b)
    for source, destination in ((0, -1), (-1, 0), ([0, 1], [-1, -2]), ([2], [0])):
        f.ask("moveaxis", cube, source, destination)
    f.ask("squeeze", one)
    three = f.input("three", np.arange(3.0).reshape(1, 3, 1))
    f.ask("squeeze", three)
    f.ask("squeeze", three, 0)
    f.ask("squeeze", three, -1)
    f.ask("squeeze", three, [0, 2], of=lambda x, a: np.squeeze(x, tuple(a)))
    f.ask("squeeze", three, 1)
    for axis in (0, -1, 1, 3, 4):
        f.ask("expandDims", cube, axis)
    f.ask("expandDims", line, [0, 2])
    for shape in ([2, 5], [5], [1, 1, 5], [4], [3, 2]):
        f.ask("broadcastTo", line, shape)
    f.ask("broadcastTo", one, [2, 0, 3])
    for axis in (None, 0, 1, -1, [0, 2]):
        f.ask("flip", cube, axis, of=lambda x, a: np.flip(x, tuple(a) if isinstance(a, list) else a))
    for k in (0, 1, 2, 3, -1, 5):
        f.ask("rot90", cube, k)
    f.ask("rot90", cube, 1, [2, 1])
    for shift, axis in ((1, None), (-3, 0), (7, 1), ([1, 2], [0, 2]), (0, 0), (100, 2)):
        f.ask("roll", cube, shift, axis, of=lambda x, n, a: np.roll(x, tuple(n) if isinstance(n, list) else n, tuple(a) if isinstance(a, list) else a))
    for repeats, axis in ((2, None), (3, 0), (2, -1), (0, 1)):
        f.ask("repeat", cube, repeats, axis)
    for reps in (2, [2, 1], [1, 2, 1], [2, 1, 1, 2], [], 0):
        f.ask("tile", line, reps)
        f.ask("tile", cube, reps)
    for call in ("atleast1d", "atleast2d", "atleast3d"):
        for x in (np.array(5.0), line, cube):
            f.ask(call, x, of=getattr(np, call.replace("t1", "t_1").replace("t2", "t_2").replace("t3", "t_3")))


def joining(f, cube, line, one):
    for axis in (0, 1, -1):
        f.ask("concatenate", [cube, cube[:, :, :]], axis)
        f.ask("stack", [cube, cube], axis)
    f.ask("stack", [cube, cube], 3)
    f.ask("concatenate", [cube, cube[:1]], 0)
    f.ask("concatenate", [cube, cube[:1]], 1)
    f.ask("concatenate", [cube, line], 0)
    f.ask("concatenate", [line, np.zeros(0), line])
    f.ask("concatenate", [np.array([1, 2], "int8"), np.array([3], "uint8"), np.array([True])])
    f.ask("concatenate", [np.array([1, 2], "int16"), np.array([3], "uint16"), np.array([0.5], "float32")])
    f.ask("concatenate", [])
    f.ask("concatenate", [np.array(1.0), np.array(2.0)])
    f.ask("stack", [np.array(1.0), np.array(2.0)])
    f.ask("stack", [line, line[:2]])
    f.ask("stack", [])
    for call in ("hstack", "vstack", "dstack"):
        for arrays in ([line, line], [cube, cube], [np.array(1.0), np.array(2.0)], [np.ones((2, 2)), np.zeros((2, 2))]):
            f.ask(call, arrays)
    a, b = np.ones((2, 2)), np.zeros((2, 3))
    f.ask("block", [[a, b], [b[:1], a[:1]]])
    f.ask("block", [line, line])
    f.ask("block", [[line], [line]])
    f.ask("block", [[a, b], [a]])


def padding(f, cube, line):
    for mode in PADS:
        if mode == "empty":
            continue
        about = {"ulp": 1} if mode in ("linear_ramp", "mean") else {}
        for width in (2, [1, 3], [[0, 2]]):
            f.ask("pad", line, width, mode, **about)
        f.ask("pad", cube, [[1, 0], [0, 2], [1, 1]], mode, **about)
        # Wider than the array: the pattern goes on.
        f.ask("pad", line, 12, mode, **about)
        f.ask("pad", np.arange(6, dtype="int16").reshape(2, 3), 1, mode, **about)
    f.ask("pad", line, 1, "constant", options={"constantValues": 7.0})
    f.ask("pad", line, [1, 2], "constant", options={"constantValues": [3.0, 4.0]})
    f.ask("pad", cube, 1, "constant", options={"constantValues": [[1, 2], [3, 4], [5, 6]]})
    f.ask("pad", line, [3, 2], "linear_ramp", options={"endValues": [9.0, -3.0]}, ulp=1)
    f.ask("pad", line, 2, "mean", options={"statLength": 2}, ulp=1)
    f.ask("pad", line, 2, "maximum", options={"statLength": [1, 3]})
    f.ask("pad", line, 3, "reflect", options={"reflectType": "odd"})
    f.ask("pad", line, 3, "symmetric", options={"reflectType": "odd"})
    for mode in ("reflect", "symmetric"):
        for x in (line, np.array([2, 5, 4], "int16"), np.array([9], "uint8")):
            f.ask("pad", x, [2, 1] if len(x) > 3 else [len(x) * 2, len(x)], mode, options={"reflectType": "odd"})
    f.ask("pad", cube, [[1, 0], [0, 4], [5, 6]], "symmetric", options={"reflectType": "odd"})
    for mode in ("mean", "linear_ramp"):
        f.ask("pad", np.array([True, False, False, True]), 3, mode)
    f.ask("pad", line, 0, "edge")
    f.ask("pad", line, -1, "edge")
    f.ask("pad", np.zeros((0,)), 2, "constant")
    f.ask("pad", np.zeros((0,)), 2, "edge")


def make():
    f = Family("shape")
    cube = f.input("cube", np.arange(24.0).reshape(2, 3, 4))
    line = f.input("line", np.array([1.0, 4.0, -2.0, 7.5, 3.0]))
    one = f.input("one", np.array([[[8.0]]]))
    surgery(f, cube, line, one)
    joining(f, cube, line, one)
    padding(f, cube, line)
    for dtype in ALL:
        e = edges(dtype)
        f.ask("flip", e, 0)
        f.ask("concatenate", [e, e[:1]])
        f.ask("roll", e, 2)
        f.ask("repeat", e[:3], 2)
        f.ask("pad", e[-3:], 1, "edge")
        f.ask("reshape", e[:2], [2, 1])
    f.write()
