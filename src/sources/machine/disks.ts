import type { DiskReading } from '../../facts/machine.ts'

type Mount = { device: string; path: string; type: string }

/** Images that are full by nature, and what only looks like a disk. */
const notDisks = /^(squashfs|iso9660|udf|cramfs|erofs|ramfs|tmpfs|devtmpfs|autofs|efivarfs|fuse\.snapfuse)$/
const boots = /^\/(boot|efi)(\/|$)/
const overlay = 'overlay'

/**
 * `/proc/mounts`: each file system once, where it is mounted nearest to the root. What is only reached through a
 * network is left out: a server that does not answer would hold us up. An overlay counts only as the root of a
 * container.
 */
export function parseMounts(text: string): Mount[] {
  const nearest = new Map<string, Mount>()
  for (const line of text.split('\n')) {
    const [source = '', target = '', type = ''] = line.split(' ')
    const path = unescaped(target)
    if (notDisks.test(type) || boots.test(path) || /^\/etc\/(hosts|hostname|resolv\.conf)$/.test(path)) continue
    const isDisk = source.startsWith('/dev/') || type === 'zfs' || type === 'bcachefs'
    if (!isDisk && !(type === overlay && path === '/')) continue
    // All data sets of a pool share its room.
    const device = type === 'zfs' ? source.split('/')[0]! : unescaped(source)
    const known = nearest.get(device)
    if (!known || path.length < known.path.length) nearest.set(device, { device, path, type })
  }
  return [...nearest.values()]
}

/** The kernel writes blanks in names as octal numbers. */
const unescaped = (name: string) =>
  name.replace(/\\(\d{3})/g, (_, octal) => String.fromCharCode(Number.parseInt(octal, 8)))

/** What `statfs` says of a mounted file system. */
export type Room = { bsize: number; blocks: number; bfree: number; bavail: number }

/** Undefined for what has no size. */
export function diskOf({ device, path }: Mount, { bsize, blocks, bfree, bavail }: Room): DiskReading | undefined {
  if (!(blocks > 0)) return undefined
  const usedBytes = (blocks - bfree) * bsize
  const freeBytes = bavail * bsize
  if (usedBytes + freeBytes <= 0) return undefined
  const usedPercent = (usedBytes / (usedBytes + freeBytes)) * 100
  return { device, path, totalBytes: blocks * bsize, usedBytes, freeBytes, usedPercent }
}

/** The fullest first. An overlay stands on a disk: where that is listed as well, it is not said twice. */
export const ordered = (disks: (DiskReading & { type?: string })[]): DiskReading[] =>
  disks
    .filter(
      (disk) =>
        disk.type !== overlay || !disks.some((other) => other.type !== overlay && other.totalBytes === disk.totalBytes),
    )
    .map(({ type: _, ...disk }) => disk)
    .sort((a, b) => b.usedPercent - a.usedPercent)
