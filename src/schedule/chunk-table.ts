/** What a chunk is doing. */
export const Where = { nowhere: 0, memory: 1, leaving: 2, disk: 3, coming: 4, gone: 5 } as const;

/** All that a scheduler knows of its chunks, by their numbers. */
export interface ChunkTable {
  readonly bytes: Float64Array;
  readonly where: Uint8Array;
  /** Whether there is a copy on disk: chunks never change, so such a chunk leaves memory for free. */
  readonly onDisk: Uint8Array;
  readonly spillable: Uint8Array;
  /** Admitted tasks that read it. */
  readonly pins: Int32Array;
  /** What it is still needed for: readers that are not done, and one more for outputs and data. */
  readonly left: Int32Array;
}

export function createChunkTable(bytes: Float64Array): ChunkTable {
  const count = bytes.length;
  return {
    bytes,
    where: new Uint8Array(count),
    onDisk: new Uint8Array(count),
    spillable: new Uint8Array(count).fill(1),
    pins: new Int32Array(count),
    left: new Int32Array(count),
  };
}
