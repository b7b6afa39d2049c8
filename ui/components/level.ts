export type Level = 'calm' | 'warn' | 'danger'

/** The percentages from which on a share is a warning or an alarm. */
export type Limits = { warn: number; danger: number }
export const defaultLimits: Limits = { warn: 80, danger: 90 }

/** The level of a share in percent. It is judged as it is shown, in whole numbers; an unknown share is calm. */
export const levelOf = (value: number | null, limits: Limits | undefined = defaultLimits): Level =>
  value === null || Math.round(value) < limits.warn ? 'calm' : Math.round(value) < limits.danger ? 'warn' : 'danger'
