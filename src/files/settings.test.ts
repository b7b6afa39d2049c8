import { expect, test } from 'bun:test'
import { z } from 'zod'
import { fileSections, fileSettingsOf } from './settings.ts'

const read = (files: object) => z.object(fileSections).safeParse({ files })

test('an editor is an address with the path in it, and none that would run it', () => {
  for (const editor of ['vscode://file/{path}:{line}', 'idea://open?file={path}&line={line}', 'x-y.z+1://{path}'])
    expect(read({ editor }).success).toBeTrue()
  for (const editor of [
    'javascript://%0aalert(1)//{path}',
    'JavaScript://{path}',
    'data://{path}',
    'vbscript://{path}',
    'vscode://file/',
    '/{path}',
    'a b://{path}',
    'vscode://{path} x',
  ])
    expect(read({ editor }).success).toBeFalse()
})

test('files are watched unless that is turned off', () => {
  expect(fileSettingsOf({})).toEqual({ watches: true, editor: null })
  expect(fileSettingsOf({ files: { watch: false } })).toEqual({ watches: false, editor: null })
})
