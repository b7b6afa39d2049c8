import { expect, test } from 'bun:test'
import { choiceText, isChoiceText, lookWith, splitLook } from './look.ts'

test('a choice that is put behind a seed is found there again, whatever the seed', () => {
  const parts = { hair: 'bun', top: 'red', model: '2' }
  for (const seed of ['openclaw:main', 'a', '', '~', 'a~b', 'a~x=y', '~/home~', 'ä ö,=', 'x'.repeat(300)])
    expect(splitLook(lookWith(seed, choiceText(parts)))).toEqual({ seed, parts })
})

test('nothing chosen leaves the seed as it is', () => {
  expect(choiceText({})).toBeNull()
  expect(lookWith('a:b', choiceText({}))).toBe('a:b')
})

test('what stands behind a tilde and is no choice belongs to the seed', () => {
  for (const seed of [
    'a~',
    'a~b',
    'a~b=',
    'a~=c',
    'a~b=c,',
    'a~b=c,d',
    'a~b=c d',
    'a~b=c/d',
    'a~1=c',
    'a~b=ü',
    'a~b=c,b=d',
  ])
    expect(splitLook(seed)).toEqual({ seed, parts: {} })
})

test('a choice has at most twelve parts, and names of at most 24 letters', () => {
  const parts = (count: number) => Array.from({ length: count }, (_, at) => `p${'x'.repeat(at)}=a`).join()
  expect([isChoiceText(parts(12)), isChoiceText(parts(13))]).toEqual([true, false])
  expect([isChoiceText(`a=${'x'.repeat(24)}`), isChoiceText(`a=${'x'.repeat(25)}`)]).toEqual([true, false])
  expect(['', ',', '=', 'a=b,,c=d', 'a=b\n', '\na=b'].filter(isChoiceText)).toEqual([])
})

test('a part that has the name of something every object has is a part like another', () => {
  expect(Object.entries(splitLook('a~constructor=b').parts)).toEqual([['constructor', 'b']])
})
