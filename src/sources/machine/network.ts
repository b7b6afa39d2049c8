/** The bytes that each interface has received and sent since it came up. */
export type Traffic = Map<string, { inBytes: number; outBytes: number }>

/**
 * Loopbacks, bridges, tunnels and the like: their traffic also passes a real interface, or never leaves the machine.
 */
const virtual =
  /^(lo|veth|docker|br-|br\d|bridge|virbr|vnet|tap|tun|wg|tailscale|utun|awdl|llw|ifb|dummy|bond|team|cni|flannel|cali|vxlan|vmnet|podman|zt|sit|gre|ip6tnl|nlmon|p2p)/

/** Parses `/proc/net/dev`, without virtual interfaces. */
export function parseTraffic(text: string): Traffic {
  const traffic: Traffic = new Map()
  for (const line of text.split('\n')) {
    const found = /^\s*([^\s:]+):\s*(.*)$/.exec(line)
    if (!found || virtual.test(found[1]!) || found[1]!.includes('.')) continue
    const counters = found[2]!.trim().split(/\s+/).map(Number)
    const [inBytes, outBytes] = [counters[0], counters[8]]
    if (inBytes === undefined || outBytes === undefined || Number.isNaN(inBytes + outBytes)) continue
    traffic.set(found[1]!, { inBytes, outBytes })
  }
  return traffic
}

export const isVirtual = (name: string) => virtual.test(name)

/** Bytes per second between two readings; null where a counter went back, because it wrapped or restarted. */
export function ratesOf(before: Traffic, after: Traffic, elapsedMs: number) {
  let inBytes = 0
  let outBytes = 0
  let both = 0
  for (const [name, now] of after) {
    const then = before.get(name)
    if (!then) continue
    if (now.inBytes < then.inBytes || now.outBytes < then.outBytes) return unknownRates
    both++
    inBytes += now.inBytes - then.inBytes
    outBytes += now.outBytes - then.outBytes
  }
  if (both === 0 || elapsedMs <= 0) return unknownRates
  return { inBytesPerSecond: (inBytes * 1_000) / elapsedMs, outBytesPerSecond: (outBytes * 1_000) / elapsedMs }
}

export const unknownRates = { inBytesPerSecond: null, outBytesPerSecond: null }
