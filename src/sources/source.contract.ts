import { expect, test } from 'bun:test'
import type { UsageFact } from '../facts/fact.ts'
import type { Runtime } from '../facts/runtimes.ts'
import type { Batch, Source } from '../facts/source.ts'
import type { TranscriptQuery } from '../facts/transcript.ts'
import { indexOnce, startIndex } from '../indexing/testing/index-all.ts'
import { expectPagesToBeWhole } from './common/transcript/testing/pages.ts'

/** The stores of a runtime, made for one test, and what the runtime can do to them. */
export type World = {
  /** A source over these stores, as after a start of the program. */
  source(): Source
  /** A source over a place without stores, and the place that its report names. */
  absent(): { source: Source; where: string }
  /** How many model answers the stores hold so far. */
  calls: number
  /** The runtime writes one more answer, different from all before. Says how many bytes have to be read to find it. */
  answer(): number
  /** The runtime writes something unreadable among the answers. */
  garble(): void
  /** One whole store becomes unreadable. Answers how many model answers it held. */
  ruin(): number
  /**
   * The runtime writes half of an answer; the returned function writes the rest. Left out for stores in which that
   * cannot happen.
   */
  tear?(): () => void
  [Symbol.dispose](): void
}

/** The runtimes of which no transcript can be read yet: their dialects have no parser, or they log no words at all. */
const withoutParser: Runtime[] = ['custom']

/** A reader that stores cursors as the index does, and the keys of all answers it read. */
function createReader() {
  const cursors = new Map<string, string>()
  const keys = new Set<string>()
  const cursorOf = (unit: string): unknown => {
    const stored = cursors.get(unit)
    return stored === undefined ? undefined : JSON.parse(stored)
  }
  function take({ unit, cursor, facts }: Batch) {
    if (cursor !== null) cursors.set(unit, JSON.stringify(cursor))
    for (const fact of facts) if (fact.kind === 'usage') keys.add(fact.key)
  }
  return {
    keys,
    cursorOf,
    take,
    /** One pass to its end, or its first batches. */
    async pass(source: Source, maxBatches = Number.POSITIVE_INFINITY) {
      const batches: Batch[] = []
      for await (const batch of source.read(cursorOf, new AbortController().signal)) {
        batches.push({ ...batch, progress: { ...batch.progress } })
        take(batch)
        if (batches.length >= maxBatches) break
      }
      return batches
    },
  }
}

const usageIn = (batches: Batch[]) =>
  batches.flatMap(({ facts }) => facts.filter((fact): fact is UsageFact => fact.kind === 'usage'))
const unreadIn = (batches: Batch[]) => batches.flatMap(({ unread }) => unread)

/** Waits until a condition holds, for up to ten seconds. */
async function until(isSo: () => boolean) {
  for (let tries = 0; !isSo(); tries++) {
    if (tries > 1_000) throw new Error('the condition was never met')
    await Bun.sleep(10)
  }
}

/** The promises of every source. The test of each source passes its stores to this function. */
export function holdsFor(name: string, make: () => World) {
  const promises = (sentence: string, act: (world: World) => Promise<void>) =>
    test(`${name}: ${sentence}`, async () => {
      using world = make()
      await act(world)
    })

  promises('a pass yields every answer', async (world) => {
    const { pass, keys } = createReader()
    await pass(world.source())
    expect(keys.size).toBe(world.calls)
  })

  promises('a transcript under a malformed id is missing, or of no source', async (world) => {
    const { pass, cursorOf } = createReader()
    const source = world.source()
    await pass(source)
    for (const id of ['', 'x', '..', `${source.runtime}.`, `${source.runtime}.a/../b.c`, `${source.runtime}.\0.x`])
      expect([undefined, 'missing']).toContain(source.transcript(cursorOf, id)?.page({ limit: 10 }).kind)
  })

  promises(
    'the transcript of every session with an answer is read, or missing where no parser is declared',
    async (world) => {
      const { pass, cursorOf } = createReader()
      const source = world.source()
      const sessions = new Set(usageIn(await pass(source)).map(({ sessionId }) => sessionId))
      expect(sessions.size).toBeGreaterThan(0)
      for (const id of sessions) {
        const read = (query: Partial<TranscriptQuery>) => source.transcript(cursorOf, id)?.page({ limit: 10, ...query })
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

  promises('a transcript is read by a source that has not passed yet, from the cursors of another', async (world) => {
    const { pass, cursorOf } = createReader()
    const [first, second] = [world.source(), world.source()]
    const [usage] = usageIn(await pass(first))
    expect(second.transcript(cursorOf, usage!.sessionId)?.page({ limit: 10 })).toEqual(
      first.transcript(cursorOf, usage!.sessionId)?.page({ limit: 10 }),
    )
  })

  promises('facts and cursors are plain data', async (world) => {
    for (const { facts, cursor, unread } of await createReader().pass(world.source()))
      expect(JSON.parse(JSON.stringify({ facts, cursor, unread }))).toEqual({ facts, cursor, unread })
  })

  promises('an answer is yielded once, by the same source and after a restart', async (world) => {
    const { pass } = createReader()
    const source = world.source()
    await pass(source)
    expect(usageIn(await pass(source))).toEqual([])
    expect(usageIn(await pass(world.source()))).toEqual([])
  })

  promises('the same answers have the same keys when all is read anew', async (world) => {
    const [first, second] = [createReader(), createReader()]
    await first.pass(world.source())
    await second.pass(world.source())
    expect(second.keys).toEqual(first.keys)
  })

  promises('an answer that is added is yielded, and it alone', async (world) => {
    const { pass } = createReader()
    const source = world.source()
    await pass(source)
    for (let round = 0; round < 3; round++) {
      world.answer()
      expect(usageIn(await pass(source))).toHaveLength(1)
    }
    world.answer()
    expect(usageIn(await pass(world.source()))).toHaveLength(1)
  })

  promises('a second pass parses nothing and reads no bytes', async (world) => {
    const { pass } = createReader()
    const source = world.source()
    await pass(source)
    const whole = source.work()
    expect(whole.entries).toBeGreaterThan(0)
    await pass(source)
    expect(source.work()).toEqual(whole)
  })

  promises('an answer that is added is parsed once, and its bytes are read once', async (world) => {
    const { pass } = createReader()
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

  promises('a pass that is stopped behind any batch goes on there and misses nothing', async (world) => {
    const whole = createReader()
    const batches = await whole.pass(world.source())
    for (let maxBatches = 1; maxBatches <= batches.length; maxBatches++) {
      const { pass, keys } = createReader()
      const before = usageIn(await pass(world.source(), maxBatches))
      const after = usageIn(await pass(world.source()))
      expect(keys).toEqual(whole.keys)
      expect(before.length + after.length).toBe(usageIn(batches).length)
    }
  })

  promises('a pass ends when its signal is aborted', async (world) => {
    const all = (await createReader().pass(world.source())).length
    for (let maxBatches = 1; maxBatches <= all; maxBatches++) {
      const stopping = new AbortController()
      let batches = 0
      for await (const _ of world.source().read(() => undefined, stopping.signal))
        if (++batches === maxBatches) stopping.abort()
      expect(batches).toBe(maxBatches)
    }
    const stopped = AbortSignal.abort()
    const source = world.source()
    for await (const { facts } of source.read(() => undefined, stopped))
      expect(facts.some(({ kind }) => kind === 'usage')).toBeFalse()
  })

  promises('the progress of a pass only grows and ends at the whole', async (world) => {
    const progress = (await createReader().pass(world.source())).map((batch) => batch.progress)
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

  promises('an unreadable entry is named once, and its neighbours are read', async (world) => {
    const { pass, keys } = createReader()
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

  promises('an unreadable store is a finding, and the others are read', async (world) => {
    const lost = world.ruin()
    const { pass, keys } = createReader()
    const source = world.source()
    const unread = unreadIn(await pass(source))
    expect(keys.size).toBe(world.calls - lost)
    expect(source.report().findings.filter(({ level }) => level === 'error').length + unread.length).toBeGreaterThan(0)
  })

  if (canTear(make))
    promises('half an answer waits for its other half', async (world) => {
      const { pass } = createReader()
      const source = world.source()
      await pass(source)
      const finish = world.tear!()
      const torn = await pass(source)
      expect([usageIn(torn), unreadIn(torn)]).toEqual([[], []])
      finish()
      expect(usageIn(await pass(source))).toHaveLength(1)
    })

  promises('watching wakes at once, again for each change, and never after its end', async (world) => {
    const { pass } = createReader()
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
      const usage: UsageFact[] = []
      while (usage.length === 0) usage.push(...usageIn(await pass(source)))
      expect(usage).toHaveLength(1)
    }
    stop()
    const before = wakes
    world.answer()
    await Bun.sleep(100)
    expect(wakes).toBe(before)
  })

  promises('a source without stores is absent, and its report names the place', async (world) => {
    const { source, where } = world.absent()
    expect(await createReader().pass(source)).toEqual([])
    const { state, detail } = source.report()
    expect(state).toBe('absent')
    expect(detail).toContain(where)
    source.watch(() => {})()
  })

  promises('the real index holds every answer once, also after a second start', async (world) => {
    for (const _ of [1, 2]) {
      const { calls, index, unread } = await indexOnce(() => [world.source()])
      expect([calls(), unread()]).toEqual([world.calls, []])
      index.$client.close()
    }
  })

  promises('the real index is silent about history, and reports what is new', async (world) => {
    await using started = startIndex(() => [world.source()])
    await started.until(started.isDone)
    expect(started.calls()).toBe(world.calls)
    const live = () =>
      started.posted.filter((message) => message.kind === 'committed' && message.live && message.touched.usage)
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
