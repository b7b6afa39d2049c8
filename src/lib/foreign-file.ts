import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs'

/** Something in a foreign folder that is not what its name says; said like any other unreadable file. */
class NotAFile extends Error {
  override name = 'NotAFile'
}

/**
 * Opens a file of somebody else's for reading; the caller closes it. What only looks like a file is refused: opening a
 * pipe would wait for ever, a device would never end. Throws what the file system throws, and NotAFile.
 */
export function openForeignFile(path: string): number {
  const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
  if (fstatSync(file).isFile()) return file
  closeSync(file)
  throw new NotAFile('it is a pipe, a device or a folder, not a file')
}

/** A whole foreign file; one larger than `maxBytes` is refused. */
export function readForeignFile(path: string, maxBytes: number): Buffer {
  const file = openForeignFile(path)
  try {
    const { size } = fstatSync(file)
    if (size > maxBytes) throw new NotAFile(`it has ${Math.round(size / 1e6)} MB, more than is read at once`)
    return readFileSync(file)
  } finally {
    closeSync(file)
  }
}
