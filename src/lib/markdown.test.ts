import { expect, test } from 'bun:test'
import { type Block, createMarkdownReader, type Inline, maxTableCells, parseMarkdown } from './markdown.ts'

const textOf = (nodes: (Block | Inline)[]): string =>
  nodes
    .map((node): string => {
      if ('text' in node) return node.text
      if ('children' in node) return textOf(node.children)
      if ('blocks' in node) return textOf(node.blocks)
      if ('items' in node) return node.items.map(({ blocks }) => textOf(blocks)).join('\n')
      if ('rows' in node) return [node.head, ...node.rows].map((row) => row.map(textOf).join('|')).join('\n')
      return 'name' in node ? node.name : ''
    })
    .join('')
const kindsIn = (nodes: (Block | Inline)[]): string[] =>
  nodes.flatMap((node) => [
    node.kind,
    ...('children' in node ? kindsIn(node.children) : []),
    ...('blocks' in node ? kindsIn(node.blocks) : []),
    ...('items' in node ? node.items.flatMap(({ blocks }) => kindsIn(blocks)) : []),
  ])

const essay = `# Title with \`code\`

A paragraph with **bold**, *leaning* and ~~gone~~ words,
over two lines. See https://a.example/x.

- one
- [x] two

  with a paragraph
- three
  1. deeper

> quoted

\`\`\`ts title="a.ts"
const a = 1

const b = 2
\`\`\`

| a | b |
|---|--:|
| 1 | 2 |

---
The end
===
`

test('what Markdown has is told apart', () => {
  const kinds = new Set(kindsIn(parseMarkdown(essay)))
  for (const kind of ['heading', 'paragraph', 'strong', 'emphasis', 'deleted', 'link', 'list', 'quote', 'rule'])
    expect(kinds).toContain(kind)
  expect(parseMarkdown(essay).find(({ kind }) => kind === 'code')).toEqual({
    kind: 'code',
    language: 'ts',
    text: 'const a = 1\n\nconst b = 2',
  })
  const list = parseMarkdown(essay).find((block) => block.kind === 'list')
  expect(list?.items.map(({ isChecked }) => isChecked)).toEqual([null, true, null])
})

test('raw HTML is text, in a line and as a block', () => {
  const evil = '<img src=x onerror=alert(1)> and <b>bold</b>\n\n<script>\nalert(1)\n</script>\n'
  const blocks = parseMarkdown(evil)
  expect(new Set(kindsIn(blocks))).toEqual(new Set(['paragraph', 'text']))
  expect(textOf(blocks)).toBe('<img src=x onerror=alert(1)> and <b>bold</b><script>\nalert(1)\n</script>')
})

test('a link leads to http, https or mailto, and is else shown as it is written', () => {
  for (const href of [
    'javascript:alert(1)',
    'data:text/html,x',
    'file:///etc/passwd',
    '//evil.example',
    '/costs',
    ' http:x',
  ])
    expect(kindsIn(parseMarkdown(`[words](<${href}>) ![picture](<${href}>)`))).toEqual(['paragraph', 'text'])
  for (const href of ['http://a.example/', 'https://a.example/?q=1', 'mailto:a@a.example'])
    expect(kindsIn(parseMarkdown(`[words](${href})`))).toEqual(['paragraph', 'link', 'text'])
})

test('a character that HTML names is that character, and never a control character', () =>
  expect(textOf(parseMarkdown('a &amp; b &lt;i&gt; &#65;&#x42; &#27; &nope;'))).toBe('a & b <i> AB  &nope;'))

test('of a large table the first rows are there, and how many are not', () => {
  const [table] = parseMarkdown(`|a|b|c|d|\n|-|-|-|-|\n${'|1|2|3|4|\n'.repeat(2_500)}`)
  if (table?.kind !== 'table') throw new Error('no table')
  expect(table.rows.length * 4).toBe(maxTableCells)
  expect(table.rows.length + table.rowsLeftOut).toBe(2_500)
})

test('text that is made to take long is shown as it is written', () => {
  const hostile = [
    '['.repeat(60_000),
    '_a'.repeat(30_000),
    `${'a.'.repeat(30_000)}@`,
    `${'> '.repeat(20_000)}a`,
    Array.from({ length: 300 }, (_, depth) => `${' '.repeat(depth * 2)}- a`).join('\n'),
    '![a]('.repeat(12_000),
    '*a '.repeat(3_000),
  ]
  for (const text of hostile) expect(textOf(parseMarkdown(text))).toBe(text)
})

test('terminal sequences and control characters are not part of a text', () =>
  expect(textOf(parseMarkdown('a\x1b[31mred\x1b[0m\x00\x9b5n'))).toBe('ared'))

test('a text that grows is read as if it were read whole, at every letter', () => {
  const read = createMarkdownReader()
  for (let end = 1; end <= essay.length; end++) {
    const text = essay.slice(0, end)
    expect(read(text)).toEqual(parseMarkdown(text))
  }
})

test('blocks that are closed stay the same objects while the text grows', () => {
  const read = createMarkdownReader()
  const before = read('First.\n\nSecond.\n\nThird')
  const after = read('First.\n\nSecond.\n\nThird and more')
  expect(after[0]).toBe(before[0]!)
  expect(after[1]).toBe(before[1]!)
  expect(textOf(read('Another text'))).toBe('Another text')
})
