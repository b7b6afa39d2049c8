import type { AskEvent } from '../events.ts'

/** A sample of each event, all fields filled. */
export const sampleEvents: AskEvent[] = [{ kind: 'ask.changed', id: '0e5c7b2a-6f0c-4d3e-9a51-3f4f2f8f1c11' }]
