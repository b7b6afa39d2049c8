/** The address of the transcript of a session as it was at a moment (ms): it opens at what the moment is about. */
export const hrefOfMoment = (sessionId: string, at: number) => `/sessions/${encodeURIComponent(sessionId)}#at:${at}`

/** The moment that an address points at; undefined where it points at none. */
export function momentInHash(hash: string): number | undefined {
  const at = Number(/^#?at:(\d{1,15})$/.exec(hash)?.[1] ?? Number.NaN)
  return Number.isSafeInteger(at) ? at : undefined
}
