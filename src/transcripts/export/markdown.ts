import { runtimeLabels } from '../../facts/runtimes.ts'
import type { TranscriptItem } from '../../facts/transcript.ts'
import { oneLine, plainText } from '../../lib/plain-text.ts'
import { redact } from '../../lib/redact.ts'
import type { ExportedSession, ExportHead, ExportWriter } from './formats.ts'
import { costWords, diffIn, noteNames, speakerIn, subagentsWords, timeWords } from './item-words.ts'
import { createLeftOut } from './left-out.ts'

/**
 * A transcript as Markdown, then those of its sub-agents as sections: words as they are, everything else in fenced blocks;
 * records are only counted.
 */
export function createMarkdownWriter(head: ExportHead): ExportWriter {
  let session: ExportedSession = head
  let speaker: string | undefined
  /** The level of the headings of speakers: below that of their section. */
  let level = 2
  const leftOut = createLeftOut({ records: true })

  function headOf(item: TranscriptItem): string {
    const next = speakerIn(item, session.agentName)
    if (next === speaker) return ''
    speaker = next
    return next === undefined ? '' : `\n${'#'.repeat(level)} ${oneLine(next)}${at(item.at)}\n`
  }

  const at = (moment: number | null) => (moment === null ? '' : ` · ${timeWords(moment, head.timezone)}`)

  function words(item: TranscriptItem): string {
    switch (item.kind) {
      case 'message':
        return `\n${clean(item.text)}\n${item.pictures.map(() => '\n_(a picture)_\n').join('')}`
      case 'thinking':
        return item.text.trim() === '' ? '' : `\n${quoted(clean(item.text))}\n`
      case 'tool': {
        if (item.input === null && item.result) return fenced(item.result.text, 'Result')
        const diff = diffIn(item.action)
        const command = item.action?.kind === 'command' ? item.action.command : undefined
        const called =
          diff !== undefined
            ? fenced(diff, undefined, 'diff')
            : command !== undefined
              ? fenced(command, undefined, 'sh')
              : fenced(item.input?.text ?? '', undefined, 'json')
        const result = item.result ? fenced(item.result.text, item.result.isError ? 'Failed' : 'Result') : ''
        return `\n**${oneLine(redact(item.tool))}** ${oneLine(redact(item.argument ?? ''))}\n${called}${result}`
      }
      case 'note':
        return `\n---\n_${[noteNames[item.note], oneLine(clean(item.text))].filter(Boolean).join(': ')}_${at(item.at)}\n`
      case 'record':
        return ''
    }
  }

  const about = ({ agentName, runtime, model, startedAt, costLabel, costUsd, sessionId }: ExportedSession) => [
    `- Agent: ${oneLine(agentName)} (${runtimeLabels[runtime].name}${model ? `, ${oneLine(model)}` : ''})`,
    `- Started: ${timeWords(startedAt, head.timezone) || 'unknown'} (${head.timezone})`,
    `- Cost: ${costWords(costLabel, costUsd)}`,
    `- Session: \`${sessionId}\``,
  ]

  return {
    begin() {
      const below = subagentsWords(head)
      return [
        `# ${oneLine(redact(head.title))}`,
        '',
        ...about(head),
        ...(below === '' ? [] : [`- Sub-agents: ${below}`]),
        '',
      ].join('\n')
    },
    add: (parts) =>
      parts
        .map(({ item }) => {
          leftOut.count(item)
          return headOf(item) + words(item)
        })
        .join(''),
    missing(reason) {
      leftOut.missing()
      return `\n_${reason}_\n`
    },
    subagent(next) {
      session = next
      speaker = undefined
      level = Math.min(next.depth, 3) + 2
      const parent = [head, ...head.subagents].find(({ sessionId }) => sessionId === next.parentId)
      return [
        '\n---\n',
        `${'#'.repeat(level - 1)} Sub-agent: ${oneLine(redact(next.title))}`,
        '',
        ...(parent && parent !== head ? [`- Started by: ${oneLine(redact(parent.title))}`] : []),
        ...about(next),
        '',
      ].join('\n')
    },
    end: () => (leftOut.words() === '' ? '' : `\n---\n_${leftOut.words()}_\n`),
  }
}

const clean = (text: string) => redact(plainText(text)).trim()

const quoted = (text: string) => text.replace(/^/gm, '> ')

/** A block whose fence is longer than any in the text, so that the text cannot end it. */
function fenced(text: string, label?: string, language = ''): string {
  const body = clean(text)
  if (body === '') return label === undefined ? '' : `\n${label}: no output.\n`
  const longest = Math.max(2, ...(body.match(/`+/g) ?? []).map(({ length }) => length))
  const fence = '`'.repeat(longest + 1)
  return `${label === undefined ? '' : `\n${label}:\n`}\n${fence}${language}\n${body}\n${fence}\n`
}
