/** The key under which a delayed function has the function that it is of. */
export const originalKey: unique symbol = Symbol("the function itself");
