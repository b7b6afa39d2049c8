import { expect, test } from 'bun:test'
import { createPlanHistory } from './plan-history.ts'
import { largeRoom } from './testing/large-room.ts'

const plans = Array.from({ length: 70 }, (_, k) => largeRoom([], { name: `plan ${k}` }))

/** Plays a drawing: a letter each for doing `d`, undoing `u`, redoing `r` and saving `s`. */
function played(drawing: string) {
  const history = createPlanHistory(plans[0]!)
  let next = 1
  for (const sign of drawing) {
    if (sign === 'd') history.apply(plans[next]!, `change ${next++}`)
    if (sign === 'u') history.undo()
    if (sign === 'r') history.redo()
    if (sign === 's') history.save()
  }
  return history
}

test.each<[drawing: string, plan: number, canUndo: boolean, canRedo: boolean, changes: number]>([
  ['', 0, false, false, 0],
  ['d', 1, true, false, 1],
  ['ddu', 1, true, true, 1],
  ['dduur', 1, true, true, 1],
  ['dduud', 3, true, false, 1],
  ['ur', 0, false, false, 0],
  ['dds', 2, true, false, 0],
  ['ddsu', 1, true, true, 1],
  ['ddsur', 2, true, false, 0],
  // What was saved lies on a line that was left: two back, and one forward.
  ['dddsuud', 4, true, false, 3],
  ['dddsuuds', 4, true, false, 0],
])('after %s the plan is number %i', (drawing, plan, canUndo, canRedo, changes) => {
  const history = played(drawing)
  expect(history.plan()).toBe(plans[plan]!)
  expect([history.canUndo(), history.canRedo(), history.changes()]).toEqual([canUndo, canRedo, changes])
})

test('what is undone and done again is said', () => {
  const history = played('dd')
  expect([history.undo(), history.undo(), history.undo()]).toEqual(['change 2', 'change 1', undefined])
  expect([history.redo(), history.redo(), history.redo()]).toEqual(['change 1', 'change 2', undefined])
})

test('a plan that is the present one is no change', () => {
  const history = played('d')
  history.apply(plans[1]!, 'nothing')
  expect(history.changes()).toBe(1)
})

test('at most fifty changes can be taken back, and all are counted', () => {
  const history = played('d'.repeat(60))
  expect(history.changes()).toBe(60)
  while (history.undo());
  expect(history.plan()).toBe(plans[10]!)
  expect(history.changes()).toBe(10)
})
