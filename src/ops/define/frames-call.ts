/** The kernel that calls functions on batches (`execute/frame-function.ts`). */
export const framesCall = "frame/call";
