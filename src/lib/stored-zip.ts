/** A file of an archive. `name` may hold any letters and strokes between folders; `at` is when it was written, in ms. */
export type ZipEntry = { name: string; bytes: Uint8Array; at: number }

const maxEntries = 65_535
/** What 32 bits hold; larger archives need another form of the format. */
const maxBytes = 0xffff_ffff

/**
 * A zip archive of files as they are, without compression, as the pieces of it in their order. Times are told in UTC, as
 * the format has no zone. Throws a RangeError in a sentence where there are more than 65,535 files, or 4 GB of them.
 */
export function storedZip(entries: readonly ZipEntry[]): Uint8Array<ArrayBuffer>[] {
  if (entries.length > maxEntries) throw new RangeError(`An archive holds at most ${maxEntries} files.`)
  const pieces: Uint8Array<ArrayBuffer>[] = []
  const directory: Uint8Array<ArrayBuffer>[] = []
  let offset = 0
  for (const { name, bytes, at } of entries) {
    const nameBytes = new TextEncoder().encode(name)
    const about = [nameInUtf8, stored, ...dosTime(at)]
    const sizes = { crc: crc32(bytes), size: bytes.length, name: nameBytes.length }
    const head = record(30, (view) => {
      view.setUint32(0, 0x04034b50, true)
      view.setUint16(4, version, true)
      writeAbout(view, 6, about, sizes)
    })
    directory.push(
      record(46, (view) => {
        view.setUint32(0, 0x02014b50, true)
        view.setUint16(4, madeOnUnix | version, true)
        view.setUint16(6, version, true)
        writeAbout(view, 8, about, sizes)
        view.setUint32(38, ordinaryFile, true)
        view.setUint32(42, offset, true)
      }),
      nameBytes,
    )
    pieces.push(head, nameBytes, bytes as Uint8Array<ArrayBuffer>)
    offset += head.length + nameBytes.length + bytes.length
    if (offset > maxBytes) throw new RangeError('The files are more than 4 GB together. Export fewer at once.')
  }
  const directorySize = directory.reduce((sum, { length }) => sum + length, 0)
  const end = record(22, (view) => {
    view.setUint32(0, 0x06054b50, true)
    view.setUint16(8, entries.length, true)
    view.setUint16(10, entries.length, true)
    view.setUint32(12, directorySize, true)
    view.setUint32(16, offset, true)
  })
  return [...pieces, ...directory, end]
}

const version = 20
/** Names of other systems are taken for names in an old code page, whatever else is said of them. */
const madeOnUnix = 3 << 8
/** Its owner may read and write it, others may read it. */
const ordinaryFile = (0o100644 << 16) >>> 0
const nameInUtf8 = 0x0800
const stored = 0

function record(length: number, write: (view: DataView) => void): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length)
  write(new DataView(bytes.buffer))
  return bytes
}

/** What the head of a file and its line in the directory have in common: flags, method, time, date, sum, sizes, name. */
function writeAbout(
  view: DataView,
  from: number,
  about: readonly number[],
  { crc, size, name }: { crc: number; size: number; name: number },
) {
  for (const [at, value] of about.entries()) view.setUint16(from + 2 * at, value, true)
  view.setUint32(from + 8, crc, true)
  view.setUint32(from + 12, size, true)
  view.setUint32(from + 16, size, true)
  view.setUint16(from + 20, name, true)
}

/** A time as the format has it, in steps of two seconds from 1980 on: the time of day, and the day. */
function dosTime(at: number): [time: number, date: number] {
  const date = new Date(at)
  const year = Math.min(Math.max(date.getUTCFullYear(), 1980), 2107)
  return [
    (date.getUTCHours() << 11) | (date.getUTCMinutes() << 5) | (date.getUTCSeconds() >> 1),
    ((year - 1980) << 9) | ((date.getUTCMonth() + 1) << 5) | date.getUTCDate(),
  ]
}

let table: Uint32Array | undefined

function crc32(bytes: Uint8Array): number {
  table ??= Uint32Array.from({ length: 256 }, (_, byte) => {
    let sum = byte
    for (let bit = 0; bit < 8; bit++) sum = sum & 1 ? (sum >>> 1) ^ 0xedb8_8320 : sum >>> 1
    return sum
  })
  let sum = 0xffff_ffff
  for (const byte of bytes) sum = table[(sum ^ byte) & 0xff]! ^ (sum >>> 8)
  return (sum ^ 0xffff_ffff) >>> 0
}
