/** Which addresses of the internet protocol are of a network of one's own, and never of somebody on the internet. */

type Address = { version: 4; bytes: number[] } | { version: 6; bytes: number[] }

/** Reads an address as a resolver gives it; undefined for what is none. */
export function parseAddress(text: string): Address | undefined {
  const v4 = parseV4(text)
  if (v4) return { version: 4, bytes: v4 }
  const plain = text.replace(/^\[|\]$/g, '').split('%')[0]!
  return parseV6(plain)
}

function parseV4(text: string): number[] | undefined {
  const parts = text.split('.')
  if (parts.length !== 4 || parts.some((part) => !/^(0|[1-9]\d{0,2})$/.test(part) || Number(part) > 255))
    return undefined
  return parts.map(Number)
}

function parseV6(text: string): Address | undefined {
  const halves = text.split('::')
  if (halves.length > 2 || !text.includes(':')) return undefined
  const [head, tail] = halves.map((half) => (half === '' ? [] : half.split(':')))
  const words = (list: string[] = []) =>
    list.flatMap((word, index) => {
      const v4 = index === list.length - 1 && word.includes('.') ? parseV4(word) : undefined
      if (v4) return [v4[0]! * 256 + v4[1]!, v4[2]! * 256 + v4[3]!]
      return [/^[0-9a-f]{1,4}$/i.test(word) ? Number.parseInt(word, 16) : Number.NaN]
    })
  const [before, after] = [words(head), words(tail)]
  const missing = 8 - before.length - after.length
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined
  const all = [...before, ...new Array<number>(halves.length === 1 ? 0 : missing).fill(0), ...after]
  if (all.some(Number.isNaN)) return undefined
  const bytes = all.flatMap((word) => [word >> 8, word & 255])
  // An address of version 4 in the clothes of one of version 6: mapped, translated or by way of 6to4.
  const isZero = (from: number, to: number) => bytes.slice(from, to).every((byte) => byte === 0)
  if (isZero(0, 10) && bytes[10] === 255 && bytes[11] === 255) return { version: 4, bytes: bytes.slice(12) }
  if (isZero(0, 8) && bytes[8] === 255 && bytes[9] === 255 && isZero(10, 12))
    return { version: 4, bytes: bytes.slice(12) }
  if (isZero(0, 12) && !isZero(12, 15)) return { version: 4, bytes: bytes.slice(12) }
  if (all[0] === 0x64 && all[1] === 0xff9b && isZero(4, 12)) return { version: 4, bytes: bytes.slice(12) }
  if (all[0] === 0x2002) return { version: 4, bytes: bytes.slice(2, 6) }
  return { version: 6, bytes }
}

const privateV4: readonly [string, number][] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
]

const isWithin = (bytes: number[], base: number[], bits: number) =>
  base.every((byte, index) => {
    const left = Math.min(8, Math.max(0, bits - 8 * index))
    const mask = (0xff << (8 - left)) & 0xff
    return (bytes[index]! & mask) === (byte & mask)
  })

/**
 * Whether an address is of this machine, of a network of one's own, of a cloud's metadata, or of nobody. What is no address
 * counts as one: it is not connected to.
 */
export function isPrivateAddress(text: string): boolean {
  const address = parseAddress(text)
  if (!address) return true
  if (address.version === 4) return privateV4.some(([base, bits]) => isWithin(address.bytes, parseV4(base)!, bits))
  // Of all others only what is given out to the internet counts as public: 2000::/3 without documentation and Teredo.
  const [first, second, third, fourth] = address.bytes as [number, number, number, number]
  if ((first & 0xe0) !== 0x20) return true
  if (first === 0x20 && second === 0x01) return third === 0x0d ? fourth === 0xb8 : third < 2
  return first === 0x3f && second === 0xff && third < 0x10
}

/** Addresses at which nothing of a person's own listens, whatever they allow: they are those of a cloud's metadata. */
export const isMetadataAddress = (text: string): boolean => {
  const address = parseAddress(text)
  if (!address) return false
  if (address.version === 4)
    return isWithin(address.bytes, [169, 254, 0, 0], 16) || address.bytes.join('.') === '100.100.100.200'
  return text.toLowerCase().replace(/^\[|\]$/g, '') === 'fd00:ec2::254'
}

export const isLoopbackAddress = (text: string): boolean => {
  const address = parseAddress(text)
  if (!address) return false
  if (address.version === 4) return address.bytes[0] === 127 || address.bytes.every((byte) => byte === 0)
  return address.bytes.slice(0, 15).every((byte) => byte === 0)
}
