import { expect, test } from 'bun:test'
import { lastSentence, lastWholeSentence } from './last-sentence.ts'

const rows: [what: string, text: string, sentence: string | null][] = [
  ['one sentence is itself', 'The pump runs.', 'The pump runs.'],
  ['of several the last', 'I looked. It leaks! Shall I fix it?', 'Shall I fix it?'],
  ['a decimal is no end', 'It cost 3.50 dollars', 'It cost 3.50 dollars'],
  ['the last line with words', 'Done.\n\n---\n', 'Done.'],
  ['marks of Markdown are no words', '## **Result**: `make` [works](http://x)', 'Result: make works'],
  ['an item of a list', '- first\n- second', 'second'],
  ['code is not said', 'Here it is:\n```ts\nconst a = 1\n```', 'Here it is:'],
  ['code that is still being written is not said', 'Look.\n```ts\nconst a', 'Look.'],
  ['words behind long code', `Look.\n\`\`\`\n${'x = 1\n'.repeat(900)}\`\`\`\nIt works.`, 'It works.'],
  ['long code that is still being written', `Look.\n\`\`\`\n${'x = 1\n'.repeat(900)}`, null],
  ['sentences without spaces', '今日は晴れ。明日は雨。', '明日は雨。'],
  ['characters that turn the text around are left out', 'a \u202eb', 'a b'],
  ['code alone says nothing', '```\nls\n```', null],
  ['nothing says nothing', ' \n', null],
]

for (const [what, text, sentence] of rows) test(what, () => expect(lastSentence(text)).toBe(sentence))

const written: [text: string, said: string | null][] = [
  ['I loo', null],
  ['I look.', null],
  ['I look. It', 'I look.'],
  ['I look. It leaks! ', 'It leaks!'],
  ['It cost 3.', null],
  ['# Result\nThe pum', 'Result'],
  ['明日は雨。今', '明日は雨。'],
  ['', null],
]
for (const [text, said] of written)
  test(`while “${text.replace('\n', ' / ')}” is being written, ${said ?? 'nothing'} is said`, () =>
    expect(lastWholeSentence(text)).toBe(said))

test('a long sentence is cut, and no character with it', () => {
  const cut = lastSentence(`${'🦞'.repeat(100)} end`)!
  expect([cut.length <= 140, cut.endsWith('…'), cut.isWellFormed()]).toEqual([true, true, true])
})
