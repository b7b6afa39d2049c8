import { findNodeAtLocation, type Node, parseTree } from 'jsonc-parser'

/** The way to a value: names of objects and places in lists. */
export type JsonPath = (string | number)[]

/**
 * The text with one more value at the end of the object or list at `path`, under `name` in an object. Every other
 * character stays. The text must be valid JSON and hold that object or list.
 */
export function insertValue(text: string, path: JsonPath, name: string | undefined, value: unknown): string {
  const parent = nodeAt(text, path)
  const last = parent.children?.at(-1)
  const { unit, eol } = layoutOf(text)
  const outer = indentAt(text, parent.offset)
  const isOneLine = last !== undefined && !/\r|\n/.test(text.slice(parent.offset, last.offset))
  const inner = isOneLine ? '' : (last && indentAt(text, last.offset)) || outer + unit
  const written = `${name === undefined ? '' : `${JSON.stringify(name)}: `}${
    isOneLine ? JSON.stringify(value) : indented(value, unit, inner, eol)
  }`
  if (!last) return replaced(text, parent.offset + 1, endOf(parent) - 1, `${eol}${inner}${written}${eol}${outer}`)
  return replaced(text, endOf(last), endOf(last), `,${isOneLine ? ' ' : eol + inner}${written}`)
}

/** The text without the value at `path`, and without the comma that it needed. */
export function removeValue(text: string, path: JsonPath): string {
  const value = nodeAt(text, path)
  const node = value.parent?.type === 'property' ? value.parent : value
  const parent = node.parent!
  const entries = parent.children ?? []
  const at = entries.indexOf(node)
  const [before, entry, after] = [entries[at - 1], entries[at]!, entries[at + 1]]
  if (before) return replaced(text, endOf(before), endOf(entry), '')
  if (after) return replaced(text, entry.offset, after.offset, '')
  return replaced(text, parent.offset + 1, endOf(parent) - 1, '')
}

/**
 * The text with more characters at the beginning and at the end of the string at `path`; each character that stands
 * there stays as it is written, whatever escapes it has.
 */
export function wrapString(text: string, path: JsonPath, before: string, after: string): string {
  const { offset, length } = nodeAt(text, path)
  const [opening, inner, closing] = [offset + 1, text.slice(offset + 1, offset + length - 1), offset + length - 1]
  return replaced(text, opening, closing, escaped(before) + inner + escaped(after))
}

/** The reverse of `wrapString`; undefined where the string does not begin and end with these characters as written there. */
export function unwrapString(text: string, path: JsonPath, before: string, after: string): string | undefined {
  const { offset, length } = nodeAt(text, path)
  const inner = text.slice(offset + 1, offset + length - 1)
  const [start, end] = [escaped(before), escaped(after)]
  if (!inner.startsWith(start) || !inner.endsWith(end) || inner.length < start.length + end.length) return undefined
  return replaced(text, offset + 1, offset + length - 1, inner.slice(start.length, inner.length - end.length))
}

/** Characters as they stand within a string of JSON. */
const escaped = (characters: string) => JSON.stringify(characters).slice(1, -1)

function nodeAt(text: string, path: JsonPath): Node {
  const root = parseTree(text)
  const node = root && findNodeAtLocation(root, path)
  if (!node) throw new Error(`There is nothing at ${path.join('.')}.`)
  return node
}

const endOf = ({ offset, length }: Node) => offset + length

const replaced = (text: string, from: number, to: number, instead: string) =>
  text.slice(0, from) + instead + text.slice(to)

/** The white space at the beginning of the line of an offset. */
const indentAt = (text: string, offset: number) =>
  /^[ \t]*/.exec(text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset))![0]

/** How a text is written: one step of its indent, and its line breaks. */
const layoutOf = (text: string) => ({
  unit: /\n([ \t]+)"/.exec(text)?.[1] ?? '  ',
  eol: text.includes('\r\n') ? '\r\n' : '\n',
})

const indented = (value: unknown, unit: string, indent: string, eol: string) =>
  JSON.stringify(value, null, unit)
    .split('\n')
    .join(eol + indent)
