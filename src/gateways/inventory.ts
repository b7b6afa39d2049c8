import { oneLine } from '../lib/plain-text.ts'

/** What a gateway has, beside agents and configuration, as a page shows it. What it does not say is null. */
export type Model = {
  id: string
  name: string
  provider: string
  contextWindow: number | null
  reasoning: boolean
  isDefault: boolean
  isAvailable: boolean | null
}
export type Skill = {
  name: string
  emoji: string
  description: string
  state: 'ready' | 'off' | 'missing'
  missing: string[]
}
export type Channel = {
  id: string
  name: string
  state: string
  isWell: boolean | null
  accounts: number
  error: string
}
export type Heartbeat = { agentId: string; isOn: boolean; every: string }
type Presence = {
  name: string
  version: string
  platform: string
  mode: string
  reason: string
  at: number | null
}
export type Conversation = {
  key: string
  title: string
  agentId: string
  model: string
  at: number | null
  isRunning: boolean
}

type Foreign = Record<string, unknown>
const record = (value: unknown): Foreign =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Foreign) : {}
const records = (value: unknown, max: number): Foreign[] =>
  Array.isArray(value) ? value.slice(0, max).map(record) : []
const words = (value: unknown, max = 200) =>
  typeof value === 'string' ? oneLine(value.slice(0, 2 * max)).slice(0, max) : ''
const texts = (value: unknown) => (Array.isArray(value) ? value.slice(0, 20).map((one) => words(one)) : [])
const number = (value: unknown) => (typeof value === 'number' && Number.isFinite(value) ? value : null)
const flag = (value: unknown) => (typeof value === 'boolean' ? value : null)

const maxListed = 1_000

export const modelsIn = ({ models }: Foreign): Model[] =>
  records(models, maxListed).map((model) => ({
    id: words(model.id),
    name: words(model.name) || words(model.id),
    provider: words(model.provider),
    contextWindow: number(model.contextWindow),
    reasoning: model.reasoning === true,
    isDefault: texts(model.tags).includes('default'),
    isAvailable: flag(model.available),
  }))

export const skillsIn = ({ skills }: Foreign): Skill[] =>
  records(skills, maxListed).map(({ name, emoji, description, disabled, eligible, missing }) => {
    const lacks = record(missing)
    return {
      name: words(name),
      emoji: words(emoji, 8),
      description: words(description, 400),
      state: disabled === true ? 'off' : eligible === true ? 'ready' : 'missing',
      missing: [...texts(lacks.bins), ...texts(lacks.anyBins), ...texts(lacks.env), ...texts(lacks.config)],
    }
  })

export function channelsIn({ channels, channelLabels, channelAccounts }: Foreign): Channel[] {
  const labels = record(channelLabels)
  const accounts = record(channelAccounts)
  return Object.entries(record(channels))
    .slice(0, 100)
    .map(([id, foreign]) => {
      const { configured, running, connected, linked, lastError } = record(foreign)
      const isOn = flag(connected) ?? flag(linked) ?? flag(running)
      return {
        id: words(id),
        name: words(labels[id]) || words(id),
        state:
          configured === false ? 'not set up' : isOn === null ? 'says nothing' : isOn ? 'connected' : 'not connected',
        isWell: configured === false ? null : isOn,
        accounts: Array.isArray(accounts[id]) ? (accounts[id] as unknown[]).length : 0,
        error: words(lastError, 300),
      }
    })
}

export const heartbeatsIn = (status: Foreign): Heartbeat[] =>
  records(record(status.heartbeat).agents, 200).map(({ agentId, enabled, every }) => ({
    agentId: words(agentId),
    isOn: enabled === true,
    every: enabled === true ? words(every) : '',
  }))

export const presenceIn = (list: unknown): Presence[] =>
  records(list, 200).map(({ host, version, platform, mode, reason, ts }) => ({
    name: words(host),
    version: words(version),
    platform: words(platform),
    mode: words(mode),
    reason: words(reason),
    at: number(ts),
  }))

/** The last heartbeat of a gateway that has had one. */
export const lastHeartbeatIn = ({ ts, status, reason }: Foreign) =>
  number(ts) === null ? null : { at: number(ts)!, status: words(status), reason: words(reason) }

export const conversationsIn = ({ sessions }: Foreign): Conversation[] =>
  records(sessions, maxListed).map((session) => {
    const key = words(session.key, 300)
    return {
      key,
      title: words(session.label) || words(session.displayName) || words(session.derivedTitle) || key,
      agentId: words(session.agentId) || (key.startsWith('agent:') ? (key.split(':')[1] ?? '') : ''),
      model: words(session.model),
      at: number(session.updatedAt),
      isRunning: session.hasActiveRun === true,
    }
  })
