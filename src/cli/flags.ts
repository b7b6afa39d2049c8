import { isRole, type Role, roles } from '../auth/role.ts'
import type { ConfigFlags } from '../config/config.ts'
import type { Grouping } from '../costs/reports/report.ts'
import { isDay, isTimezone } from '../lib/timezone.ts'
import { logLevels } from '../logs/log-line.ts'
import { searchPlaces } from '../search/places.ts'
import type { ApproveCommand } from './approve.ts'
import { type CronCommand, cronVerbs } from './cron-command.ts'
import { configFrom, parse } from './parse-flags.ts'
import type { SearchCommand } from './search-command.ts'
import type { SendCommand, StopCommand } from './steer-command.ts'
import { durationOf, type TailCommand } from './tail-command.ts'
import { isSessionId } from './tail-session.ts'
import { UsageError } from './usage-error.ts'

export type Command =
  | { name: 'serve'; config: ConfigFlags }
  | { name: 'open' | 'status' | 'doctor' | 'sessions'; config: ConfigFlags; json: boolean }
  | {
      name: 'costs'
      config: ConfigFlags
      json: boolean
      by: Grouping
      active?: true
      question: Record<string, string>
    }
  | (SearchCommand & { config: ConfigFlags })
  | { name: 'costs forecast'; config: ConfigFlags; json: boolean; check: boolean }
  | { name: 'costs headroom'; config: ConfigFlags; json: boolean }
  | { name: 'costs reconcile'; config: ConfigFlags; json: boolean; month: string | undefined }
  | { name: 'token create'; config: ConfigFlags; json: boolean; role: Role; label: string; mayAct: boolean }
  | { name: 'token list'; config: ConfigFlags; json: boolean }
  | { name: 'token revoke'; config: ConfigFlags; json: boolean; id: string }
  | (ApproveCommand & { config: ConfigFlags })
  | (StopCommand & { config: ConfigFlags })
  | (SendCommand & { config: ConfigFlags })
  | (TailCommand & { config: ConfigFlags })
  | ({ name: 'cron'; config: ConfigFlags } & CronCommand)
  | { name: 'gateway'; config: ConfigFlags; json: boolean; act: GatewayAct; service: string; yes: boolean }
  | { name: 'version'; json: boolean }
  | { name: 'help'; about: string | undefined }

const maxSearchWords = 100

/** What can be asked of a gateway, or of another service. */
const gatewayActs = ['status', 'start', 'stop', 'restart', 'update', 'logs', 'doctor'] as const
type GatewayAct = (typeof gatewayActs)[number]

const flagsOf = {
  common: { data: 'string', help: 'boolean' },
  json: { json: 'boolean' },
  serve: { host: 'string', port: 'string', demo: 'boolean', 'demo-if-empty': 'boolean', open: 'boolean' },
  costs: { since: 'string', until: 'string', timezone: 'string', runtime: 'string' },
  costViews: { breakdown: 'boolean', active: 'boolean' },
  forecast: { check: 'boolean' },
  reconcile: { month: 'string' },
  approve: { deny: 'boolean', reason: 'string' },
  cron: { confirm: 'string' },
  stop: { all: 'boolean', yes: 'boolean' },
  send: { steer: 'boolean' },
  tail: { level: 'string', grep: 'string', since: 'string' },
  search: { limit: 'string', in: 'string' },
  gateway: { service: 'string', yes: 'boolean' },
  create: { role: 'string', name: 'string', 'may-act': 'boolean' },
} as const

export const reports: Record<string, Grouping> = {
  daily: 'day',
  weekly: 'week',
  monthly: 'month',
  sessions: 'session',
  models: 'model',
  agents: 'agent',
  projects: 'project',
  runtimes: 'runtime',
  crons: 'cron',
  blocks: 'block',
}
/** What is done to Wheelhouse itself and asks no server; `machine-command.ts` reads and does it. */
export const machineCommands = ['backup', 'restore', 'service']
const plain = ['open', 'status', 'doctor', 'sessions'] as const
export const commands = [
  'serve',
  ...plain,
  'approve',
  ...machineCommands,
  'costs',
  'cron',
  'gateway',
  'search',
  'send',
  'stop',
  'tail',
  'token',
  'version',
]

/** Parses the command line. Throws a UsageError that names the unknown word and the known ones. */
export function readCommand(words: string[]): Command {
  const first = words.find((word) => !word.startsWith('-'))
  const name = words[0] !== undefined && !words[0].startsWith('-') ? words[0] : 'serve'
  if (words[0] === '--version' || words[0] === '-v') return { name: 'version', json: false }
  if (name === 'help' || words[0] === '-h') return { name: 'help', about: words[1] }
  // Every other call of it is a hook, which answers nothing (main.ts).
  if (name === 'hook') return { name: 'help', about: name }
  if (!commands.includes(name))
    throw new UsageError(`There is no command “${name}”. Known: ${commands.join(', ')}. See wheelhouse --help.`)
  const rest = name === words[0] ? words.slice(1) : words

  switch (name) {
    case 'serve': {
      const { values } = parse(rest, { ...flagsOf.common, ...flagsOf.serve }, 0, name)
      if (values.help) return { name: 'help', about: first === undefined ? undefined : name }
      return { name: 'serve', config: configFrom(values) }
    }
    case 'costs': {
      if (rest[0] === 'forecast') {
        const { values } = parse(
          rest.slice(1),
          { ...flagsOf.common, ...flagsOf.json, ...flagsOf.forecast },
          0,
          'costs forecast',
        )
        if (values.help) return { name: 'help', about: name }
        return {
          name: 'costs forecast',
          config: configFrom(values),
          json: values.json === true,
          check: values.check === true,
        }
      }
      if (rest[0] === 'headroom') {
        const { values } = parse(rest.slice(1), { ...flagsOf.common, ...flagsOf.json }, 0, 'costs headroom')
        if (values.help) return { name: 'help', about: name }
        return { name: 'costs headroom', config: configFrom(values), json: values.json === true }
      }
      if (rest[0] === 'reconcile') {
        const types = { ...flagsOf.common, ...flagsOf.json, ...flagsOf.reconcile }
        const { values } = parse(rest.slice(1), types, 0, 'costs reconcile')
        if (values.help) return { name: 'help', about: name }
        const month = typeof values.month === 'string' ? values.month : undefined
        if (month !== undefined && !isDay(`${month}-01`))
          throw new UsageError(`--month must be like 2026-11, not “${month}”.`)
        return { name: 'costs reconcile', config: configFrom(values), json: values.json === true, month }
      }
      const { values, positionals } = parse(
        rest,
        { ...flagsOf.common, ...flagsOf.json, ...flagsOf.costs, ...flagsOf.costViews },
        1,
        name,
      )
      if (values.help) return { name: 'help', about: name }
      const report = positionals[0] ?? 'daily'
      if (!Object.hasOwn(reports, report))
        throw new UsageError(
          `There is no report “${report}”. Known: ${Object.keys(reports).join(', ')}, forecast, headroom, reconcile.`,
        )
      for (const flag of ['since', 'until'] as const) {
        const day = values[flag]
        if (typeof day === 'string' && !isDay(day))
          throw new UsageError(`--${flag} must be a day like 2026-11-20, not “${day}”.`)
      }
      if (typeof values.timezone === 'string' && !isTimezone(values.timezone))
        throw new UsageError(
          `--timezone “${values.timezone}” is not a time zone. Use a name like Europe/Vienna or UTC.`,
        )
      const question = Object.fromEntries(
        Object.keys(flagsOf.costs).flatMap((flag) => (typeof values[flag] === 'string' ? [[flag, values[flag]]] : [])),
      )
      const by = reports[report]!
      if (values.active === true && by !== 'block')
        throw new UsageError('--active is about five-hour blocks: wheelhouse costs blocks --active.')
      if (values.breakdown === true) question.breakdown = 'true'
      const shared = { config: configFrom(values), json: values.json === true }
      return { name: 'costs', ...shared, by, ...(values.active === true && { active: true }), question }
    }
    case 'approve': {
      const { values, positionals } = parse(rest, { ...flagsOf.common, ...flagsOf.json, ...flagsOf.approve }, 1, name)
      if (values.help) return { name: 'help', about: name }
      const [id] = positionals
      const deny = values.deny === true
      const reason = typeof values.reason === 'string' ? values.reason : undefined
      if (deny && id === undefined)
        throw new UsageError('Say which: wheelhouse approve ID --deny. `wheelhouse approve` lists what waits.')
      if (reason !== undefined && !deny) throw new UsageError('--reason goes with --deny.')
      return { name: 'approve', config: configFrom(values), json: values.json === true, id, deny, reason }
    }
    case 'cron':
      return readCron(rest)
    case 'search':
      return readSearch(rest)
    case 'stop': {
      const { values, positionals } = parse(rest, { ...flagsOf.common, ...flagsOf.json, ...flagsOf.stop }, 1, name)
      if (values.help) return { name: 'help', about: name }
      const all = values.all === true
      const [who] = positionals
      if (all === (who !== undefined))
        throw new UsageError('Say whom: wheelhouse stop AGENT, wheelhouse stop SESSION, or wheelhouse stop --all.')
      return { name, config: configFrom(values), json: values.json === true, who, all, yes: values.yes === true }
    }
    case 'send': {
      const { values, positionals } = parse(rest, { ...flagsOf.common, ...flagsOf.json, ...flagsOf.send }, 2, name)
      if (values.help) return { name: 'help', about: name }
      const [session, text] = positionals
      if (session === undefined || text === undefined || text.trim() === '')
        throw new UsageError('Say to whom and what: wheelhouse send SESSION TEXT. `wheelhouse sessions` shows the ids.')
      const steer = values.steer === true
      return { name, config: configFrom(values), json: values.json === true, session, text, steer }
    }
    case 'gateway': {
      const { values, positionals } = parse(rest, { ...flagsOf.common, ...flagsOf.json, ...flagsOf.gateway }, 1, name)
      if (values.help) return { name: 'help', about: name }
      const act = gatewayActs.find((one) => one === (positionals[0] ?? 'status'))
      if (!act) throw new UsageError(`wheelhouse gateway knows ${gatewayActs.join(', ')}, not “${positionals[0]}”.`)
      const service = typeof values.service === 'string' ? values.service : 'gateway'
      return { name, config: configFrom(values), json: values.json === true, act, service, yes: values.yes === true }
    }
    case 'tail': {
      const { values, positionals } = parse(rest, { ...flagsOf.common, ...flagsOf.json, ...flagsOf.tail }, 1, name)
      if (values.help) return { name: 'help', about: name }
      const [wanted, grep, since] = [values.level, values.grep, values.since].map((value) =>
        typeof value === 'string' ? value : undefined,
      )
      const level = logLevels.find((known) => known === wanted)
      if (wanted !== undefined && !level)
        throw new UsageError(`--level must be one of ${logLevels.slice(1).join(', ')}, not “${wanted}”.`)
      if (grep === '') throw new UsageError('--grep is empty.')
      if (level && positionals[0] !== undefined && isSessionId(positionals[0]))
        throw new UsageError('--level is for logs: what is said in a session has none.')
      const sinceMs = since === undefined ? undefined : durationOf(since)
      const json = values.json === true
      return { name, config: configFrom(values), json, source: positionals[0], level, grep, sinceMs }
    }
    case 'token':
      return readToken(rest)
    case 'version': {
      const { values } = parse(rest, { ...flagsOf.common, ...flagsOf.json }, 0, name)
      if (values.help) return { name: 'help', about: name }
      return { name: 'version', json: values.json === true }
    }
    default: {
      const { values } = parse(rest, { ...flagsOf.common, ...flagsOf.json }, 0, name)
      if (values.help) return { name: 'help', about: name }
      return { name: name as (typeof plain)[number], config: configFrom(values), json: values.json === true }
    }
  }
}

function readSearch(words: string[]): Command {
  // What is looked for may begin with a dash.
  const end = words.indexOf('--')
  const types = { ...flagsOf.common, ...flagsOf.json, ...flagsOf.search }
  const { values, positionals } = parse(end === -1 ? words : words.slice(0, end), types, maxSearchWords, 'search')
  if (values.help) return { name: 'help', about: 'search' }
  const q = [...positionals, ...(end === -1 ? [] : words.slice(end + 1))].join(' ')
  if (q.trim() === '')
    throw new UsageError('Say what to look for: wheelhouse search WORDS. See wheelhouse search --help.')
  const limit = typeof values.limit === 'string' ? Number(values.limit) : 20
  if (!Number.isInteger(limit) || limit < 1 || limit > 100)
    throw new UsageError(`--limit must be a number from 1 to 100, not “${values.limit}”.`)
  const place = searchPlaces.find((known) => known === (values.in ?? 'all'))
  if (!place) throw new UsageError(`--in must be one of ${searchPlaces.join(', ')}, not “${values.in}”.`)
  return { name: 'search', config: configFrom(values), json: values.json === true, q, limit, place }
}

function readCron(words: string[]): Command {
  const act = words[0]
  if (act === '--help' || act === undefined) return { name: 'help', about: 'cron' }
  const verb = cronVerbs.find((known) => known === act)
  if (!verb) throw new UsageError(`wheelhouse cron knows ${cronVerbs.join(', ')}, not “${act}”.`)
  const types = { ...flagsOf.common, ...flagsOf.json, ...(verb === 'delete' && flagsOf.cron) }
  const wanted = verb === 'list' ? [] : verb === 'add' ? ['JSON'] : verb === 'edit' ? ['JOB', 'JSON'] : ['JOB']
  const { values, positionals } = parse(words.slice(1), types, wanted.length, `cron ${verb}`)
  if (values.help) return { name: 'help', about: 'cron' }
  if (positionals.length < wanted.length || positionals.includes(''))
    throw new UsageError(`Say which: wheelhouse cron ${[verb, ...wanted].join(' ')}. See wheelhouse cron --help.`)
  return {
    name: 'cron',
    config: configFrom(values),
    json: values.json === true,
    verb,
    job: verb === 'add' ? '' : (positionals[0] ?? ''),
    text: verb === 'add' ? (positionals[0] ?? '') : (positionals[1] ?? ''),
    confirm: typeof values.confirm === 'string' ? values.confirm : undefined,
  }
}

function readToken(words: string[]): Command {
  const act = words[0]
  if (act === '--help' || act === undefined) return { name: 'help', about: 'token' }
  const shared = { ...flagsOf.common, ...flagsOf.json }
  switch (act) {
    case 'create': {
      const { values } = parse(words.slice(1), { ...shared, ...flagsOf.create }, 0, 'token create')
      if (values.help) return { name: 'help', about: 'token' }
      const role = values.role
      if (typeof role !== 'string' || !isRole(role))
        throw new UsageError(
          `--role must be one of ${roles.join(', ')}${typeof role === 'string' ? `, not “${role}”` : ''}.`,
        )
      return {
        name: 'token create',
        config: configFrom(values),
        json: values.json === true,
        role,
        label: typeof values.name === 'string' ? values.name : role,
        mayAct: values['may-act'] === true,
      }
    }
    case 'list': {
      const { values } = parse(words.slice(1), shared, 0, 'token list')
      if (values.help) return { name: 'help', about: 'token' }
      return { name: 'token list', config: configFrom(values), json: values.json === true }
    }
    case 'revoke': {
      const { values, positionals } = parse(words.slice(1), shared, 1, 'token revoke')
      if (values.help) return { name: 'help', about: 'token' }
      if (!positionals[0])
        throw new UsageError('Say which: wheelhouse token revoke ID. `wheelhouse token list` shows the ids.')
      return { name: 'token revoke', config: configFrom(values), json: values.json === true, id: positionals[0] }
    }
    default:
      throw new UsageError(`wheelhouse token knows create, list and revoke, not “${act}”.`)
  }
}
