/** Whether plain data says the same: a memo that is compared so asks nothing anew. */
export const isSame = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)
