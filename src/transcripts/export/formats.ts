import type { Runtime } from '../../facts/runtimes.ts'
import type { TranscriptPart } from '../../facts/transcript-access.ts'

/** The files that a transcript can be exported as: one item a line, a text for people, or a page that stands alone. */
export const exportFormats = ['markdown', 'html', 'jsonl'] as const
export type ExportFormat = (typeof exportFormats)[number]

export const formatFiles: Record<ExportFormat, { name: string; ending: string; type: string }> = {
  markdown: { name: 'Markdown', ending: 'md', type: 'text/markdown; charset=utf-8' },
  html: { name: 'One HTML page', ending: 'html', type: 'text/html; charset=utf-8' },
  jsonl: { name: 'JSONL', ending: 'jsonl', type: 'application/x-ndjson; charset=utf-8' },
}

/** `Fix-the-flaky-test-6f0a9d61.md`: letters and digits of the title, so that the name is one on every system. */
export function exportFileName(
  { sessionId, title }: { sessionId: string; title: string },
  format: ExportFormat,
): string {
  const words = title
    .normalize('NFKD')
    .replace(/[^\w]+/g, '-')
    .slice(0, 60)
    .replace(/^-+|-+$/g, '')
  return `${words || 'session'}-${sessionId.replace(/\W/g, '').slice(-8)}.${formatFiles[format].ending}`
}

/** What an export says of a session; times in ms, in the zone of the export; US dollars, null where not known. */
export type ExportedSession = {
  sessionId: string
  title: string
  agentName: string
  runtime: Runtime
  model: string | null
  startedAt: number | null
  costLabel: string
  costUsd: number | null
}

/** A session with the sub-agents below it, each once: one stands behind the one that started it. */
export type ExportHead = ExportedSession & { timezone: string; subagents: ExportedSubagent[] }
/** `depth` is 1 for those of the session itself. */
type ExportedSubagent = ExportedSession & { depth: number; parentId: string | null }

/** What a session and all below it cost; null where nothing of it is known. */
export function costOfAll({ costUsd, subagents }: Pick<ExportHead, 'costUsd' | 'subagents'>): number | null {
  const known = [costUsd, ...subagents.map((one) => one.costUsd)].filter((usd) => usd !== null)
  return known.length === 0 ? null : known.reduce((sum, usd) => sum + usd, 0)
}

/** Writes a transcript piece by piece, then those of its sub-agents; secrets are hidden in every piece. */
export type ExportWriter = {
  begin(): string
  add(parts: readonly TranscriptPart[]): string
  /** Why the transcript that is being written, or the rest of it, is not there. */
  missing(reason: string): string
  /** What follows is the transcript of this sub-agent. */
  subagent(head: ExportedSubagent): string
  /** Says what was left out. */
  end(): string
}
