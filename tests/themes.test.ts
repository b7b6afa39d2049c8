import { afterAll, beforeAll, expect, test } from 'bun:test'
import { themes } from '../ui/platform/theme.ts'
import { openDemo, visitEach } from './testing/pages.ts'
import { violationsOf } from './testing/violations.ts'

let demo: Awaited<ReturnType<typeof openDemo>>

beforeAll(async () => {
  demo = await openDemo()
}, 60_000)

afterAll(() => demo[Symbol.asyncDispose]())

test('the words of every page can be read in every theme', async () => {
  const broken = await visitEach(demo.paths, async (path) => {
    await using opened = await demo.open(path)
    const broken: string[] = []
    // A theme changes colours and nothing else.
    for (const theme of themes) {
      await opened.page.evaluate((name) => {
        document.documentElement.dataset.theme = name
      }, theme)
      const found = await violationsOf(opened.page, ['color-contrast'])
      broken.push(...found.map((words) => `${path} in ${theme}: ${words}`))
    }
    return broken
  })
  expect(broken).toEqual([])
}, 600_000)
