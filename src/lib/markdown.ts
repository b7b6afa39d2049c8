import { Lexer, type MarkedToken, type Token, type Tokens } from 'marked'
import { plainText } from './plain-text.ts'

/**
 * Markdown as a closed set of nodes, for views that have no way to show HTML. Raw HTML is text, a link leads to http,
 * https or mailto or is text, and a picture is only named with its address: whoever shows it decides.
 */
export type Block =
  | { kind: 'paragraph'; children: Inline[] }
  | { kind: 'heading'; depth: number; children: Inline[] }
  | { kind: 'list'; ordered: boolean; start: number; items: ListItem[] }
  | { kind: 'quote'; blocks: Block[] }
  | { kind: 'code'; language: string | null; text: string }
  | { kind: 'table'; align: Align[]; head: Inline[][]; rows: Inline[][][]; rowsLeftOut: number }
  | { kind: 'rule' }

type ListItem = { isChecked: boolean | null; blocks: Block[] }
type Align = 'left' | 'center' | 'right' | null

export type Inline =
  | { kind: 'text'; text: string }
  | { kind: 'code'; text: string }
  | { kind: 'strong' | 'emphasis' | 'deleted'; children: Inline[] }
  | { kind: 'link'; href: string; children: Inline[] }
  | { kind: 'image'; href: string; name: string }
  | { kind: 'break' }

/** A table with more cells shows its first rows, and says how many it leaves out. */
export const maxTableCells = 2_000
/** The time for the words of one block grows with the square of its length: a longer one is shown as it is written. */
const maxInlineLength = 4_000
/** Lines this long, and lists and quotes nested this deep, are no writing of anybody and take seconds to read. */
const tooHard = /^(?: {40,}(?:[-*+]|\d{1,9}[.)])[ \n]|(?:> ?){20,}|.{10000})/m

/** Reads a text of any origin. It never throws; what it cannot take apart is a paragraph of plain text. */
export function parseMarkdown(source: string): Block[] {
  return blockTokensOf(plainText(source)).flatMap((token) => blocksOf(token))
}

/**
 * Reads a text that grows at its end. Blocks that are closed are read once and stay the same objects; only the tail is
 * read again. A text that does not continue the one before begins anew.
 */
export function createMarkdownReader(): (source: string) => Block[] {
  let closedText = ''
  let closed: Block[] = []
  return (source) => {
    const text = plainText(source)
    if (!text.startsWith(closedText)) {
      closedText = ''
      closed = []
    }
    const tokens = blockTokensOf(text.slice(closedText.length))
    // A later line can still change the last block, and what stands behind the one before it is only space.
    const open = tokens.findLastIndex(({ type }) => type !== 'space')
    const done = tokens.slice(0, Math.max(0, open))
    closed = [...closed, ...done.flatMap((token) => blocksOf(token))]
    closedText += done.map(({ raw }) => raw).join('')
    return [...closed, ...tokens.slice(done.length).flatMap((token) => blocksOf(token))]
  }
}

function blockTokensOf(text: string): Token[] {
  if (tooHard.test(text)) return [asWritten(text)]
  try {
    const lexer = new Lexer({ gfm: true })
    const tokens = lexer.blockTokens(text, [])
    for (const { src, tokens } of lexer.inlineQueue)
      if (src.length > maxInlineLength) tokens.push({ type: 'text', raw: src, text: src })
      else lexer.inlineTokens(src, tokens)
    return tokens
  } catch {
    // The lexer is recursive: what is nested deeper than the stack is shown as it is written.
    return [asWritten(text)]
  }
}

const asWritten = (text: string): Tokens.Paragraph => ({
  type: 'paragraph',
  raw: text,
  text,
  tokens: [{ type: 'text', raw: text, text }],
})

function blocksOf(generic: Token): Block[] {
  const token = generic as MarkedToken
  switch (token.type) {
    case 'space':
    case 'def':
      return []
    case 'heading':
      return [{ kind: 'heading', depth: token.depth, children: inlinesOf(token.tokens) }]
    case 'blockquote':
      return [{ kind: 'quote', blocks: token.tokens.flatMap((inner) => blocksOf(inner)) }]
    case 'code':
      return [{ kind: 'code', language: languageOf(token.lang), text: token.text }]
    case 'hr':
      return [{ kind: 'rule' }]
    case 'list':
      return [
        {
          kind: 'list',
          ordered: token.ordered,
          start: token.start === '' ? 1 : token.start,
          items: token.items.map((item) => ({
            isChecked: item.task ? (item.checked ?? false) : null,
            blocks: item.tokens.filter(({ type }) => type !== 'checkbox').flatMap((inner) => blocksOf(inner)),
          })),
        },
      ]
    case 'table': {
      const shown = Math.max(1, Math.floor(maxTableCells / Math.max(1, token.header.length)))
      return [
        {
          kind: 'table',
          align: token.align,
          head: token.header.map((cell) => inlinesOf(cell.tokens)),
          rows: token.rows.slice(0, shown).map((row) => row.map((cell) => inlinesOf(cell.tokens))),
          rowsLeftOut: Math.max(0, token.rows.length - shown),
        },
      ]
    }
    case 'paragraph':
      return [{ kind: 'paragraph', children: inlinesOf(token.tokens) }]
    default: {
      const { text, raw, tokens } = generic as Tokens.Generic
      if (tokens) return [{ kind: 'paragraph', children: inlinesOf(tokens) }]
      const words = (generic.type === 'html' ? raw : String(text ?? raw)).replace(/\n+$/, '')
      return words === '' ? [] : [{ kind: 'paragraph', children: [{ kind: 'text', text: words }] }]
    }
  }
}

function inlinesOf(tokens: Token[]): Inline[] {
  return joined(tokens.flatMap((token) => inlineOf(token)))
}

function inlineOf(generic: Token): Inline[] {
  const token = generic as MarkedToken
  switch (token.type) {
    case 'strong':
      return [{ kind: 'strong', children: inlinesOf(token.tokens) }]
    case 'em':
      return [{ kind: 'emphasis', children: inlinesOf(token.tokens) }]
    case 'del':
      return [{ kind: 'deleted', children: inlinesOf(token.tokens) }]
    case 'codespan':
      return [{ kind: 'code', text: token.text }]
    case 'br':
      return [{ kind: 'break' }]
    case 'link': {
      const href = safeHref(token.href)
      return href ? [{ kind: 'link', href, children: inlinesOf(token.tokens) }] : [written(token.raw)]
    }
    case 'image': {
      const href = safeHref(token.href)
      return href ? [{ kind: 'image', href, name: withoutReferences(token.text) }] : [written(token.raw)]
    }
    case 'html':
      return [written(token.raw)]
    case 'escape':
      return [written(token.text)]
    default: {
      const { text, raw, tokens } = generic as Tokens.Generic
      return tokens ? inlinesOf(tokens) : [written(plainText(withoutReferences(String(text ?? raw))))]
    }
  }
}

const written = (text: string): Inline => ({ kind: 'text', text })

/** Texts that follow each other become one. */
function joined(inlines: Inline[]): Inline[] {
  const all: Inline[] = []
  for (const inline of inlines) {
    const last = all.at(-1)
    if (last?.kind === 'text' && inline.kind === 'text') all[all.length - 1] = written(last.text + inline.text)
    else all.push(inline)
  }
  return all
}

/** The first word behind the fence, such as `ts`; null where there is none. */
const languageOf = (info: string | undefined) => /^[\w+#.-]{1,30}/.exec(info?.trim() ?? '')?.[0]?.toLowerCase() ?? null

/** An address that a page may link to: http, https or mailto, whole. Undefined for any other. */
export function safeHref(href: string): string | undefined {
  if (!/^(?:https?:\/\/|mailto:)/i.test(href) || href.length > 4_000) return undefined
  return URL.canParse(href) ? href : undefined
}

const references: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' }

/** The characters that HTML writes by name or number; others stay as they are written. */
const withoutReferences = (text: string) =>
  text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,4}));/gi, (whole, decimal, hex, name: string) => {
    if (name) return references[name.toLowerCase()] ?? whole
    const code = decimal ? Number(decimal) : Number.parseInt(hex, 16)
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole
  })
