import { Refusal } from '../lib/refusal.ts'
import { unwrapString, wrapString } from './edit-json.ts'
import { checked, insert, isRecord, remove, settingsIn } from './edit-settings.ts'
import { quoted } from './hook-command.ts'

/** What runs our command: the executable, and the data folder in which it keeps the last words of sessions. */
type StatuslineProgram = { executable: string; dataFolder: string }

/** Whether our status line stands in a runtime's settings: alone, in front of another one, not, or that of another Wheelhouse. */
type StatuslineState = 'off' | 'on' | 'outdated'

/** The mark by which ours is found again; the shell takes it for a comment. */
const mark = '# wheelhouse'

const runOf = ({ executable, dataFolder }: StatuslineProgram) =>
  `${quoted(executable)} statusline --data ${quoted(dataFolder)}`

/** Ours alone. Where the executable is gone nothing is shown, and no error. */
const aloneOf = (program: StatuslineProgram) => `${runOf(program)} 2>/dev/null || true ${mark}`

/**
 * What stands around a status line that was there before: the same shell runs it, and hands it the same input, which ours
 * copies. Where our executable is gone `cat` does.
 */
const aroundOf = (program: StatuslineProgram) => ({
  before: `{ ${runOf(program)} --copy 2>/dev/null || cat; } | {\n`,
  after: `\n} ${mark}`,
})

const isAlone = (command: string) => / statusline --data '.*' 2>\/dev\/null \|\| true # wheelhouse$/s.test(command)

/** What of ours stands around another status line, whichever Wheelhouse wrote it; undefined where none does. */
function aroundIn(command: string): { before: string; after: string } | undefined {
  const before = /^\{ '[^\n]*' statusline --data '[^\n]*' --copy 2>\/dev\/null \|\| cat; \} \| \{\n/.exec(command)?.[0]
  const after = `\n} ${mark}`
  return before !== undefined && command.endsWith(after) ? { before, after } : undefined
}

/** What stands in the text of a runtime's settings. Throws a Refusal where the text is not what it could be edited as. */
export function statuslineStateOf(text: string, program: StatuslineProgram): StatuslineState {
  const command = commandIn(text)
  if (command === undefined) return 'off'
  if (isAlone(command)) return command === aloneOf(program) ? 'on' : 'outdated'
  const around = aroundIn(command)
  return around === undefined ? 'off' : around.before === aroundOf(program).before ? 'on' : 'outdated'
}

/** The text with our status line, in front of one that is there; everything else stays. Throws as `statuslineStateOf`. */
export function withStatusline(text: string, program: StatuslineProgram): string {
  const edited = withoutStatusline(text)
  if (commandIn(edited) === undefined)
    return insert(edited, [], 'statusLine', { type: 'command', command: aloneOf(program) })
  const { before, after } = aroundOf(program)
  return checked(
    wrapString(edited, path, before, after),
    (settings) => withCommand(settings, before + commandOf(settings) + after),
    edited,
  )
}

/** The text without our status line, with the one that was there before. Throws as `statuslineStateOf`. */
export function withoutStatusline(text: string): string {
  const command = commandIn(text)
  if (command === undefined) return text
  if (isAlone(command)) return remove(text, ['statusLine'])
  const around = aroundIn(command)
  if (!around) return text
  const { before, after } = around
  const edited = unwrapString(text, path, before, after)
  if (edited === undefined) throw new Refusal('conflict', 'its “statusLine” was written anew since')
  return checked(
    edited,
    (settings) => withCommand(settings, command.slice(before.length, command.length - after.length)),
    text,
  )
}

const path = ['statusLine', 'command']

/** The command of the status line in a text; undefined where it has none. */
function commandIn(text: string): string | undefined {
  const { statusLine } = settingsIn(text)
  if (statusLine === undefined) return undefined
  if (!isRecord(statusLine) || statusLine.type !== 'command' || typeof statusLine.command !== 'string')
    throw new Refusal('conflict', 'its “statusLine” is no command')
  return statusLine.command
}

const commandOf = (settings: Record<string, unknown>) => (settings.statusLine as { command: string }).command

function withCommand(settings: Record<string, unknown>, command: string) {
  ;(settings.statusLine as { command: string }).command = command
  return settings
}
