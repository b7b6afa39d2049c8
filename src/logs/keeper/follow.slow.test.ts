import { expect, test } from 'bun:test'
import { appendFileSync, copyFileSync, existsSync, renameSync, rmSync, truncateSync } from 'node:fs'
import { temporary } from '../../lib/testing/temporary.ts'
import { keepHere } from './testing/keep-here.ts'

/** A seeded generator, so that a schedule that fails can be had again. */
function randomFrom(seed: number) {
  let state = seed >>> 0
  return (below: number) => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

/**
 * One schedule: lines are written, whole and in part, the log is rotated in every way, and now and then somebody looks or
 * the reader is killed. What no file held any more when somebody looked, nobody can have read.
 */
function run(seed: number, path: (name: string) => string) {
  const random = randomFrom(seed)
  let clock = Date.now()
  const log = path('app.log')
  const kept = keepHere(path('logs.sqlite'), [{ root: path(''), pattern: 'app.log' }], () => clock)
  const written: string[] = []
  let partial = ''
  let number = 0
  let days = 0
  const letters = 'ä€𝕏'

  function append(text: string) {
    appendFileSync(log, text)
  }
  function line() {
    const text = `line ${seed}-${number++} ${letters.repeat(random(4))}.`
    written.push(text)
    return `${text}\n`
  }
  /** Ends a line whose beginning stands in the file already: rotation may come at any place but within a line. */
  function finish() {
    if (partial === '') return
    append(partial)
    partial = ''
  }
  function look() {
    clock += random(3) * 200
    kept.look()
  }

  const steps = 6 + random(14)
  for (let step = 0; step < steps; step++)
    switch (random(10)) {
      case 0:
      case 1:
      case 2:
        finish()
        append(Array.from({ length: 1 + random(4) }, line).join(''))
        break
      case 3: {
        finish()
        const bytes = Buffer.from(line())
        const cut = 1 + random(bytes.length - 1)
        appendFileSync(log, bytes.subarray(0, cut))
        // The rest comes later, and the cut may be within a letter.
        if (random(2) === 0) look()
        appendFileSync(log, bytes.subarray(cut))
        break
      }
      case 4:
        finish()
        if (!existsSync(log)) break
        renameSync(log, path(`app.log.${++days}`))
        if (random(2) === 0) append(line())
        break
      case 5:
        finish()
        if (!existsSync(log)) break
        renameSync(log, path(`app-2026-11-${10 + (++days % 20)}${days >= 20 ? days : ''}.log`))
        break
      case 6:
        finish()
        if (!existsSync(log)) break
        copyFileSync(log, path(`app.log.${++days}`))
        if (random(2) === 0) look()
        // What is written between the copy and the cut is lost by whoever rotates like this.
        truncateSync(log, 0)
        if (random(2) === 0) append(line())
        break
      case 7:
        finish()
        look()
        if (!existsSync(log)) break
        if (random(2) === 0) truncateSync(log, 0)
        else rmSync(log)
        break
      case 8:
        kept.restart()
        break
      default:
        look()
    }
  finish()
  // What is open may yet get lines until it was silent for a while.
  kept.look()
  clock += 1_000
  kept.look()
  const read = kept.texts()
  kept.close()
  return { read: read.flatMap((text) => text.split('\n')).sort(), written: written.sort() }
}

test('schedules of writing, rotating, cutting off and killing lose no line and double none', () => {
  using folder = temporary('follow')
  const wrong: { seed: number; lost: string[]; doubled: string[] }[] = []
  for (let seed = 1; seed <= Number(process.env.SCHEDULES ?? 1_500); seed++) {
    using own = temporary('schedule')
    const { read, written } = run(seed, (name) => own.at(name))
    const lost = written.filter((line) => !read.includes(line))
    const doubled = read.filter((line, at) => line === read[at - 1])
    const extra = read.filter((line) => !written.includes(line))
    if (lost.length + doubled.length + extra.length > 0) wrong.push({ seed, lost: [...lost, ...extra], doubled })
    if (wrong.length >= 3) break
  }
  expect(wrong).toEqual([])
  expect(folder.path).toBeString()
}, 1_200_000)
