import { expect, test } from 'bun:test'
import { hrefOfFile } from './file-link.ts'
import { foldersOfEach, foldersOfPath, partsOfPath, pathBelow, shownPath } from './path-words.ts'

test('what nobody would see in a path is shown as its code, and nothing else changes', () => {
  for (const [path, shown] of [
    ['/src/a.ts', '/src/a.ts'],
    ['/größe/日本語/😀.md', '/größe/日本語/😀.md'],
    ['/a\u202Ecod.exe', '/a\\u{202E}cod.exe'],
    ['/a\nb\tc\x1b[31m', '/a\\u{A}b\\u{9}c\\u{1B}[31m'],
    ['/zero\u200Bwidth\uFEFF', '/zero\\u{200B}width\\u{FEFF}'],
    ['/half\uD800', '/half\\u{D800}'],
    ['/عربي/ملف.txt', '/عربي/ملف.txt'],
  ] as const)
    expect(shownPath(path)).toBe(shown)
  for (let code = 0; code < 0x20; code++) expect(shownPath(String.fromCodePoint(code))).not.toMatch(/\p{Cc}/u)
})

test('a path begins at the innermost folder that is known', () => {
  const folders = ['/home/a', '/home/a/boat', '/', '']
  expect(pathBelow('/home/a/boat/src/a.ts', folders)).toBe('src/a.ts')
  expect(pathBelow('/home/a/boats/a.ts', folders)).toBe('boats/a.ts')
  expect(pathBelow('/etc/hosts', folders)).toBe('/etc/hosts')
  expect(pathBelow('/home/a/boat/', ['/home/a/boat'])).toBe('/home/a/boat/')
})

test('the folder and the name of a path make up all of it', () => {
  for (const path of ['a', '/a', '/a/b.ts', 'x/y/', '', '/', `/${'d/'.repeat(2_047)}f`]) {
    const { folder, name } = partsOfPath(path)
    expect(folder + name).toBe(path)
  }
  expect(partsOfPath('/a/b.ts')).toEqual({ folder: '/a/', name: 'b.ts' })
})

test('a link to any path can be made', () => {
  for (const path of ['/a?b#c&d', '/\uD800', '/\n'])
    expect(new URL(hrefOfFile(path), 'http://x').searchParams.get('path')).toBe(path.toWellFormed())
})

test('of two paths that would look the same each is shown with the name of its folder', () => {
  const paths = ['/home/a/boat/src/a.ts', '/home/a/ship/src/a.ts', '/home/a/ship/src/b.ts']
  const foldersOf = foldersOfEach(paths, ['/home/a/boat', '/home/a/ship'])
  expect(paths.map((path) => pathBelow(path, foldersOf(path)))).toEqual(['boat/src/a.ts', 'ship/src/a.ts', 'src/b.ts'])
  expect(paths.map((path) => pathBelow(path, foldersOfEach(paths, [])(path)))).toEqual(paths)
})

test('a path is cut between its folders', () => {
  for (const folder of ['', '/', 'src/ws/', '/home/boat/', '//a//b/', 'a'])
    expect(foldersOfPath(folder).join('')).toBe(folder)
  expect(foldersOfPath('/home/boat/src/')).toEqual(['/home/', 'boat/', 'src/'])
})
