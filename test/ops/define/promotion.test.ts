import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { DType, Scalar } from "../../../src/chunk/dtype.ts";
import { floatDType, holds, meanDType, type Promote, prodDType, promote, promoteScalar, resultDType, sumDType } from "../../../src/ops/define/promotion.ts";
import { readGolden } from "../../golden/decode.ts";

interface Case {
  readonly call: string;
  readonly dtypes: readonly [DType, ...DType[]];
  readonly value?: number | boolean;
  readonly result: DType | boolean | "float16" | "OverflowError";
}
const { cases } = readGolden<Case>("promotion");
const asked = (call: string) => cases.filter((one) => one.call === call);

describe("promotion", () => {
  test("brings arrays together as NumPy does", () => {
    for (const { dtypes, result } of asked("promote")) assert.equal(promote(...dtypes), result, dtypes.join(" with "));
  });

  test("does not depend on the order of dtypes", () => {
    for (const { dtypes, result } of asked("promote")) assert.equal(promote(...([...dtypes].reverse() as [DType])), result);
  });

  test("knows which dtypes hold all values of which", () => {
    for (const { dtypes, result } of asked("holds")) assert.equal(holds(dtypes[0], dtypes[1]!), result, dtypes.join(" holds "));
  });

  test("lets scalars give way to arrays as NumPy 2 does", () => {
    for (const { dtypes, value, result } of asked("scalar")) {
      const ask = (scalar: Scalar) => promoteScalar(dtypes[0], scalar, "add");
      for (const scalar of Number.isInteger(value) ? [value!, BigInt(value!)] : [value!]) {
        if (result === "OverflowError") assert.throws(() => ask(scalar), { name: "RangeError", message: /^add: .* is out of range for u?int/ });
        else assert.equal(ask(scalar), result, `${dtypes[0]} with ${scalar}`);
      }
    }
  });

  test("sends numbers that are not integral to float64 unless the array is float32", () => {
    for (const value of [NaN, Infinity, 0.5]) {
      assert.equal(promoteScalar("int8", value, "add"), "float64");
      assert.equal(promoteScalar("bool", value, "add"), "float64");
      assert.equal(promoteScalar("float32", value, "add"), "float32");
    }
    assert.equal(promoteScalar("int8", -0, "add"), "int8");
    assert.throws(() => promoteScalar("int64", 2 ** 63, "add"), RangeError);
    assert.equal(promoteScalar("uint64", 2 ** 63, "add"), "uint64");
  });

  test("lets arrays decide among themselves before scalars join", () => {
    assert.equal(resultDType("where", ["int8", { scalar: 200 }, "uint8"]), "int16");
    assert.equal(resultDType("where", [{ scalar: 1 }, { scalar: 2n }]), "float64");
    assert.equal(resultDType("where", [{ scalar: true }, { scalar: 2n }]), "int64");
    assert.equal(resultDType("where", [{ scalar: 0.5 }, "float32", { scalar: 1 }]), "float32");
    assert.throws(() => resultDType("where", ["int8", { scalar: 200 }]), RangeError);
  });

  test("gives functions of floats, means, sums and products the dtypes of NumPy, but for float16 and counts", () => {
    const tables: Record<string, Record<DType, DType>> = { float: floatDType, mean: meanDType, sum: sumDType, prod: prodDType };
    for (const [call, table] of Object.entries(tables)) {
      for (const { dtypes, result } of asked(call)) {
        const counts = call === "sum" && dtypes[0] === "bool";
        assert.equal(table[dtypes[0]], counts || result === "float16" ? "float64" : result, `${call} of ${dtypes[0]}`);
      }
    }
  });

  test("is known to TypeScript too", () => {
    const sum: Promote<"int8", "uint8"> = "int16";
    const wide: Promote<"uint64", "int8"> = "float64";
    // @ts-expect-error int32 holds neither
    const wrong: Promote<"uint32", "float32"> = "int32";
    assert.deepEqual([sum, wide, wrong], [promote("int8", "uint8"), promote("uint64", "int8"), "int32"]);
  });
});
