import { expect, test } from 'bun:test'
import { isSameInOtherWorktree, worktreeFoldersAbove, worktreeName, worktreeOf } from './worktrees.ts'

test('a path says which worktree of which repository it lies in', () => {
  const of = (path: string) => {
    const found = worktreeOf(path)
    return found && [found.repositoryName, found.worktree, found.inside]
  }
  expect(of('/home/a/code/boat/.claude/worktrees/fix/src/a.ts')).toEqual(['boat', 'fix', 'src/a.ts'])
  expect(of('/home/a/.codex/worktrees/4f2a/boat/src/a.ts')).toEqual(['boat', '4f2a', 'src/a.ts'])
  expect(of('/Users/a/.cursor/worktrees/boat/kLm/src/a.ts')).toEqual(['boat', 'kLm', 'src/a.ts'])
  expect(of('/srv/boat/.codex/worktrees/4f2a/src/a.ts')).toEqual(['boat', '4f2a', 'src/a.ts'])
  for (const none of [
    '',
    '/',
    '/home/a/code/boat/src/a.ts',
    '/home/a/code/boat/.claude/worktrees/fix',
    '/home/a/code/boat/.claude/worktrees//',
    '/home/a/.codex/worktrees/4f2a/boat',
    'worktrees/fix/a.ts',
    '\0/.claude/worktrees/\0',
  ])
    expect(of(none)).toBeNull()
})

test('one file in two worktrees of a repository is known as such, and no other file is', () => {
  const main = '/home/a/code/boat/src/a.ts'
  const same = [
    '/home/a/code/boat/.claude/worktrees/fix/src/a.ts',
    '/home/a/.codex/worktrees/4f2a/boat/src/a.ts',
    '/home/a/.cursor/worktrees/boat/kLm/src/a.ts',
  ]
  for (const one of [main, ...same])
    for (const other of [main, ...same]) expect(isSameInOtherWorktree(one, other)).toBe(one !== other)
  for (const other of [
    '/home/a/code/boat/.claude/worktrees/fix/src/b.ts',
    '/home/a/code/ship/.claude/worktrees/fix/src/a.ts',
    '/home/b/code/boat/.claude/worktrees/fix/src/a.ts',
    '/home/a/.codex/worktrees/4f2a/ship/src/a.ts',
    '/home/a/code/other/src/a.ts',
  ])
    expect(isSameInOtherWorktree(main, other)).toBe(false)
  for (const [one, other] of [
    ['/boat/.claude/worktrees/fix/src/a.ts', '/boat/.claude/worktrees/other/src/b.ts'],
    ['/boat/.claude/worktrees/fix/src/a.ts', '/ship/.claude/worktrees/fix/src/a.ts'],
    ['/a/boat/.claude/worktrees/fix/src/a.ts', '/b/boat/.claude/worktrees/fix/src/a.ts'],
    ['/home/a/.codex/worktrees/1/boat/a.ts', '/home/a/.cursor/worktrees/ship/1/a.ts'],
  ] as const)
    expect(isSameInOtherWorktree(one, other)).toBe(false)
})

test('worktrees are looked for in every folder above, and in no more than there can be', () => {
  expect(worktreeFoldersAbove('/home/a.ts')).toContain('/home/.claude/worktrees/')
  expect(worktreeFoldersAbove('/home/a.ts')).toContain('/.codex/worktrees/')
  expect(worktreeFoldersAbove('/d'.repeat(2_000)).length).toBe(120)
})

test('a session is in the worktree that git names, else in the one that its folder lies in', () => {
  const called = (worktreePath: string | null, projectPath: string | null, name: string | null) =>
    expect([worktreePath, projectPath, worktreeName(worktreePath, projectPath)]).toEqual([
      worktreePath,
      projectPath,
      name,
    ])
  called(null, '/srv/boat', null)
  called(null, null, null)
  called('', '', null)
  called('/srv/boat-mast', '/srv/boat', 'boat-mast')
  called('/srv/boat/.claude/worktrees/mast', '/srv/boat', 'mast')
  called('/home/ann/.codex/worktrees/a1b2/boat', '/home/ann/boat', 'a1b2')
  called(null, '/srv/boat/.claude/worktrees/mast', 'mast')
  called('C:\\boats\\mast', 'C:\\boats\\boat', 'mast')
})
