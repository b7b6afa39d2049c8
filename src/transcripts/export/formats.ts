import type { Runtime } from '../../facts/runtimes.ts'
import type { TranscriptPart } from '../../facts/transcript-access.ts'
import { dayOf } from '../../lib/timezone.ts'

/** The files that a transcript can be exported as: one item a line, a text for people, or a page that stands alone. */
export const exportFormats = ['markdown', 'html', 'jsonl'] as const
export type ExportFormat = (typeof exportFormats)[number]

export const formatFiles: Record<ExportFormat, { name: string; ending: string; type: string }> = {
  markdown: { name: 'Markdown', ending: 'md', type: 'text/markdown; charset=utf-8' },
  html: { name: 'One HTML page', ending: 'html', type: 'text/html; charset=utf-8' },
  jsonl: { name: 'JSONL', ending: 'jsonl', type: 'application/x-ndjson; charset=utf-8' },
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

/**
 * The name of an exported file, the same wherever it is exported: its title, the day it began and the end of its id, in
 * letters that every file system takes. `Fix-the-lamp-2026-11-29-1a2b3c4d.md`.
 */
export function exportFileName(
  { title, sessionId, startedAt, timezone }: Pick<ExportHead, 'title' | 'sessionId' | 'startedAt' | 'timezone'>,
  format: ExportFormat,
): string {
  const words =
    title
      .normalize('NFC')
      .replace(/[^\p{L}\p{M}\p{N}_]+/gu, '-')
      .slice(0, 60)
      .toWellFormed()
      .replace(/^-+|-+$/g, '') || 'session'
  const day = startedAt === null ? [] : [dayOf(startedAt, timezone)]
  const id = sessionId.replace(/[^A-Za-z0-9]/g, '').slice(-8)
  return `${[words, ...day, id].join('-')}.${formatFiles[format].ending}`
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
