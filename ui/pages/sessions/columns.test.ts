import { expect, test } from 'bun:test'
import { createRoot } from 'solid-js'
import { columnIds, columns, createColumns, fitting, readHidden } from './columns.ts'

test('all columns are shown where the width is not known, or where there is room', () => {
  expect(fitting(columnIds, 0)).toEqual([...columnIds])
  expect(fitting(columnIds, 5_000)).toEqual([...columnIds])
})

test('with every pixel less no column comes, and the cost and the time go last', () => {
  let before: number = columnIds.length
  for (let width = 1_600; width > 300; width -= 10) {
    const shown = fitting(columnIds, width)
    expect(shown.length).toBeLessThanOrEqual(before)
    before = shown.length
    if (shown.length === 2) expect(shown).toEqual(['cost', 'last'])
  }
  expect(new Set(columnIds.map((id) => columns[id].rank)).size).toBe(columnIds.length)
})

test('what is chosen is kept, also that nothing is hidden', () => {
  createRoot((dispose) => {
    const chosen = createColumns()
    expect([chosen.isWanted('prompt'), chosen.isWanted('model')]).toEqual([false, true])
    chosen.toggle('prompt')
    chosen.toggle('branch')
    expect(createColumns().shown()).toEqual([...columnIds])
    chosen.toggle('model')
    expect(createColumns().isWanted('model')).toBe(false)
    dispose()
  })
})

test('a stored text that means nothing hides nothing', () => {
  expect(readHidden(null)).toBeNull()
  expect(readHidden('x,model,,constructor')).toEqual(['model'])
})
