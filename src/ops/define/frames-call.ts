/** The kernel that calls functions on batches (`execute/frame-function.ts`). */
export const framesCall = "frame/call";

/** The kernel that calls functions on groups (`execute/group-function.ts`). */
export const groupsCall = "frame/call-groups";
