import { expect, test } from 'bun:test'
import { tmpdir } from 'node:os'
import { checkOurselves } from './self-check.ts'

const codes = (files: { open: number; most: number } | undefined) =>
  checkOurselves({ dataFolder: tmpdir(), version: '0', demo: false, trouble: null, files }).flatMap(
    ({ code, message }) => (code === 'few-files' ? [message] : []),
  )

test('a low limit of open files is named, with what happens at it', () => {
  expect(codes({ open: 22, most: 64 })).toEqual([
    'This program may have 64 files and connections open and has 22. At the limit, new pages wait until others are closed.',
  ])
  expect(codes({ open: 22, most: 1_024 })).toEqual([])
  expect(codes(undefined)).toEqual([])
})
