export type Level = 'calm' | 'warn' | 'danger'

/** From where on a share is too much. */
export type Limits = { warn: number; danger: number }
export const usual: Limits = { warn: 80, danger: 90 }

/** Judges a share as it is shown, in whole numbers. */
export const levelOf = (value: number | null, limits: Limits | undefined = usual): Level =>
  value === null || Math.round(value) < limits.warn ? 'calm' : Math.round(value) < limits.danger ? 'warn' : 'danger'
