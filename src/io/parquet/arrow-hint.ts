import { Field, Schema } from "apache-arrow";
import { Message } from "apache-arrow/ipc/metadata/message";
import type { Schema as FrameSchema } from "../../expr/meta.ts";
import { arrowTypeOf } from "../arrow/arrow-types.ts";

/** A schema as the key `ARROW:schema` of Parquet's metadata has it: an IPC message in base 64. */
export function arrowHintOf(schema: FrameSchema): string {
  const message = Message.encode(Message.from(new Schema(schema.map(({ name, type }) => new Field(name, arrowTypeOf(type), true)))));
  const length = Math.ceil(message.length / 8) * 8;
  const bytes = Buffer.alloc(8 + length);
  bytes.writeInt32LE(-1, 0);
  bytes.writeInt32LE(length, 4);
  bytes.set(message, 8);
  return bytes.toString("base64");
}
