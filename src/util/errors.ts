/** Everything chunkwise throws on purpose is one of these. `code` is stable; the other fields hold the values the words mention. */
export class ChunkwiseError extends Error {
  readonly code: string;
  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
  override get name(): string {
    return this.constructor.name;
  }
}

/** Shapes, chunks, axes or indices that do not fit together. */
export class ShapeError extends ChunkwiseError {
  constructor(message: string, options?: ErrorOptions) {
    super("SHAPE", message, options);
  }
}

/** A dtype that does not exist, or that an operation does not take. */
export class DTypeError extends ChunkwiseError {
  constructor(message: string, options?: ErrorOptions) {
    super("DTYPE", message, options);
  }
}

/** A column that a frame does not have, or that it would have twice. */
export class ColumnError extends ChunkwiseError {
  readonly column: string;
  /** The columns there are. */
  readonly columns: readonly string[];
  constructor(message: string, column: string, columns: readonly string[] = []) {
    super("COLUMN", message);
    this.column = column;
    this.columns = columns;
  }
}

/** Where in a file something is that cannot be read as what it should be. Rows, lines and columns count from 1. */
export interface ParsePlace {
  readonly file: string;
  readonly line?: number | undefined;
  readonly column?: string | number | undefined;
  readonly text?: string | undefined;
}

/** Content of a file that cannot be read as what it should be. */
export class ParseError extends ChunkwiseError {
  readonly file: string;
  readonly line: number | undefined;
  readonly column: string | number | undefined;
  readonly text: string | undefined;
  constructor(message: string, { file, line, column, text }: ParsePlace, options?: ErrorOptions) {
    super("PARSE", message, options);
    this.file = file;
    this.line = line;
    this.column = column;
    this.text = text;
  }
}

/** A graph that cannot run: a missing key, a cycle, a compute where none may be. */
export class GraphError extends ChunkwiseError {
  readonly key: string | undefined;
  constructor(message: string, key?: string, options?: ErrorOptions) {
    super("GRAPH", message, options);
    this.key = key;
  }
}

/** A function that cannot be sent to a worker because it uses variables from around it. */
export class ClosureError extends ChunkwiseError {
  readonly names: readonly string[];
  constructor(message: string, names: readonly string[]) {
    super("CLOSURE", message);
    this.names = names;
  }
}

/** A user's function, or a kernel, failed; `cause` is the original error with its stack. */
export class TaskError extends ChunkwiseError {
  readonly key: string;
  readonly operation: string;
  constructor(key: string, operation: string, cause: unknown) {
    super("TASK", `${operation}: task ${key} failed: ${wordsOf(cause)}`, { cause });
    this.key = key;
    this.operation = operation;
  }
}

/** Anything may be thrown, also what cannot be looked at. */
function wordsOf(thrown: unknown): string {
  try {
    return String(thrown instanceof Error ? thrown.message : thrown);
  } catch {
    return "something was thrown that cannot be looked at";
  }
}

/** A worker ended while it was running a task. */
export class WorkerLostError extends ChunkwiseError {
  readonly worker: number;
  readonly exit: string;
  readonly running: readonly string[];
  constructor(worker: number, exit: string, running: readonly string[]) {
    super("WORKER_LOST", `worker ${worker} was lost (${exit}) while running ${running.join(", ") || "nothing"}`);
    this.worker = worker;
    this.exit = exit;
    this.running = running;
  }
}

/** Work that cannot be done within the memory limit. */
export class MemoryLimitError extends ChunkwiseError {
  readonly limitBytes: number;
  readonly askedBytes: number;
  readonly operation: string;
  constructor(operation: string, askedBytes: number, limitBytes: number, wayOut: string) {
    super("MEMORY_LIMIT", `${operation}: needs ${formatBytes(askedBytes)}, the limit is ${formatBytes(limitBytes)}; ${wayOut}`);
    this.operation = operation;
    this.askedBytes = askedBytes;
    this.limitBytes = limitBytes;
  }
}

/** A file or store that cannot be read or written as asked. */
export class StorageError extends ChunkwiseError {
  readonly url: string;
  constructor(url: string, message: string, options?: ErrorOptions) {
    super("STORAGE", `${url}: ${message}`, options);
    this.url = url;
  }
}

/** 1_500_000_000 → "1.4 GiB". */
export function formatBytes(bytes: number): string {
  const units = ["bytes", "KiB", "MiB", "GiB", "TiB", "PiB"];
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${unit === 0 ? value : value >= 99.5 ? Math.round(value) : value.toPrecision(2)} ${units[unit]}`;
}
