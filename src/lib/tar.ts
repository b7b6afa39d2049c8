/** A file of an archive: its name with strokes between folders, its size in bytes, when it was written, in ms, and who may do what with it: its owner alone, where nothing is said. */
type TarFile = { name: string; bytes: number; at: number; mode?: number }

/** What an archive is made of: each file has a head, and is filled up to whole blocks. */
export const tarBlock = 512
/** Two empty blocks end an archive. */
export const tarEnd = new Uint8Array(2 * tarBlock)
/** How many bytes fill the last block of a file. */
export const tarFill = (bytes: number) => (tarBlock - (bytes % tarBlock)) % tarBlock

/** The most that eleven octal digits say; larger sizes are told in binary, as GNU tar does. */
const mostOctal = 0o77777777777
const nameBytes = 100
const prefixBytes = 155
const at = {
  name: 0,
  mode: 100,
  user: 108,
  group: 116,
  size: 124,
  time: 136,
  sum: 148,
  kind: 156,
  magic: 257,
  prefix: 345,
}

/** The head of a file in the format of POSIX (ustar). Throws a RangeError for a name that has no room in it. */
export function tarHead({ name, bytes, at: writtenAt, mode = 0o600 }: TarFile): Uint8Array<ArrayBuffer> {
  const head = new Uint8Array(tarBlock)
  const put = (place: number, text: string) => head.set(new TextEncoder().encode(text), place)
  const [prefix, rest] = parted(name)
  put(at.name, rest)
  put(at.mode, `${octal(mode, 7)}\0`)
  put(at.user, '0000000\0')
  put(at.group, '0000000\0')
  if (bytes <= mostOctal) put(at.size, `${octal(bytes, 11)}\0`)
  else {
    head[at.size] = 0x80
    new DataView(head.buffer).setBigUint64(at.size + 4, BigInt(bytes))
  }
  put(at.time, `${octal(Math.floor(writtenAt / 1000), 11)}\0`)
  put(at.kind, '0')
  put(at.magic, 'ustar\x0000')
  put(at.prefix, prefix)
  put(at.sum, `${octal(sumOf(head), 6)}\0 `)
  return head
}

/** What a head says: a file, something that goes with the next file or is a folder (to be passed over), or another thing. */
type TarEntry = { name: string; bytes: number; kind: 'file' | 'passed' | 'other' }

/** Reads a head. Null is the end of the archive, undefined what is no head at all. */
export function readTarHead(head: Uint8Array): TarEntry | null | undefined {
  if (head.every((byte) => byte === 0)) return null
  const text = (place: number, length: number) =>
    new TextDecoder().decode(head.subarray(place, place + length)).replace(/\0.*$/s, '')
  if (Number.parseInt(text(at.sum, 8).trim(), 8) !== sumOf(head)) return undefined
  const bytes = head[at.size] === 0x80 ? binary(head) : Number.parseInt(text(at.size, 12).trim() || '0', 8)
  if (!Number.isSafeInteger(bytes) || bytes < 0) return undefined
  const prefix = text(at.magic, 5) === 'ustar' && text(at.magic, 6) === 'ustar' ? text(at.prefix, prefixBytes) : ''
  const name = prefix === '' ? text(at.name, nameBytes) : `${prefix}/${text(at.name, nameBytes)}`
  const kind = text(at.kind, 1)
  return { name, bytes, kind: kind === '0' || kind === '' ? 'file' : 'xg5'.includes(kind) ? 'passed' : 'other' }
}

const octal = (value: number, digits: number) => value.toString(8).padStart(digits, '0')
const binary = (head: Uint8Array) => Number(new DataView(head.buffer, head.byteOffset).getBigUint64(at.size + 4))

/** The sum of a head's bytes, with blanks in the place of the sum. */
const sumOf = (head: Uint8Array) =>
  head.reduce((sum, byte, place) => sum + (place >= at.sum && place < at.kind ? 0x20 : byte), 0)

/** A long name in two parts, the first of which are folders. */
function parted(name: string): [prefix: string, rest: string] {
  const length = (text: string) => new TextEncoder().encode(text).length
  if (length(name) <= nameBytes) return ['', name]
  for (let cut = name.indexOf('/'); cut !== -1; cut = name.indexOf('/', cut + 1))
    if (length(name.slice(0, cut)) <= prefixBytes && length(name.slice(cut + 1)) <= nameBytes)
      return [name.slice(0, cut), name.slice(cut + 1)]
  throw new RangeError(`The name ${name.slice(0, 80)}… is too long for an archive. Give the file a shorter one.`)
}
