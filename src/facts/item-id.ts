/** An item's id says where its entry stands in the transcript, and which part of the entry it is. */
export const itemIdOf = (position: number, part: number) => `${position.toString(36)}.${part}`

/** Where the entry of an item stands, and its part; undefined for what is no id of an item. */
export function placeOfItem(id: string): { position: number; part: number } | undefined {
  const [, position = '', part = ''] = /^([0-9a-z]{1,11})\.(\d{1,6})$/.exec(id) ?? []
  const place = { position: Number.parseInt(position, 36), part: Number(part) }
  return Number.isSafeInteger(place.position) && position !== '' ? place : undefined
}
