import { expect, test } from 'bun:test'
import { z } from 'zod'
import { behind, lazily, loadedLater } from './lazily.ts'

test('it is made when something of it is first used, and once', () => {
  let made = 0
  const schema = lazily(() => {
    made++
    return z.object({ name: z.string() })
  })
  expect(made).toBe(0)
  expect(schema.parse({ name: 'main' })).toEqual({ name: 'main' })
  expect(schema.safeParse({ name: 7 }).success).toBe(false)
  expect(made).toBe(1)
})

test('a schema that is made later is a part of others, and known as one', () => {
  const name = lazily(() => z.string().min(1))
  const fields = lazily(() => ({ name, age: z.int().optional() }))
  const schema = lazily(() => z.strictObject(fields).extend({ tag: name.optional() }))
  expect(schema.parse({ name: 'main', tag: 'x' })).toEqual({ name: 'main', tag: 'x' })
  expect(schema.safeParse({ name: '' }).success).toBe(false)
  expect(schema instanceof z.ZodType).toBe(true)
  expect(behind(fields.name)).toBe(behind(name))
  expect(z.toJSONSchema(schema)).toMatchObject({ properties: { name: { type: 'string', minLength: 1 } } })
})

test('a table that is made later has its names and values, and can be taken apart', () => {
  const table = lazily(() => ({ first: 1, second: 2 }))
  expect([Object.keys(table), 'first' in table, 'third' in table]).toEqual([['first', 'second'], true, false])
  expect({ ...table }).toEqual({ first: 1, second: 2 })
})

test('what is loaded later is loaded with the first call, once, also where two come together', async () => {
  let loads = 0
  const sums = loadedLater(async () => {
    loads++
    await Bun.sleep(5)
    return { add: async (a: number, b: number) => a + b }
  })
  expect(loads).toBe(0)
  expect(await Promise.all([sums.add(1, 2), sums.add(3, 4)])).toEqual([3, 7])
  expect(loads).toBe(1)
})
