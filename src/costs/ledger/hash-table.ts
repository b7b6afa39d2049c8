/**
 * Finds rows by a hash while they have no index in the database: the ids of the rows for each hash, in 24 to 48 bytes a row.
 * Hashes are positive whole numbers, ids positive ones below 2^32.
 */
export function createHashTable() {
  let hashes = new Float64Array(1 << 12)
  let ids = new Uint32Array(hashes.length)
  let used = 0

  function grow() {
    const [oldHashes, oldIds] = [hashes, ids]
    hashes = new Float64Array(2 * oldHashes.length)
    ids = new Uint32Array(hashes.length)
    used = 0
    for (let slot = 0; slot < oldHashes.length; slot++) if (oldIds[slot]! > 0) put(oldHashes[slot]!, oldIds[slot]!)
  }

  function put(hash: number, id: number) {
    let slot = hash % hashes.length
    while (hashes[slot] !== 0) slot = slot + 1 === hashes.length ? 0 : slot + 1
    hashes[slot] = hash
    ids[slot] = id
    used++
  }

  return {
    size: () => used,

    add(hash: number, id: number) {
      if (2 * used >= hashes.length) grow()
      put(hash, id)
    },

    /** The slot keeps its hash, so that what was put behind it is still found. */
    remove(hash: number, id: number) {
      for (let slot = hash % hashes.length; hashes[slot] !== 0; slot = slot + 1 === hashes.length ? 0 : slot + 1)
        if (hashes[slot] === hash && ids[slot] === id) ids[slot] = 0
    },

    /** The ids of the rows with a hash; nearly always none or one. */
    idsOf(hash: number): number[] {
      let found = none
      for (let slot = hash % hashes.length; hashes[slot] !== 0; slot = slot + 1 === hashes.length ? 0 : slot + 1)
        if (hashes[slot] === hash && ids[slot]! > 0) found = [...found, ids[slot]!]
      return found
    },
  }
}

const none: number[] = []

/**
 * A positive whole number below 2^47, which SQLite stores in six bytes. It is stored, so it must stay the same for the same
 * text in every version: FNV-1a in the upper bits, a second mix of the same letters in the lower ones.
 */
export function hashOf(text: string): number {
  let upper = 0x811c9dc5
  let lower = text.length
  for (let at = 0; at < text.length; at++) {
    const letter = text.charCodeAt(at)
    upper = Math.imul(upper ^ letter, 0x01000193)
    lower = Math.imul(lower ^ letter, 0x85ebca6b)
    lower ^= lower >>> 13
  }
  return ((upper ^ (upper >>> 15)) & 0x7fff) * 0x1_0000_0000 + (lower >>> 0) + 1
}
