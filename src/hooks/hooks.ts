import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Permit } from '../audit/action-gate.ts'
import type { CommandLine } from '../facts/runtimes.ts'
import type { Finding } from '../facts/source.ts'
import { sha256 } from '../lib/crypto.ts'
import { Refusal } from '../lib/refusal.ts'
import { textDiff } from '../lib/text-diff.ts'
import { readTextFile, replaceTextFile } from '../lib/text-file.ts'
import { type HookState, hookStateOf, withHooks, withoutHooks } from './edit-hooks.ts'
import { statuslineStateOf, withoutStatusline, withStatusline } from './edit-statusline.ts'
import { type HookedRuntime, hookedRuntimes } from './hooked-runtimes.ts'

/** What of ours a runtime calls: hooks, or the command of its status line. */
export type Called = 'hooks' | 'statusline'

/** The settings of one runtime, and whether what of ours it calls stands in them. */
export type HookSettings = {
  id: string
  what: Called
  runtime: HookedRuntime
  file: string
  /** `blocked`: they are not what could be edited without a loss; `problem` says why. */
  state: HookState | 'blocked'
  problem: string | null
}

/** An edit that was prepared: what it changes, line by line, and a name for exactly this edit of exactly this file. */
type HookEdit = { settings: HookSettings; diff: string; version: string }

/** What is called, as a person calls it. */
export const calledWords: Record<Called, string> = { hooks: 'hooks', statusline: 'status line' }

export type EditKind = 'install' | 'remove'

export type Hooks = ReturnType<typeof createHooks>

/** How one thing that a runtime calls gets into the text of its settings and out of it. These throw a Refusal where it cannot. */
type Editing = {
  stateOf: (text: string) => HookState
  install: (text: string) => string
  remove: (text: string) => string
}

type Place = { id: string; what: Called; runtime: HookedRuntime; folder: string; file: string; editing: Editing }

/**
 * Our hooks and our status line in the settings of the runtimes in `folders`. `program` is what they run, and the data
 * folder in which it keeps the last words of status lines; null where this program is none, and then nothing is installed.
 */
export function createHooks(
  folders: Record<CommandLine, string[]>,
  program: { executable: string; dataFolder: string } | null,
) {
  const ours = program ?? { executable: '', dataFolder: '' }
  const hooksOf = (runtime: HookedRuntime): Editing => ({
    stateOf: (text) => hookStateOf(text, runtime, ours.executable),
    install: (text) => withHooks(text, runtime, ours.executable),
    remove: withoutHooks,
  })
  const statusline: Editing = {
    stateOf: (text) => statuslineStateOf(text, ours),
    install: (text) => withStatusline(text, ours),
    remove: withoutStatusline,
  }
  const placeIn = (runtime: HookedRuntime, what: Called, folder: string, editing: Editing): Place => ({
    id: `${what === 'hooks' ? runtime : what}.${sha256(folder).slice(0, 8)}`,
    what,
    runtime,
    folder,
    file: join(folder, 'settings.json'),
    editing,
  })
  const places = [
    ...(Object.keys(hookedRuntimes) as HookedRuntime[]).flatMap((runtime) =>
      folders[runtime].map((folder) => placeIn(runtime, 'hooks', folder, hooksOf(runtime))),
    ),
    ...folders['claude-code'].map((folder) => placeIn('claude-code', 'statusline', folder, statusline)),
  ]

  function read({ id, what, runtime, file, editing }: Place): HookSettings {
    const about = { id, what, runtime, file }
    try {
      return { ...about, state: editing.stateOf(readTextFile(file).text), problem: null }
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      return { ...about, state: 'blocked', problem: `${file} stays as it is: ${error.message}.` }
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
    if (kind === 'install' && program === null)
      throw new Refusal('unavailable', 'Only the compiled program can be called by a runtime. Build it and start that.')
    const before = readTextFile(place.file)
    const after = place.editing[kind](before.text)
    return { place, settings, before, after, version: `${kind}-${before.version}` }
  }

  const list = () => places.filter(({ folder }) => existsSync(folder)).map(read)

  return {
    /** What could be told and is not, as doctor says it. */
    findings: (): (Finding & { about: HookedRuntime })[] =>
      list().flatMap(({ what, runtime, state, file }) => {
        if (state === 'outdated')
          return {
            about: runtime,
            level: 'warn' as const,
            code: 'hooks-outdated',
            message: `The ${calledWords[what]} in ${file} ${what === 'hooks' ? 'call' : 'calls'} a Wheelhouse that lies elsewhere or is of another version.`,
            fix: 'Install again under Settings, Hooks.',
          }
        if (state !== 'off' || what !== 'hooks' || runtime !== 'gemini') return []
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
      return { settings, version, diff: textDiff(before.text, after) }
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
