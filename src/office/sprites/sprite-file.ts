/** What a file is called that can be a sprite; without its ending it is the name of the sprite. */
export const spriteFileName = /^[a-z0-9-]{1,40}\.png$/

/** The largest file, in bytes, and the longest side of its picture, in art pixels. */
const mostBytes = 64 * 1024
const longestSide = 96

/** So many bytes of a file say what it is. */
export const headBytes = 33

const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
/** The length and the name of the first part of a PNG. */
const header = [0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]
const start = [...signature, ...header]

/** How large the picture of a file is, by its size in bytes and its first bytes; else why it is no sprite. */
export function measureSprite(size: number, head: Uint8Array): { width: number; height: number } | { why: string } {
  if (size > mostBytes) return { why: `It has more than ${mostBytes / 1024} KiB.` }
  if (head.length < headBytes || start.some((byte, at) => head[at] !== byte)) return { why: 'It is not a PNG picture.' }
  const view = new DataView(head.buffer, head.byteOffset)
  const [width, height] = [view.getUint32(16), view.getUint32(20)]
  if (width < 1 || height < 1 || width > longestSide || height > longestSide)
    return { why: `It is ${width} × ${height}; a sprite has at most ${longestSide} × ${longestSide} art pixels.` }
  return { width, height }
}
