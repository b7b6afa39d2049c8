/** Which files are listed. */
export const choices = ['all', 'written', 'read', 'conflicts'] as const
export type Choice = (typeof choices)[number]

/** How many days back. */
export const spans = [1, 7, 30] as const
export type Days = (typeof spans)[number]

/** What the address says of this page: what is listed, and the chosen file; undefined where none was chosen. */
export type Address = { only: Choice; days: Days; q: string; path: string | undefined }

type Params = { only?: unknown; days?: unknown; q?: unknown; path?: unknown }

const maxWords = 200
const maxPath = 4_096

/** What the parameters of an address mean; what means nothing is left out. */
export function addressOf({ only, days, q, path }: Params): Address {
  return {
    only: choices.find((one) => one === only) ?? 'all',
    days: spans.find((one) => String(one) === days) ?? 30,
    q: typeof q === 'string' ? q.slice(0, maxWords) : '',
    path: typeof path === 'string' && path !== '' && path.length <= maxPath ? path : undefined,
  }
}

/** The parameters of an address, without those that say nothing. */
export const paramsOf = ({ only, days, q, path }: Address) => ({
  only: only === 'all' ? undefined : only,
  days: days === 30 ? undefined : String(days),
  q: q.trim() === '' ? undefined : q,
  path,
})

/** The link to the place in a transcript where a file was touched. */
export const hrefOfTouch = ({ sessionId, itemId }: { sessionId: string; itemId: string }) =>
  `/sessions/${encodeURIComponent(sessionId)}#${encodeURIComponent(itemId)}`
