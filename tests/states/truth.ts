/**
 * How often the state we show is the true one: the real command lines work against a scripted model, each through every
 * moment of a turn, while the compiled program looks on. Prints kinds right of kinds tried, the share of the time, and
 * how late the word is. `npm run test:truth [RUNTIME ...]`; it installs the command lines into the cache.
 * With `--record` it keeps what it saw for tests/recorded-states.test.ts.
 */
import { commandLines } from './command-lines.ts'
import { observe, observeOpenClaw } from './observe.ts'
import { type Result, sumOf } from './timeline.ts'

const minKinds = 0.95
const minShare = 0.97
const maxP95Ms = 500

const say = (line: string) => process.stdout.write(`${line}\n`)
const percent = (part: number) => `${(part * 100).toFixed(1)} %`

function print(results: Result[]) {
  for (const { runtime, moment, who, right, delayMs, said, rightMs, from, until } of results)
    say(
      `${right ? 'right' : 'WRONG'}  ${runtime.padEnd(12)} ${(who === 'child' ? `(child) ${moment}` : moment).padEnd(32)} ` +
        `${String(delayMs === null ? '-' : Math.round(delayMs)).padStart(5)} ms  ${percent(rightMs / Math.max(1, until - from)).padStart(7)}  ${said}`,
    )
}

const words = process.argv.slice(2)
const isRecording = words.includes('--record')
const wanted = words.filter((word) => !word.startsWith('--'))
const all: Result[] = []
const subjects = [
  ...commandLines.map((line) => ({ runtime: line.runtime as string, results: () => observe(line, isRecording) })),
  { runtime: 'openclaw', results: observeOpenClaw },
]
for (const subject of subjects) {
  if (wanted.length > 0 && !wanted.includes(subject.runtime)) continue
  const results = await subject.results()
  print(results)
  const { right, tried, share, p95Ms } = sumOf(results)
  say(
    `${subject.runtime}: ${right} of ${tried} kinds, ${percent(share)} of the time, p95 ${p95Ms === null ? 'none' : Math.round(p95Ms)} ms\n`,
  )
  all.push(...results)
}
const { right, tried, share, p95Ms } = sumOf(all)
say(
  `${right} of ${tried} kinds (${percent(right / tried)}), ${percent(share)} of the time, p95 ${p95Ms === null ? 'none' : Math.round(p95Ms)} ms`,
)
process.exitCode = right / tried >= minKinds && share >= minShare && (p95Ms ?? 0) <= maxP95Ms ? 0 : 1
