/** What the breaker guards, what it did or what it holds has changed. */
export type BreakerEvent = { kind: 'breaker.changed' }
