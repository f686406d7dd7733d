"""Writes the files of this folder: `python3 make.py`. What is in them is made again by ../bz2.test.ts."""
import bz2, os, struct

here = os.path.dirname(os.path.abspath(__file__))


def write(name, data):
    with open(os.path.join(here, name + ".bz2"), "wb") as file:
        file.write(data)


def noise(count, below, seed=1):
    out = bytearray()
    for _ in range(count):
        seed = (seed * 1103515245 + 12345) & 0x7FFFFFFF
        out.append((seed >> 16) % below)
    return bytes(out)


def lines(count):
    return b"".join(b"%d,%d,UA,SFO,NA,%d\n" % (i, i * i % 997, i % 7) for i in range(count))


def bits(data):
    return "".join(format(byte, "08b") for byte in data)


def randomized(data):
    """A block of bzip2 0.9: the text is what comes out after bits were flipped, so the checksums are of something else."""
    import re, subprocess

    libbz2 = open("/lib/x86_64-linux-gnu/libbz2.so.1.0", "rb").read()
    distances = struct.unpack("<512i", libbz2[libbz2.find(struct.pack("<3i", 619, 720, 127)):][:2048])
    text = bytearray(data)
    at, k = -2, 0
    while True:
        at += distances[k % 512]
        if at >= len(text):
            break
        text[at] ^= 1
        k += 1
    # No run of four in either: the first step of compression does nothing.
    assert not re.search(rb"(.)\1\1\1", data, re.S) and not re.search(rb"(.)\1\1\1", bytes(text), re.S)
    packed = bits(bz2.compress(data, 9))
    other = bits(bz2.compress(bytes(text), 9))
    # magic 32, mark 48, checksum 32, flag 1; the end: mark 48, checksum 32, padding.
    crc = other[80:112]
    end = packed.rindex(format(0x177245385090, "048b"))
    mixed = packed[:80] + crc + "1" + packed[113:end + 48] + crc + packed[end + 80:]
    made = bytes(int(mixed[i:i + 8], 2) for i in range(0, len(mixed), 8))
    assert subprocess.run(["bzip2", "-dc"], input=made, capture_output=True, check=True).stdout == bytes(text)
    write("randomized", made)


write("empty", bz2.compress(b""))
write("one-byte", bz2.compress(b"x"))
write("lines", bz2.compress(lines(400)))
write("noise", bz2.compress(noise(3000, 256)))
write("two-letters", bz2.compress(noise(4000, 2), 1))
# Repetitions beyond what one count holds, in several blocks.
write("zeros", bz2.compress(bytes(50_000_000), 9))
write("all-bytes", bz2.compress(bytes(range(256)) * 20))
write("periodic", bz2.compress(b"abcab" * 5000, 3))
write("blocks", bz2.compress(b"".join(noise(1000, 16, seed) * 20 for seed in range(15)), 1))
write("streams", b"".join(bz2.compress(lines(count), level) for count, level in [(10, 1), (0, 9), (200, 5), (1, 9)]))
randomized(noise(5000, 200, 7))
