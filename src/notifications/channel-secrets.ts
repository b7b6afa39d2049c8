import type { Values } from './template.ts'

/** The secrets of all channels in one file of the secrets, by channel and field. They go nowhere but to a receiver. */
export function createChannelSecrets(kept: { get(): string | undefined; set(text: string): void }) {
  const all = parse(kept.get())
  const save = () => kept.set(JSON.stringify(Object.fromEntries(all)))
  return {
    of: (id: string): Values => all.get(id) ?? {},
    set(id: string, secrets: Values) {
      all.set(id, secrets)
      save()
    },
    remove(id: string) {
      if (all.delete(id)) save()
    },
  }
}

/** What the file holds; nothing where it is damaged, which must not keep the program from starting. */
function parse(text: string | undefined): Map<string, Values> {
  try {
    const value: unknown = JSON.parse(text ?? '{}')
    const entries = Object.entries(typeof value === 'object' && value !== null ? value : {})
    return new Map(
      entries.map(([id, secrets]) => [
        id,
        Object.fromEntries(Object.entries(secrets as object).filter(([, one]) => typeof one === 'string')) as Values,
      ]),
    )
  } catch {
    return new Map()
  }
}
