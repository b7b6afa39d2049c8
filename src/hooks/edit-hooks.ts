import { Refusal } from '../lib/refusal.ts'
import type { JsonPath } from './edit-json.ts'
import { insert, isRecord, remove, settingsIn } from './edit-settings.ts'
import { type HookEntry, hookFor, isOurCommand } from './hook-command.ts'
import { type HookedRuntime, hookedRuntimes } from './hooked-runtimes.ts'

/** The hooks of an event, which share a matcher. */
type Group = { hooks?: unknown }
type Settings = Record<string, unknown> & { hooks?: Record<string, Group[]> }

export type HookState = 'off' | 'on' | 'outdated'

/**
 * Which of our hooks stand in the text of a runtime's settings: all as this executable would write them, none, or
 * others. Throws a Refusal where the text is not what it could be edited as.
 */
export function hookStateOf(text: string, runtime: HookedRuntime, executable: string): HookState {
  const found = ourHooks(parse(text))
  if (found.length === 0) return 'off'
  const wanted = hookedRuntimes[runtime].map((event) => [event, hookFor(runtime, event, executable)])
  return Bun.deepEquals(
    new Map(found.map(({ event, entry }) => [event, entry])),
    new Map(wanted as [string, HookEntry][]),
    true,
  ) && found.length === wanted.length
    ? 'on'
    : 'outdated'
}

/** The text with our hooks, each behind those of others; everything else stays as it is. Throws as `hookStateOf`. */
export function withHooks(text: string, runtime: HookedRuntime, executable: string): string {
  let edited = withoutHooks(text)
  for (const event of hookedRuntimes[runtime]) {
    const group = { hooks: [hookFor(runtime, event, executable)] }
    const { hooks } = parse(edited)
    edited = hooks?.[event]
      ? insert(edited, ['hooks', event], undefined, group)
      : hooks
        ? insert(edited, ['hooks'], event, [group])
        : insert(edited, [], 'hooks', { [event]: [group] })
  }
  return edited
}

/** The text without our hooks, and without what they alone had made necessary. Throws as `hookStateOf`. */
export function withoutHooks(text: string): string {
  let edited = text
  for (;;) {
    const settings = parse(edited)
    const [found] = ourHooks(settings)
    if (!found) return edited
    const { event, group, at } = found
    const groups = settings.hooks![event]!
    const path: JsonPath =
      (groups[group]!.hooks as unknown[]).length > 1
        ? ['hooks', event, group, 'hooks', at]
        : groups.length > 1
          ? ['hooks', event, group]
          : Object.keys(settings.hooks!).length > 1
            ? ['hooks', event]
            : ['hooks']
    edited = remove(edited, path)
  }
}

/** Every hook of ours, with its place. */
const ourHooks = ({ hooks = {} }: Settings) =>
  Object.entries(hooks).flatMap(([event, groups]) =>
    groups.flatMap((one, group) =>
      (Array.isArray(one?.hooks) ? (one.hooks as HookEntry[]) : []).flatMap((entry, at) =>
        isOurCommand(entry?.command) ? [{ event, group, at, entry }] : [],
      ),
    ),
  )

/** The settings, with hooks of the shape that they can be edited in. */
function parse(text: string): Settings {
  const settings = settingsIn(text)
  const { hooks } = settings
  if (hooks !== undefined && !isRecord(hooks)) throw new Refusal('conflict', 'its “hooks” are no object')
  for (const [event, groups] of Object.entries(hooks ?? {}))
    if (!Array.isArray(groups)) throw new Refusal('conflict', `its “hooks.${event}” is no list`)
  return settings as Settings
}
