import { expect, test } from 'bun:test'
import { decisionFor, lastingRules } from './permission-answer.ts'

const bash = (command: string) => ({
  tool: 'Bash',
  input: { command, description: 'do it' },
  suggestions: [] as unknown[],
})
const question = {
  tool: 'AskUserQuestion',
  input: { questions: [{ question: 'Which colour?' }, { question: 'How many?' }] },
  suggestions: [],
}
const plan = { tool: 'ExitPlanMode', input: {}, suggestions: [] }
const acceptsEdits = { type: 'setMode', mode: 'acceptEdits', destination: 'session' }
const rule = (destination: string, ruleContent = 'touch one:*') => ({
  type: 'addRules',
  rules: [{ toolName: 'Bash', ruleContent }],
  behavior: 'allow',
  destination,
})
const words = (tool: string, input: object, suggestions: unknown[] = []) => {
  const { session, always } = lastingRules(tool, input as Record<string, unknown>, suggestions)
  return [session?.words ?? null, always?.words ?? null]
}

test('a command is allowed once as it was asked for, or as a person has changed it', () => {
  expect(decisionFor(bash('touch one'), { decision: 'allow-once' })).toEqual({ behavior: 'allow' })
  expect(decisionFor(bash('touch one'), { decision: 'allow-once', command: 'touch two' })).toEqual({
    behavior: 'allow',
    updatedInput: { command: 'touch two', description: 'do it' },
  })
})

test('what has no command takes none', () =>
  expect(decisionFor({ ...plan, tool: 'Edit' }, { decision: 'allow-once', command: 'rm -rf /' })).toBeUndefined())

test('a denial carries its reason, or says that a person denied it', () => {
  expect(decisionFor(bash('x'), { decision: 'deny', reason: 'Not now.' })).toEqual({
    behavior: 'deny',
    message: 'Not now.',
  })
  expect(decisionFor(bash('x'), { decision: 'deny' })).toMatchObject({ message: expect.stringContaining('denied') })
})

test('a question takes an answer to each of its questions, by their words', () => {
  const answers = { '0': ['Blue'], '1': ['one', 'two'] }
  expect(decisionFor(question, { decision: 'allow-once', answers })).toEqual({
    behavior: 'allow',
    updatedInput: { ...question.input, answers: { 'Which colour?': 'Blue', 'How many?': 'one, two' } },
  })
  expect(decisionFor(question, { decision: 'allow-once', answers: { '0': ['Blue'] } })).toBeUndefined()
  expect(decisionFor(question, { decision: 'allow-once' })).toBeUndefined()
})

test('a plan is taken only with an input, also an empty one; and with edits, for the session', () => {
  expect(decisionFor(plan, { decision: 'allow-once' })).toEqual({ behavior: 'allow', updatedInput: {} })
  expect(decisionFor(plan, { decision: 'allow-session' })).toEqual({
    behavior: 'allow',
    updatedInput: {},
    updatedPermissions: [acceptsEdits] as never,
  })
  expect(decisionFor(plan, { decision: 'allow-always' })).toBeUndefined()
})

test('what the runtime suggests is offered for as long as it says, and in its words', () => {
  expect(words('Bash', { command: 'a | b' }, [rule('session'), rule('localSettings')])).toEqual([
    'Bash(touch one:*), until this session ends',
    'Bash(touch one:*), in .claude/settings.local.json of the project',
  ])
  expect(words('mcp__sea__sail', {}, [rule('userSettings')])).toEqual([
    null,
    'Bash(touch one:*), in your own settings of Claude Code',
  ])
  expect(words('Edit', { file_path: 'a' }, [acceptsEdits])).toEqual([
    'every edit of a file, until this session ends',
    null,
  ])
})

test('the answer writes exactly the rules whose words were shown', () => {
  const asked = { ...bash('a | b'), suggestions: [rule('session'), rule('projectSettings', 'make:*')] }
  expect(decisionFor(asked, { decision: 'allow-session' })).toEqual({
    behavior: 'allow',
    updatedPermissions: [rule('session')] as never,
  })
  expect(decisionFor(asked, { decision: 'allow-always' })).toEqual({
    behavior: 'allow',
    updatedPermissions: [rule('projectSettings', 'make:*')] as never,
  })
})

for (const command of [
  'touch one; rm -rf /',
  'touch $(id)',
  'touch *',
  'echo a > b',
  'a\nb',
  'touch "one two"',
  'npm run build:',
  `${'a'.repeat(301)}`,
])
  test(`nothing lasting is made of ${command.slice(0, 20)}, which a rule could take for more`, () =>
    expect(words('Bash', { command })).toEqual([null, null]))

test('a plain command can be allowed for exactly itself', () =>
  expect(words('Bash', { command: 'bun test src' })).toEqual([
    'Bash(bun test src), until this session ends',
    'Bash(bun test src), in .claude/settings.local.json of the project',
  ]))

for (const [what, suggestion] of [
  ['denies', { ...rule('session'), behavior: 'deny' }],
  ['is written somewhere unknown', rule('everywhere')],
  ['is not whole', { ...rule('session'), rules: [{ toolName: 'Bash' }, { toolName: 7 }] }],
  ['is another kind', { type: 'addDirectories', directories: ['/'], destination: 'session' }],
  ['is none', null],
  ['bypasses all permissions', { type: 'setMode', mode: 'bypassPermissions', destination: 'session' }],
] as const)
  test(`a suggestion that ${what} is left out`, () => expect(words('Edit', {}, [suggestion])).toEqual([null, null]))

test('a changed command is never allowed for longer than once', () =>
  expect(decisionFor(bash('touch one'), { decision: 'allow-session', command: 'touch two' })).toBeUndefined())
