import { closeSync, fsyncSync, openSync, readSync, statSync, writeSync } from 'node:fs'
import { Refusal } from '../lib/refusal.ts'
import { streamOf } from '../lib/stream-of.ts'
import { readTarHead, tarBlock, tarEnd, tarFill, tarHead } from '../lib/tar.ts'

/** A file that goes into an archive. */
export type Packed = { name: string; at: number } & ({ path: string } | { content: Uint8Array<ArrayBuffer> })

/** A file of an archive with its bytes, which are read before the next file is asked for. */
export type Unpacked = { name: string; bytes: number; content: AsyncGenerator<Uint8Array, void> }

/** What the types of the web and of Bun do not say alike. */
type Gzip = ReadableWritablePair<Uint8Array, Uint8Array>

const pieceBytes = 1 << 18

/** Writes files into one archive, packed as gzip does, and waits until the disk has it. Throws what the system throws. */
export async function writeArchive(path: string, files: readonly Packed[]): Promise<void> {
  const file = openSync(path, 'wx', 0o600)
  try {
    const packed = (await streamOf(piecesOf(files))).pipeThrough(new CompressionStream('gzip') as Gzip)
    for await (const piece of packed) for (let done = 0; done < piece.length; ) done += writeSync(file, piece, done)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

async function* piecesOf(files: readonly Packed[]): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
  for (const file of files) {
    const bytes = 'path' in file ? statSync(file.path).size : file.content.length
    yield tarHead({ name: file.name, bytes, at: file.at })
    if ('content' in file) yield file.content
    else yield* piecesOfFile(file.path, bytes)
    yield new Uint8Array(tarFill(bytes))
  }
  yield tarEnd
}

/** Exactly so many bytes of a file: its head says so already. */
function* piecesOfFile(path: string, bytes: number) {
  const file = openSync(path, 'r')
  try {
    for (let left = bytes; left > 0; ) {
      const piece = new Uint8Array(Math.min(left, pieceBytes))
      const read = readSync(file, piece)
      if (read === 0) throw new Refusal('conflict', `${path} became shorter while it was read. Try again.`)
      left -= read
      yield piece.subarray(0, read)
    }
  } finally {
    closeSync(file)
  }
}

/**
 * The files of an archive in their order, packed with gzip or not. Throws a Refusal where it is torn, damaged, or holds
 * what is no plain file.
 */
export async function* readArchive(path: string): AsyncGenerator<Unpacked, void> {
  const damaged = (what: string) => new Refusal('conflict', `${path} ${what}. Nothing was changed.`)
  const reader = createByteReader(await openPacked(path), (error) =>
    damaged(`is torn or was changed: ${error.message}`),
  )
  for (let count = 0; ; count++) {
    const head = await reader.exactly(tarBlock)
    // What is not even as long as one head is no archive.
    if (!head) throw damaged(count === 0 ? 'is not a backup of Wheelhouse' : 'is torn: its end is missing')
    const entry = readTarHead(head)
    if (entry === null) break
    if (entry === undefined) throw damaged(count === 0 ? 'is not a backup of Wheelhouse' : 'was changed or is damaged')
    if (entry.kind === 'other') throw damaged(`holds ${JSON.stringify(entry.name)}, which is no plain file`)
    const content = contentOf(entry.bytes)
    if (entry.kind === 'file') yield { name: entry.name.replace(/^\.\//, ''), bytes: entry.bytes, content }
    // What nobody wanted is passed over.
    for await (const _ of content);
    if (!(await reader.exactly(tarFill(entry.bytes)))) throw damaged('is torn: its end is missing')
  }
  // The packing has its own sum at the very end.
  while (await reader.some(pieceBytes));

  async function* contentOf(bytes: number) {
    for (let left = bytes; left > 0; ) {
      const piece = await reader.some(left)
      if (!piece) throw damaged('is torn: its end is missing')
      left -= piece.length
      yield piece
    }
  }
}

async function openPacked(path: string): Promise<AsyncIterable<Uint8Array>> {
  const file = Bun.file(path)
  const [first, second] = await file.slice(0, 2).bytes()
  const isPacked = first === 0x1f && second === 0x8b
  return isPacked ? file.stream().pipeThrough(new DecompressionStream('gzip')) : file.stream()
}

/** Takes bytes out of pieces as they come. What the pieces throw is thrown as `broken` says. */
function createByteReader(pieces: AsyncIterable<Uint8Array>, broken: (error: Error) => Error) {
  const iterator = pieces[Symbol.asyncIterator]()
  let left = new Uint8Array()

  /** At least one byte and at most so many; undefined at the end. */
  async function some(most: number): Promise<Uint8Array | undefined> {
    while (left.length === 0) {
      const next = await iterator.next().catch((error: Error) => {
        throw broken(error)
      })
      if (next.done) return undefined
      left = next.value as Uint8Array<ArrayBuffer>
    }
    const piece = left.subarray(0, most)
    left = left.subarray(piece.length)
    return piece
  }

  /** So many bytes; undefined where there are fewer. */
  async function exactly(bytes: number): Promise<Uint8Array | undefined> {
    const whole = new Uint8Array(bytes)
    for (let at = 0; at < bytes; ) {
      const piece = await some(bytes - at)
      if (!piece) return undefined
      whole.set(piece, at)
      at += piece.length
    }
    return whole
  }

  return { some, exactly }
}
