import { join } from 'node:path'
import { hold } from './budgets.ts'
import { at } from './figures.ts'

/** How long a step of an office of 500 agents takes, at work and without work, and whether it leaves anything behind. */
export async function officeWorld() {
  for (const state of ['running', 'idle']) {
    const child = Bun.spawn([process.execPath, join(import.meta.dir, 'office-steps.ts'), state], {
      env: { ...process.env, BUN_JSC_logGC: '1' },
      stdout: 'pipe',
      stderr: 'pipe',
    })
    const [answer, log] = await Promise.all([new Response(child.stdout).text(), new Response(child.stderr).text()])
    if ((await child.exited) !== 0) throw new Error(`The office did not go on: ${log}`)
    const { took, toldMs } = JSON.parse(answer) as { took: number[]; toldMs: number }
    const collections = log.slice(log.indexOf('begin'), log.lastIndexOf('end')).split('Requesting GC').length - 1
    const sorted = took.toSorted((a, b) => a - b)
    const ms = (part: number) => `${at(sorted, part).toFixed(3)} ms`
    console.log(
      `a step of an office of 500 ${state}: p50 ${ms(0.5)}, p95 ${ms(0.95)}, p99.9 ${ms(0.999)}; garbage was collected ${collections} times in ${took.length} steps; told anew in ${toldMs.toFixed(0)} ms`,
    )
    hold('office step', at(sorted, 0.95))
    hold('office garbage', collections)
  }
  console.log('')
}
