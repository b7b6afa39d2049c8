import type { ToolAction } from '../facts/tool-action.ts'

/**
 * What a turn did that said nothing: how often each kind of thing, with what it was about where it was done once. The
 * names of files are counted once each.
 */
export type TurnWork = { kinds: Map<WorkKind, { count: number; about: string }>; paths: Set<string> }

type WorkKind = ToolAction['kind'] | `tool ${string}`

/** More files of one turn are counted as often as they are touched. */
const maxPaths = 500
/** So many kinds of things are said of a turn, those that change most first. */
const maxSaid = 3
const order: WorkKind[] = ['edit', 'command', 'subagent', 'question', 'plan', 'web', 'search', 'read']

/** Adds what a call did to the work of its turn, which is made where there is none. */
export function addWork(
  work: TurnWork = { kinds: new Map(), paths: new Set() },
  tool: string,
  action: ToolAction | null,
): TurnWork {
  switch (action?.kind) {
    case 'edit':
      for (const { path } of action.changes) putFile(work, 'edit', path)
      if (action.changes.length === 0) put(work, `tool ${tool}`, '')
      break
    case 'read':
      putFile(work, 'read', action.path)
      break
    case 'command':
      put(work, 'command', action.command)
      break
    case 'search':
      put(work, 'search', action.pattern)
      break
    case 'web':
      put(work, 'web', action.query ?? action.url ?? '')
      break
    case 'subagent':
      put(work, 'subagent', action.name ?? '')
      break
    case 'question':
      put(work, 'question', action.questions[0]?.question ?? '')
      break
    case 'plan':
    case 'todos':
      put(work, action.kind, '')
      break
    default:
      put(work, `tool ${tool}`, '')
  }
  return work
}

/** Takes back a call of which only its tool was known. */
export function takeWork(work: TurnWork, tool: string): TurnWork {
  const known = work.kinds.get(`tool ${tool}`)
  if (known && --known.count === 0) work.kinds.delete(`tool ${tool}`)
  return work
}

function put({ kinds }: TurnWork, kind: WorkKind, about: string) {
  const known = kinds.get(kind)
  if (known) known.count++
  else kinds.set(kind, { count: 1, about: about.slice(0, 200) })
}

function putFile(work: TurnWork, kind: 'edit' | 'read', path: string) {
  const key = `${kind} ${path}`
  if (work.paths.has(key)) return
  if (work.paths.size < maxPaths) work.paths.add(key)
  put(work, kind, path.slice(path.lastIndexOf('/') + 1))
}

/** The work of a turn in plain words: `Edited 2 files and ran bun test`; empty where it did nothing. */
export function workWords({ kinds }: TurnWork): string {
  const rank = (kind: WorkKind) => (order.includes(kind) ? order.indexOf(kind) : order.length)
  const all = [...kinds].sort(([a], [b]) => rank(a) - rank(b))
  // Beside other things there is no room for the words of a command.
  const isOnly = all.length === 1
  const said = all.slice(0, maxSaid).map(([kind, { count, about }]) => words(kind, count, isOnly ? about : '', about))
  if (all.length > maxSaid) said.push('more')
  const last = said.pop() ?? ''
  const line = said.length === 0 ? last : `${said.join(', ')} and ${last}`
  return line.slice(0, 1).toUpperCase() + line.slice(1)
}

/** `about` is what may be long, `name` what is short: the name of a file or of a sub-agent. */
function words(kind: WorkKind, count: number, about: string, name: string): string {
  const times = count === 1 ? '' : count === 2 ? ' twice' : ` ${count} times`
  switch (kind) {
    case 'edit':
      return count === 1 ? `edited ${name || 'a file'}` : `edited ${count} files`
    case 'read':
      return count === 1 ? `read ${name || 'a file'}` : `read ${count} files`
    case 'command':
      return count === 1 ? `ran ${about.trim().split('\n')[0] || 'a command'}` : `ran ${count} commands`
    case 'search':
      return count === 1 && about ? `searched for ${about}` : `searched the files${times}`
    case 'web':
      return count === 1 && about ? `looked up ${about}` : `searched the web${times}`
    case 'subagent':
      return count === 1 ? `started ${name ? `the sub-agent ${name}` : 'a sub-agent'}` : `started ${count} sub-agents`
    case 'question':
      return count > 1 ? `asked ${count} questions` : about ? `asked: ${about}` : 'asked a question'
    case 'plan':
      return 'wrote a plan'
    case 'todos':
      return 'updated its steps'
    default:
      return `used ${kind.slice('tool '.length) || 'a tool'}${times}`
  }
}
