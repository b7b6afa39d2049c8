import { expect, test } from 'bun:test'
import { resumeCommandOf } from './resume-command.ts'

const session = {
  id: 'claude-code.x.s',
  runtime: 'claude-code' as const,
  agentId: 'claude-code:x',
  key: '0a1b-2c',
  folder: "/home/anna/her boat's",
}

test('each command line goes on in its folder, with everything quoted for a shell', () => {
  expect(resumeCommandOf(session)?.command).toBe(`cd '/home/anna/her boat'\\''s' && claude --resume 0a1b-2c`)
  expect(resumeCommandOf({ ...session, runtime: 'codex', folder: null })?.command).toBe('codex resume 0a1b-2c')
})

test('OpenClaw goes on at its gateway, and an id that is no plain one gets into no command', () => {
  expect(resumeCommandOf({ ...session, runtime: 'openclaw' })).toBe(null)
  expect(resumeCommandOf({ ...session, key: '$(rm -rf ~)' })).toBe(null)
})
