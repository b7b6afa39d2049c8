import { expect, test } from 'bun:test'
import { nothing } from '../../../src/costs/report.ts'
import { csvOf } from './csv.ts'

const lineOf = (label: string, costUsd: number | null = 1.25) =>
  csvOf([{ ...nothing, key: 'k', label, costUsd, totalTokens: 7, calls: 2 }]).split('\r\n')[1]

test('has a head, a line for each row, and the cost in full', () =>
  expect(csvOf([{ ...nothing, key: 'k', label: 'Forge', costUsd: 0.0123456 }])).toBe(
    'key,name,cost_usd,unpriced_tokens,placeholder_tokens,total_tokens,input_tokens,output_tokens,cache_read_tokens,cache_write_tokens,answers\r\nk,Forge,0.0123456,0,0,0,0,0,0,0,0\r\n',
  ))
test('an unknown cost is an empty cell, not a zero', () => expect(lineOf('x', null)).toBe('k,x,,0,0,7,0,0,0,0,2'))
test('commas, quotes and line breaks stay in their cell', () =>
  expect(lineOf('a "b", c')).toBe('k,"a ""b"", c",1.25,0,0,7,0,0,0,0,2'))
test('a title that a spreadsheet would calculate stays a text', () => {
  expect(lineOf('=HYPERLINK(1)')).toStartWith("k,'=HYPERLINK(1),")
  expect(lineOf('@x,1')).toStartWith('k,"\'@x,1",')
})
