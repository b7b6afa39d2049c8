import { expect, test } from 'bun:test'
import { colourTable } from './palette.ts'
import { artNames, artOf, frameOf, sprite } from './sprites.ts'

const arts = artNames().map((name) => artOf(name)!)
const framesOf = (name: string) => Array.from({ length: artOf(name)!.frames }, (_, frame) => frameOf(name, frame))

/** A picture that changes by one pixel is another hash: look at `npm run art` before you write it down here. */
test('every frame is drawn pixel for pixel as it was', () => {
  const hash = new Bun.CryptoHasher('sha256')
  let frames = 0
  for (const { name } of arts.toSorted((a, b) => (a.name < b.name ? -1 : 1)))
    for (const { width, height, data } of framesOf(name)) {
      hash.update(`${name} ${width} ${height} `).update(data)
      frames++
    }
  expect([arts.length, frames]).toEqual([328, 545])
  expect(hash.digest('hex')).toBe('81e56d8fc2e74445526952297857c76c0cc9d9589381f50a1fc298f7f66cd656')
})

test('every frame fills the size that is named, and none is empty', () => {
  for (const { name, width, height } of arts)
    for (const picture of framesOf(name)) {
      expect([picture.width, picture.height], name).toEqual([width, height])
      expect(
        picture.data.some((value, at) => at % 4 === 3 && value > 0),
        name,
      ).toBe(true)
    }
})

test('what is opaque has a colour of the palette', () => {
  const table = colourTable({})
  const palette = new Set(
    Array.from({ length: table.length / 3 }, (_, at) => table.subarray(at * 3, at * 3 + 3).join()),
  )
  palette.delete('0,0,0')
  for (const { name, layer } of arts)
    if (layer !== 'fx')
      for (const { data } of framesOf(name))
        for (let at = 0; at < data.length; at += 4)
          if (data[at + 3] === 255 && !palette.has(data.subarray(at, at + 3).join()))
            throw new Error(`${name} has the colour ${data.subarray(at, at + 3)}`)
})

test('a thing keeps an edge around it for its outline', () => {
  const outlines = new Set([
    '18,14,30',
    '31,25,49',
    '51,42,77',
    '68,40,58',
    '105,59,66',
    '90,26,60',
    '21,57,65',
    '23,79,104',
    '34,42,90',
    '66,38,94',
  ])
  // Flat pieces without an outline, and what reaches to its edge on purpose: leaves, paper, steam, an aerial.
  const free = /^(glass|door\.side|deskled|plant\.tall|cabinet|printer|coffee|radio)/
  for (const { name, layer, width, height } of arts.filter(({ layer }) => layer === 'object' || layer === 'desk'))
    if (!free.test(name))
      for (const { data } of framesOf(name))
        for (let at = 0; at < width * height; at++) {
          const [x, y] = [at % width, Math.floor(at / width)]
          const isEdge = x === 0 || y === 0 || x === width - 1 || y === height - 1
          if (isEdge && data[at * 4 + 3] && !outlines.has(data.subarray(at * 4, at * 4 + 3).join()))
            throw new Error(`${name} on ${layer} is cut off at ${x}, ${y}`)
        }
})

test('a sprite is named with or without its frame', () => {
  expect(sprite('clock.3').data).toEqual(frameOf('clock', 3).data)
  expect(sprite('clock')).toMatchObject({ data: frameOf('clock').data, width: 17, anchorX: 0 })
  expect(sprite('floor.wood.2').data).toEqual(frameOf('floor.wood.2').data)
  expect(() => sprite('clock.12')).toThrow('No sprite is called clock')
  expect(() => frameOf('clocks')).toThrow()
  expect(artOf('clock.3')).toBeUndefined()
})

test('what moves says how, and names only frames that exist', () => {
  for (const { name, frames, stepMs, order, isAuto } of arts) {
    if (isAuto) expect(stepMs, name).toBeGreaterThan(0)
    for (const frame of order ?? []) expect(frame, name).toBeLessThan(frames)
  }
})
