import type { Program, Register, Step } from "../graph/program.ts";
import type { Place } from "../graph/task.ts";
import type { Chunks, Meta } from "./meta.ts";
import type { Region } from "./region.ts";
import { tokenize } from "./token.ts";

/** What an operation is told besides its inputs: data with content (see `tokenize`). */
export type Params = { readonly [key: string]: unknown };

/** What to compute, not how. Never changes. Equal tokens mean equal results. */
export interface Expr<P extends Params = Params> {
  readonly op: Op<P>;
  readonly inputs: readonly Expr[];
  readonly params: P;
  readonly meta: Meta;
  readonly token: string;
  /** What a source holds that has no place in a token: chunks in memory. Its content is in `params`. */
  readonly held?: unknown;
}

/** What an operation means. One object holds all there is to know; nothing else switches on its name. */
export interface Op<P extends Params = Params> {
  readonly name: string;
  /** The same at every place and cheap to make: it is made again wherever it is used. */
  readonly everywhere?: true;
  /** It takes some rows and changes none: it may go below what makes them. */
  readonly selects?: true;
  /** Equal expressions get equal ones. By content, unless said. */
  token?(params: P, inputs: readonly string[]): string;
  /** The meta of the result. Throws if the inputs do not fit: the one place where arguments are checked. */
  infer(inputs: readonly Meta[], params: P): Meta;
  /** An equal expression that is cheaper, or nothing. */
  simplify?(node: Expr<P>): Expr | undefined;
  /** Takes a parent's selection into its inputs, or nothing if it cannot. */
  absorb?(node: Expr<P>, parent: Expr): Expr | undefined;
  /** Of frames: the columns of each input that are needed to give these. All of them unless said. */
  needs?(node: Expr<P>, wanted: ReadonlySet<string>): readonly ReadonlySet<string>[];
  /** Of frames: the same on inputs that may lack columns nobody asked them for; at least the wanted columns, in their order. */
  narrow?(node: Expr<P>, inputs: readonly Expr[], wanted: ReadonlySet<string>): Expr;
  /** Of frames that are read: what reads have in common that could be one, whatever their columns. */
  sharedBy?(node: Expr<P>): Params;
  /** One read of all their columns, if there can be one. */
  union?(nodes: readonly Expr<P>[]): Expr | undefined;
  /** Of frames: the same in smaller ops, which take its place before anything runs. */
  rewrite?(node: Expr<P>, hints: RewriteHints): Expr;
  /** For an op that is a promise until the lengths of its inputs are known: what it is then. Any other has `blockwise` or `pieces`. */
  settle?(node: Expr<P>): Expr;
  /** How a chunk is computed. */
  blockwise?(node: Expr<P>): Blockwise;
  /** How a chunk is put together from parts of other chunks, none of them changed. */
  pieces?(node: Expr<P>): Pieces;
  /** How chunks are made that take a task each, of JavaScript on whole inputs: values, and what is made of them. */
  readonly alone?: Alone<P>;
  /** The same numbers in other chunks, of inputs in chunks that go with these: for sources that can be read or made in any shape of chunk, and what is computed element by element. */
  rechunk?(node: Expr<P>, chunks: Chunks, inputs: readonly Expr[]): Expr;
}

/** What an op is told that is rewritten, and may tell. */
export interface RewriteHints {
  /** Rows that are where they are needed already may stay there. */
  readonly stay: boolean;
  /** Rows of keys that have very many may be spread. */
  readonly spread: boolean;
  /** What chunks, results and scratch may take. */
  readonly memoryLimitBytes: number;
  /** A decision, for `explain`. */
  note(text: string): void;
}

/** The place of a chunk in its grid. */
export type GridIndex = readonly number[];

/** A chunk of one of the inputs. */
export interface ChunkRef {
  readonly input: number;
  readonly at: GridIndex;
}

/** Builds a program: gives back the register of what each step makes. */
export interface Builder {
  step(step: Step): Register;
  /** The index, among the task's places, of the place of the chunk being made (`Blockwise.place`). */
  place(): number;
}

/** How the chunk of the result at a place is made. */
export interface Blockwise {
  /** Which chunks it is made from. Unless said, the chunk with the same number (C order of the grid) of every input. */
  reads?(at: GridIndex): readonly ChunkRef[];
  /** With `reads`: whether it reads exactly one chunk of this input, the one with its own number, so that the two can be one task. */
  aligned?(input: number): boolean;
  /** So many chunks, next to each other along the last axis, are made together by one task, and all that follows is asked for the first of them. Readers say which they read. */
  readonly results?: number;
  /** Adds the steps that make it, from the chunks it reads: gives its register, or with `results` a list of them. */
  steps(build: Builder, args: readonly Register[], at: GridIndex): Register | readonly Register[];
  /** Places whose steps are equal give the same text and share a program; all of them unless said. */
  variant?(at: GridIndex): string;
  /** Where steps that depend on positions are: the place of the result's chunk, or of an input's. */
  place?(at: GridIndex): Place;
  /** The most elements the chunk can have, where neither the meta's chunks nor the largest chunk it reads tell it. */
  bound?(at: GridIndex): number;
  /** About how many bytes a chunk of a frame will have, each on its own; unless said, as many as what it reads. */
  bytes?(at: GridIndex): number;
  /** About what share of the bytes it reads a chunk of a frame has, where `bytes` does not say more. */
  readonly share?: number;
  /** About how much memory outside the pool the steps take: batches that are no task's result. */
  scratch?(at: GridIndex): number;
}

/** How each chunk is made by a task of its own, which is one step: no other work joins it. */
export interface Alone<P extends Params = Params> {
  reads(node: Expr<P>, at: GridIndex): readonly ChunkRef[];
  /** It has an input for each of these; equal ones should be one object. */
  program(node: Expr<P>): Program;
  literal?(node: Expr<P>): Uint8Array;
  /** About how many bytes the chunk will have, where its lengths are not known. */
  readonly bytes: number;
}

/** A part of a chunk and where it goes in the result's chunk. */
export interface Piece extends ChunkRef {
  /** Without one, the whole chunk as it stands. */
  readonly region?: Region;
  readonly start: readonly number[];
}

/** How a chunk is put together. */
export interface Pieces {
  /** The parts that make up the chunk, without overlap; where they leave gaps there is `fill`. */
  parts(at: GridIndex): readonly Piece[];
  /** Every chunk is one whole part: nothing has to be copied. */
  readonly single?: boolean;
  readonly fill?: number | bigint | boolean;
}

/** Makes an expression; `infer` throws what is wrong with the arguments. */
export function makeExpr<P extends Params>(op: Op<P>, inputs: readonly Expr[], params: P, held?: unknown): Expr<P> {
  const meta = op.infer(
    inputs.map((input) => input.meta),
    params,
  );
  const tokens = inputs.map((input) => input.token);
  const token = op.token?.(params, tokens) ?? tokenize(op.name, params, tokens);
  const node = { op, inputs, params, meta, token };
  return held === undefined ? node : { ...node, held };
}
