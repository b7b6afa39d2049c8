import { firstPromptOf, record } from '../shared/parse-values.ts'
import type { Line } from './entry.ts'

/** Commands that set up the program and ask nothing of the model. */
const housekeeping = new Set(
  `add-dir agents bashes clear color compact config context copy cost doctor effort exit export fast fork help hooks ide
   login logout mcp memory model output-style permissions plan plugin privacy-settings quit reload-plugins rename resume
   rewind sandbox skills stats status statusline tag tasks terminal-setup theme upgrade usage vim voice`.split(/\s+/),
)

/** Whole elements that the program puts around or beside what somebody wrote. */
const wrapping =
  /<(system-reminder|ide_\w+|local-command-\w+|command-\w+|bash-\w+|task-notification|user-prompt-submit-hook)>[\s\S]*?<\/\1>/g

/**
 * What a person asked for in a line of theirs, shortened to what a list shows; null where nobody spoke: results of
 * tools, reminders of the program, commands that only set it up.
 */
export function wordsOf(line: Line): string | null {
  if (line.isMeta === true || line.isCompactSummary === true) return null
  const said = spokenIn(record(line.message)?.content)
  if (said === null) return null
  const command = /<command-name>\s*\/?([^<]*?)\s*<\/command-name>/.exec(said)?.[1]
  const words = command === undefined ? said.replace(wrapping, ' ') : withArguments(command, said)
  const opening = firstPromptOf(words)
  return opening === null || /^(\[Request interrupted|Caveat: The messages below)/.test(opening) ? null : opening
}

/** Somebody stopped the model. */
export const isInterruption = (line: Line) =>
  spokenIn(record(line.message)?.content)?.startsWith('[Request interrupted') ?? false

function withArguments(command: string, said: string) {
  if (command === '' || housekeeping.has(command)) return ''
  const words = /<command-args>([\s\S]*?)<\/command-args>/.exec(said)?.[1] ?? ''
  return `/${command} ${words}`
}

/** The text of a message; of several pieces the first that is more than a reminder. */
function spokenIn(content: unknown): string | null {
  if (typeof content === 'string') return content
  if (!Array.isArray(content)) return null
  const texts = content.flatMap((block) => {
    const { type, text } = record(block) ?? {}
    return type === 'text' && typeof text === 'string' ? [text] : []
  })
  return texts.find((text) => text.replace(wrapping, '').trim() !== '') ?? texts[0] ?? null
}
