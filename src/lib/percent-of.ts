/** How much one number is of another, to a tenth of a percent; null where either is unknown, or the whole is 0. */
export const percentOf = (part: number | null, whole: number | null): number | null =>
  part === null || !whole ? null : Math.round((part / whole) * 1000) / 10
