const watches = ['Middle watch', 'Morning watch', 'Forenoon', 'Afternoon', 'Dog watch', 'First watch']

/** What sailors call this time of day; `hour` 0 to 23. */
export const watchName = (hour: number) => watches[Math.floor(hour / 4)] ?? ''
