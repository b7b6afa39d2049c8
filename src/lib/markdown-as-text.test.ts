import { expect, test } from 'bun:test'
import { parseMarkdown } from './markdown.ts'
import { markdownAsText } from './markdown-as-text.ts'

test('the words of Markdown are there without its signs', () =>
  expect(
    markdownAsText(
      parseMarkdown('## A **bold** [link](https://a.example)\n\n- [x] `one`\n- two\n  1. deep\n\n|a|b|\n|-|-|\n|1|2|'),
    ),
  ).toBe('A bold link\n\n[x] one\n- two\n  1. deep\n\na\tb\n1\t2'))
