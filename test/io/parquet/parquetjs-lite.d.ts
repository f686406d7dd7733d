declare module "parquetjs-lite" {
  type Row = { readonly [name: string]: unknown };
  type Field = { readonly type: string; readonly optional?: boolean; readonly compression?: string };
  interface Writer {
    appendRow(row: Row): Promise<void>;
    close(): Promise<void>;
  }
  interface Reader {
    getCursor(): { next(): Promise<Row | null> };
    close(): Promise<void>;
  }
  const parquetjs: {
    readonly ParquetSchema: new (fields: { readonly [name: string]: Field }) => object;
    readonly ParquetWriter: { openFile(schema: object, path: string): Promise<Writer> };
    readonly ParquetReader: { openFile(path: string): Promise<Reader> };
  };
  export default parquetjs;
}
