/** The canonical form of an address: IPv4-mapped IPv6 as IPv4, no zone, lower case. Undefined for no address. */
export function plainAddress(address: string): string | undefined {
  const bare = address.replace(/%.*$/, '').toLowerCase()
  if (isIPv4(bare)) return bare
  if (!isIPv6(bare)) return undefined
  const groups = groupsOf(bare)
  const wrapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff
  if (wrapped) return [groups[6]! >> 8, groups[6]! & 255, groups[7]! >> 8, groups[7]! & 255].join('.')
  return new URL(`http://[${bare}]`).hostname.slice(1, -1)
}

/** Whether an address is a loopback address. Names such as `127.evil.com` are none. */
export function isLoopback(address: string): boolean {
  const plain = plainAddress(address)
  return plain !== undefined && (plain === '::1' || (isIPv4(plain) && plain.startsWith('127.')))
}

/** Whether a text is an IPv4 address of four decimal numbers. */
export const isIPv4 = (text: string) => ipv4.test(text)

const byte = '(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])'
const ipv4 = new RegExp(`^${byte}(\\.${byte}){3}$`)

/** Whether a text is an IPv6 address, without a zone. */
export const isIPv6 = (text: string) => /^[0-9a-f:.]+$/i.test(text) && URL.canParse(`http://[${text}]`)

/** The network that counts as one client: an IPv4 address, or an IPv6 /64, all of which a single host may own. */
export function networkOf(address: string): string {
  const plain = plainAddress(address)
  if (plain === undefined || isIPv4(plain)) return plain ?? 'unknown'
  return groupsOf(plain)
    .slice(0, 4)
    .map((group) => group.toString(16))
    .join(':')
}

/** The eight 16-bit groups of a valid IPv6 address. */
export function groupsOf(address: string): number[] {
  const dotted = address.match(/^(.*:)(\d+)\.(\d+)\.(\d+)\.(\d+)$/)
  const written = dotted
    ? `${dotted[1]}${((+dotted[2]! << 8) | +dotted[3]!).toString(16)}:${((+dotted[4]! << 8) | +dotted[5]!).toString(16)}`
    : address
  const [head = '', tail] = written.split('::')
  const before = head === '' ? [] : head.split(':')
  const after = tail === undefined || tail === '' ? [] : tail.split(':')
  const between = Array.from({ length: 8 - before.length - after.length }, () => '0')
  return [...before, ...between, ...after].map((group) => Number.parseInt(group, 16))
}
