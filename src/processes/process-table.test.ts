import { expect, test } from 'bun:test'
import { procTable, psTable } from './process-table.ts'

for (const [name, table] of [
  ['/proc', procTable()],
  ['ps', psTable()],
] as const)
  test(`${name} finds a child of ours among all processes, and not once it has ended`, async () => {
    const child = Bun.spawn(['sleep', '100'], { stdio: ['ignore', 'ignore', 'ignore'] })
    const row = table.one(child.pid)
    expect(row).toMatchObject({ pid: child.pid, parentPid: process.pid, dead: false })
    expect(table.all()).toContainEqual(row!)
    child.kill('SIGKILL')
    await child.exited
    expect(table.one(child.pid)).toBeUndefined()
    expect(table.all().some(({ pid }) => pid === child.pid)).toBe(false)
  })

test('two processes that were started one after the other differ in their start or their pid', () => {
  const { one } = procTable()
  const [first, second] = [0, 1].map(() => Bun.spawn(['sleep', '100'], { stdio: ['ignore', 'ignore', 'ignore'] }))
  expect(one(first!.pid)).not.toEqual(one(second!.pid))
  expect(one(first!.pid)).toEqual(one(first!.pid))
  for (const child of [first!, second!]) child.kill('SIGKILL')
})
