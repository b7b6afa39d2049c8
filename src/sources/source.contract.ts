import { expect, test } from 'bun:test'
import type { Runtime, UsageFact } from '../facts/fact.ts'
import type { Batch, Source } from '../facts/source.ts'
import type { TranscriptQuery } from '../facts/transcript.ts'
import { indexOnce, startIndex } from '../indexing/testing/index-all.ts'
import { expectPagesToBeWhole } from './shared/transcript/testing/pages.ts'

/** A world of a runtime, made for one test: what is in it, and what can happen in it. */
export type World = {
  /** A source that reads it, as after a start of the program. */
  source(): Source
  /** A source where there is nothing, and the place it will say it looked in. */
  absent(): { source: Source; where: string }
  /** The model answers in it so far. */
  calls: number
  /** The runtime writes one more answer, different from all before. Says how many bytes have to be read to find it. */
  answer(): number
  /** Something is written among the answers that nobody can read. */
  garble(): void
  /** One whole store turns into something that cannot be read; says how many answers it held. */
  ruin(): number
  /** Half of an answer is written; the function it returns writes the rest. For stores in which that can be. */
  tear?(): () => void
  [Symbol.dispose](): void
}

/** The runtimes of which no transcript can be read yet: their dialects have no parser, or they log no words at all. */
const withoutParser: Runtime[] = ['codex', 'gemini', 'opencode', 'custom']

/** One who keeps cursors as the index does, and everything that was said. */
function listener() {
  const cursors = new Map<string, string>()
  const keys = new Set<string>()
  const cursorOf = (unit: string): unknown => {
    const kept = cursors.get(unit)
    return kept === undefined ? undefined : JSON.parse(kept)
  }
  function take({ unit, cursor, facts }: Batch) {
    if (cursor !== null) cursors.set(unit, JSON.stringify(cursor))
    for (const fact of facts) if (fact.kind === 'usage') keys.add(fact.key)
  }
  return {
    keys,
    cursorOf,
    take,
    /** One pass to its end, or until so many batches were taken: the batches. */
    async pass(source: Source, most = Number.POSITIVE_INFINITY) {
      const batches: Batch[] = []
      for await (const batch of source.read(cursorOf, new AbortController().signal)) {
        batches.push({ ...batch, progress: { ...batch.progress } })
        take(batch)
        if (batches.length >= most) break
      }
      return batches
    },
  }
}

const usageIn = (batches: Batch[]) =>
  batches.flatMap(({ facts }) => facts.filter((fact): fact is UsageFact => fact.kind === 'usage'))
const unreadIn = (batches: Batch[]) => batches.flatMap(({ unread }) => unread)

/** Waits for something that has no other way of saying so. */
async function until(isSo: () => boolean) {
  for (let tries = 0; !isSo(); tries++) {
    if (tries > 1_000) throw new Error('it never came to be')
    await Bun.sleep(10)
  }
}

/** What every source promises. Each source's test hands itself over. */
export function holdsFor(name: string, make: () => World) {
  const says = (sentence: string, act: (world: World) => Promise<void>) =>
    test(`${name}: ${sentence}`, async () => {
      using world = make()
      await act(world)
    })

  says('everything in it is said', async (world) => {
    const { pass, keys } = listener()
    await pass(world.source())
    expect(keys.size).toBe(world.calls)
  })

  says('a transcript is asked for by any id, and the answer is never a mistake', async (world) => {
    const { pass, cursorOf } = listener()
    const source = world.source()
    await pass(source)
    for (const id of ['', 'x', '..', `${source.runtime}.`, `${source.runtime}.a/../b.c`, `${source.runtime}.\0.x`])
      expect([undefined, 'missing']).toContain(source.transcript(cursorOf, id, { limit: 10 })?.kind)
  })

  says(
    'the transcript of every session with an answer is read, or missing where no parser is declared',
    async (world) => {
      const { pass, cursorOf } = listener()
      const source = world.source()
      const sessions = new Set(usageIn(await pass(source)).map(({ sessionId }) => sessionId))
      expect(sessions.size).toBeGreaterThan(0)
      for (const id of sessions) {
        const read = (query: Partial<TranscriptQuery>) => source.transcript(cursorOf, id, { limit: 10, ...query })
        if (withoutParser.includes(source.runtime)) {
          expect(read({})?.kind).toBe('missing')
          continue
        }
        const { items } = expectPagesToBeWhole(
          (query) => {
            const answer = read(query)
            if (answer?.kind !== 'page') throw new Error(JSON.stringify(answer))
            return answer.page
          },
          [3],
        )
        expect(items.some((item) => item.kind === 'message' && item.role === 'assistant')).toBeTrue()
      }
    },
  )

  says('a transcript is read by a source that has not passed yet, from the cursors of another', async (world) => {
    const { pass, cursorOf } = listener()
    const [first, second] = [world.source(), world.source()]
    const [usage] = usageIn(await pass(first))
    expect(second.transcript(cursorOf, usage!.sessionId, { limit: 10 })).toEqual(
      first.transcript(cursorOf, usage!.sessionId, { limit: 10 }),
    )
  })

  says('facts and cursors are plain data', async (world) => {
    for (const { facts, cursor, unread } of await listener().pass(world.source()))
      expect(JSON.parse(JSON.stringify({ facts, cursor, unread }))).toEqual({ facts, cursor, unread })
  })

  says('what was said is not said again, by the same source or after a restart', async (world) => {
    const { pass } = listener()
    const source = world.source()
    await pass(source)
    expect(usageIn(await pass(source))).toEqual([])
    expect(usageIn(await pass(world.source()))).toEqual([])
  })

  says('the same answers have the same keys when all is read anew', async (world) => {
    const [first, second] = [listener(), listener()]
    await first.pass(world.source())
    await second.pass(world.source())
    expect(second.keys).toEqual(first.keys)
  })

  says('an answer that is added is said, and it alone', async (world) => {
    const { pass } = listener()
    const source = world.source()
    await pass(source)
    for (let round = 0; round < 3; round++) {
      world.answer()
      expect(usageIn(await pass(source))).toHaveLength(1)
    }
    world.answer()
    expect(usageIn(await pass(world.source()))).toHaveLength(1)
  })

  says('a second pass parses nothing and reads no bytes', async (world) => {
    const { pass } = listener()
    const source = world.source()
    await pass(source)
    const whole = source.work()
    expect(whole.entries).toBeGreaterThan(0)
    await pass(source)
    expect(source.work()).toEqual(whole)
  })

  says('an answer that is added is parsed once, and its bytes are read once', async (world) => {
    const { pass } = listener()
    const source = world.source()
    await pass(source)
    for (let round = 0; round < 3; round++) {
      const before = source.work()
      const bytes = world.answer()
      await pass(source)
      await pass(source)
      const { entries, bytes: bytesRead } = source.work()
      expect([entries - before.entries, bytesRead - before.bytes]).toEqual([1, bytes])
    }
  })

  says('stopped behind any batch and started again, it goes on there and misses nothing', async (world) => {
    const whole = listener()
    const batches = await whole.pass(world.source())
    for (let most = 1; most <= batches.length; most++) {
      const { pass, keys } = listener()
      const before = usageIn(await pass(world.source(), most))
      const after = usageIn(await pass(world.source()))
      expect(keys).toEqual(whole.keys)
      expect(before.length + after.length).toBe(usageIn(batches).length)
    }
  })

  says('told to stop, it ends', async (world) => {
    const all = (await listener().pass(world.source())).length
    for (let most = 1; most <= all; most++) {
      const stopping = new AbortController()
      let batches = 0
      for await (const _ of world.source().read(() => undefined, stopping.signal))
        if (++batches === most) stopping.abort()
      expect(batches).toBe(most)
    }
    const stopped = AbortSignal.abort()
    const source = world.source()
    for await (const { facts } of source.read(() => undefined, stopped))
      expect(facts.some(({ kind }) => kind === 'usage')).toBeFalse()
  })

  says('history comes with its progress, which only grows and ends at the whole', async (world) => {
    const progress = (await listener().pass(world.source())).map((batch) => batch.progress)
    for (const [number, { files, filesDone, bytes, bytesDone }] of progress.entries()) {
      const before = progress[number - 1] ?? { filesDone: 0, bytesDone: 0 }
      expect(filesDone).toBeGreaterThanOrEqual(before.filesDone)
      expect(bytesDone).toBeGreaterThanOrEqual(before.bytesDone)
      expect([files, bytes]).toEqual([progress[0]!.files, progress[0]!.bytes])
    }
    const { files, filesDone, bytes, bytesDone } = progress.at(-1)!
    expect([filesDone, bytesDone]).toEqual([files, bytes])
    expect(files).toBeGreaterThan(0)
  })

  says('what nobody can read is named once, and its neighbours are read', async (world) => {
    const { pass, keys } = listener()
    const source = world.source()
    world.answer()
    world.garble()
    world.answer()
    expect(unreadIn(await pass(source)).length).toBeGreaterThan(0)
    expect(keys.size).toBe(world.calls)
    world.answer()
    expect(unreadIn(await pass(source))).toEqual([])
    expect(keys.size).toBe(world.calls)
  })

  says('a store that is ruined is a finding, and the others are read', async (world) => {
    const lost = world.ruin()
    const { pass, keys } = listener()
    const source = world.source()
    const unread = unreadIn(await pass(source))
    expect(keys.size).toBe(world.calls - lost)
    expect(source.report().findings.filter(({ level }) => level === 'error').length + unread.length).toBeGreaterThan(0)
  })

  if (canTear(make))
    says('half an answer waits for its other half', async (world) => {
      const { pass } = listener()
      const source = world.source()
      await pass(source)
      const finish = world.tear!()
      const torn = await pass(source)
      expect([usageIn(torn), unreadIn(torn)]).toEqual([[], []])
      finish()
      expect(usageIn(await pass(source))).toHaveLength(1)
    })

  says('it wakes at once, again for each change, and never after it was told to end', async (world) => {
    const { pass } = listener()
    const source = world.source()
    let wakes = 0
    const stop = source.watch(() => {
      wakes++
    })
    await until(() => wakes > 0)
    await pass(source)
    for (let round = 0; round < 2; round++) {
      const before = wakes
      world.answer()
      await until(() => wakes > before)
      const said: UsageFact[] = []
      while (said.length === 0) said.push(...usageIn(await pass(source)))
      expect(said).toHaveLength(1)
    }
    stop()
    const before = wakes
    world.answer()
    await Bun.sleep(100)
    expect(wakes).toBe(before)
  })

  says('where there is nothing it is absent, and says where it looked', async (world) => {
    const { source, where } = world.absent()
    expect(await listener().pass(source)).toEqual([])
    const { state, detail } = source.report()
    expect(state).toBe('absent')
    expect(detail).toContain(where)
    source.watch(() => {})()
  })

  says('the real index holds every answer once, and after a second start still', async (world) => {
    for (const _ of [1, 2]) {
      const { calls, index, unread } = await indexOnce(() => [world.source()])
      expect([calls(), unread()]).toEqual([world.calls, []])
      index.$client.close()
    }
  })

  says('the real index is silent about history, and tells of what is new', async (world) => {
    await using started = startIndex(() => [world.source()])
    await started.until(started.isDone)
    expect(started.calls()).toBe(world.calls)
    const live = () =>
      started.told.filter((message) => message.kind === 'committed' && message.live && message.touched.usage)
    expect(live()).toEqual([])
    for (let round = 0; round < 3; round++) {
      world.answer()
      await started.until(() => started.calls() === world.calls)
    }
    await started.until(() => live().length > 0)
  })
}

function canTear(make: () => World) {
  using world = make()
  return world.tear !== undefined
}
