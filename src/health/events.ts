import type { Reading } from './reading.ts'

export type HealthEvent = { kind: 'health.read'; reading: Reading }
