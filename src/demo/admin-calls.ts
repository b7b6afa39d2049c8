import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sha256 } from '../lib/crypto.ts'
import { readTextFile, replaceTextFile } from '../lib/text-file.ts'
import { crew } from './crew.ts'
import { type ModelName, modelOf, models } from './models.ts'
import type { World } from './world.ts'

type Values = Record<string, unknown>
type Answer = { payload: unknown } | { refusal: string }

type Deps = {
  home: string
  world: World
  now: () => number
  version: string
  /** Which devices ask to be let in has changed. */
  pairingChanged: (event: 'device.pair.requested' | 'device.pair.resolved') => void
  /** The gateway restarts for what was changed. */
  restart: () => void
}

const hidden = '__OPENCLAW_REDACTED__'

export const adminMethods = [
  'config.get',
  'config.patch',
  'config.schema.lookup',
  'agents.list',
  'agents.create',
  'agents.update',
  'agents.delete',
  'agents.files.list',
  'agents.files.get',
  'agents.files.set',
  'device.pair.list',
  'device.pair.approve',
  'device.pair.reject',
  'device.pair.remove',
  'models.list',
  'skills.status',
  'channels.status',
  'status',
  'last-heartbeat',
  'system-presence',
  'sessions.list',
  'cron.list',
]

/** The calls by which a gateway is administered, as the real one answers them; undefined for any other call. */
export function createAdminCalls({ home, world, now, version, pairingChanged, restart }: Deps) {
  const path = join(home, 'openclaw.json')
  const texts = new Map<string, string>()
  let pending: Values[] = []
  let paired: Values[] = [
    {
      deviceId: sha256('a phone'),
      displayName: 'Mara’s phone',
      platform: 'ios',
      role: 'operator',
      scopes: ['operator.read', 'operator.write'],
      approvedAtMs: now() - 40 * 86_400_000,
    },
    {
      deviceId: sha256('a laptop'),
      displayName: 'chart table',
      platform: 'linux',
      role: 'operator',
      scopes: ['operator.admin'],
      approvedAtMs: now() - 12 * 86_400_000,
    },
  ]

  const text = () => readFileSync(path, 'utf8')
  const config = () => JSON.parse(text()) as Values & { agents: { entries: Record<string, Values> } }
  const hashOf = (written: string) => `hmac-sha256:v1:${sha256(written)}`
  function write(next: object) {
    replaceTextFile(path, readTextFile(path), JSON.stringify(next, null, 2))
  }
  const entries = () => config().agents.entries
  const writeEntries = (next: Record<string, Values>) => {
    const all = config()
    write({ ...all, agents: { ...all.agents, entries: next } })
  }
  const unknownAgent = (id: unknown): Answer => ({ refusal: `agent "${String(id)}" not found` })

  return {
    /** A device asks to be let in. */
    ask() {
      pending = [
        {
          requestId: crypto.randomUUID(),
          deviceId: sha256(crypto.randomUUID()),
          displayName: 'Bosun’s tablet',
          platform: 'android',
          clientId: 'openclaw-android',
          role: 'operator',
          scopes: ['operator.read', 'operator.write'],
          remoteIp: '192.0.2.17',
          ts: now(),
        },
      ]
      pairingChanged('device.pair.requested')
    },

    call(method: string, params: Values): Answer | undefined {
      const agentId = String(params.agentId ?? '')
      switch (method) {
        case 'config.get': {
          const written = text()
          const shown = withoutSecrets(JSON.parse(written))
          return { payload: { path, exists: true, parsed: shown, valid: true, issues: [], hash: hashOf(written) } }
        }
        case 'config.patch': {
          const written = text()
          if (params.baseHash !== hashOf(written))
            return { refusal: 'config changed since last load; re-run config.get and retry' }
          const patch = JSON.parse(String(params.raw)) as Values
          const problem = problemIn(patch)
          if (problem) return { refusal: `invalid config: ${problem}` }
          write(merged(config(), patch) as object)
          const restarts = 'gateway' in patch
          if (restarts) restart()
          return {
            payload: {
              ok: true,
              path,
              hash: hashOf(text()),
              sentinel: { payload: { stats: { requiresRestart: restarts } } },
            },
          }
        }
        case 'config.schema.lookup': {
          const node = nodeAt(config(), String(params.path))
          return node ? { payload: node } : { refusal: 'config schema path not found' }
        }
        case 'agents.list': {
          const agents = Object.entries(entries()).map(([id, { name, identity, model, workspace }]) => ({
            id,
            name,
            identity,
            workspace,
            model: { primary: model },
          }))
          return { payload: { defaultId: 'main', mainKey: 'main', scope: 'per-sender', agents } }
        }
        case 'agents.create': {
          const id = String(params.name)
            .toLowerCase()
            .replace(/[^a-z0-9]+/g, '-')
          if (entries()[id]) return { refusal: `agent "${id}" already exists` }
          const { name, workspace, emoji } = params
          writeEntries({ ...entries(), [id]: { name, workspace, identity: { name, emoji } } })
          return { payload: { ok: true, agentId: id, name, workspace } }
        }
        case 'agents.update': {
          const agent = entries()[agentId]
          if (!agent) return unknownAgent(agentId)
          const { agentId: _, emoji, ...rest } = params
          const identity = { ...(agent.identity as Values), ...(emoji !== undefined && { emoji }) }
          writeEntries({ ...entries(), [agentId]: { ...agent, ...rest, identity } })
          return { payload: { ok: true, agentId } }
        }
        case 'agents.delete': {
          const { [agentId]: gone, ...left } = entries()
          if (!gone) return unknownAgent(agentId)
          writeEntries(left)
          return { payload: { ok: true, agentId, removedBindings: 0, removed: [], failed: [] } }
        }
        case 'agents.files.list':
          return {
            payload: {
              agentId,
              workspace: home,
              files: fileNames.map((name) => ({ ...fileOf(agentId, name), content: undefined })),
            },
          }
        case 'agents.files.get':
          return fileNames.includes(String(params.name))
            ? { payload: { agentId, file: fileOf(agentId, String(params.name)) } }
            : { refusal: `unsupported file "${String(params.name)}"` }
        case 'agents.files.set': {
          const name = String(params.name)
          if (!fileNames.includes(name)) return { refusal: `unsupported file "${name}"` }
          const before = fileOf(agentId, name)
          if (params.expectedHash !== undefined && params.expectedHash !== before.hash)
            return { refusal: 'agent file conflict: its current hash differs' }
          texts.set(`${agentId} ${name}`, String(params.content))
          return { payload: { ok: true, agentId, file: fileOf(agentId, name) } }
        }
        case 'device.pair.list':
          return { payload: { pending, paired } }
        case 'device.pair.approve':
        case 'device.pair.reject': {
          const request = pending.find(({ requestId }) => requestId === params.requestId)
          if (!request) return { refusal: 'unknown requestId' }
          pending = pending.filter((one) => one !== request)
          if (method.endsWith('approve')) paired = [...paired, { ...request, approvedAtMs: now() }]
          pairingChanged('device.pair.resolved')
          return { payload: { requestId: params.requestId } }
        }
        case 'device.pair.remove':
          paired = paired.filter(({ deviceId }) => deviceId !== params.deviceId)
          return { payload: { deviceId: params.deviceId } }
        case 'models.list':
          return { payload: { models: (Object.keys(models) as ModelName[]).map(modelRow) } }
        case 'skills.status':
          return { payload: { skills } }
        case 'channels.status':
          return {
            payload: {
              channelLabels: { telegram: 'Telegram', whatsapp: 'WhatsApp' },
              channels: {
                telegram: { configured: true, running: true, connected: true },
                whatsapp: { configured: true, running: true, connected: false, lastError: 'the phone is offline' },
              },
              channelAccounts: { telegram: [{}], whatsapp: [{}] },
            },
          }
        case 'status':
          return {
            payload: {
              runtimeVersion: version,
              heartbeat: {
                agents: Object.keys(entries()).map((id) => ({
                  agentId: id,
                  enabled: id === 'main',
                  every: id === 'main' ? '30m' : 'disabled',
                })),
              },
            },
          }
        case 'last-heartbeat':
          return { payload: { ts: now() - 11 * 60_000, status: 'ok-empty', reason: 'interval' } }
        case 'system-presence':
          return {
            payload: [
              { host: 'harbour', version, platform: 'linux', mode: 'gateway', reason: 'self', ts: now() },
              {
                host: 'Mara’s phone',
                version: '2026.9.4',
                platform: 'ios',
                mode: 'ui',
                reason: 'connect',
                ts: now() - 7 * 60_000,
              },
            ],
          }
        case 'sessions.list': {
          const current = world.sessions.filter((session) => session.current).slice(-Number(params.limit ?? 100))
          const sessions = current.map(({ key, agentId: owner, lastAt, status }) => ({
            key,
            agentId: owner,
            updatedAt: lastAt,
            hasActiveRun: status === 'running',
          }))
          return { payload: { sessions, totalCount: sessions.length } }
        }
        case 'cron.list':
          return { payload: { jobs: world.jobs.map(({ id, name, agentId: owner }) => ({ id, name, agentId: owner })) } }
        default:
          return undefined
      }
    },
  }

  function fileOf(agentId: string, name: string) {
    const content = texts.get(`${agentId} ${name}`) ?? firstText(agentId, name)
    return content === undefined
      ? { name, path: join(home, name), missing: true }
      : {
          name,
          path: join(home, name),
          missing: false,
          size: content.length,
          updatedAtMs: world.madeAt,
          hash: sha256(content),
          content,
        }
  }
}

const fileNames = ['AGENTS.md', 'SOUL.md', 'USER.md', 'MEMORY.md']

function firstText(agentId: string, name: string): string | undefined {
  const member = crew.find(({ id }) => id === agentId)
  if (!member) return undefined
  if (name === 'SOUL.md')
    return `# ${member.name}\n\nCalm at the helm. Says what is so, and asks when the chart is unclear.\n\n- Short answers.\n- Never guesses a number.\n`
  if (name === 'AGENTS.md')
    return `# How ${member.name} works\n\n1. Read the log of yesterday.\n2. Do one thing at a time.\n3. Leave the deck clean.\n`
  return undefined
}

const modelRow = (name: ModelName) => {
  const { id, name: title, provider, contextWindow } = modelOf(name)
  const tags = modelOf(crew[0]!.model).id === id ? ['default'] : []
  return { id, name: title, provider, contextWindow, reasoning: provider !== 'ollama', tags, available: true }
}

const ready = { disabled: false, eligible: true, missing: {} }
const skills = [
  { name: 'weather', emoji: '⛅', description: 'What the sky will do, from the met office.', ...ready },
  { name: 'tide-tables', emoji: '🌊', description: 'High and low water for a harbour and a day.', ...ready },
  { name: 'github', emoji: '🐙', description: 'Issues, pull requests and checks.', ...ready },
  {
    name: '1password',
    emoji: '🔐',
    description: 'Reads secrets that a person has shared.',
    disabled: false,
    eligible: false,
    missing: { bins: ['op'] },
  },
  {
    name: 'browser',
    emoji: '🧭',
    description: 'Opens pages and reads them.',
    disabled: true,
    eligible: true,
    missing: {},
  },
]

const isRecord = (value: unknown): value is Values =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function withoutSecrets(value: unknown, name = ''): unknown {
  if (isRecord(value))
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withoutSecrets(inner, key)]))
  return typeof value === 'string' && /token|apiKey|password/i.test(name) && value !== '' && name !== 'mode'
    ? hidden
    : value
}

/** A merge patch (RFC 7396). */
function merged(target: unknown, patch: unknown): unknown {
  if (!isRecord(patch)) return patch
  const result: Values = isRecord(target) ? { ...target } : {}
  for (const [name, value] of Object.entries(patch))
    if (value === null) delete result[name]
    else result[name] = merged(result[name], value)
  return result
}

/** The values of which the demo's schema knows what they may be. */
const choices: Record<string, string[]> = {
  'logging.level': ['silent', 'error', 'warn', 'info', 'debug', 'trace'],
  'messages.ackReactionScope': ['group-mentions', 'group-all', 'direct', 'all', 'off'],
  'tools.exec.mode': ['ask', 'auto', 'full'],
}
const help: Record<string, string> = {
  logging: 'Levels, files and format of what the gateway writes about itself.',
  'logging.level': 'From which severity on lines are written.',
  'logging.file': 'The file that is written to.',
  gateway: 'How the gateway listens, and who may connect.',
  'messages.ackReactionScope': 'Which messages get a reaction while the agent works on them.',
  'update.checkOnStart': 'Whether a newer version is looked for at the start.',
}
const flags = new Set(['update.checkOnStart'])

function problemIn(patch: Values, at = ''): string | undefined {
  for (const [name, value] of Object.entries(patch)) {
    const path = at === '' ? name : `${at}.${name}`
    if (isRecord(value)) {
      const inner = problemIn(value, path)
      if (inner) return inner
    } else if (value !== null && choices[path] && !choices[path].includes(String(value)))
      return `${path}: Invalid option: expected one of ${choices[path].map((one) => `"${one}"`).join('|')}`
  }
  return undefined
}

function nodeAt(config: Values, path: string) {
  let value: unknown = config
  if (path !== '.') for (const name of path.split('.')) value = isRecord(value) ? value[name] : undefined
  if (value === undefined && !choices[path] && !help[path]) return undefined
  const options = choices[path]?.map((option) => ({ type: 'string', const: option }))
  const type = flags.has(path)
    ? 'boolean'
    : typeof value === 'number'
      ? 'number'
      : typeof value === 'string'
        ? 'string'
        : undefined
  const childPath = (key: string) => (path === '.' ? key : `${path}.${key}`)
  const keys = new Set([
    ...(isRecord(value) ? Object.keys(value) : []),
    ...Object.keys({ ...choices, ...help }).flatMap((one) =>
      path !== '.' && one.startsWith(`${path}.`) ? [one.slice(path.length + 1).split('.')[0]!] : [],
    ),
  ])
  return {
    path,
    schema: { ...(options ? { anyOf: options } : { type }), description: help[path] },
    ...about(path),
    children: [...keys].map((key) => ({
      key,
      path: childPath(key),
      hasChildren: isRecord(isRecord(value) ? value[key] : undefined),
      ...about(childPath(key)),
    })),
  }
}

const about = (path: string) => ({
  reloadKind: path.split('.')[0] === 'gateway' ? 'restart' : 'hot',
  hint: { help: help[path], sensitive: /token|apiKey|password/i.test(path) },
})
