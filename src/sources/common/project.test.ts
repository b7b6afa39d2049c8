import { expect, test } from 'bun:test'
import { mkdirSync, writeFileSync } from 'node:fs'
import { temporary } from '../../lib/testing/temporary.ts'
import { agentIn, createProjects, slugOf } from './project.ts'

test('a directory inside a repository belongs to its root', () => {
  using folder = temporary('project')
  mkdirSync(folder.at('boat', '.git'), { recursive: true })
  mkdirSync(folder.at('boat', 'src', 'deep'), { recursive: true })
  expect(createProjects().of(folder.at('boat', 'src', 'deep'))).toEqual({ path: folder.at('boat'), name: 'boat' })
})

test('a worktree belongs to its main repository', () => {
  using folder = temporary('project')
  mkdirSync(folder.at('boat', '.git', 'worktrees', 'mast'), { recursive: true })
  mkdirSync(folder.at('mast'))
  writeFileSync(folder.at('mast', '.git'), `gitdir: ${folder.at('boat', '.git', 'worktrees', 'mast')}\n`)
  expect(createProjects().of(folder.at('mast'))).toEqual({
    path: folder.at('boat'),
    name: 'boat',
    worktreePath: folder.at('mast'),
  })
})

test('a worktree that is gone belongs to the repository that its path names', () => {
  const { of } = createProjects()
  expect(of('/nowhere/boat/.claude/worktrees/mast/src')).toEqual({
    path: '/nowhere/boat',
    name: 'boat',
    worktreePath: '/nowhere/boat/.claude/worktrees/mast/src',
  })
  expect(of('/home/ann/.codex/worktrees/a1/boat').path).toBe('/home/ann/.codex/worktrees/a1/boat')
})

test('a submodule is a project of its own', () => {
  using folder = temporary('project')
  mkdirSync(folder.at('boat', 'keel'), { recursive: true })
  writeFileSync(folder.at('boat', 'keel', '.git'), 'gitdir: ../.git/modules/keel\n')
  expect(createProjects().of(folder.at('boat', 'keel')).name).toBe('keel')
})

test('without a repository the directory itself is the project, there or gone', () =>
  expect(createProjects().of('/nowhere/at/all')).toEqual({ path: '/nowhere/at/all', name: 'all' }))

test('two folders of one name are two agents, and each id is safe in a path', () => {
  const [one, other] = [
    agentIn('codex', { path: '/a/b c', name: 'b c' }),
    agentIn('codex', { path: '/d/b c', name: 'b c' }),
  ]
  expect(one.id).not.toBe(other.id)
  for (const { path, name } of [
    { path: '/a/../x', name: '..' },
    { path: '/船', name: '船' },
    { path: '/', name: '/' },
  ])
    expect(slugOf({ path, name })).toMatch(/^[a-z0-9][a-z0-9-]*$/)
})
