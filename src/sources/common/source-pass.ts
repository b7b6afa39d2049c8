import { dirname } from 'node:path'
import type { Runtime } from '../../facts/runtimes.ts'
import type { Batch, CursorOf, Finding, Progress, Source, SourceReport, SourceState, Work } from '../../facts/source.ts'
import { createChangedUnits } from './changed-units.ts'
import { shortPath, statOf } from './paths.ts'
import { type Portion, settleMs, type Unit } from './unit.ts'
import { type Folders, watchFolders } from './watch-folders.ts'

/** What a survey and the readers of its units are given. Readers count in `work` what they parse and read. */
export type Pass = { cursorOf: CursorOf; folders: Folders; work: Work }

/** What a source found at the beginning of a pass. */
export type Survey = {
  /** In the order in which they are read: the newest first. */
  units: Unit[]
  /** Facts that stand before those of the units, such as who there is. */
  preface?: () => Iterable<Portion>
  /** What there is, asked once all units were read. */
  summarize(): Summary
}

export type Summary = {
  /** Whether the runtime has left anything where it was looked for. */
  isThere: boolean
  /** Half a sentence: what there is and where. */
  detail: string
  /** Folders that are there and may not be listed. */
  deniedFolders: string[]
  /** What people should know besides failures to read. */
  findings: Finding[]
}

/** So many findings of one kind are listed; the others are counted. */
const maxFindings = 20

type Settings = {
  runtime: Runtime
  /** What people call the runtime. */
  name: string
  /** What is looked for, such as "OpenClaw home"; the name where it is left out. */
  thing?: string
  /** Where the runtime is looked for, as it was configured. */
  places: string[]
  /** What to do where nothing is found, and where something found cannot be read. */
  fixes: { absent: string; broken: string }
  survey(pass: Pass): Survey
}

/**
 * The engine of a source: it surveys what there is, reads what changed unit by unit, and reports. The engine owns the
 * progress, which only grows and ends at the whole; the failures, each of which is a finding until its unit was read
 * or is gone; the skipping of units that look as they did when they were last read to their end; and the watching.
 * A signal that is aborted ends a pass between two portions, and the next pass reads the unit again from its cursor.
 */
export function createSourcePass({ runtime, name, thing = name, places, fixes, survey }: Settings) {
  const work: Work = { entries: 0, bytes: 0, opened: 0 }
  const failures = new Map<string, Finding>()
  let watchProblem: Finding | undefined
  let summary: Summary | undefined
  const folders = watchFolders((problem) => {
    watchProblem = problem
  })
  const changed = createChangedUnits(folders.lookAgain)

  async function* read(cursorOf: CursorOf, signal: AbortSignal): AsyncGenerator<Batch> {
    const begunAt = performance.now()
    const { units, preface, summarize } = survey({ cursorOf, folders, work })
    const due = units.filter(changed.isDue).map((unit) => ({ unit, bytes: unit.size() }))
    const progress: Progress = {
      files: due.length,
      filesDone: 0,
      bytes: due.reduce((sum, { bytes }) => sum + bytes, 0),
      bytesDone: 0,
    }
    if (due.length === 0) folders.noteIdlePass(performance.now() - begunAt)
    if (signal.aborted) return
    for (const portion of preface?.() ?? []) {
      yield { ...portion, progress }
      if (signal.aborted) return
    }
    for (const { unit, bytes } of due) {
      try {
        let isFinished = true
        for await (const portion of unit.read()) {
          if (portion === 'unfinished') {
            isFinished = false
            continue
          }
          yield { ...portion, progress }
          if (signal.aborted) return
        }
        if (isFinished) changed.noteRead(unit)
        else folders.lookAgain(dirname(unit.path), settleMs)
        failures.delete(unit.path)
      } catch (error) {
        noteFailure(unit.path, error)
      }
      progress.filesDone++
      progress.bytesDone += bytes
      yield { unit: `${unit.path}#done`, facts: [], cursor: null, unread: [], progress }
      if (signal.aborted) return
    }
    summary = summarize()
    for (const path of failures.keys()) if (!statOf(path)) failures.delete(path)
  }

  /** A unit that is gone has not failed: the next survey no longer names it. */
  function noteFailure(path: string, error: unknown) {
    const { code, message } = error as { code?: string; message: string }
    if (code === 'ENOENT') return
    const isDenied = code === 'EACCES' || code === 'EPERM' || code === 'SQLITE_CANTOPEN'
    failures.set(
      path,
      isDenied
        ? deniedFinding(path)
        : {
            level: 'error',
            code: 'broken',
            message: `${shortPath(path)} cannot be read: ${message.replace(/\.$/, '')}.`,
            fix: fixes.broken,
          },
    )
  }

  const deniedFinding = (path: string): Finding => ({
    level: 'error',
    code: 'not-readable',
    message: `${shortPath(path)} may not be read by this user.`,
    fix: `Start Wheelhouse as the user who runs ${name}.`,
  })

  /** The first of many findings of one kind, and how many more there are. */
  const few = (all: Finding[], things: string): Finding[] =>
    all.length <= maxFindings
      ? all
      : [
          ...all.slice(0, maxFindings),
          {
            level: 'error',
            code: 'many-more',
            message: `${all.length - maxFindings} more ${things} of ${name} cannot be read.`,
            fix: null,
          },
        ]

  const absentFinding = (): Finding => ({
    level: 'info',
    code: 'not-found',
    message: places.length === 0 ? `${name} is switched off.` : `No ${thing} at ${places.map(shortPath).join(', ')}.`,
    fix: fixes.absent,
  })

  function report(): SourceReport {
    const findings = [
      ...(watchProblem ? [watchProblem] : []),
      ...few([...failures.values()], 'files'),
      ...few((summary?.deniedFolders ?? []).map(deniedFinding), 'folders'),
      ...(summary?.findings ?? []),
      ...(summary?.isThere === false ? [absentFinding()] : []),
    ]
    return { runtime, ...stateFrom(findings), findings }
  }

  function stateFrom(findings: Finding[]): { state: SourceState; detail: string } {
    if (!summary) return { state: 'reading', detail: `looking for ${name}` }
    if (!summary.isThere)
      return { state: 'absent', detail: `looked in ${places.map(shortPath).join(', ') || 'no folder'}` }
    const isTroubled = findings.some(({ level }) => level === 'error')
    return { state: isTroubled ? 'trouble' : 'ok', detail: summary.detail }
  }

  return {
    /** The parts of a source that the engine is; a source adds its transcripts. */
    source: {
      runtime,
      read,
      watch: folders.watch,
      report,
      work: () => ({ ...work }),
    } satisfies Omit<Source, 'transcript'>,
    /** Wakes the source for folders in which somebody else knows that something is new. */
    wakeFor: folders.nudge,
  }
}
