import { expect, test } from 'bun:test'
import { createRuntimeProcesses } from './runtime-processes.ts'
import { world } from './testing/world.ts'

const processOf = (pid: number, command: string, parent = 1) => ({
  [`proc/${pid}/stat`]: `${pid} (node) S ${parent} 0 0 0 0 0 0 0 0 0 1 1 0 0 0 0 1 0 500 1000 10`,
  [`proc/${pid}/cmdline`]: command,
})

test('a gateway runs sessions, and what it started for its tools does not', () => {
  using machine = world({
    'proc/1/stat': '1 (init) S 0 0 0 0 0 0 0 0 0 0 1 1 0 0 0 0 1 0 1 1000 10',
    ...processOf(7, 'openclaw-gateway\0'),
    ...processOf(8, '/usr/bin/node\0/opt/node_modules/openclaw/dist/process/spawn-broker.js\0'),
    ...processOf(10, 'sh\0wait.sh\0', 8),
    ...processOf(9, 'node\0/opt/node_modules/@openai/codex/bin/codex.js\0app-server\0'),
  })
  const found = createRuntimeProcesses(machine.folder.path)()!
  expect(found.map(({ pid, runtime, servesAll }) => [pid, runtime, servesAll]).sort()).toEqual([
    [7, 'openclaw', false],
    [9, 'codex', true],
  ])
})
