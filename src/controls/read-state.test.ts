import { expect, test } from 'bun:test'
import type { CommandDriver } from './driver.ts'
import { endWords, readContainer, readState, whyRefused } from './read-state.ts'

const unit = { kind: 'systemd-user', unit: 'queue.service' } as const
const agent = { kind: 'launchd', label: 'ai.openclaw.gateway', uid: 501, plist: null } as const
const task = { kind: 'windows-task', task: 'OpenClaw Gateway' } as const

const read = (driver: CommandDriver, stdout: string, { exitCode = 0, stderr = '' } = {}) =>
  readState(driver, { exitCode, stdout, stderr })
const brief = ({ state, reason }: { state: string; reason: string | null }) => [state, reason]

const show = (rest: Record<string, string>) =>
  Object.entries({
    LoadState: 'loaded',
    ActiveState: 'active',
    SubState: 'running',
    Result: 'success',
    MainPID: '0',
    ExecMainStatus: '0',
    ExecMainCode: '1',
    NRestarts: '0',
    MemoryCurrent: '[not set]',
    InvocationID: '6d3f0f2c4b5a4e0f9a7b',
    ActiveEnterTimestamp: '',
    ...rest,
  })
    .map(([key, value]) => `${key}=${value}`)
    .join('\n')

test('a running unit tells its process, its memory, its start and which start it is', () =>
  expect(
    read(
      unit,
      show({ MainPID: '2989', MemoryCurrent: '222298112', ActiveEnterTimestamp: 'Sun 2026-11-29 17:05:59 UTC' }),
    ),
  ).toMatchObject({
    state: 'running',
    pid: 2989,
    rssBytes: 222_298_112,
    startedAt: Date.parse('2026-11-29T17:05:59Z'),
    life: '6d3f0f2c4b5a4e0f9a7b',
    reason: null,
  }))

for (const [what, fields, seen] of [
  ['starting', { ActiveState: 'activating', SubState: 'start' }, ['starting', null]],
  ['stopping', { ActiveState: 'deactivating' }, ['stopping', null]],
  ['stopped', { ActiveState: 'inactive', SubState: 'dead' }, ['stopped', null]],
  [
    'failed with its exit code',
    { ActiveState: 'failed', ExecMainStatus: '1', Result: 'exit-code' },
    ['failed', 'ended with exit code 1'],
  ],
  [
    'failed for its configuration',
    { ActiveState: 'failed', ExecMainStatus: '78' },
    ['failed', 'its configuration is not valid (exit code 78); it will not run until that is fixed'],
  ],
  [
    'failed by a signal',
    { ActiveState: 'failed', ExecMainStatus: '9', ExecMainCode: '2' },
    ['failed', 'ended by signal 9'],
  ],
  [
    'failed too often',
    { ActiveState: 'failed', ExecMainStatus: '1', Result: 'start-limit-hit' },
    ['failed', 'ended with exit code 1, too often in a row'],
  ],
  [
    'started again once',
    { ActiveState: 'activating', SubState: 'auto-restart', ExecMainStatus: '1', NRestarts: '1' },
    ['starting', 'ended with exit code 1; systemd starts it again'],
  ],
  [
    'started again and again',
    { ActiveState: 'activating', SubState: 'auto-restart', ExecMainStatus: '1', NRestarts: '14' },
    ['failed', 'keeps crashing: ended with exit code 1, restarted 14 times'],
  ],
  ['missing', { LoadState: 'not-found', ActiveState: 'inactive' }, ['unknown', 'there is no unit queue.service']],
  ['masked', { LoadState: 'masked', ActiveState: 'inactive' }, ['stopped', 'masked']],
  [
    'in a state of another systemd',
    { ActiveState: 'dreaming' },
    ['unknown', 'systemd answers dreaming, which is not known here'],
  ],
] as const)
  test(`a unit that is ${what}`, () => expect(brief(read(unit, show(fields)))).toEqual([...seen]))

test('where systemd does not answer, what is missing is said', () => {
  const noBus = read(unit, '', { exitCode: 1, stderr: 'Failed to connect to bus: No medium found' })
  expect(noBus).toMatchObject({ state: 'unknown', help: 'loginctl enable-linger' })
  const none = read({ ...unit, kind: 'systemd-system' }, '', {
    exitCode: 1,
    stderr:
      "System has not been booted with systemd as init system (PID 1). Can't operate.\nFailed to connect to bus: Host is down",
  })
  expect(brief(none)).toEqual(['unknown', 'this system does not run systemd'])
  expect(brief(read(unit, ''))).toEqual(['unknown', 'systemd answers nothing, which is not known here'])
})

test('whoever may not is told so, and gets no second try', () => {
  const denied = whyRefused(
    { kind: 'systemd-system', unit: 'a.service' },
    { exitCode: 1, stdout: '', stderr: 'Failed to start a.service: Interactive authentication required.' },
  )
  expect(denied).toMatchObject({ isDenied: true, mayPass: false })
  expect(whyRefused(unit, { exitCode: 5, stdout: '', stderr: 'Unit not loaded.' })).toMatchObject({
    isDenied: false,
    mayPass: false,
  })
})

test('launchd: running, not running, crashed, in a loop, not loaded, and nobody at the screen', () => {
  const print = (rest: string) => `ai.openclaw.gateway = {\n\tactive count = 1\n${rest}\n}\n`
  expect(read(agent, print('\tstate = running\n\tpid = 2989\n\truns = 3\n\tlast exit code = 0'))).toMatchObject({
    state: 'running',
    pid: 2_989,
    life: '2989',
  })
  expect(brief(read(agent, print('\tstate = not running\n\truns = 1\n\tlast exit code = 0')))).toEqual([
    'stopped',
    null,
  ])
  expect(brief(read(agent, print('\tstate = not running\n\tlast exit code = 78')))).toEqual([
    'failed',
    expect.stringContaining('exit code 78'),
  ])
  expect(brief(read(agent, print('\tstate = spawn scheduled\n\truns = 9\n\tlast exit code = 1')))).toEqual([
    'failed',
    'keeps crashing: ended with exit code 1, started 9 times',
  ])
  const missing = { exitCode: 113, stderr: 'Could not find service "ai.openclaw.gateway" in domain for login' }
  expect(brief(read(agent, '', missing))).toEqual(['stopped', 'not loaded'])
  const overSsh = { exitCode: 125, stderr: 'Could not find domain for user gui: 501' }
  expect(brief(read(agent, '', overSsh))).toEqual([
    'unknown',
    expect.stringContaining('nobody is logged in at the screen'),
  ])
})

test('error 5 of launchd may pass, and is tried again', () => {
  const race = { exitCode: 5, stdout: '', stderr: 'Bootstrap failed: 5: Input/output error' }
  expect(whyRefused(agent, race)).toMatchObject({ mayPass: true })
  expect(whyRefused(unit, race)).toMatchObject({ mayPass: false })
})

test('a task of Windows runs, is ready, has failed, is disabled, or speaks another language', () => {
  const list = (status: string, last = '0') =>
    `HostName:      MINI\r\nTaskName:      \\OpenClaw Gateway\r\nStatus:        ${status}\r\nLast Run Time: 29/11/2026 17:05:59\r\nLast Result:   ${last}\r\n`.replaceAll(
      '\r',
      '',
    )
  expect(read(task, list('Running', '267009'))).toMatchObject({ state: 'running', life: '29/11/2026 17:05:59' })
  expect(brief(read(task, list('Ready')))).toEqual(['stopped', null])
  expect(brief(read(task, list('Ready', '267014')))).toEqual(['stopped', null])
  expect(brief(read(task, list('Ready', '1')))).toEqual(['failed', 'ended with exit code 1'])
  expect(brief(read(task, list('Disabled')))).toEqual(['stopped', 'disabled'])
  expect(brief(read(task, 'Stav: Spuštěno'))).toEqual(['unknown', expect.stringContaining('not known here')])
  expect(brief(read(task, '', { exitCode: 1, stderr: 'ERROR: The system cannot find the file specified.' }))).toEqual([
    'unknown',
    'there is no task OpenClaw Gateway',
  ])
})

const startedAt = '2026-11-29T17:05:59.5Z'
for (const [what, inspected, seen] of [
  ['running', { State: { Status: 'running', Pid: 7, StartedAt: startedAt } }, ['running', null]],
  [
    'starting, by its health',
    { State: { Status: 'running', Pid: 7, Health: { Status: 'starting' } } },
    ['starting', null],
  ],
  [
    'unhealthy',
    { State: { Status: 'running', Pid: 7, Health: { Status: 'unhealthy' } } },
    ['running', 'its health check fails'],
  ],
  ['stopped by somebody', { State: { Status: 'exited', ExitCode: 137 } }, ['stopped', null]],
  ['ended with an error', { State: { Status: 'exited', ExitCode: 2 } }, ['failed', 'ended with exit code 2']],
  [
    'too large',
    { State: { Status: 'exited', ExitCode: 137, OOMKilled: true } },
    ['failed', 'ended by the kernel: it used too much memory'],
  ],
  [
    'crashing again and again',
    { State: { Status: 'restarting', ExitCode: 1 }, RestartCount: 5 },
    ['failed', 'keeps crashing: ended with exit code 1, restarted 5 times'],
  ],
  ['unable to start', { State: { Status: 'created', Error: '' } }, ['stopped', 'never started']],
  ['paused', { State: { Status: 'paused', Pid: 7 } }, ['stopped', 'paused']],
  ['described in no way that is known', {}, ['unknown', 'Docker calls it nothing, which is not known here']],
] as const)
  test(`a container that is ${what}`, () => expect(brief(readContainer(inspected as never))).toEqual([...seen]))

test('how a program ended is said in half a sentence', () => {
  expect(endWords({ exitCode: 0, signal: null })).toBe('ended with exit code 0')
  expect(endWords({ exitCode: null, signal: 'SIGSEGV' })).toBe('ended by SIGSEGV')
  expect(endWords({ exitCode: null, signal: null })).toBe('ended, nobody saw how')
})
