/** Hands out ids for pieces and rooms that nothing else has. */
export function createIds(taken: Iterable<string> = []) {
  const known = new Set(taken)
  function firstFree(nameOf: (number: number) => string) {
    let number = 1
    while (known.has(nameOf(number))) number++
    const id = nameOf(number)
    known.add(id)
    return id
  }
  return {
    /** The id itself; with a number where it is taken. */
    named: (id: string) => firstFree((number) => (number === 1 ? id : `${id}-${number}`)),
    /** With a number in any case, so that the places of a piece, which have numbers too, are nobody else's. */
    numbered: (base: string) => firstFree((number) => `${base}-${number}`),
  }
}

/** What the ids of a kind begin with. */
export const idBase = (kind: string) => kind.replaceAll(/[.:]/g, '-')
