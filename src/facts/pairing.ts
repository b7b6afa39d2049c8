import { oneLine } from '../lib/plain-text.ts'

/** A device that asks a gateway to be let in. */
export type PairingRequest = {
  /** The gateway's own id of the request. */
  id: string
  deviceId: string
  name: string
  platform: string
  client: string
  role: string
  scopes: string[]
  ip: string
  at: number | null
  /** Whether the device was paired before, and asks for something else now. */
  isRepair: boolean
}

/** A device that asks, and the gateway that it asks. */
export type AskingDevice = { gateway: { id: string; name: string; isAdded: boolean }; request: PairingRequest }

/** What waits to be paired at the gateway of a home, or at an address. */
export type PairingStatement = { place: string; requests: PairingRequest[] }

/** What a device calls itself, in one line; else what it runs. */
export const nameOfDevice = ({ name, client, deviceId }: Pick<PairingRequest, 'name' | 'client' | 'deviceId'>) =>
  oneLine(name).slice(0, 60) || oneLine(client) || `device ${deviceId.slice(0, 8)}`
