/** NumPy's print option: digits after the point. */
const precision = 8;
/** Enough to tell a half from a double beside it, which differs within 17 digits. */
const exactDigits = 40;

/** Digits of a number: 0.d₁d₂… × 10^point, no trailing zeros. Zero has no digits. */
interface Decimal {
  readonly negative: boolean;
  readonly digits: string;
  readonly point: number;
}

interface Parts {
  readonly whole: string;
  readonly fraction: string;
  readonly exponent: string;
}

/** Floats as words of one width, with the points below each other: as few digits as tell them apart, at most 8 after the point. */
export function formatFloats(values: readonly number[], dtype: "float32" | "float64"): readonly string[] {
  const scientific = needsExponents(values, dtype);
  const shortestParts = values.map((value) => split(value, dtype, scientific));
  const width = (of: keyof Parts) => shortestParts.reduce((widest, part) => Math.max(widest, part?.[of].length ?? 0), 0);
  const [fractionWidth, exponentWidth] = [width("fraction"), width("exponent")];
  const tailWidth = 1 + fractionWidth + exponentWidth;
  // Columns with exponents show all digits of each element, as many as the longest has.
  const parts = scientific ? values.map((value) => split(value, "exact", true, fractionWidth)) : shortestParts;
  const words = values.map((value) => (Number.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf"));
  const wholeWidth = parts.reduce((widest, part, i) => Math.max(widest, part ? part.whole.length : words[i]!.length - tailWidth), 0);

  return parts.map((part, i) => {
    if (!part) return words[i]!.padStart(wholeWidth + tailWidth);
    const fraction = part.fraction.padEnd(fractionWidth, scientific ? "0" : " ");
    return `${part.whole.padStart(wholeWidth)}.${fraction}${padExponent(part.exponent, exponentWidth)}`;
  });
}

function needsExponents(values: readonly number[], dtype: "float32" | "float64"): boolean {
  const sizes = values.filter((value) => Number.isFinite(value) && value !== 0).map(Math.abs);
  if (sizes.length === 0) return false;
  const most = sizes.reduce((a, b) => Math.max(a, b));
  const least = sizes.reduce((a, b) => Math.min(a, b));
  // NumPy divides and compares in the dtype of the array.
  const inDType = dtype === "float32" ? Math.fround : Number;
  return most >= 1e8 || least < inDType(1e-4) || inDType(most / least) > 1000;
}

function padExponent(exponent: string, width: number): string {
  return exponent === "" ? "" : `${exponent.slice(0, 2)}${exponent.slice(2).padStart(width - 2, "0")}`;
}

/** The text of a finite value, before it is aligned. */
function split(value: number, digitsOf: "float32" | "float64" | "exact", scientific: boolean, places = precision): Parts | undefined {
  if (!Number.isFinite(value)) return undefined;
  const decimal = digitsOf === "exact" ? parse(value.toExponential(exactDigits), value) : shortest(value, digitsOf);
  const { negative, digits, point } = round(decimal, value, scientific ? places + 1 : decimal.point + places);
  const sign = negative ? "-" : "";
  if (!scientific) {
    const whole = digits.slice(0, Math.max(point, 0)).padEnd(point, "0") || "0";
    const fraction = digits === "" ? "" : point < 0 ? "0".repeat(-point) + digits : digits.slice(point);
    return { whole: sign + whole, fraction, exponent: "" };
  }
  const power = digits === "" ? 0 : point - 1;
  const exponent = `e${power < 0 ? "-" : "+"}${String(Math.abs(power)).padStart(2, "0")}`;
  return { whole: sign + (digits[0] ?? "0"), fraction: digits.slice(1), exponent };
}

/** The shortest decimal that reads back as this very value of its dtype. */
function shortest(value: number, dtype: "float32" | "float64"): Decimal {
  if (dtype === "float64") return parse(value.toExponential(), value);
  for (let digits = 0; digits < 8; digits++) {
    const text = value.toExponential(digits);
    if (Math.fround(Number(text)) === value) return parse(text, value);
  }
  return parse(value.toExponential(8), value);
}

function parse(text: string, value: number): Decimal {
  const [mantissa, power] = text.replace("-", value < 0 ? "" : "-").split("e") as [string, string];
  const digits = mantissa.replace(".", "").replace(/0+$/, "");
  return { negative: value < 0 || Object.is(value, -0), digits, point: Number(power) + 1 };
}

/** Cuts to `keep` digits, rounding the exact value, halves to even (`toFixed` rounds halves up). */
function round(decimal: Decimal, value: number, keep: number): Decimal {
  if (decimal.digits.length <= keep) return decimal;
  if (keep < 0) return { ...decimal, digits: "" };
  const exact = parse(Math.abs(value).toExponential(exactDigits), Math.abs(value));
  const rest = exact.digits.slice(keep);
  const kept = `0${exact.digits.slice(0, keep)}`;
  const above = rest[0]! > "5" || (rest[0] === "5" && rest.length > 1);
  const up = above || (rest === "5" && Number(kept.at(-1)) % 2 === 1);
  const rounded = (BigInt(kept) + (up ? 1n : 0n)).toString().padStart(keep, "0");
  const carried = rounded.length > keep ? 1 : 0;
  return { negative: decimal.negative, digits: rounded.replace(/0+$/, ""), point: exact.point + carried };
}
