import { zstdDecompressSync } from 'node:zlib'

/** A whole transcript larger than this has never been seen. */
export const maxTranscriptBytes = 512 << 20
/** An archive is unpacked as a whole. */
export const maxArchiveBytes = 64 << 20

/**
 * Unpacks zstd. Throws for what unpacks to more than `maxBytes`, because a few kilobytes can stand for gigabytes, and
 * for half an archive: the bounded decoder accepts one, so the strict decoder follows it.
 */
export function unpack(bytes: Uint8Array, maxBytes: number) {
  zstdDecompressSync(bytes, { maxOutputLength: maxBytes })
  return Bun.zstdDecompressSync(bytes)
}
