import { expect, test } from 'bun:test'
import {
  asAdministrator,
  asTyped,
  type CommandDriver,
  commandsFor,
  isContainerId,
  isServiceUnit,
  isUnitName,
  logCommand,
  stateCommand,
} from './driver.ts'

const verbs = ['start', 'stop', 'restart'] as const
const linesOf = (driver: CommandDriver) => verbs.map((verb) => commandsFor(driver, verb).map((argv) => argv.join(' ')))

test('a user unit is told without waiting, and never asks for a password', () => {
  const driver = { kind: 'systemd-user', unit: 'openclaw-gateway.service' } as const
  expect(linesOf(driver)).toEqual([
    ['systemctl --user --no-block --no-ask-password start -- openclaw-gateway.service'],
    ['systemctl --user --no-block --no-ask-password stop -- openclaw-gateway.service'],
    ['systemctl --user --no-block --no-ask-password restart -- openclaw-gateway.service'],
  ])
  expect(stateCommand(driver).join(' ')).toBe(
    'systemctl --user show --property=LoadState,ActiveState,SubState,Result,MainPID,ExecMainStatus,ExecMainCode,NRestarts,MemoryCurrent,InvocationID,ActiveEnterTimestamp -- openclaw-gateway.service',
  )
  expect(logCommand(driver, 50)?.join(' ')).toBe(
    'journalctl --no-pager --output=short-unix --lines=50 --user-unit openclaw-gateway.service',
  )
})

test('a system unit is told the same without --user, and a person is shown what they would type', () => {
  const driver = { kind: 'systemd-system', unit: 'postgresql@18.service' } as const
  const [restart] = commandsFor(driver, 'restart')
  expect(restart?.join(' ')).toBe('systemctl --no-block --no-ask-password restart -- postgresql@18.service')
  expect(asTyped(restart ?? [])).toBe('systemctl restart postgresql@18.service')
  expect(asAdministrator(restart ?? [])).toBe('sudo systemctl restart postgresql@18.service')
})

test('an agent of launchd is loaded from its file, kicked, and taken out', () => {
  const driver = {
    kind: 'launchd',
    label: 'ai.openclaw.gateway',
    uid: 501,
    plist: '/Users/m/Library/LaunchAgents/ai.openclaw.gateway.plist',
  } as const
  expect(linesOf(driver)).toEqual([
    [
      'launchctl bootstrap gui/501 /Users/m/Library/LaunchAgents/ai.openclaw.gateway.plist',
      'launchctl kickstart gui/501/ai.openclaw.gateway',
    ],
    ['launchctl bootout gui/501/ai.openclaw.gateway'],
    ['launchctl kickstart -k gui/501/ai.openclaw.gateway'],
  ])
  expect(stateCommand(driver)).toEqual(['launchctl', 'print', 'gui/501/ai.openclaw.gateway'])
  expect(logCommand(driver, 50)).toBeNull()
})

test('a task of Windows is run and ended by its name, which may have spaces', () => {
  const driver = { kind: 'windows-task', task: 'OpenClaw Gateway (work)' } as const
  expect(commandsFor(driver, 'restart')).toEqual([
    ['schtasks', '/End', '/TN', 'OpenClaw Gateway (work)'],
    ['schtasks', '/Run', '/TN', 'OpenClaw Gateway (work)'],
  ])
  expect(stateCommand(driver)).toEqual(['schtasks', '/Query', '/V', '/FO', 'LIST', '/TN', 'OpenClaw Gateway (work)'])
  expect(asTyped(commandsFor(driver, 'start')[0] ?? [])).toBe("schtasks /Run /TN 'OpenClaw Gateway (work)'")
})

test('names that would be an option, a path or two words of a command are none', () => {
  for (const name of ['-h', '--all', '', '../x', 'a;b', 'a\nb', 'a$(b)', '/etc/passwd', `a${'b'.repeat(300)}`]) {
    expect([name, isUnitName(name)]).toEqual([name, false])
    expect([name, isServiceUnit(`${name}.service`)]).toEqual([name, false])
  }
  expect(isServiceUnit('a.timer')).toBe(false)
  expect(isContainerId('a'.repeat(64))).toBe(true)
  for (const id of ['a'.repeat(63), 'A'.repeat(64), '../'.repeat(21), 'name']) expect(isContainerId(id)).toBe(false)
})
