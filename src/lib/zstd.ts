/** Loaded on first use: it takes twenty milliseconds, and most homes have no archive. */
const zlib = () => process.getBuiltinModule('node:zlib')

/** Some whole lines of what was packed; `at` is where they begin in it. `tooLong` lists lines that were skipped. */
export type UnpackedPiece = { bytes: Uint8Array; at: number; tooLong: { at: number; bytes: number }[] }

/** So much is unpacked at once. */
const windowBytes = 1 << 20
/** A longer line is skipped and named. No runtime is known to write one of more than 4 MiB. */
const longestLineBytes = 16 << 20
/** A packer may ask for any amount of memory to be unpacked with; one that asks for more than 32 MiB is refused. */
const windowLog = 25

/**
 * Unpacks lines through a window, because a few kilobytes can stand for gigabytes: memory is needed for the window and
 * the longest line only. Throws for what is no zstd, for an archive that ends early, and behind `maxBytes`; what stands
 * before that is yielded.
 */
export async function* unpackedLines(
  packed: Uint8Array,
  { maxBytes, maxLineBytes = longestLineBytes }: { maxBytes: number; maxLineBytes?: number },
): AsyncGenerator<UnpackedPiece> {
  if (!isWholeZstd(packed)) throw new Error('it is no zstd archive, or only the beginning of one')
  const { constants, createZstdDecompress } = zlib()
  const unpacker = createZstdDecompress({
    chunkSize: windowBytes,
    params: { [constants.ZSTD_d_windowLogMax]: windowLog },
  })
  unpacker.end(packed)
  /** The beginning of a line whose end was not seen yet; where the line is too long, only its length is kept. */
  let held: Uint8Array[] = []
  let heldBytes = 0
  let isTooLong = false
  let seen = 0
  for await (const chunk of unpacker as AsyncIterable<Buffer>) {
    const room = maxBytes - seen
    const part = chunk.length > room ? chunk.subarray(0, room) : chunk
    const tooLong: UnpackedPiece['tooLong'] = []
    const end = part.lastIndexOf(newline) + 1
    let from = 0
    if (end > 0 && isTooLong) {
      from = part.indexOf(newline) + 1
      tooLong.push({ at: seen - heldBytes, bytes: heldBytes + from })
      heldBytes = 0
      isTooLong = false
    }
    if (end > from || tooLong.length > 0)
      yield {
        bytes: held.length > 0 ? Buffer.concat([...held, part.subarray(from, end)]) : part.subarray(from, end),
        at: seen + from - (held.length > 0 ? heldBytes : 0),
        tooLong,
      }
    if (end > 0) {
      held = []
      heldBytes = 0
    }
    heldBytes += part.length - end
    isTooLong ||= heldBytes > maxLineBytes
    if (isTooLong) held = []
    else if (part.length > end) held.push(part.subarray(end))
    seen += part.length
    if (chunk.length > room) throw new Error(`it unpacks to more than ${Math.round(maxBytes / 1e6)} MB`)
  }
  if (isTooLong) yield { bytes: new Uint8Array(0), at: seen, tooLong: [{ at: seen - heldBytes, bytes: heldBytes }] }
  else if (heldBytes > 0) yield { bytes: Buffer.concat(held), at: seen - heldBytes, tooLong: [] }
}

const newline = 10

/** Unpacks something small at once. Throws for what is no whole zstd, and for what unpacks to more than `maxBytes`. */
export function unpacked(packed: Uint8Array, maxBytes: number): Uint8Array {
  if (!isWholeZstd(packed)) throw new Error('it is no zstd archive, or only the beginning of one')
  const { constants, zstdDecompressSync } = zlib()
  return zstdDecompressSync(packed, {
    maxOutputLength: maxBytes,
    params: { [constants.ZSTD_d_windowLogMax]: windowLog },
  })
}

const frameMagic = 0xfd2fb528
const skippableMagic = 0x184d2a50

/**
 * Whether bytes are zstd frames to their end, by the headers of their blocks (RFC 8878, 3.1). The decoder that streams
 * takes the beginning of an archive for the whole.
 */
export function isWholeZstd(packed: Uint8Array): boolean {
  const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength)
  let at = 0
  while (at + 8 <= packed.length) {
    const magic = view.getUint32(at, true)
    if ((magic & 0xfffffff0) >>> 0 === skippableMagic) {
      at += 8 + view.getUint32(at + 4, true)
      continue
    }
    if (magic !== frameMagic) return false
    const descriptor = packed[at + 4]!
    const isSingle = (descriptor & 0x20) !== 0
    const sizeBytes = [isSingle ? 1 : 0, 2, 4, 8][descriptor >> 6]!
    at += 5 + (isSingle ? 0 : 1) + [0, 1, 2, 4][descriptor & 3]! + sizeBytes
    for (let isLast = false; !isLast; ) {
      if (at + 3 > packed.length) return false
      const header = packed[at]! | (packed[at + 1]! << 8) | (packed[at + 2]! << 16)
      isLast = (header & 1) === 1
      const type = (header >> 1) & 3
      // A block of the second type repeats one byte, whatever its size.
      at += 3 + (type === 1 ? 1 : header >> 3)
    }
    if ((descriptor & 4) !== 0) at += 4
  }
  return packed.length > 0 && at === packed.length
}
