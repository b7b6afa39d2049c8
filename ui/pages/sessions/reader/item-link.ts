import { placeOfItem } from '../../../../src/facts/item-id.ts'

/** The address of an item of a transcript; its page opens at the item and marks it. */
export const hrefOfItem = (sessionId: string, itemId: string) => `/sessions/${encodeURIComponent(sessionId)}#${itemId}`

/** The item that an address points at; undefined where it points at none. */
export function itemInHash(hash: string): string | undefined {
  const id = hash.replace(/^#/, '')
  return placeOfItem(id) ? id : undefined
}
