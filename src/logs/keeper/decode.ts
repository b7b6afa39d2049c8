/** How the characters of a file are written, where its first bytes say so. */
export type Utf16 = 'le' | 'be'

/** What the first bytes of a file say of its characters; null for everything that is read byte by byte. */
export function utf16Of(head: Uint8Array): Utf16 | null {
  if (head[0] === 0xff && head[1] === 0xfe) return 'le'
  if (head[0] === 0xfe && head[1] === 0xff) return 'be'
  // Without a mark: every second byte of plain words is zero.
  const size = Math.min(head.length, 64) & ~1
  if (size < 8) return null
  let even = 0
  let odd = 0
  for (let at = 0; at < size; at += 2) {
    if (head[at] === 0) even++
    if (head[at + 1] === 0) odd++
  }
  if (odd > size * 0.4 && even === 0) return 'le'
  return even > size * 0.4 && odd === 0 ? 'be' : null
}

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false })
const lenient = new TextDecoder('utf-8')
const latin = new TextDecoder('windows-1252')
const utf16 = { le: new TextDecoder('utf-16le'), be: new TextDecoder('utf-16be') }

/** The text of a line, without its newline. Bytes that are no UTF-8 are read as Latin-1; never throws. */
export function decodeLine(bytes: Uint8Array, encoding: Utf16 | null): string {
  if (encoding) return utf16[encoding].decode(aligned(bytes, encoding)).replace(/\r$/, '')
  const end = bytes.at(-1) === 0x0d ? bytes.length - 1 : bytes.length
  const line = bytes.subarray(0, end)
  try {
    return strict.decode(line)
  } catch {
    const read = lenient.decode(line)
    // A letter that was cut at either end is no reason to read all the others wrongly.
    return /^�*[^�]*�*$/.test(read) && /[^\x00-\x7f�]/.test(read) ? read : latin.decode(line)
  }
}

/** The byte that belongs to a newline stands before the line, or behind it. */
function aligned(bytes: Uint8Array, encoding: Utf16): Uint8Array {
  const from = encoding === 'le' && bytes[0] === 0 ? 1 : 0
  const to =
    encoding === 'be' && bytes.at(-1) === 0 && (bytes.length - from) % 2 === 1 ? bytes.length - 1 : bytes.length
  return bytes.subarray(from, to)
}
