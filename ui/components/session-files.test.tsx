import { expect, test } from 'bun:test'
import type { DigestFile } from '../../src/facts/transcript-digest.ts'
import { find, textsOf } from '../testing/dom.ts'
import { showOnPage } from '../testing/page.tsx'
import { SessionFiles } from './session-files.tsx'

const file = (path: string, rest: Partial<DigestFile> = {}): DigestFile => ({
  path,
  reads: 1,
  writes: 0,
  change: null,
  added: null,
  removed: null,
  isGuessed: false,
  at: 0,
  itemId: '5.0',
  ...rest,
})

function showFiles(files: DigestFile[]) {
  const opened: string[] = []
  showOnPage(() => <SessionFiles files={files} projectPath="/home/boat" onOpen={(id) => opened.push(id)} />)
  return opened
}

test('the files of a session say what was done to each, and lead to their page and their place', () => {
  const opened = showFiles([
    file('/home/boat/src/a.ts', { writes: 3, change: 'edit', added: 4, removed: 1 }),
    file('/etc/hosts', { isGuessed: true }),
  ])
  expect(textsOf('.session-files li')).toEqual([
    'src/a.ts+4 -13 writes, show the last in the transcript',
    '/etc/hostsguessedread1 read, show the last in the transcript',
  ])
  expect(textsOf('.remark')).toEqual(['1 changed, 1 only read'])
  expect(find('.session-files li:first-child a').getAttribute('href')).toBe('/files?path=%2Fhome%2Fboat%2Fsrc%2Fa.ts')
  find('.session-files li:first-child button').click()
  expect(opened).toEqual(['5.0'])
})

test('of very many files the latest are shown, and how many there are', () => {
  showFiles(Array.from({ length: 5_000 }, (_, index) => file(`/f/${index}`)))
  expect(textsOf('.session-files li')).toHaveLength(200)
  expect(textsOf('.remark')).toEqual(['0 changed, 5,000 only read; the latest 200 are shown'])
})

test('a session without files says so', () => {
  showFiles([])
  expect(textsOf('.empty')).toEqual(['This session has touched no file.'])
})
