export type Level = 'calm' | 'warn' | 'danger'

/** The percentages from which on a share is a warning or an alarm. */
export type Limits = { warn: number; danger: number }
/** Those of a machine: its CPU, memory, swap and disks. */
export const machineLimits: Limits = { warn: 80, danger: 95 }

/** The level of a share in percent. It is judged as it is shown, in whole numbers; an unknown share is calm. */
export const levelOf = (value: number | null, limits: Limits): Level =>
  value === null || Math.round(value) < limits.warn ? 'calm' : Math.round(value) < limits.danger ? 'warn' : 'danger'
