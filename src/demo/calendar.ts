const day = 86_400_000

/** The day of the week at a local time in ms, 0 for Sunday. */
export const weekdayOf = (localMs: number) => (Math.floor(localMs / day) + 4) % 7
