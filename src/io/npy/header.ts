import { closeSync, fstatSync } from "node:fs";
import { allDTypes, type DType, dtypes } from "../../chunk/dtype.ts";
import { DTypeError, StorageError } from "../../util/errors.ts";
import { openFile, readExactly } from "../files/read.ts";

/** What the head of a `.npy` file says. Format: NumPy's `numpy.lib.format`, versions 1 to 3. */
export interface NpyHeader {
  readonly dtype: DType;
  readonly shape: readonly number[];
  /** Columns lie together, not rows. */
  readonly fortran: boolean;
  readonly bigEndian: boolean;
  /** Where the elements begin, in bytes. */
  readonly offset: number;
  readonly fileBytes: number;
  readonly modifiedMs: number;
}

const magic = "\x93NUMPY";

/** Reads the head of a file and checks that the elements are all there. */
export function readHeader(path: string): NpyHeader {
  const file = openFile(path);
  try {
    const { size, mtimeMs } = fstatSync(file);
    const start = readBytes(file, path, 0, Math.min(12, size));
    if (start.toString("latin1", 0, 6) !== magic) throw new StorageError(path, "is not a .npy file: it does not begin with \\x93NUMPY");
    const major = start[6]!;
    if (major < 1 || major > 3) throw new StorageError(path, `has version ${major} of the .npy format; 1, 2 and 3 are known`);
    const prefix = major === 1 ? 10 : 12;
    if (size < prefix) throw new StorageError(path, `is cut: ${size} bytes hold no header`);
    const length = major === 1 ? start.readUInt16LE(8) : start.readUInt32LE(8);
    if (prefix + length > size) throw new StorageError(path, `is cut: the header takes ${prefix + length} bytes, the file has ${size}`);
    const text = readBytes(file, path, prefix, length).toString(major === 3 ? "utf8" : "latin1");
    const head = { ...parseHeader(path, text), offset: prefix + length, fileBytes: size, modifiedMs: mtimeMs };
    const needed = head.offset + head.shape.reduce((count, extent) => count * extent, dtypes[head.dtype].itemsize);
    if (size < needed) throw new StorageError(path, `is cut: shape [${head.shape}] of ${head.dtype} takes ${needed} bytes, the file has ${size}`);
    return head;
  } finally {
    closeSync(file);
  }
}

function readBytes(file: number, path: string, position: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  readExactly(file, path, position, bytes);
  return bytes;
}

/** The header is a Python dictionary of three entries. */
function parseHeader(path: string, text: string): Pick<NpyHeader, "dtype" | "shape" | "fortran" | "bigEndian"> {
  const descr = /['"]descr['"]\s*:\s*(?:['"]([^'"]*)['"]|(\[))/.exec(text);
  const order = /['"]fortran_order['"]\s*:\s*(True|False)/.exec(text);
  const shape = /['"]shape['"]\s*:\s*\(([^)]*)\)/.exec(text);
  if (descr === null || order === null || shape === null)
    throw new StorageError(path, `has a header without descr, fortran_order or shape: ${JSON.stringify(text.trim())}`);
  if (descr[2] !== undefined) throw new DTypeError(`fromNpy: ${path} holds records of several fields; arrays of one dtype are read`);
  const extents = shape[1]!
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
  const lengths = extents.map((part) => Number(part.replace(/L$/, "")));
  if (lengths.some((length) => !Number.isSafeInteger(length) || length < 0)) throw new StorageError(path, `has a header with the shape (${shape[1]})`);
  return { ...parseDescr(path, descr[1]!), shape: lengths, fortran: order[1] === "True" };
}

function parseDescr(path: string, descr: string): Pick<NpyHeader, "dtype" | "bigEndian"> {
  const [, order, code] = /^([<>=|]?)(.+)$/.exec(descr) ?? [];
  const dtype = allDTypes.find((name) => dtypes[name].npy === code);
  if (dtype === undefined) {
    const what = code?.startsWith("O") ? "Python objects" : JSON.stringify(descr);
    throw new DTypeError(`fromNpy: ${path} holds ${what}; these dtypes are read: ${allDTypes.join(", ")}`);
  }
  return { dtype, bigEndian: order === ">" };
}

/** The head of a file in C order, little endian. Elements begin at a multiple of 64 bytes. */
export function formatHeader(dtype: DType, shape: readonly number[]): Uint8Array {
  const { npy, itemsize } = dtypes[dtype];
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(", ")})`;
  const text = `{'descr': '${itemsize === 1 ? "|" : "<"}${npy}', 'fortran_order': False, 'shape': ${tuple}, }`;
  const prefix = text.length + 11 > 0xffff ? 12 : 10;
  const length = Math.ceil((prefix + text.length + 1) / 64) * 64 - prefix;
  const bytes = Buffer.alloc(prefix + length, " ");
  bytes.write(magic, 0, "latin1");
  bytes[6] = prefix === 10 ? 1 : 2;
  bytes[7] = 0;
  if (prefix === 10) bytes.writeUInt16LE(length, 8);
  else bytes.writeUInt32LE(length, 8);
  bytes.write(text, prefix, "latin1");
  bytes[prefix + length - 1] = 10;
  return bytes;
}
