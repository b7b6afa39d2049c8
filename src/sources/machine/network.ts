/** What each interface has taken in and given out since it came up. */
export type Traffic = Map<string, { inBytes: number; outBytes: number }>

/** Loops, bridges, tunnels and their like: what passes them passes a real interface too, or never leaves the machine. */
const virtual =
  /^(lo|veth|docker|br-|br\d|bridge|virbr|vnet|tap|tun|wg|tailscale|utun|awdl|llw|ifb|dummy|bond|team|cni|flannel|cali|vxlan|vmnet|podman|zt|sit|gre|ip6tnl|nlmon|p2p)/

/** `/proc/net/dev`, only interfaces that lead out. */
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

/** Bytes a second between two readings. A counter that went back (it wrapped, or began anew) leaves that unknown. */
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
