"""Writes the files of this folder with the tools zstd, lz4 and xz: `python3 make.py`. What is in them is made again by ../codecs.test.ts."""
import os, subprocess

here = os.path.dirname(os.path.abspath(__file__))


def lines(count):
    return b"".join(b"%d,%d,UA,SFO,NA,%d\n" % (i, i * i % 997, i % 7) for i in range(count))


def run(*command):
    return lambda data: subprocess.run(command, input=data, capture_output=True, check=True).stdout


def write(name, *parts):
    with open(os.path.join(here, name), "wb") as file:
        file.write(b"".join(parts))


# Longer than what blocks of 64 KB refer back to.
whole = lines(150) * 40
noise = bytes((i * i * 31 + i // 7) % 251 for i in range(3000))
skippable = bytes([0x53, 0x2A, 0x4D, 0x18, 5, 0, 0, 0]) + b"skip!"
zstd = run("zstd", "-c", "--check")
lz4 = run("lz4", "-c")
write("lines.zst", zstd(whole))
write("lines-unchecked.zst", run("zstd", "-c", "-19", "--no-check")(whole))
write("frames.zst", skippable, zstd(whole[:200]), skippable, zstd(b""), zstd(whole[200:]))
write("noise.zst", zstd(noise))
write("empty.zst", zstd(b""))
write("lines.lz4", lz4(whole))
write("linked.lz4", run("lz4", "-c", "-B4", "-BD", "-BX")(whole))
write("independent.lz4", run("lz4", "-c", "-9", "-B4", "-BI", "--no-frame-crc")(whole))
write("frames.lz4", lz4(whole[:200]), skippable, lz4(b""), lz4(whole[200:]))
write("noise.lz4", lz4(noise))
write("empty.lz4", lz4(b""))
write("lines.xz", run("xz", "-c")(whole))
