import { firstPromptOf, record } from '../common/parse-values.ts'
import type { Line } from './entry.ts'

/** Commands that set up the program and send nothing to the model. */
const housekeeping = new Set(
  `add-dir agents bashes clear color compact config context copy cost doctor effort exit export fast fork help hooks ide
   login logout mcp memory model output-style permissions plan plugin privacy-settings quit reload-plugins rename resume
   rewind sandbox skills stats status statusline tag tasks terminal-setup theme upgrade usage vim voice`.split(/\s+/),
)

/** Whole elements that the program puts around or beside the words of a person. */
const wrapping =
  /<(system-reminder|ide_\w+|local-command-\w+|command-\w+|bash-\w+|task-notification|user-prompt-submit-hook)>[\s\S]*?<\/\1>/g

/**
 * The request of a person in a line, shortened for lists; null for results of tools, reminders of the program, and
 * commands that only set it up.
 */
export function wordsOf(line: Line): string | null {
  if (line.isMeta === true || line.isCompactSummary === true) return null
  const spoken = spokenIn(record(line.message)?.content)
  if (spoken === null) return null
  const command = commandIn(spoken)
  const words =
    command === null ? spoken.replace(wrapping, ' ') : housekeeping.has(command.name) ? '' : inputOf(command)
  const opening = firstPromptOf(words)
  return opening === null || /^(\[Request interrupted|Caveat: The messages below)/.test(opening) ? null : opening
}

/** Whether a line says that somebody stopped the model. */
export const isInterruption = (line: Line) =>
  spokenIn(record(line.message)?.content)?.startsWith('[Request interrupted') ?? false

type Command = { name: string; args: string }

/** The command that somebody typed, as the program wraps it; null where there is none. */
function commandIn(words: string): Command | null {
  const name = /<command-name>\s*\/?([^<]*?)\s*<\/command-name>/.exec(words)?.[1]
  if (name === undefined) return null
  return { name, args: /<command-args>([\s\S]*?)<\/command-args>/.exec(words)?.[1] ?? '' }
}

const inputOf = ({ name, args }: Command) => (name === '' ? '' : `/${name} ${args}`.trim())

/** What a person typed into a text, and the elements of the program around it that say something else. */
export function splitWrapping(words: string): { typed: string; context: string } {
  const command = commandIn(words)
  const typed = [command === null ? '' : inputOf(command), words.replace(wrapping, ' ').trim()]
  const elements = (words.match(wrapping) ?? []).filter((element) => !/^<command-(name|args|message)>/.test(element))
  return { typed: typed.filter(Boolean).join('\n'), context: elements.join('\n') }
}

/** The text of a message; of several blocks the first that is more than a reminder. */
function spokenIn(content: unknown): string | null {
  if (typeof content === 'string') return content
  if (!Array.isArray(content)) return null
  const texts = content.flatMap((block) => {
    const { type, text } = record(block) ?? {}
    return type === 'text' && typeof text === 'string' ? [text] : []
  })
  return texts.find((text) => text.replace(wrapping, '').trim() !== '') ?? texts[0] ?? null
}
