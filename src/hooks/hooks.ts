import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { createTwoFilesPatch } from 'diff'
import type { Permit } from '../audit/action-gate.ts'
import type { CommandLine } from '../facts/runtimes.ts'
import type { Finding } from '../facts/source.ts'
import { sha256 } from '../lib/crypto.ts'
import { redact } from '../lib/redact.ts'
import { Refusal } from '../lib/refusal.ts'
import { readTextFile, replaceTextFile } from '../lib/text-file.ts'
import { type HookState, hookStateOf, withHooks, withoutHooks } from './edit-hooks.ts'
import { type HookedRuntime, hookedRuntimes } from './hooked-runtimes.ts'

/** The settings of one runtime, and whether our hooks stand in them. */
export type HookSettings = {
  id: string
  runtime: HookedRuntime
  file: string
  /** `blocked`: they are not what could be edited without a loss; `problem` says why. */
  state: HookState | 'blocked'
  problem: string | null
}

/** An edit that was prepared: what it changes, line by line, and a name for exactly this edit of exactly this file. */
type HookEdit = { settings: HookSettings; diff: string; version: string }

export type EditKind = 'install' | 'remove'

export type Hooks = ReturnType<typeof createHooks>

/**
 * Our hooks in the settings of the runtimes in `folders`. `executable` is what a hook runs; null where this program is
 * none, and then nothing is installed.
 */
export function createHooks(folders: Record<CommandLine, string[]>, executable: string | null) {
  const places = (Object.keys(hookedRuntimes) as HookedRuntime[]).flatMap((runtime) =>
    folders[runtime].map((folder) => ({
      id: `${runtime}.${sha256(folder).slice(0, 8)}`,
      runtime,
      folder,
      file: join(folder, 'settings.json'),
    })),
  )

  function read({ id, runtime, file }: (typeof places)[number]): HookSettings {
    try {
      const { text } = readTextFile(file)
      return { id, runtime, file, state: hookStateOf(text, runtime, executable ?? ''), problem: null }
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      return { id, runtime, file, state: 'blocked', problem: `${file} stays as it is: ${error.message}.` }
    }
  }

  function placeOf(id: string) {
    const place = places.find((one) => one.id === id)
    if (!place || !existsSync(place.folder))
      throw new Refusal('not-found', 'There are no settings of a runtime with that id.')
    return place
  }

  function prepare(id: string, kind: EditKind) {
    const place = placeOf(id)
    const settings = read(place)
    if (settings.problem !== null) throw new Refusal('conflict', settings.problem)
    if (kind === 'install' && executable === null)
      throw new Refusal('unavailable', 'Only the compiled program can be called by a hook. Build it and start that.')
    const before = readTextFile(place.file)
    const after = kind === 'install' ? withHooks(before.text, place.runtime, executable!) : withoutHooks(before.text)
    return { place, settings, before, after, version: `${kind}-${before.version}` }
  }

  const list = () => places.filter(({ folder }) => existsSync(folder)).map(read)

  return {
    /** What could be told and is not, as doctor says it. */
    findings: (): (Finding & { about: HookedRuntime })[] =>
      list().flatMap(({ runtime, state, file }) => {
        if (state === 'outdated')
          return {
            about: runtime,
            level: 'warn' as const,
            code: 'hooks-outdated',
            message: `The hooks in ${file} call a Wheelhouse that lies elsewhere or is of another version.`,
            fix: 'Install them again under Settings, Hooks.',
          }
        if (state !== 'off' || runtime !== 'gemini') return []
        return {
          about: runtime,
          level: 'info' as const,
          code: 'hooks-off',
          message: 'Gemini CLI does not write down when it waits for you: it looks idle then.',
          fix: 'Hooks tell it; install them under Settings, Hooks.',
        }
      }),

    /** The settings of every runtime that has hooks and is here. */
    list,

    /** What an edit would change. Throws a Refusal where the settings cannot be edited. */
    plan(id: string, kind: EditKind): HookEdit {
      const { settings, before, after, version } = prepare(id, kind)
      return { settings, version, diff: diffOf(before.text, after) }
    },

    /** Carries out the edit of that version. Throws a Refusal where the file is not what it was. */
    edit(permit: Permit, id: string, kind: EditKind, version: string): HookSettings {
      permit.check()
      const { place, before, after, version: current } = prepare(id, kind)
      if (current !== version) throw new Refusal('conflict', `${place.file} has changed meanwhile; look at it again.`)
      replaceTextFile(place.file, before, after)
      return read(place)
    },
  }
}

const contextLines = 2

/** The lines that change, with a few around them; `+` and `-` stand before them. */
function diffOf(before: string, after: string): string {
  const patch = createTwoFilesPatch('', '', before, after, '', '', { context: contextLines })
  return redact(
    patch
      .split('\n')
      .slice(patch.startsWith('Index') || patch.startsWith('=') ? 3 : 2)
      .filter((line) => !/^(@@|\\|---|\+\+\+)/.test(line))
      .join('\n')
      .trimEnd(),
  )
}
