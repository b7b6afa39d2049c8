import { runtimeLabels } from '../../facts/runtimes.ts'
import type { TranscriptItem } from '../../facts/transcript.ts'
import { oneLine, plainText } from '../../lib/plain-text.ts'
import { redact } from '../../lib/redact.ts'
import type { ExportHead, ExportWriter } from './formats.ts'
import { diffIn, noteNames, recordsLeftOut, speakerIn, timeWords } from './item-words.ts'

/** A transcript as Markdown: words as they are, everything else in fenced blocks; records are only counted. */
export function createMarkdownWriter(head: ExportHead): ExportWriter {
  let speaker: string | undefined
  let records = 0

  function headOf(item: TranscriptItem): string {
    const next = speakerIn(item, head.agentName)
    if (next === speaker) return ''
    speaker = next
    return next === undefined ? '' : `\n## ${oneLine(next)}${at(item.at)}\n`
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
        records++
        return ''
    }
  }

  return {
    begin: () =>
      [
        `# ${oneLine(redact(head.title))}`,
        '',
        `- Agent: ${oneLine(head.agentName)} (${runtimeLabels[head.runtime].name}${head.model ? `, ${oneLine(head.model)}` : ''})`,
        `- Started: ${timeWords(head.startedAt, head.timezone) || 'unknown'} (${head.timezone})`,
        `- Cost: ${head.costLabel}`,
        `- Session: \`${head.sessionId}\``,
        '',
      ].join('\n'),
    add: (parts) => parts.map(({ item }) => headOf(item) + words(item)).join(''),
    missing: (reason) => `\n_${reason}_\n`,
    end: () => (records === 0 ? '' : `\n_${recordsLeftOut(records)}_\n`),
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
