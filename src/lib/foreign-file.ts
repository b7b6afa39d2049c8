import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs'

/**
 * The path names a pipe, a device or a folder, or a file that is too large: reported like any other unreadable file.
 */
class NotAFile extends Error {
  override name = 'NotAFile'
}

/**
 * Opens another program's file for reading; the caller closes it. A pipe or a device is refused, because opening the
 * one would block and reading the other would never end. Throws what the file system throws, and NotAFile.
 */
export function openForeignFile(path: string): number {
  const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
  if (fstatSync(file).isFile()) return file
  closeSync(file)
  throw new NotAFile('it is a pipe, a device or a folder, not a file')
}

/** The whole content of a foreign file. Throws NotAFile for one of more than `maxBytes`. */
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
