/** An answer grows or has ended, or what answers was changed. What it says is asked for by whoever may read it. */
export type AskEvent = { kind: 'ask.changed'; id: string | null }
