import type { CsvFormat } from "../../ops/frame/csv-scan.ts";

/** A record and where the next line begins. */
export interface TextRecord {
  readonly fields: readonly string[];
  readonly next: number;
}

/**
 * Reads one record, as native/kernels/csv-walk.hpp does, skipping lines without any. Nothing if the bytes end before it does and more may come; `ended`: nothing comes.
 */
export function readRecord(bytes: Uint8Array, start: number, format: CsvFormat, ended: boolean): TextRecord | undefined {
  for (let at = start; at < bytes.length; ) {
    const record = readLine(bytes, at, format, ended);
    if (record === undefined) return undefined;
    if (record.fields.length > 1 || /[^ \t]/.test(record.fields[0] ?? "") || record.quoted) return record;
    at = record.next;
  }
  return undefined;
}

function readLine(
  bytes: Uint8Array,
  start: number,
  { delimiter, quote, escape, comment, latin1 }: CsvFormat,
  ended: boolean,
): (TextRecord & { quoted: boolean }) | undefined {
  const fields: string[] = [];
  let text: number[] = [];
  let within: "start" | "plain" | "quoted" | "closed" = "start";
  let [escaped, commented, quoted] = [false, false, false];
  const finish = () => {
    fields.push(Buffer.from(text).toString(latin1 ? "latin1" : "utf8"));
    text = [];
    within = "start";
  };
  for (let at = start; at <= bytes.length; at++) {
    if (at === bytes.length && !ended) return undefined;
    const byte = at === bytes.length ? 10 : bytes[at]!;
    const open = escaped || within === "quoted";
    if (open && at === bytes.length) return undefined;
    if (!open && (byte === 10 || byte === 13)) {
      if (byte === 13 && at + 1 === bytes.length && !ended) return undefined;
      if (!commented) finish();
      return { fields, next: Math.min(bytes.length, at + (byte === 13 && bytes[at + 1] === 10 ? 2 : 1)), quoted };
    }
    if (commented) continue;
    if (!open && byte === delimiter) finish();
    else if (!open && byte === comment && within !== "closed") {
      commented = true;
      if (at > start) finish();
    } else if (escaped) {
      escaped = false;
      text.push(byte);
    } else if (byte === escape && within !== "closed") {
      escaped = true;
      if (within === "start") within = "plain";
    } else if (byte === quote && within === "start") {
      within = "quoted";
      quoted = true;
    } else if (byte === quote && within === "quoted") within = "closed";
    else {
      within = within === "closed" ? (byte === quote ? "quoted" : "plain") : within === "start" ? "plain" : within;
      text.push(byte);
    }
  }
  return undefined;
}
