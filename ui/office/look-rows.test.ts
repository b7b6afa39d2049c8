import { expect, test } from 'bun:test'
import { isChoiceText, splitLook } from '../../src/agents/look.ts'
import { avatarOf } from './art/avatar.ts'
import { choiceOf, textOfChoice } from './art/look-choice.ts'
import { backToChance, isLookFree, lookWithPart, rowsOf, surprise } from './look-rows.ts'

const looks = Array.from({ length: 80 }, (_, at) => `openclaw:agent-${at}`)

test('of each part exactly one thing is worn, whatever the look', () => {
  for (const look of [...looks, ...looks.map((seed, at) => surprise(seed, `chance ${at}`))])
    for (const { part, options } of rowsOf(look))
      expect([look, part, options.filter(({ isWorn }) => isWorn).length]).toEqual([look, part, 1])
})

test('what is chosen is worn from then on, and its preview shows that', () => {
  for (const look of looks.slice(0, 20))
    for (const { part, options } of rowsOf(look))
      for (const option of options) {
        expect(option.look).toBe(lookWithPart(look, part, option.value))
        const row = rowsOf(option.look).find((row) => row.part === part)!
        expect([part, row.options.find(({ isWorn }) => isWorn)?.value]).toEqual([part, option.value])
      }
})

test('an animal has fur, and neither hair nor skin', () => {
  const partsOf = (look: string) => rowsOf(look).map(({ part }) => part)
  expect(partsOf(lookWithPart('a:b', 'critter', 'fox'))).not.toContain('hair')
  expect(partsOf(lookWithPart('a:b', 'critter', 'fox'))).toContain('fur')
  expect(partsOf(lookWithPart('a:b', 'critter', null))).not.toContain('fur')
})

test('a surprise is another look that the server takes, and chance is where it was', () => {
  const seen = new Set<string>()
  for (const look of looks) {
    const surprised = surprise(look, `chance ${look}`)
    expect(isChoiceText(textOfChoice(choiceOf(surprised).choice)!)).toBe(true)
    expect(splitLook(surprised).seed).toBe(look)
    expect(backToChance(surprised)).toBe(look)
    seen.add(JSON.stringify(avatarOf(surprised)))
  }
  expect(seen.size).toBeGreaterThan(70)
})

test('the captain is the lobster', () => {
  expect([isLookFree('openclaw:main'), isLookFree('openclaw:ada')]).toEqual([false, true])
})
