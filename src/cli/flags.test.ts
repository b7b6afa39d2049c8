import { expect, test } from 'bun:test'
import { commands, readCommand } from './flags.ts'
import { helpFor } from './help.ts'
import { UsageError } from './usage-error.ts'

const words = (line: string) => line.split(' ').filter(Boolean)

const reads = (line: string, command: object) => expect<object>(readCommand(words(line))).toEqual(command)

/** One sentence that names what is wrong. */
function refuses(line: string | string[], sentence: string) {
  try {
    expect<unknown>(readCommand(typeof line === 'string' ? words(line) : line)).toBe('no command')
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    expect(error.message).toStartWith(sentence)
    expect(error.message).not.toContain('\n')
  }
}

test('without a word it serves', () => reads('', { name: 'serve', config: {} }))
test('flags alone are those of serve', () =>
  reads('--host 0.0.0.0 --port 0 --data /d --demo --demo-if-empty --open', {
    name: 'serve',
    config: { host: '0.0.0.0', port: 0, data: '/d', demo: true, demoIfEmpty: true, open: true },
  }))
test('serve may be said', () => reads('serve --port=65535', { name: 'serve', config: { port: 65535 } }))
for (const name of ['open', 'status', 'doctor', 'sessions'])
  test(`${name} takes --json and --data`, () => {
    reads(name, { name, config: {}, json: false })
    reads(`${name} --json --data /d`, { name, config: { data: '/d' }, json: true })
  })
test('costs are daily unless told otherwise', () =>
  reads('costs', { name: 'costs', config: {}, json: false, by: 'day', question: {} }))
test('every report has its word', () => {
  const by = {
    daily: 'day',
    weekly: 'week',
    monthly: 'month',
    sessions: 'session',
    models: 'model',
    agents: 'agent',
    projects: 'project',
    blocks: 'block',
  }
  for (const [word, grouping] of Object.entries(by))
    expect(readCommand(['costs', word])).toMatchObject({ by: grouping })
})
test('a report may be narrowed', () =>
  reads('costs --since 2026-11-01 monthly --until 2026-11-20 --timezone Europe/Vienna --runtime codex --json', {
    name: 'costs',
    config: {},
    json: true,
    by: 'month',
    question: { since: '2026-11-01', until: '2026-11-20', timezone: 'Europe/Vienna', runtime: 'codex' },
  }))
test('a token is made for a role, and named after it unless it has a name', () => {
  reads('token create --role screen', {
    name: 'token create',
    config: {},
    json: false,
    role: 'screen',
    label: 'screen',
    mayAct: false,
  })
  reads('token create --role=viewer --name kitchen --json', {
    name: 'token create',
    config: {},
    json: true,
    role: 'viewer',
    label: 'kitchen',
    mayAct: false,
  })
  reads('token create --role operator --may-act', {
    name: 'token create',
    config: {},
    json: false,
    role: 'operator',
    label: 'operator',
    mayAct: true,
  })
})
test('tokens are listed and revoked', () => {
  reads('token list --json', { name: 'token list', config: {}, json: true })
  reads('token revoke abc', { name: 'token revoke', config: {}, json: false, id: 'abc' })
})
test('the version', () => {
  for (const line of ['version', '--version', '-v']) reads(line, { name: 'version', json: false })
  reads('version --json', { name: 'version', json: true })
})

test('help is there for everything', () => {
  for (const line of ['--help', '-h', 'help']) reads(line, { name: 'help', about: undefined })
  for (const name of commands) {
    reads(`${name} --help`, { name: 'help', about: name })
    expect(helpFor(name)).toContain(`wheelhouse ${name === 'serve' ? '[serve]' : name}`)
  }
  for (const act of ['create', 'list', 'revoke']) reads(`token ${act} --help`, { name: 'help', about: 'token' })
  reads('token', { name: 'help', about: 'token' })
  reads('help costs', { name: 'help', about: 'costs' })
})
test('help about what there is not is help', () => {
  for (const name of ['nothing', 'constructor', '__proto__']) expect(helpFor(name)).toBe(helpFor(undefined))
})

test('a command there is not', () => refuses('serv', 'There is no command “serv”. Known: serve, open,'))
test('a command of every object', () => refuses('constructor', 'There is no command “constructor”.'))
test('a forecast is a report of its own, and its score is asked for', () => {
  reads('costs forecast', { name: 'costs forecast', config: {}, json: false, check: false })
  reads('costs forecast --check --json', { name: 'costs forecast', config: {}, json: true, check: true })
  refuses('costs forecast daily', 'wheelhouse costs forecast does not take “daily”.')
})
test('a report there is not', () => refuses('costs yearly', 'There is no report “yearly”. Known: daily,'))
test('a report of every object', () => refuses('costs toString', 'There is no report “toString”.'))
test('a flag there is not', () => refuses('--prot 1', 'There is no flag --prot. wheelhouse serve knows --data,'))
test('a flag of another command', () => refuses('status --port 1', 'There is no flag --port. wheelhouse status knows'))
test('a short flag there is not', () => refuses('-x', 'There is no flag -x.'))
test('a word too many', () => refuses('serve now', 'wheelhouse serve does not take “now”.'))
test('a second report', () => refuses('costs daily weekly', 'wheelhouse costs does not take “weekly”.'))
test('a flag without its value', () => refuses('--port', "Option '--port <value>' argument missing"))
test('a flag that takes none', () => refuses('--demo=yes', "Option '--demo' does not take an argument"))
for (const port of ['x', '-1', '65536', '1.5', '', ' ', '1e3', '0x10', 'NaN'])
  test(`“${port}” is no port`, () =>
    refuses([`--port=${port}`], `--port must be a whole number from 0 to 65535, not “${port}”.`))
test('an empty host and an empty folder', () => {
  refuses(['--host='], '--host is empty.')
  refuses(['status', '--data='], '--data is empty.')
})
test('days that are none', () => {
  refuses('costs --since yesterday', '--since must be a day like 2026-11-20, not “yesterday”.')
  refuses('costs --until 2026-02-30', '--until must be a day like 2026-11-20, not “2026-02-30”.')
})
test('a zone that is none', () => refuses('costs --timezone Wien', '--timezone “Wien” is not a time zone.'))
test('a token for nobody, and for a role there is not', () => {
  refuses('token create', '--role must be one of screen, viewer, operator, admin.')
  refuses('token create --role root', '--role must be one of screen, viewer, operator, admin, not “root”.')
})
test('a token act there is not', () =>
  refuses('token delete x', 'wheelhouse token knows create, list and revoke, not “delete”.'))
test('revoking what is not named', () => refuses('token revoke', 'Say which: wheelhouse token revoke ID.'))

test('approve takes an id, and a denial with its reason', () => {
  const nothing = { name: 'approve', config: {}, json: false, id: undefined, deny: false, reason: undefined }
  reads('approve', nothing)
  reads('approve gateway.exec:1 --deny --reason no', { ...nothing, id: 'gateway.exec:1', deny: true, reason: 'no' })
  refuses('approve --deny', 'Say which: wheelhouse approve ID --deny.')
  refuses('approve gateway.exec:1 --reason no', '--reason goes with --deny.')
})
