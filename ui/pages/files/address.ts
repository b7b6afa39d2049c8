/** Which files are listed. */
export const choices = ['all', 'written', 'read', 'conflicts'] as const
export type Choice = (typeof choices)[number]

/** How many days back. */
export const spans = [1, 7, 30] as const
export type Days = (typeof spans)[number]

/** What is shown of the chosen file: who touched it, what changed today, or all that was ever done to it. */
export const views = ['touched', 'diff', 'history'] as const
export type View = (typeof views)[number]

/** What the address says of this page: what is listed, and the chosen file; undefined where none was chosen. */
export type Address = { only: Choice; days: Days; q: string; path: string | undefined; view: View }

type Params = { only?: unknown; days?: unknown; q?: unknown; path?: unknown; view?: unknown }

const maxWords = 200
const maxPath = 4_096

/** What the parameters of an address mean; what means nothing is left out. */
export function addressOf({ only, days, q, path, view }: Params): Address {
  return {
    only: choices.find((one) => one === only) ?? 'all',
    days: spans.find((one) => String(one) === days) ?? 30,
    q: typeof q === 'string' ? q.slice(0, maxWords) : '',
    path: typeof path === 'string' && path !== '' && path.length <= maxPath ? path : undefined,
    view: views.find((one) => one === view) ?? 'touched',
  }
}

/** The parameters of an address, without those that say nothing. */
export const paramsOf = ({ only, days, q, path, view }: Address) => ({
  only: only === 'all' ? undefined : only,
  days: days === 30 ? undefined : String(days),
  q: q.trim() === '' ? undefined : q,
  path,
  view: view === 'touched' ? undefined : view,
})

/** The link to the place in a transcript where a file was touched; none for a touch from outside. */
export const hrefOfTouch = ({ sessionId, itemId }: { sessionId: string; itemId: string }) =>
  sessionId === '' ? undefined : `/sessions/${encodeURIComponent(sessionId)}#${encodeURIComponent(itemId)}`

/** The address that opens a file in an editor, out of what is configured for it. */
export function hrefInEditor(template: string, path: string, line: number | null): string {
  const encoded = path.toWellFormed().split('/').map(encodeURIComponent).join('/')
  // Most editors want `file/home/…`, with one stroke.
  const written = template.includes('/{path}') ? encoded.replace(/^\//, '') : encoded
  return template.replaceAll('{path}', () => written).replaceAll('{line}', String(line ?? 1))
}
