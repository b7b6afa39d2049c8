import { closeSync, fstatSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Finding } from '../../../facts/source.ts'
import { openForeignFile, readForeignFile } from '../../../lib/foreign-file.ts'
import { text } from '../../shared/parse-values.ts'
import { record } from './frames.ts'
import { isAlive } from './process.ts'
import { configBroken, staleLock, twoGateways, wrongHome } from './refusals.ts'

/** What a gateway writes about itself; older ones leave out where they listen and for which home. */
export type Lock = {
  pid: number
  port: number | null
  stateDir: string | null
  configPath: string | null
  createdAt: number
  startTime: number | null
}

/** How to reach a gateway, and with what; the secrets among it never leave this folder. */
export type FoundGateway = {
  url: string
  port: number
  pid: number | null
  /** Tells one life of the process from the next. */
  life: string
  startedAt: number | null
  /** In the order in which they are tried. */
  credentials: Credential[]
  /** Where the token is kept, when it is kept somewhere we were not told of. */
  tokenElsewhere: string | null
}

export type Credential = { token: string } | { password: string }

export type Search = { found: FoundGateway | undefined; findings: Finding[] }

/** What the environment said of gateways. */
export type NamedGateway = { url: string | null; token: string | null }

const defaultPort = 18_789

/**
 * Looks for the gateway of a home. Only a live lock that names this home counts, or an address that was named for it:
 * whoever merely listens on the usual port may be anybody's, and would be handed our token.
 */
export function findGateway(
  home: string,
  configPath: string | null,
  named: NamedGateway,
  { systemFolders = [tmpdir(), '/tmp'], proc = '/proc' }: { systemFolders?: string[]; proc?: string } = {},
): Search {
  const config = readGatewayConfig(configPath ?? join(home, 'openclaw.json'))
  const findings: Finding[] = []
  const { locks, stale, foreign } = locksOf(home, configPath, systemFolders, proc)
  if (foreign) findings.push(wrongHome(home, foreign))
  const newest = locks.toSorted((a, b) => b.createdAt - a.createdAt)[0]
  const pids = new Set(locks.map(({ pid }) => pid))
  if (pids.size > 1) findings.push(twoGateways(home, [...pids]))
  const secrets = credentialsOf(config, named)

  if (named.url !== null) {
    const url = socketUrl(named.url)
    const port = url ? portOf(url) : 0
    // A process is known only where the lock speaks of the same address; another machine's is none of ours.
    const own = newest && url && isHere(url) && newest.port === port ? newest : undefined
    if (url)
      return {
        found: {
          url,
          port,
          pid: own?.pid ?? null,
          life: `${url} ${own?.pid ?? ''} ${own?.createdAt ?? ''}`,
          startedAt: own?.createdAt ?? null,
          ...secrets,
        },
        findings,
      }
  }
  if (!newest) {
    if (stale) findings.push(staleLock(home, stale.pid))
    if (config.problem) findings.push(configBroken(home))
    return { found: undefined, findings }
  }
  const port = newest.port ?? config.port ?? defaultPort
  return {
    found: {
      url: `ws://127.0.0.1:${port}`,
      port,
      pid: newest.pid,
      life: `${newest.pid} ${newest.createdAt} ${port}`,
      startedAt: newest.createdAt,
      ...secrets,
    },
    findings,
  }
}

/** The live locks of a home, one that outlived its process, and where a lock in this home says it belongs instead. */
function locksOf(home: string, configPath: string | null, systemFolders: string[], proc: string) {
  const found: Lock[] = []
  let stale: Lock | undefined
  let foreign: string | undefined
  const judge = (lock: Lock | undefined, isOurs: (lock: Lock) => boolean, lies: boolean) => {
    if (!lock) return
    if (!isOurs(lock)) {
      if (lies && isAlive(lock.pid, lock.startTime, proc)) foreign = lock.stateDir ?? undefined
    } else if (isAlive(lock.pid, lock.startTime, proc)) found.push(lock)
    else stale = lock
  }
  for (const path of lockFiles(join(home, 'tmp')))
    judge(readLock(path), ({ stateDir }) => stateDir === null || samePlace(stateDir, home), true)
  // 2026.3 keeps it in the system's temporary folder, which need not be ours, and names the configuration only.
  const config = configPath ?? join(home, 'openclaw.json')
  const trusted = whoMayLock(home)
  for (const path of new Set(systemFolders.flatMap(lockFiles)))
    judge(
      readLock(path, trusted),
      (lock) => (lock.stateDir === null ? samePlace(lock.configPath, config) : samePlace(lock.stateDir, home)),
      false,
    )
  return { locks: found, stale, foreign }
}

function lockFiles(folder: string): string[] {
  return listing(folder)
    .filter((name) => /^openclaw(-\d+)?$/.test(name))
    .flatMap((name) =>
      listing(join(folder, name))
        .filter((file) => /^gateway\..*\.lock$/.test(file))
        .map((file) => join(folder, name, file)),
    )
}

/** Whose locks count in a folder that everybody may write to: those of the home's owner, ours, and the system's own. */
function whoMayLock(home: string): Set<number> {
  const users = new Set([0])
  const own = process.getuid?.()
  if (own !== undefined) users.add(own)
  try {
    users.add(statSync(home).uid)
  } catch {
    // Not there: then nobody owns it.
  }
  return users
}

const maxLockBytes = 1 << 16

/** A lock; with `trusted`, only one that a user among them owns. */
function readLock(path: string, trusted?: Set<number>): Lock | undefined {
  try {
    const file = openForeignFile(path)
    try {
      const { uid, size } = fstatSync(file)
      if (size > maxLockBytes || (trusted && !trusted.has(uid))) return undefined
      return parseLock(readFileSync(file, 'latin1'))
    } finally {
      closeSync(file)
    }
  } catch {
    // Gone since it was listed, or not ours to read: then it is not our gateway either.
    return undefined
  }
}

/** The first object of a lock file; what follows it is padding. Undefined when there is none. */
export function parseLock(written: string): Lock | undefined {
  const end = endOfObject(written)
  if (end === undefined) return undefined
  try {
    const { pid, port, stateDir, configPath, createdAt, startTime } = JSON.parse(written.slice(0, end))
    if (!Number.isInteger(pid) || pid <= 0) return undefined
    return {
      pid,
      port: Number.isInteger(port) && port > 0 && port < 65_536 ? port : null,
      stateDir: text(stateDir),
      configPath: text(configPath),
      createdAt: (typeof createdAt === 'number' ? createdAt : Date.parse(String(createdAt))) || 0,
      startTime: typeof startTime === 'number' ? startTime : null,
    }
  } catch {
    // Half-written: read again at the next look.
    return undefined
  }
}

/** Where the first object ends; braces inside of texts do not count. */
function endOfObject(text: string): number | undefined {
  let depth = 0
  let inText = false
  for (let at = 0; at < text.length; at++) {
    const letter = text[at]
    if (inText) {
      if (letter === '\\') at++
      else if (letter === '"') inText = false
    } else if (letter === '"') inText = true
    else if (letter === '{') depth++
    else if (letter === '}' && --depth === 0) return at + 1
  }
  return undefined
}

type GatewayConfig = { port: number | null; token: string | null; password: string | null; problem: boolean }

/** What is needed of `gateway` in openclaw.json; read when it is needed, and not kept. */
export function readGatewayConfig(path: string): GatewayConfig {
  try {
    const root = record(Bun.JSON5.parse(readForeignFile(path, 16 << 20).toString()))
    const gateway = record(root.gateway)
    const auth = record(gateway.auth)
    return {
      port: typeof gateway.port === 'number' ? gateway.port : null,
      token: secretText(auth.token),
      password: auth.mode === 'password' ? secretText(auth.password) : null,
      problem: false,
    }
  } catch (error) {
    return { port: null, token: null, password: null, problem: (error as { code?: string }).code !== 'ENOENT' }
  }
}

/** A secret as it stands there; one that is kept in a variable is written as `${NAME}`, whichever way it was said. */
function secretText(value: unknown): string | null {
  if (typeof value === 'string') return value === '' ? null : value
  const { source, id } = record(value)
  return source === 'env' && typeof id === 'string' ? `\${${id}}` : null
}

function credentialsOf({ token, password }: GatewayConfig, named: NamedGateway) {
  const variable = /^\$\{([A-Z][A-Z0-9_]*)\}$/.exec(token ?? '')?.[1] ?? null
  const isToldUs = variable === null || (variable === 'OPENCLAW_GATEWAY_TOKEN' && named.token !== null)
  const tokens = [variable === null ? token : null, named.token].filter((token) => token !== null)
  const credentials: Credential[] = [
    ...[...new Set(tokens)].map((token) => ({ token })),
    ...(password === null || password.startsWith('${') ? [] : [{ password }]),
  ]
  return { credentials, tokenElsewhere: isToldUs ? null : variable }
}

/**
 * `http` and `ws` alike, without what may stand behind the host. A bare host is meant with the usual port. Undefined
 * for what is no such address.
 */
export function socketUrl(address: string): string | undefined {
  try {
    const isBare = !address.includes('://')
    const url = new URL(isBare ? `ws://${address}` : address)
    if (isBare && !/:\d+(\/|$)/.test(address)) url.port = String(defaultPort)
    const isSafe = url.protocol === 'wss:' || url.protocol === 'https:'
    if (!isSafe && url.protocol !== 'ws:' && url.protocol !== 'http:') return undefined
    return `${isSafe ? 'wss' : 'ws'}://${url.host}${url.pathname === '/' ? '' : url.pathname}`
  } catch {
    // Not an address.
    return undefined
  }
}

/** Where a socket's address leads, said or not. */
function portOf(url: string): number {
  const { port, protocol } = new URL(url)
  return Number(port) || (protocol === 'wss:' ? 443 : 80)
}

const isHere = (url: string) => /^(localhost|127(\.\d+){3}|\[::1\])$/.test(new URL(url).hostname)

function samePlace(path: string | null, other: string) {
  if (path === null) return false
  try {
    return realpathSync(path) === realpathSync(other)
  } catch {
    // One of them is not there: then they are not the same.
    return path === other
  }
}

function listing(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    // Not there: then no gateway has locked anything in it.
    return []
  }
}
