import type { AgentFact, Fact, UsageFact } from '../../facts/fact.ts'
import type { Batch, CursorOf, Finding, ReadingLimits, Source } from '../../facts/source.ts'
import { makeAgentId, makeSessionId } from '../../ids.ts'
import { sha256 } from '../../lib/crypto.ts'
import type { Dialect, ParsedLine, Place } from '../common/dialect.ts'
import { createFileSource } from '../common/file-source.ts'
import { slugOf } from '../common/project.ts'
import { type Counting, type CustomRecord, type FieldPaths, readRecord } from './record.ts'

/** A source that the configuration declares: files of lines, and the field paths in a line. */
export type CustomDeclaration = {
  /** The name of the source and of its agent. */
  name: string
  /** The folders that are searched, and the pattern of paths below them. */
  roots: string[]
  pattern: string
  fields: FieldPaths
  /** Within which ids are of one answer; by default the same folders and pattern. */
  scope?: string
  /** Whether nothing is said of it while it has left nothing. */
  isQuiet?: boolean
} & Counting

/** The sessions in the lines since the last conclusion, by our ids. */
type State = { sessions: Record<string, Seen> }
type Seen = { foreign: string; title: string; begunAt: number; lastAt: number; model: string; project: string | null }

/**
 * A declared source. Its agent has its name; a session is the value of the session field, or a file. Of several lines
 * with one id the one with the most tokens counts; without an id field a line is identified by its file, its offset and
 * its content.
 */
export function createCustom(
  declaration: CustomDeclaration,
  now: () => number = Date.now,
  limits?: Partial<ReadingLimits>,
): Source {
  const { name, roots, pattern } = declaration
  const { dialect, seen } = dialectOf(declaration, now)
  const inner = createFileSource(dialect, { limits })
  // Two declarations may read one file, each from a cursor of its own.
  const unitOf = (path: string) => `${name}: ${path}`

  return {
    ...inner,
    isQuiet: declaration.isQuiet,
    async *read(cursorOf: CursorOf, signal: AbortSignal): AsyncGenerator<Batch> {
      for await (const batch of inner.read((path) => cursorOf(unitOf(path)), signal))
        yield { ...batch, unit: unitOf(batch.unit) }
    },
    report() {
      const report = inner.report()
      const findings = seen.lines > 0 && seen.answers === 0 ? [...report.findings, noAnswers()] : report.findings
      return { ...report, name, detail: `${name}: ${report.detail}`, findings }
    },
  }

  function noAnswers(): Finding {
    const { input, output } = declaration.fields
    return {
      level: 'warn',
      code: 'no-usage',
      message: `None of ${seen.lines} lines of ${name} (${roots.map((root) => `${root}/${pattern}`).join(', ')}) holds ${input} and ${output}.`,
      fix: `Correct the field paths of ${name} in config.toml.`,
    }
  }
}

const slugOfSource = (name: string) => slugOf({ path: `custom:${name}`, name })

/** The id of the agent of a declared source. */
export const agentIdOfSource = (name: string) => makeAgentId({ runtime: 'custom', slug: slugOfSource(name) })

function dialectOf(declaration: CustomDeclaration, now: () => number) {
  const { name, roots, pattern, fields } = declaration
  const slug = slugOfSource(name)
  const agent: AgentFact = {
    kind: 'agent',
    id: agentIdOfSource(name),
    runtime: 'custom',
    name,
    present: true,
  }
  // The name is no part of the scope: the answers of a renamed source were counted already.
  const scope = declaration.scope ?? hash([...roots, pattern].join('\n')).slice(0, 12)
  const glob = new Bun.Glob(pattern)
  const seen = { lines: 0, answers: 0 }

  const sessionId = (foreign: string) =>
    makeSessionId({ runtime: 'custom', agent: slug, uuid: hash(foreign).slice(0, 32) })

  function take(line: Record<string, unknown>, state: State, place: Place, offset: number): ParsedLine {
    seen.lines++
    const record = readRecord(line, fields, declaration, now())
    if (record === null) return { facts: [] }
    seen.answers++
    if ('reason' in record) return record
    const foreign = record.session ?? place.path
    note(state, sessionId(foreign), foreign, record, place)
    return { facts: isNothing(record) ? [] : [usage(record, sessionId(foreign), place, offset)] }
  }

  function usage(record: CustomRecord, session: string, { path }: Place, offset: number): UsageFact {
    const { at, model, provider, tokens, loggedUsd, id } = record
    const counts = [tokens.input, tokens.output, tokens.cacheRead, tokens.cacheWrite5m]
    const entryId = hash(id ?? `${path}#${offset}/${at}/${model}/${counts.join('.')}`).slice(0, 32)
    return {
      kind: 'usage',
      key: id === null ? `custom:${entryId}` : `custom:${scope}:${entryId}`,
      runtime: 'custom',
      agentId: agent.id,
      sessionId: session,
      at,
      model,
      provider,
      tokens,
      loggedUsd,
      rates: null,
      rank: counts.reduce((sum, count) => sum + count, 0),
    }
  }

  function conclude(state: State): Fact[] {
    const facts: Fact[] = Object.entries(state.sessions).map(([id, session]) => ({
      kind: 'session' as const,
      id,
      runtime: 'custom' as const,
      agentId: agent.id,
      key: session.foreign,
      sessionKind: 'other' as const,
      firstPrompt: session.title,
      model: session.model,
      startedAt: session.begunAt,
      lastAt: session.lastAt,
      lastRole: 'assistant' as const,
      stopReason: 'stop',
      ...(session.project === null ? {} : { projectPath: session.project }),
    }))
    state.sessions = {}
    return facts.length > 0 ? [agent, ...facts] : []
  }

  const dialect: Dialect<State> = {
    runtime: 'custom',
    name,
    roots: [...new Set(roots)],
    fix: `Correct where ${name} lies in config.toml.`,
    isTranscript: (inside) => glob.match(inside),
    begin: () => ({ sessions: {} }),
    marks: marksOf(fields),
    take,
    conclude,
  }
  return { dialect, seen }
}

function note(
  { sessions }: State,
  id: string,
  foreign: string,
  { at, model, project, session }: CustomRecord,
  place: Place,
) {
  const before = sessions[id]
  const isNewest = at >= (before?.lastAt ?? 0)
  sessions[id] = {
    foreign,
    title: session ?? place.inside,
    begunAt: Math.min(before?.begunAt ?? at, at),
    lastAt: Math.max(before?.lastAt ?? at, at),
    model: isNewest || !before ? model : before.model,
    project: project ?? before?.project ?? null,
  }
}

/** An answer without tokens and without a cost is none. */
const isNothing = ({ tokens, loggedUsd }: CustomRecord) =>
  tokens.input + tokens.output + tokens.cacheRead + tokens.cacheWrite5m === 0 && (loggedUsd ?? 0) === 0

/** The marks of lines with an answer: the last name of each path. A name that JSON may escape is no mark. */
function marksOf({ input, output, cost }: FieldPaths): string[] {
  const names = [input, output, cost].flatMap((path) => path?.split('.').findLast((part) => !/^\d+$/.test(part)) ?? [])
  return names.every((name) => /^[\w-]+$/.test(name)) ? [...new Set(names.map((name) => `"${name}"`))] : ['{']
}

const hash = (text: string) => sha256(text)
