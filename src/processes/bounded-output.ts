/** How much of a stream is kept, in bytes, and which end of it where it is longer. */
export type OutputLimit = { maxBytes: number; keep: 'head' | 'tail' }

/**
 * Takes a stream piece by piece and keeps one end of it. Whatever comes, no more than `maxBytes` and one piece are held.
 * Pieces are not copied, so their memory is not to be used again.
 */
export function createBoundedOutput({ maxBytes, keep }: OutputLimit) {
  const pieces: Uint8Array[] = []
  let heldBytes = 0
  let seenBytes = 0

  function pushToHead(piece: Uint8Array) {
    const room = maxBytes - heldBytes
    if (room > 0) hold(piece.subarray(0, room))
  }

  function pushToTail(piece: Uint8Array) {
    hold(piece.length > maxBytes ? piece.subarray(piece.length - maxBytes) : piece)
    while (heldBytes - pieces[0]!.length >= maxBytes && pieces.length > 1) heldBytes -= pieces.shift()!.length
  }

  function hold(piece: Uint8Array) {
    // A small part of a large piece would keep all of its memory; to copy every piece of a flood would cost as much.
    pieces.push(piece.buffer.byteLength > 2 * piece.length ? piece.slice() : piece)
    heldBytes += piece.length
  }

  return {
    push(piece: Uint8Array) {
      seenBytes += piece.length
      if (keep === 'head') pushToHead(piece)
      else pushToTail(piece)
    },
    /** What was kept, exactly `maxBytes` where there was more. A character may be cut in two. */
    bytes() {
      const held = Buffer.concat(pieces)
      return held.length > maxBytes ? held.subarray(held.length - maxBytes) : held
    },
    truncated: () => seenBytes > maxBytes,
    heldBytes: () => heldBytes,
  }
}
