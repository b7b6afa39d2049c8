import { redact } from '../../lib/redact.ts'
import { costOfAll, type ExportHead, type ExportWriter } from './formats.ts'
import { createLeftOut } from './left-out.ts'

/**
 * One JSON object a line: first the session, then each item as pages have it, with its whole texts; then each sub-agent
 * with its items. The last line says what was left out, where something was.
 */
export function createJsonLinesWriter({ subagents, ...head }: ExportHead): ExportWriter {
  const leftOut = createLeftOut({ records: false })
  const line = (value: unknown) =>
    `${JSON.stringify(value, (_, field) => (typeof field === 'string' ? redact(field) : field))}\n`
  return {
    begin: () =>
      line({
        kind: 'session',
        ...head,
        subagents: subagents.length,
        costWithSubagentsUsd: costOfAll({ ...head, subagents }),
      }),
    add: (parts) =>
      parts
        .map(({ item }) => {
          leftOut.count(item)
          return line(item)
        })
        .join(''),
    missing(reason) {
      leftOut.missing()
      return line({ kind: 'missing', reason })
    },
    subagent: (subagent) => line({ kind: 'subagent', ...subagent }),
    end: () => (leftOut.words() === '' ? '' : line({ kind: 'left-out', ...leftOut.counts() })),
  }
}
