import { expect, test } from 'bun:test'
import { oneLine, plainText } from './plain-text.ts'

test('colours of a terminal are left out', () =>
  expect(plainText('\x1b[1;31mfail\x1b[0m \x1b[38:5:196mred\x1b[K')).toBe('fail red'))
test('the title a program gives its terminal is left out', () =>
  expect(plainText('\x1b]0;evil\x07a\x1b]8;;http://x\x1b\\b')).toBe('ab'))
test('control characters are left out, line breaks and tabs stay', () =>
  expect(plainText('a\x00b\x07\tc\r\nd\re')).toBe('ab\tc\nd\ne'))
test('other writing stays as it is', () =>
  expect(plainText('שלום 🦞 <b>&amp;</b> [31m')).toBe('שלום 🦞 <b>&amp;</b> [31m'))
test('half an emoji, where somebody cut, is left out', () => expect(plainText('cut 🦞🦞'.slice(0, -1))).toBe('cut 🦞'))
test('a title is one line', () => expect(oneLine('  a\n\n b\t\x1b[31mc ')).toBe('a b c'))
test('a title does not turn its own letters round', () => expect(oneLine('A\u202Eevil\u202C b')).toBe('Aevil b'))
test('what nobody could see is nothing', () => expect(oneLine(' \u200b\u2060\u00ad\u2800 ')).toBe(''))
test('an emoji made of several is seen', () => expect(oneLine('👩‍👩‍👧‍👦')).toBe('👩‍👩‍👧‍👦'))
