import { basename, dirname, join } from 'node:path'

/** What rotation puts behind a name, or before its ending: a number, a date, or a word for the one before. */
const behind = /(?:[.-]\d[\dT:_.-]*|[.-](?:old|bak|prev|previous))$/
const beforeEnding = /[.-]\d[\dT_-]*(?=\.[A-Za-z]\w*$)/

/** Files that were packed are no text, and were read before. */
export const isPacked = (path: string) => /\.(?:gz|zst|bz2|xz|zip|lz4|Z)$/.test(path)

/** The path of the log that a file is of: `app.log.1`, `app.log-20261130` and `app-2026-11-30.log` are of `app.log`. */
export function withoutRotation(path: string): string {
  const name = basename(path)
  const plain = name.replace(behind, '').replace(beforeEnding, '')
  return plain === '' || plain.startsWith('.') ? path : join(dirname(path), plain)
}
