/** What is wrong where something did not arrive, by what a person can do about it. */
export type Trouble =
  | 'name-not-found'
  | 'refused'
  | 'unreachable'
  | 'certificate'
  | 'timed-out'
  | 'broken-off'
  | 'too-large'
  | 'private'
  | 'own-address'
  | 'not-encrypted'
  | 'redirected'
  | 'not-signed-in'
  | 'not-found'
  | 'too-many'
  | 'server-error'
  | 'refused-by-answer'
  | 'unreadable-answer'
  | 'not-set-up'
  | 'gone'
  | 'program-failed'
  | 'nobody-there'

/**
 * How an attempt went. `retry` may succeed later, `refused` will not by itself, and `gone` never: the receiver has
 * unsubscribed. Texts are without secrets.
 */
export type Outcome = {
  kind: 'sent' | 'retry' | 'refused' | 'gone'
  trouble: Trouble | null
  /** In a sentence; null where it was sent, to everybody. */
  words: string | null
  /** The status of HTTP or SMTP, or the exit code of a command; null where nothing was answered. */
  status: number | null
  /** The beginning of what was answered. */
  answer: string | null
  /** The receiver asks for so much rest, in ms. */
  restMs: number | null
  /** Whether it may have arrived although that was not answered. */
  mayHaveArrived: boolean
}

/** An attempt that did not succeed. */
export const failed = (
  kind: 'retry' | 'refused' | 'gone',
  trouble: Trouble,
  words: string,
  rest: Partial<Outcome> = {},
): Outcome => ({ kind, trouble, words, status: null, answer: null, restMs: null, mayHaveArrived: false, ...rest })

export const sent = (rest: Partial<Outcome> = {}): Outcome => ({
  kind: 'sent',
  trouble: null,
  words: null,
  status: null,
  answer: null,
  restMs: null,
  mayHaveArrived: true,
  ...rest,
})
