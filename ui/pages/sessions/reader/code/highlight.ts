import hljs from 'highlight.js/lib/core'
import bash from 'highlight.js/lib/languages/bash'
import c from 'highlight.js/lib/languages/c'
import css from 'highlight.js/lib/languages/css'
import diff from 'highlight.js/lib/languages/diff'
import go from 'highlight.js/lib/languages/go'
import ini from 'highlight.js/lib/languages/ini'
import java from 'highlight.js/lib/languages/java'
import javascript from 'highlight.js/lib/languages/javascript'
import json from 'highlight.js/lib/languages/json'
import markdown from 'highlight.js/lib/languages/markdown'
import python from 'highlight.js/lib/languages/python'
import rust from 'highlight.js/lib/languages/rust'
import sql from 'highlight.js/lib/languages/sql'
import typescript from 'highlight.js/lib/languages/typescript'
import xml from 'highlight.js/lib/languages/xml'
import yaml from 'highlight.js/lib/languages/yaml'

const languages = {
  ...{ bash, c, css, diff, go, ini, java, javascript, json },
  ...{ markdown, python, rust, sql, typescript, xml, yaml },
}
for (const [name, language] of Object.entries(languages)) hljs.registerLanguage(name, language)

/** A piece of code and what it is, which decides its colour; null where it has none. */
export type CodeRun = { text: string; look: CodeLook | null }
type CodeLook = 'keyword' | 'string' | 'number' | 'comment' | 'title' | 'type' | 'name' | 'added' | 'removed'

const looks: Record<string, CodeLook> = {
  ...{ keyword: 'keyword', literal: 'keyword', built_in: 'type', tag: 'keyword', 'selector-tag': 'keyword' },
  ...{ string: 'string', regexp: 'string', char: 'string', code: 'string', link: 'string' },
  ...{ number: 'number', symbol: 'number', bullet: 'number' },
  ...{ comment: 'comment', quote: 'comment', doctag: 'comment', meta: 'comment' },
  ...{ title: 'title', section: 'title', strong: 'title', function: 'title' },
  ...{ type: 'type', class: 'type', 'selector-class': 'type', 'selector-id': 'type' },
  ...{ attr: 'name', attribute: 'name', property: 'name', variable: 'name', params: 'name' },
  ...{ addition: 'added', deletion: 'removed' },
}

/** Longer code stays without colours. */
const maxLength = 100_000

/** The runs of a code in a language by its name or its ending, such as `ts`; null where it stays without colours. */
export function highlight(code: string, language: string): CodeRun[] | null {
  if (code.length > maxLength || !hljs.getLanguage(language)) return null
  const { _emitter } = hljs.highlight(code, { language, ignoreIllegals: true })
  const runs: CodeRun[] = []
  collect((_emitter as unknown as { rootNode: Node }).rootNode, null, runs)
  return runs
}

/** A node of the library's tree, whose leaves are text. */
type Node = { scope?: string; children: (Node | string)[] }

function collect({ scope, children }: Node, around: CodeLook | null, runs: CodeRun[]) {
  const look = (scope && looks[scope.split('.')[0] ?? '']) || around
  for (const child of children) {
    if (typeof child !== 'string') collect(child, look, runs)
    else if (runs.at(-1)?.look === look) runs[runs.length - 1] = { text: `${runs.at(-1)?.text}${child}`, look }
    else runs.push({ text: child, look })
  }
}
