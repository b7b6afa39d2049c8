import { expect, test } from 'bun:test'
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { temporary } from '../lib/testing/temporary.ts'
import { type Argv, type Machine, managerFor, readState } from './manager.ts'
import type { Ran } from './run-tool.ts'
import { createService } from './service.ts'
import { plistText, type ServicePlan, taskText, unitText } from './service-text.ts'

const plan: ServicePlan = {
  program: '/home/ann/my tools/wheelhouse',
  args: ['serve', '--data', '/home/ann/100% "mine" $HOME'],
  environment: { PATH: '/usr/bin:/bin', CODEX_HOME: '/home/ann/a&b' },
  user: null,
}

const machineIn = (home: string, platform: NodeJS.Platform = 'linux'): Machine => ({
  platform,
  home,
  configHome: `${home}/.config`,
  dataFolder: `${home}/data`,
  uid: 1000,
  person: 'ann',
})

test('a unit quotes its words, so that nothing of them is replaced', () => {
  const text = unitText(plan)
  expect(text).toContain(
    'ExecStart="/home/ann/my tools/wheelhouse" "serve" "--data" "/home/ann/100%% \\"mine\\" $$HOME"\n',
  )
  expect(text).toContain('Environment="CODEX_HOME=/home/ann/a&b"\n')
  expect(text).toContain('WantedBy=default.target\n')
  expect(text).not.toContain('User=')
  expect(unitText({ ...plan, user: 'ann' })).toContain('User=ann\n')
})

test('no unit hides the homes of agents, /tmp, or the processes of others', () => {
  for (const user of [null, 'ann'])
    expect(unitText({ ...plan, user })).not.toMatch(/ProtectHome|PrivateTmp|ProtectProc|PrivateUsers|MemoryDenyWrite/)
})

// It is part of systemd, which not every machine has.
const analyze = Bun.which('systemd-analyze')
test.if(analyze !== null)('systemd finds nothing wrong with the units', () => {
  using folder = temporary('units')
  const program = folder.at('my tools', 'wheelhouse')
  mkdirSync(dirname(program))
  writeFileSync(program, '#!/bin/sh\n')
  chmodSync(program, 0o755)
  for (const user of [null, 'daemon']) {
    writeFileSync(folder.at('wheelhouse.service'), unitText({ ...plan, program, user }))
    const scope = user === null ? ['--user'] : []
    const { exitCode, stderr } = Bun.spawnSync([analyze!, 'verify', ...scope, folder.at('wheelhouse.service')], {
      env: { PATH: process.env.PATH ?? '', HOME: folder.path, XDG_RUNTIME_DIR: folder.path },
    })
    const ours = stderr
      .toString()
      .split('\n')
      .filter((line) => line.includes('wheelhouse'))
    expect({ user, exitCode, ours }).toEqual({ user, exitCode: 0, ours: [] })
  }
})

test('what launchd and Windows read is XML, with their words escaped', () => {
  const plist = plistText(plan, '/home/ann/service.log')
  expect(plist).toContain('<array><string>/home/ann/my tools/wheelhouse</string><string>serve</string>')
  expect(plist).toContain('<key>CODEX_HOME</key><string>/home/ann/a&amp;b</string>')
  const task = taskText(
    { ...plan, program: 'C:\\wheelhouse.exe', args: ['serve', '--data', 'C:\\my data\\'] },
    'PC\\ann',
  )
  expect(task).toContain('<Arguments>serve --data &quot;C:\\my data\\\\&quot;</Arguments>')
  expect(task).toContain('<RunLevel>LeastPrivilege</RunLevel>')
})

test.if(Bun.which('python3') !== null)('another reader of plists reads the same words', () => {
  const { stdout } = Bun.spawnSync(
    ['python3', '-c', 'import plistlib,sys,json; print(json.dumps(plistlib.loads(sys.stdin.buffer.read())))'],
    { stdin: Buffer.from(plistText(plan, '/l')) },
  )
  expect(JSON.parse(stdout.toString())).toMatchObject({
    ProgramArguments: [plan.program, ...plan.args],
    EnvironmentVariables: plan.environment,
    KeepAlive: { SuccessfulExit: false },
    Umask: 63,
  })
})

/** A system on which each command ends as `answer` says. */
function managing(home: string, answer: (argv: Argv) => Ran = () => ({ code: 0, output: '' })) {
  const ran: string[] = []
  const of = (isSystem: boolean) =>
    createService(machineIn(home), isSystem, (argv) => {
      ran.push(argv.join(' '))
      return answer(argv)
    })
  return { ran, service: of(false), of }
}

test('an installation writes its file and enables it, an uninstallation takes both back', () => {
  using folder = temporary('service')
  const { service, ran } = managing(folder.path)
  const file = folder.at('.config/systemd/user/wheelhouse.service')
  expect(service.intent(plan)).toContain(`Writes ${file}:`)
  expect(existsSync(file)).toBe(false)
  service.install(plan)
  expect(readFileSync(file, 'utf8')).toBe(unitText(plan))
  expect(ran).toEqual([
    'systemctl --user daemon-reload',
    'systemctl --user enable wheelhouse.service',
    'systemctl --user restart wheelhouse.service',
  ])
  expect(service.uninstall()).toBe(true)
  expect(existsSync(file)).toBe(false)
  expect(service.uninstall()).toBe(false)
})

test('where enabling fails nothing stays, or what was there before', () => {
  using folder = temporary('service')
  let fails = true
  const { service } = managing(folder.path, ([, , verb]) =>
    fails && verb === 'enable'
      ? { code: 1, output: 'Failed to connect to bus: No medium found' }
      : { code: 0, output: '' },
  )
  const { file } = service.manager
  expect(() => service.install(plan)).toThrow('failed: Failed to connect to bus')
  expect(existsSync(file)).toBe(false)
  fails = false
  service.install(plan)
  fails = true
  expect(() => service.install({ ...plan, program: '/other' })).toThrow('failed')
  expect(readFileSync(file, 'utf8')).toBe(unitText(plan))
})

test('without a service manager that is said, and nothing stays', () => {
  using folder = temporary('service')
  const { service } = managing(folder.path, () => null)
  expect(() => service.install(plan)).toThrow('There is no systemctl here')
  expect(existsSync(service.manager.file)).toBe(false)
})

test('a file that somebody else wrote is neither replaced nor removed', () => {
  using folder = temporary('service')
  const { service } = managing(folder.path)
  mkdirSync(dirname(service.manager.file), { recursive: true })
  writeFileSync(service.manager.file, '[Service]\n')
  expect(() => service.install(plan)).toThrow('is there and is not ours')
  expect(() => service.uninstall()).toThrow('is not ours, and stays')
  expect(readFileSync(service.manager.file, 'utf8')).toBe('[Service]\n')
})

test.if(!existsSync('/etc/systemd/system/wheelhouse.service'))('two at once are refused', () => {
  using folder = temporary('service')
  const { service, of } = managing(folder.path)
  service.install(plan)
  expect(() => of(true).refuseInstall()).toThrow('two would fight for the same data')
  expect(of(true).standing('/x').mend).toBe('wheelhouse service status')
})

test('how it stands comes with the command that mends it', () => {
  using folder = temporary('service')
  let output = 'ActiveState=active\nMainPID=77\n'
  const { service } = managing(folder.path, () => ({ code: 0, output }))
  expect(service.standing(plan.program)).toMatchObject({ is: 'stopped', mend: 'wheelhouse service install' })
  service.install(plan)
  expect(service.standing(plan.program)).toMatchObject({ is: 'running', pid: 77, mend: null })
  expect(service.standing('/elsewhere').mend).toBe('wheelhouse service install')
  output = 'ActiveState=failed\nResult=exit-code\nExecMainStatus=2\n'
  expect(service.standing(plan.program)).toMatchObject({
    is: 'failed',
    detail: 'exit-code, exit code 2',
    mend: 'wheelhouse service logs',
  })
  output = 'ActiveState=inactive\n'
  expect(service.standing(plan.program).mend).toBe('wheelhouse service start')
})

test('launchd and Windows are understood in every language', () => {
  expect(readState('darwin', 0, '\tstate = running\n\tpid = 41\n')).toMatchObject({ is: 'running', pid: 41 })
  expect(readState('darwin', 0, '\tstate = not running\n\tlast exit code = 2\n').detail).toBe('exit code 2')
  expect(readState('darwin', 113, 'Could not find service').is).toBe('stopped')
  expect(readState('win32', 0, 'Letztes Ergebnis: 267009\r\n').is).toBe('running')
})

test('each system has its own place, and Windows no service of the machine', () => {
  expect(managerFor(machineIn('/Users/ann', 'darwin'), false)?.file).toBe(
    '/Users/ann/Library/LaunchAgents/local.wheelhouse.plist',
  )
  expect(managerFor(machineIn('C:\\Users\\ann', 'win32'), true)).toBeUndefined()
  expect(managerFor(machineIn('/home/ann', 'freebsd'), false)).toBeUndefined()
})
