import type { ApprovalRequest } from '../facts/approval.ts'
import { filesInCommand, simpleCommands } from '../files/files-in-command.ts'

/** Something about a request that a person should see before they allow it. */
export type Risk = {
  kind: 'administrator' | 'deletes' | 'outside' | 'network' | 'secrets' | 'history' | 'system' | 'runs-what-it-fetches'
  /** A sentence. */
  words: string
}

const network = new Set(['curl', 'wget', 'ssh', 'scp', 'rsync', 'nc', 'ncat', 'telnet', 'ftp', 'sftp', 'socat'])
const shells = new Set([
  'sh',
  'bash',
  'zsh',
  'dash',
  'fish',
  'python',
  'python3',
  'node',
  'perl',
  'ruby',
  'bun',
  'deno',
])
const administrators = new Set(['sudo', 'doas', 'su', 'pkexec', 'runas'])
const systems = new Set([
  'dd',
  'mkfs',
  'fdisk',
  'shutdown',
  'reboot',
  'systemctl',
  'launchctl',
  'crontab',
  'mount',
  'umount',
  'iptables',
  'useradd',
  'passwd',
  'kill',
  'killall',
  'pkill',
])
const publishing: [program: string, verb: string][] = [
  ['npm', 'publish'],
  ['git', 'push'],
  ['docker', 'push'],
  ['gh', 'release'],
  ['cargo', 'publish'],
]

/** Programs that run the one behind them. */
const wrappers = new Set([
  'env',
  'nohup',
  'time',
  'nice',
  'ionice',
  'xargs',
  'command',
  'exec',
  'timeout',
  'setsid',
  'stdbuf',
])
/** Their options whose value is the next word. */
const withValue = /^-(u|g|n|c|I|P|h|p|-user|-group)$/
/** A shell within a shell within a shell is not looked into further. */
const maxDepth = 3

const secretPlaces =
  /(^|\/)(\.ssh|\.gnupg|\.aws|\.kube|\.docker|\.netrc|\.npmrc|\.pypirc|\.git-credentials|\.env(\.\w+)?|id_rsa|id_ed25519|auth-profiles?\.json|credentials(\.json)?|secrets?(\.\w+)?|.*\.(pem|key|p12|keychain))(\/|$)/i

/** What a request could do that is worth a second look. It reads words and guesses; an empty list is no promise. */
export function risksOf({ action, folder }: Pick<ApprovalRequest, 'action' | 'folder'>): Risk[] {
  if (action?.kind === 'command') return risksOfCommand(action.command, action.cwd ?? folder)
  if (action?.kind === 'edit')
    return risksOfPaths(
      action.changes.flatMap(({ path, movedTo }) => [path, movedTo ?? path]),
      folder,
    )
  if (action?.kind === 'read') return secretPlaces.test(action.path) ? [secretsAt(action.path)] : []
  if (action?.kind === 'web') return [{ kind: 'network', words: 'It asks the network.' }]
  return []
}

function risksOfCommand(command: string, folder: string | null, depth = 0): Risk[] {
  const risks = new Map<Risk['kind'], string>()
  const note = (kind: Risk['kind'], words: string) => {
    if (!risks.has(kind)) risks.set(kind, words)
  }
  for (const { kind, words } of risksOfPaths(writtenBy(command), folder)) note(kind, words)
  let fetched = false
  for (const all of simpleCommands(command)) {
    const words = all.filter(({ kind }) => kind === 'word').map(({ text }) => text)
    unwrap(words, (administrator) => note('administrator', `It runs as another user (${administrator}).`))
    const program = nameOf(words[0])
    const rest = words.slice(1)
    const script = shells.has(program) ? rest[rest.findIndex((word) => /^-\w*[ce]$/.test(word)) + 1] : undefined
    if (script !== undefined && rest.some((word) => /^-\w*[ce]$/.test(word)) && depth < maxDepth)
      for (const { kind, words } of risksOfCommand(script, folder, depth + 1)) note(kind, words)
    if (network.has(program)) note('network', `It asks the network (${program}).`)
    if (program === 'rm' || program === 'rmdir' || program === 'shred' || program === 'unlink')
      note(
        'deletes',
        rest.some((word) => /^-\w*r/i.test(word) || word === '--recursive')
          ? 'It deletes a folder with everything in it.'
          : 'It deletes files.',
      )
    if (program === 'find' && rest.includes('-delete')) note('deletes', 'It deletes what it finds.')
    if (program === 'git') noteGit(rest, note)
    if (systems.has(program) || program.startsWith('mkfs'))
      note('system', `It changes the machine itself (${program}).`)
    if (program === 'chmod' && rest.some((word) => /777|o\+w|a\+w/.test(word)))
      note('system', 'It lets everybody write.')
    for (const [name, verb] of publishing)
      if (program === name && rest.includes(verb)) note('network', `It sends something out (${name} ${verb}).`)
    if (fetched && shells.has(program)) note('runs-what-it-fetches', 'It runs what it fetches from the network.')
    fetched ||= program === 'curl' || program === 'wget'
    for (const word of words) if (secretPlaces.test(word)) note('secrets', secretsAt(word).words)
  }
  return [...risks].map(([kind, words]) => ({ kind, words }))
}

/** Takes away what stands before the program that is really run: settings of variables, `sudo -u anna`, `nohup`, `timeout 5`. */
function unwrap(words: string[], asAnother: (administrator: string) => void) {
  for (;;) {
    const first = nameOf(words[0])
    if (words[0] !== undefined && /^\w+=/.test(words[0])) words.shift()
    else if (administrators.has(first) || wrappers.has(first)) {
      if (administrators.has(first)) asAnother(first)
      words.shift()
      while (words[0]?.startsWith('-')) if (withValue.test(words.shift() ?? '')) words.shift()
      if (first === 'timeout') words.shift()
    } else return
  }
}

function noteGit(rest: string[], note: (kind: Risk['kind'], words: string) => void) {
  const verb = rest.find((word) => !word.startsWith('-'))
  if (verb === 'push' && rest.some((word) => /^(-f|--force)/.test(word) || /^\+/.test(word)))
    note('history', 'It overwrites history that others may have.')
  if (verb === 'reset' && rest.includes('--hard')) note('deletes', 'It throws changes away that are not committed.')
  if (verb === 'clean' && rest.some((word) => /^-\w*f/.test(word)))
    note('deletes', 'It deletes files that git does not know.')
}

const writtenBy = (command: string) =>
  filesInCommand(command).flatMap(({ path, how }) => (how === 'read' ? [] : [path]))

/** What paths that are written say: one outside of the folder, and one that holds secrets. */
function risksOfPaths(paths: string[], folder: string | null): Risk[] {
  const outside = paths.find((path) => isOutside(path, folder))
  const secret = paths.find((path) => secretPlaces.test(path))
  return [
    ...(outside === undefined
      ? []
      : [{ kind: 'outside' as const, words: `It writes outside of its folder: ${outside}.` }]),
    ...(secret === undefined ? [] : [secretsAt(secret)]),
  ]
}

/** Whether a path leads out of a folder by its words. Links are not followed. */
function isOutside(path: string, folder: string | null): boolean {
  if (path.startsWith('~')) return folder === null || !folder.startsWith(path)
  const isAbsolute = path.startsWith('/')
  if (isAbsolute && folder === null) return true
  const parts: string[] = isAbsolute ? [] : (folder ?? '/').split('/')
  const depth = parts.filter(Boolean).length
  const whole: string[] = parts.filter(Boolean)
  for (const part of path.split('/'))
    if (part === '..') whole.pop()
    else if (part !== '' && part !== '.') whole.push(part)
  const base = (folder ?? '/').split('/').filter(Boolean)
  if (/^\/(tmp|dev\/null)(\/|$)/.test(`/${whole.join('/')}`)) return false
  return depth >= 0 && base.some((part, number) => whole[number] !== part)
}

const nameOf = (word: string | undefined) => (word ?? '').split('/').at(-1) ?? ''

const secretsAt = (path: string): Risk => ({
  kind: 'secrets',
  words: `It touches what usually holds secrets: ${path.slice(0, 200)}.`,
})
