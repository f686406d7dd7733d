/** The kernel that calls functions on batches (`execute/frame-function.ts`). */
export const framesCall = "frame/call";

/** The kernel that calls functions on groups (`execute/group-function.ts`). */
export const groupsCall = "frame/call-groups";

/** The kernel that calls functions on one value after the other (`execute/value-function.ts`). */
export const valuesCall = "frame/call-values";
