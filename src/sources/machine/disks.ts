import type { DiskReading } from '../../facts/machine.ts'

type Mount = { device: string; path: string; type: string }

/** File systems that are no disks, and images that are always full. */
const notDisks = /^(squashfs|iso9660|udf|cramfs|erofs|ramfs|tmpfs|devtmpfs|autofs|efivarfs|fuse\.snapfuse)$/
const boots = /^\/(boot|efi)(\/|$)/
const overlay = 'overlay'

/**
 * Parses `/proc/mounts`: each file system once, where it is mounted nearest to the root. Network file systems are left
 * out, because a server that does not answer would block. An overlay counts only as the root of a container.
 */
export function parseMounts(text: string): Mount[] {
  const nearest = new Map<string, Mount>()
  for (const line of text.split('\n')) {
    const [source = '', target = '', type = ''] = line.split(' ')
    const path = unescaped(target)
    if (notDisks.test(type) || boots.test(path) || /^\/etc\/(hosts|hostname|resolv\.conf)$/.test(path)) continue
    const isDisk = source.startsWith('/dev/') || type === 'zfs' || type === 'bcachefs'
    if (!isDisk && !(type === overlay && path === '/')) continue
    // All data sets of a pool share its space.
    const device = type === 'zfs' ? source.split('/')[0]! : unescaped(source)
    const known = nearest.get(device)
    if (!known || path.length < known.path.length) nearest.set(device, { device, path, type })
  }
  return [...nearest.values()]
}

/** The kernel writes spaces in names as octal numbers. */
const unescaped = (name: string) =>
  name.replace(/\\(\d{3})/g, (_, octal) => String.fromCharCode(Number.parseInt(octal, 8)))

/** The sizes of a mounted file system, from `statfs`. */
export type Room = { bsize: number; blocks: number; bfree: number; bavail: number }

/** The reading of a file system; undefined for one without a size. */
export function diskOf({ device, path }: Mount, { bsize, blocks, bfree, bavail }: Room): DiskReading | undefined {
  if (!(blocks > 0)) return undefined
  const usedBytes = (blocks - bfree) * bsize
  const freeBytes = bavail * bsize
  if (usedBytes + freeBytes <= 0) return undefined
  const usedPercent = (usedBytes / (usedBytes + freeBytes)) * 100
  return { device, path, totalBytes: blocks * bsize, usedBytes, freeBytes, usedPercent }
}

/** Orders disks, the fullest first, and leaves out an overlay whose disk is listed as well. */
export const ordered = (disks: (DiskReading & { type?: string })[]): DiskReading[] =>
  disks
    .filter(
      (disk) =>
        disk.type !== overlay || !disks.some((other) => other.type !== overlay && other.totalBytes === disk.totalBytes),
    )
    .map(({ type: _, ...disk }) => disk)
    .sort((a, b) => b.usedPercent - a.usedPercent)
