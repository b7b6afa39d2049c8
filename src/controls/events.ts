import type { Service } from './service.ts'

export type ControlEvent =
  | { kind: 'control.changed'; service: Service }
  /** A service is not there any more. */
  | { kind: 'control.gone'; id: string }
