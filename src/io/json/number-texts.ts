/** How the numbers, arrays and objects are written that an object has as values, by key. The line is known to be JSON. */
export function numberTexts(line: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  let at = line.indexOf("{") + 1;
  const skipSpace = () => {
    while (line.charCodeAt(at) <= 32) at++;
  };
  const skipString = () => {
    at++;
    while (line[at] !== '"') at += line[at] === "\\" ? 2 : 1;
    at++;
  };
  const skipNested = () => {
    for (let depth = 0; ; ) {
      const char = line[at];
      if (char === '"') {
        skipString();
        continue;
      }
      at++;
      if (char === "{" || char === "[") depth++;
      else if ((char === "}" || char === "]") && --depth === 0) return;
    }
  };
  for (;;) {
    skipSpace();
    if (line[at] !== '"') return found;
    const keyAt = at;
    skipString();
    const key = JSON.parse(line.slice(keyAt, at)) as string;
    skipSpace();
    at++;
    skipSpace();
    const valueAt = at;
    const first = line[at]!;
    if (first === '"') skipString();
    else if (first === "{" || first === "[") skipNested();
    else while (!",} \t\r\n".includes(line[at]!)) at++;
    // The last of two equal keys counts.
    if (first === "[" || first === "{" || first === "-" || (first >= "0" && first <= "9")) found.set(key, line.slice(valueAt, at));
    else found.delete(key);
    skipSpace();
    at++;
  }
}
