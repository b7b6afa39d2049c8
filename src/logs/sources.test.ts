import { expect, test } from 'bun:test'
import { parseConfigFile } from '../config/file.ts'
import { journalCommand, journalProblem } from './journal.ts'
import { logSections } from './settings.ts'
import { sourcesOf } from './sources.ts'

const here = { homes: [], uid: 501, configured: [], units: [], searches: true }

test('gateways write into one file a day that they share, below their home, or where their configuration says', () => {
  const [gateway] = sourcesOf({ ...here, homes: [{ home: '/h/.openclaw', logFile: '/var/log/claw/g.log' }] })
  expect(gateway).toMatchObject({ id: 'gateway', kind: 'gateway' })
  expect(gateway!.places).toEqual([
    { root: '/tmp/openclaw', pattern: 'openclaw-*.log' },
    { root: '/tmp/openclaw-501', pattern: 'openclaw-*.log' },
    { root: '/h/.openclaw/logs', pattern: '*.{log,jsonl}' },
    { root: '/var/log/claw', pattern: 'g.log' },
  ])
})

test('the demo looks at nothing of the machine', () =>
  expect(sourcesOf({ ...here, searches: false })[0]!.places).toEqual([]))

test('a source of the configuration keeps as much as it says, and takes no name that is ours', () => {
  const sources = sourcesOf({
    ...here,
    units: ['openclaw-gateway.service'],
    configured: [
      { name: 'My App!', path: '/var/log/app/*.log', keep_mb: 5, keep_days: 2 },
      { name: 'Gateway', path: '/var/log/g/g.log' },
    ],
  })
  expect(sources.map(({ id }) => id)).toEqual([
    'gateway',
    'activity',
    'wheelhouse',
    'journal.openclaw-gateway',
    'my-app',
    'log-gateway',
  ])
  expect(sources[4]).toMatchObject({
    places: [{ root: '/var/log/app', pattern: '*.log' }],
    keeping: { bytes: 5e6, ms: 2 * 86_400_000 },
  })
})

const mistakesOf = (toml: string) => {
  try {
    parseConfigFile('config.toml', toml, logSections)
    return ''
  } catch (error) {
    return (error as Error).message
  }
}

test.each([
  ['[[logs]]\nname = "a"\npath = "/var/log/a/*.log"', ''],
  ['[[logs]]\nname = "a"\npath = "a.log"', 'must begin with / or ~/'],
  ['[[logs]]\nname = "a"\npath = "/*.log"', 'must name a folder of its own'],
  ['[[logs]]\nname = "a"\npath = "/var/../etc/*.log"', 'must not hold ..'],
  ['[[logs]]\npath = "/var/log/a/*.log"', 'name'],
  ['[[logs]]\nname = "a"\npath = "/v/a.log"\n[[logs]]\nname = "A"\npath = "/v/b.log"', 'a name of its own'],
  ['[[logs]]\nname = "a"\npath = "/v/a.log"\nkeep_mb = 0', 'keep_mb must be at least 1'],
])('%s is checked', (toml, mistake) => expect(mistakesOf(toml)).toContain(mistake))

test('a journal is asked behind the position that was kept, and a refusal says what to do', () => {
  const unit = { unit: 'openclaw-gateway.service', isUser: true }
  expect(journalCommand(unit, 's=1;i=2').join(' ')).toBe(
    'journalctl --no-pager --quiet --output=json --after-cursor=s=1;i=2 --user-unit=openclaw-gateway.service',
  )
  expect(journalCommand({ ...unit, isUser: false }, null).join(' ')).toBe(
    'journalctl --no-pager --quiet --output=json --lines=5000 --unit=openclaw-gateway.service',
  )
  expect(journalProblem({ exitCode: 0, stderr: '' })).toBeNull()
  expect(
    journalProblem({ exitCode: 1, stderr: 'No journal files were opened due to insufficient permissions.' }),
  ).toContain('systemd-journal')
  expect(journalProblem({ exitCode: null, stderr: 'journalctl: there is no such program' })).toContain('cannot be read')
})
