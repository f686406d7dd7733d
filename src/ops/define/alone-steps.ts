/** Steps of tasks that run JavaScript on whole inputs (`execute/alone.ts`): each is all of its program. */
export const aloneSteps = { call: "alone/call", frame: "alone/frame", array: "alone/array" } as const;

export const alonePrefix = "alone/";
