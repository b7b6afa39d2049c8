import type { Runtime } from '../../facts/runtimes.ts'
import type { TranscriptPart } from '../../facts/transcript-access.ts'

/** The files that a transcript can be exported as: one item a line, a text for people, or a page that stands alone. */
export const exportFormats = ['jsonl', 'markdown', 'html'] as const
export type ExportFormat = (typeof exportFormats)[number]

export const formatFiles: Record<ExportFormat, { ending: string; type: string }> = {
  jsonl: { ending: 'jsonl', type: 'application/x-ndjson; charset=utf-8' },
  markdown: { ending: 'md', type: 'text/markdown; charset=utf-8' },
  html: { ending: 'html', type: 'text/html; charset=utf-8' },
}

/** What an export says of its session; times in ms, in the zone of the head. */
export type ExportHead = {
  sessionId: string
  title: string
  agentName: string
  runtime: Runtime
  model: string | null
  startedAt: number | null
  costLabel: string
  timezone: string
}

/** Writes a transcript piece by piece; secrets are hidden in every piece. */
export type ExportWriter = {
  begin(): string
  add(parts: readonly TranscriptPart[]): string
  /** Why the transcript, or the rest of it, is not there. */
  missing(reason: string): string
  end(): string
}
