import { expect, test } from 'bun:test'
import { createCommandLines } from './sources.ts'

test('a command line that is looked for in no folder is no source', () => {
  const folders = { 'claude-code': ['/nowhere'], codex: [], gemini: ['/nowhere'], opencode: [] }
  expect(createCommandLines(folders).map(({ runtime }) => runtime)).toEqual(['claude-code', 'gemini'])
})
