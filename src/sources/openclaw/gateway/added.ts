import type { AddedGateway } from '../../../facts/added-gateway.ts'
import type { Device } from './device.ts'
import { portOf } from './find-gateway.ts'
import { followGateway, type Gateway, type GatewayPaces } from './gateway.ts'

type Deps = { device: Device; version: string; platform: string; now: () => number; changed: () => void }

/**
 * Follows the gateways that a person has added by address and token. Each is listened to like that of a home, with the
 * right to read alone, and speaks for no home here: nothing of it enters the index.
 */
export function followAdded({ changed, ...deps }: Deps, paces?: GatewayPaces) {
  const followed = new Map<string, { token: string; gateway: Gateway }>()

  return {
    set(added: readonly AddedGateway[]) {
      const wanted = new Map(added.map(({ url, token }) => [url, token]))
      for (const [url, { token, gateway }] of followed) {
        if (wanted.get(url) === token) continue
        gateway.stop()
        followed.delete(url)
      }
      for (const [url, token] of wanted) {
        if (followed.has(url)) continue
        const gateway = followGateway(
          {
            ...deps,
            home: url,
            find: () => ({ found: foundAt(url, token), findings: [] }),
            changed,
            pushed() {},
            // It has a home on its own machine, which is none of ours.
            samePlace: () => true,
          },
          paces,
        )
        followed.set(url, { token, gateway })
      }
      changed()
    },
    follow: (url: string) => followed.get(url)?.gateway,
    all: () => [...followed.values()].map(({ gateway }) => gateway),
    states: () => [...followed.values()].map(({ gateway }) => gateway.state()),
    stop() {
      for (const { gateway } of followed.values()) gateway.stop()
      followed.clear()
    },
  }
}

const foundAt = (url: string, token: string) => ({
  url,
  port: portOf(url),
  pid: null,
  isNamed: true,
  life: url,
  startedAt: null,
  credentials: token === '' ? [] : [{ token }],
  tokenElsewhere: null,
})
