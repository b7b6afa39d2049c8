import { expect, test } from 'bun:test'
import { avatarOf, avatarOfChoice, isCaptain } from './avatar.ts'
import { choiceOf, type LookChoice, lookOfChoice, parseLookChoice, textOfChoice } from './look-choice.ts'

const seeds = Array.from({ length: 60 }, (_, i) => `openclaw:agent-${i}`)

test('who chose nothing looks as chance has it', () => {
  for (const seed of [...seeds, 'a:main'])
    for (const kind of ['agent', 'robot'] as const) expect(avatarOfChoice({}, seed, kind)).toEqual(avatarOf(seed, kind))
})

test('what was chosen is worn, whatever the seed', () => {
  const choice: LookChoice = {
    skin: 'umber',
    hair: 'curly',
    hairColour: 'teal',
    outfit: 'coat',
    top: 'brown',
    accent: 'brown',
    trousers: 'khaki',
    shoes: 'red',
    eyes: 'green',
    accessory: 'glasses',
    critter: null,
  }
  for (const seed of seeds)
    expect(avatarOfChoice(choice, seed)).toMatchObject({
      kind: 'person',
      hair: 'curly',
      outfit: 'coat',
      accessory: 'glasses',
      critter: null,
      darkFace: true,
      slots: {
        sk: ['wood2', 'plank1', 'wood1', 'wood0'],
        to: ['wood3', 'wood2', 'wood1', 'wood0'],
        ac: ['wood3', 'wood2', 'wood1', 'wood0'],
        ey: ['green1'],
      },
    })
})

test('one choice leaves everything else as it was', () => {
  for (const seed of seeds) {
    const { outfit: before, ...rest } = avatarOf(seed)
    const { outfit, ...same } = avatarOfChoice({ outfit: before === 'tee' ? 'robe' : 'tee' }, seed)
    expect(outfit).not.toBe(before)
    expect(same).toEqual(rest)
  }
})

test('an animal has a fur of its kind, and no hat', () => {
  for (const seed of seeds) {
    expect(avatarOfChoice({ critter: 'cat', fur: 'black', accessory: 'cap' }, seed)).toMatchObject({
      critter: 'cat',
      accessory: 'none',
      slots: { sk: ['slate1', 'slate0', 'ink2', 'ink0'], ey: ['wood0'] },
    })
    // No frog is black.
    const frog = avatarOfChoice({ critter: 'frog', fur: 'black' }, seed)
    expect(['green4', 'teal3']).toContain(frog.slots.sk[0]!)
  }
})

test('the captain stays the captain, and a robot has the model that was chosen', () => {
  expect(avatarOfChoice({ critter: 'fox', hair: 'bob' }, 'a:main')).toMatchObject({ kind: 'captain', critter: null })
  for (const model of [0, 1, 2])
    expect(avatarOfChoice({ model }, 'a:1', 'robot')).toMatchObject({ kind: 'robot', model })
})

test('what is read is a look of known names, whatever it was', () => {
  for (const nothing of [undefined, null, 1, 'tee', [], ['tee'], () => 1, Symbol('x'), new Date(), Number.NaN])
    expect(parseLookChoice(nothing)).toEqual({})
  expect(
    parseLookChoice({
      hair: 'bob',
      outfit: 'toga',
      top: ['red'],
      accent: 'constructor',
      critter: null,
      fur: { toString: () => 'black' },
      model: 3,
      eyes: 'blue',
      __proto__: { skin: 'peach' },
      more: 'x'.repeat(10_000),
    }),
  ).toEqual({ hair: 'bob', critter: null, eyes: 'blue' })
})

const choices: LookChoice[] = [
  { hair: 'bun', top: 'red' },
  { critter: null, hair: 'wrap', hairColour: 'darkBrown', skin: 'umber', accessory: 'none' },
  { critter: 'panda', fur: 'black' },
  { model: 0 },
]

test('a choice travels in the look and is worn by whoever draws it', () => {
  for (const seed of [...seeds.slice(0, 9), 'a:main', 'odd ~ seed', 'a~b=c'])
    for (const choice of choices) {
      const look = lookOfChoice(seed, choice)
      expect(choiceOf(look)).toEqual({ seed, choice })
      for (const kind of ['agent', 'robot'] as const)
        expect(avatarOf(look, kind)).toEqual(avatarOfChoice(choice, seed, kind))
    }
  expect(textOfChoice({})).toBeNull()
  expect(textOfChoice(choices[1]!)).toBe('critter=none,hair=wrap,hairColour=darkBrown,skin=umber,accessory=none')
})

test('a captain with a choice is still the captain', () => {
  expect(isCaptain(lookOfChoice('openclaw:main', { hair: 'bun' }))).toBe(true)
  expect(isCaptain(lookOfChoice('openclaw:maintainer', { hair: 'bun' }))).toBe(false)
})

test('names that are not known here are left to chance, and the rest is worn', () => {
  expect(avatarOf('a:b~hair=mohawk,wings=large,outfit=robe,model=9')).toEqual(avatarOfChoice({ outfit: 'robe' }, 'a:b'))
})

test('a seed with a tilde that was never chosen keeps its face', () => {
  // As it was before looks could be chosen.
  for (const seed of ['codex:~/work', 'a~', '~']) expect(choiceOf(seed)).toEqual({ seed, choice: {} })
})
