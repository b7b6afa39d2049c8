import { redact } from '../../lib/redact.ts'
import type { ExportHead, ExportWriter } from './formats.ts'

/** One JSON object a line: first the session, then each item as pages have it, with its whole texts. */
export function createJsonLinesWriter(head: ExportHead): ExportWriter {
  const line = (value: unknown) =>
    `${JSON.stringify(value, (_, field) => (typeof field === 'string' ? redact(field) : field))}\n`
  return {
    begin: () => line({ kind: 'session', ...head }),
    add: (parts) => parts.map(({ item }) => line(item)).join(''),
    missing: (reason) => line({ kind: 'missing', reason }),
    end: () => '',
  }
}
