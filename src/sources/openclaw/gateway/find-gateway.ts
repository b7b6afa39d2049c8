import { closeSync, fstatSync, lstatSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Finding } from '../../../facts/source.ts'
import { openForeignFile, readForeignFile } from '../../../lib/foreign-file.ts'
import { isAlive } from '../../../lib/process.ts'
import { keptRead } from '../../common/kept-read.ts'
import { text } from '../../common/parse-values.ts'
import { recordOrEmpty } from './frames.ts'
import { configBroken, staleLock, twoGateways, wrongHome } from './refusals.ts'

/** The lock file of a gateway. Versions before 2026.7 leave out the port and the home. */
type Lock = {
  pid: number
  port: number | null
  stateDir: string | null
  configPath: string | null
  createdAt: number
  startTime: number | null
}

/** The address of a gateway and the credentials for it. Credentials never leave this folder. */
export type FoundGateway = {
  url: string
  port: number
  pid: number | null
  /** Whether a person named this address. Then it is trusted, whoever listens there. */
  isNamed: boolean
  /** Distinguishes one start of the process from the next. */
  life: string
  startedAt: number | null
  /** Tried in this order. */
  credentials: Credential[]
  /** The place where the token is kept, where that is neither the configuration nor the environment. */
  tokenElsewhere: string | null
}

export type Credential = { token: string } | { password: string }

export type Search = { found: FoundGateway | undefined; findings: Finding[] }

/** `OPENCLAW_GATEWAY_URL` and `OPENCLAW_GATEWAY_TOKEN`. */
export type NamedGateway = { url: string | null; token: string | null }

const defaultPort = 18_789

/**
 * Finds the gateway of a home. Only a live lock that names this home counts, or a configured address: a process that
 * merely listens on the default port may belong to anybody, and would receive our token.
 */
export function findGateway(
  home: string,
  configPath: string | null,
  named: NamedGateway,
  {
    systemFolders = [tmpdir(), '/tmp'],
    proc = '/proc',
    reads = createSearchReads(),
  }: { systemFolders?: string[]; proc?: string; reads?: SearchReads } = {},
): Search {
  const config = reads.config(configPath ?? join(home, 'openclaw.json'))
  const findings: Finding[] = []
  const { locks, stale, foreign } = locksOf(home, configPath, systemFolders, proc, reads)
  if (foreign) findings.push(wrongHome(home, foreign))
  const newest = locks.toSorted((a, b) => b.createdAt - a.createdAt)[0]
  const pids = new Set(locks.map(({ pid }) => pid))
  if (pids.size > 1) findings.push(twoGateways(home, [...pids]))
  const secrets = credentialsOf(config, named)

  if (named.url !== null) {
    const url = socketUrl(named.url)
    const port = url ? portOf(url) : 0
    // The process is known only where the lock names the same address; a gateway on another machine has none here.
    const own = newest && url && isHere(url) && newest.port === port ? newest : undefined
    if (url)
      return {
        found: {
          url,
          port,
          pid: own?.pid ?? null,
          isNamed: true,
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
      isNamed: false,
      life: `${newest.pid} ${newest.createdAt} ${port}`,
      startedAt: newest.createdAt,
      ...secrets,
    },
    findings,
  }
}

/** The live locks of a home, a stale lock if there is one, and the other home that a lock in this one names. */
function locksOf(home: string, configPath: string | null, systemFolders: string[], proc: string, reads: SearchReads) {
  const found: Lock[] = []
  let stale: Lock | undefined
  let foreign: string | undefined
  const judge = (lock: Lock | undefined, isOurs: (lock: Lock) => boolean, lies: boolean) => {
    if (!lock) return
    if (!isOurs(lock)) {
      if (lies && isAlive(lock.pid, lock.startTime, proc)) foreign = lock.stateDir ?? undefined
    } else if (isTheirs(lock)) found.push(lock)
    else stale = lock
  }
  const trusted = whoMayLock(home)
  // A pid without a start time may be that of a stranger's process by now.
  const isTheirs = ({ pid, startTime }: Lock) => {
    const user = statSync(join(proc, `${pid}`), { throwIfNoEntry: false })?.uid
    return isAlive(pid, startTime, proc) && (user === undefined || trusted.has(user))
  }
  for (const path of lockFiles(join(home, 'tmp'), reads))
    judge(reads.lock(path)?.lock, ({ stateDir }) => stateDir === null || samePlace(stateDir, home), true)
  // 2026.3 writes the lock into the system's temporary folder, where others may write too, and names only the configuration.
  const config = configPath ?? join(home, 'openclaw.json')
  for (const path of new Set(systemFolders).values().flatMap((folder) => lockFiles(folder, reads)))
    judge(
      trustedLock(reads.lock(path), trusted),
      (lock) => (lock.stateDir === null ? samePlace(lock.configPath, config) : samePlace(lock.stateDir, home)),
      false,
    )
  return { locks: found, stale, foreign }
}

function lockFiles(folder: string, { names }: SearchReads): string[] {
  return names(folder)
    .filter((name) => /^openclaw(-\d+)?$/.test(name))
    .flatMap((name) =>
      names(join(folder, name))
        .filter((file) => /^gateway\..*\.lock$/.test(file))
        .map((file) => join(folder, name, file)),
    )
}

/** The users whose locks count in a folder that everybody may write to: the home's owner, ourselves, and root. */
function whoMayLock(home: string): Set<number> {
  const users = new Set([0])
  const own = process.getuid?.()
  if (own !== undefined) users.add(own)
  try {
    users.add(statSync(home).uid)
  } catch {
    // A folder that does not exist has no owner.
  }
  return users
}

const maxLockBytes = 1 << 16

/** What a file holds, and whose it is. */
type LockFile = { lock: Lock | undefined; uid: number; isLink: boolean }

/** In a folder where everybody may write: a link of somebody else may lead to a file of ours that they have filled. */
const trustedLock = (file: LockFile | undefined, trusted: Set<number>) =>
  file && !file.isLink && trusted.has(file.uid) ? file.lock : undefined

function readLock(path: string): LockFile | undefined {
  try {
    const file = openForeignFile(path)
    try {
      const { uid, size } = fstatSync(file)
      if (size > maxLockBytes) return undefined
      const isLink = lstatSync(path).isSymbolicLink()
      return { lock: parseLock(readFileSync(file, 'latin1')), uid, isLink }
    } finally {
      closeSync(file)
    }
  } catch {
    // The file is gone by now, or unreadable for us: then it is not our gateway.
    return undefined
  }
}

/** Parses the first JSON object of a lock file; padding follows it. Undefined where there is none. */
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
    // A half-written lock is read again at the next look.
    return undefined
  }
}

/** The end of the first JSON object; braces inside strings do not count. */
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

type SearchReads = ReturnType<typeof createSearchReads>

/** What searches read. Kept from one to the next, it is read again only where it has changed. */
export const createSearchReads = () => ({
  names: keptRead(listing),
  lock: keptRead(readLock),
  config: keptRead(readGatewayConfig),
})

type GatewayConfig = { port: number | null; token: string | null; password: string | null; problem: boolean }

/** Reads port and credentials from `gateway` in openclaw.json. */
export function readGatewayConfig(path: string): GatewayConfig {
  try {
    const root = recordOrEmpty(Bun.JSON5.parse(readForeignFile(path, 16 << 20).toString()))
    const gateway = recordOrEmpty(root.gateway)
    const auth = recordOrEmpty(gateway.auth)
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

/** A secret of the configuration; a reference to an environment variable comes back as `${NAME}`. */
function secretText(value: unknown): string | null {
  if (typeof value === 'string') return value === '' ? null : value
  const { source, id } = recordOrEmpty(value)
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
 * Normalises an address to a `ws:` or `wss:` URL without query; a bare host gets the default port. Undefined for
 * anything that is no such address.
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
    // A text that is no URL.
    return undefined
  }
}

/** The port of a socket's address, explicit or by scheme. */
export function portOf(url: string): number {
  const { port, protocol } = new URL(url)
  return Number(port) || (protocol === 'wss:' ? 443 : 80)
}

const isHere = (url: string) => /^(localhost|127(\.\d+){3}|\[::1\])$/.test(new URL(url).hostname)

function samePlace(path: string | null, other: string) {
  if (path === null) return false
  try {
    return realpathSync(path) === realpathSync(other)
  } catch {
    // One of the paths does not exist: then they differ.
    return path === other
  }
}

function listing(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    // The folder does not exist: then it holds no lock.
    return []
  }
}
