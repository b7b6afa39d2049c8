const watches = ['Middle watch', 'Morning watch', 'Forenoon', 'Afternoon', 'Dog watch', 'First watch']

/** The name of the watch on a ship at this hour, 0 to 23. */
export const watchName = (hour: number) => watches[Math.floor(hour / 4)] ?? ''
