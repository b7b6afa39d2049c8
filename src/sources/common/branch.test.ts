import { expect, test } from 'bun:test'
import { mkdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { temporary } from '../../lib/testing/temporary.ts'
import { branchAt, createBranches } from './branch.ts'

const hash = 'a1b2c3d4e5f60718293a4b5c6d7e8f9012345678'

/** A folder for repositories, and what is checked out in its directories. */
function world() {
  const folder = temporary('branch')
  let now = 1_000_000
  const branches = createBranches(() => now)
  return {
    path: (name: string) => join(folder.path, name),
    write(name: string, text: string) {
      mkdirSync(join(folder.path, name, '..'), { recursive: true })
      writeFileSync(join(folder.path, name), text)
    },
    of: (name: string) => branches.of(join(folder.path, name))?.branch ?? null,
    since: (name: string) => branches.of(join(folder.path, name))?.since,
    pass: (ms: number) => {
      now += ms
    },
    [Symbol.dispose]: () => folder[Symbol.dispose](),
  }
}

test('the branch of a directory is that of the repository around it', () => {
  using at = world()
  at.write('boat/.git/HEAD', 'ref: refs/heads/feature/sails\n')
  at.write('boat/src/deck/plan.ts', '')
  expect([at.of('boat'), at.of('boat/src/deck')]).toEqual(['feature/sails', 'feature/sails'])
})

test('a worktree and a submodule have a branch of their own', () => {
  using at = world()
  at.write('boat/.git/HEAD', 'ref: refs/heads/main\n')
  at.write('boat/.git/worktrees/hull/HEAD', 'ref: refs/heads/hull\n')
  at.write('hull/.git', `gitdir: ${at.path('boat/.git/worktrees/hull')}\n`)
  at.write('boat/.git/modules/mast/HEAD', `${hash}\n`)
  at.write('boat/mast/.git', 'gitdir: ../.git/modules/mast\n')
  expect([at.of('boat'), at.of('hull'), at.of('boat/mast')]).toEqual(['main', 'hull', hash.slice(0, 7)])
})

test('a branch that is checked out later is seen, and so are a repository that begins and one that goes', () => {
  using at = world()
  mkdirSync(at.path('boat'))
  expect(at.of('boat')).toBeNull()
  at.write('boat/.git/HEAD', 'ref: refs/heads/main\n')
  at.pass(10_000)
  expect(at.of('boat')).toBe('main')
  at.write('boat/.git/HEAD', 'ref: refs/heads/another\n')
  expect(at.of('boat')).toBe('another')
  rmSync(at.path('boat/.git'), { recursive: true })
  expect(at.of('boat')).toBeNull()
})

test('HEAD is read once while it looks the same', () => {
  using at = world()
  at.write('boat/.git/HEAD', 'ref: refs/heads/main\n')
  utimesSync(at.path('boat/.git/HEAD'), 1_000, 1_000)
  expect(at.of('boat')).toBe('main')
  at.write('boat/.git/HEAD', 'ref: refs/heads/moon\n')
  utimesSync(at.path('boat/.git/HEAD'), 1_000, 1_000)
  expect(at.of('boat')).toBe('main')
})

test('what leads elsewhere, is too large or says something else names no branch', () => {
  using at = world()
  at.write('secret/HEAD', 'ref: refs/heads/stolen\n')
  at.write('a/.git', `gitdir: ${at.path('secret')}\n`)
  at.write('b/.git', 'gitdir: /proc/self\n')
  at.write('c/.git/HEAD', `ref: refs/heads/main\n${' '.repeat(5_000)}`)
  at.write('d/.git/HEAD', 'ref: refs/heads/.invalid\n')
  at.write('e/.git/HEAD', 'ref: refs/heads/two words\n')
  at.write('f/.git/HEAD', '')
  mkdirSync(at.path('g'))
  symlinkSync(at.path('secret'), at.path('g/.git'))
  mkdirSync(at.path('h/.git'), { recursive: true })
  symlinkSync(at.path('secret/HEAD'), at.path('h/.git/HEAD'))
  mkdirSync(at.path('i/.git/HEAD'), { recursive: true })
  at.write('j/.git', 'x'.repeat(10_000))
  for (const name of 'abcdefghij') expect(`${name} ${at.of(name)}`).toBe(`${name} null`)
})

test('a directory that is not there has none, whatever lies around it', () => {
  using at = world()
  at.write('home/.git/HEAD', 'ref: refs/heads/main\n')
  expect([at.of('home/gone'), at.of('home')]).toEqual([null, 'main'])
})

test('a session has the branch only where nothing else was checked out after its last word', () => {
  const found = { branch: 'main', since: 1_000 }
  expect(branchAt(found, 1_000)).toBe('main')
  expect(branchAt(found, 999)).toBeUndefined()
  expect(branchAt(found, null)).toBeUndefined()
  expect(branchAt(null, 1_000)).toBeUndefined()
})
