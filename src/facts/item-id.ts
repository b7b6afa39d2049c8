/** An item's id says where its entry stands in the transcript, and which part of the entry it is. */
export const itemIdOf = (position: number, part: number) => `${position.toString(36)}.${part}`

/** Where the entry of an item stands, and its part; undefined for what is no id of an item. */
export function placeOfItem(id: string): { position: number; part: number } | undefined {
  if (!/^[0-9a-z]{1,11}\.\d{1,6}$/.test(id)) return undefined
  const place = { position: positionIn(id), part: Number(id.slice(id.indexOf('.') + 1)) }
  return Number.isSafeInteger(place.position) ? place : undefined
}

/** Where the entry of an item stands, of an id that is known to be one. */
export const positionIn = (id: string) => Number.parseInt(id, 36)
