import { runtimeLabels } from '../../facts/runtimes.ts'
import type { TranscriptItem } from '../../facts/transcript.ts'
import { oneLine, plainText } from '../../lib/plain-text.ts'
import { redact } from '../../lib/redact.ts'
import type { ExportedSession, ExportHead, ExportWriter } from './formats.ts'
import { costWords, diffIn, noteNames, speakerIn, subagentsWords, timeWords } from './item-words.ts'
import { createLeftOut } from './left-out.ts'

/**
 * A transcript with those of its sub-agents as one page that stands alone: no script, nothing from elsewhere, every
 * foreign word escaped.
 */
export function createHtmlWriter(head: ExportHead): ExportWriter {
  let session: ExportedSession = head
  let speaker: string | undefined
  let isOpen = false
  const leftOut = createLeftOut({ records: true })

  const time = (at: number | null) => (at === null ? '' : `<time>${escaped(timeWords(at, head.timezone))}</time>`)

  function headOf(item: TranscriptItem): string {
    const next = speakerIn(item, session.agentName)
    if (next === speaker) return ''
    speaker = next
    return next === undefined ? '' : `<h3>${line(next)} ${time(item.at)}</h3>\n`
  }

  function block(item: TranscriptItem): string {
    switch (item.kind) {
      case 'message':
        return `<div class="said ${item.role}">${words(item.text)}${item.pictures.map(() => '<p><i>(a picture)</i></p>').join('')}</div>\n`
      case 'thinking':
        return item.text.trim() === ''
          ? ''
          : `<details><summary>Thought</summary><div class="said">${words(item.text)}</div></details>\n`
      case 'tool': {
        if (item.input === null && item.result) return `<pre>${words(item.result.text)}</pre>\n`
        const diff = diffIn(item.action)
        const command = item.action?.kind === 'command' ? item.action.command : undefined
        const called = diff === undefined ? `<pre>${words(command ?? item.input?.text ?? '')}</pre>` : diffBlock(diff)
        const result = item.result ? `<pre class="result">${words(item.result.text) || 'No output.'}</pre>` : ''
        const failed = item.result?.isError === true
        return `<details class="tool${failed ? ' failed' : ''}"${failed ? ' open' : ''}><summary><b>${line(item.tool)}</b> <code>${line(item.argument ?? '')}</code></summary>${called}${result}</details>\n`
      }
      case 'note':
        return `<p class="note">${line([noteNames[item.note], item.text].filter(Boolean).join(': '))} ${time(item.at)}</p>\n`
      case 'record':
        return ''
    }
  }

  const about = ({ agentName, runtime, model, startedAt, costLabel, costUsd, sessionId }: ExportedSession) =>
    `<p>${line(agentName)}, ${escaped(runtimeLabels[runtime].name)}${model ? `, ${line(model)}` : ''} · started ${escaped(timeWords(startedAt, head.timezone) || 'at an unknown time')} (${escaped(head.timezone)}) · ${escaped(costWords(costLabel, costUsd))}</p>
<p><code>${escaped(sessionId)}</code></p>`
  const end = () => {
    const closed = isOpen ? '</details>\n' : ''
    isOpen = false
    return closed
  }

  return {
    begin: () => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="content-security-policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${line(head.title)}</title>
<style>${style}</style>
</head>
<body>
<header>
<h1>${line(head.title)}</h1>
${about(head)}${subagentsWords(head) === '' ? '' : `\n<p>${escaped(subagentsWords(head))}</p>`}
</header>
<main>
`,
    add: (parts) =>
      parts
        .map(({ item }) => {
          leftOut.count(item)
          return headOf(item) + block(item)
        })
        .join(''),
    missing(reason) {
      leftOut.missing()
      return `<p class="note">${escaped(reason)}</p>\n`
    },
    subagent(next) {
      const closed = end()
      session = next
      speaker = undefined
      isOpen = true
      return `${closed}<details class="subagent" style="margin-left:${(Math.min(next.depth, 6) - 1) * 1.5}rem"><summary><h2>Sub-agent: ${line(next.title)}</h2></summary>\n${about(next)}\n`
    },
    end: () =>
      `${end()}</main>\n${leftOut.words() === '' ? '' : `<footer>${escaped(leftOut.words())}</footer>\n`}</body>\n</html>\n`,
  }
}

const escaped = (text: string) =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;').replace(/'/g, '&#39;')

const words = (text: string) => escaped(redact(plainText(text)).trim())
const line = (text: string) => escaped(oneLine(redact(text)))

function diffBlock(diff: string): string {
  const lines = redact(plainText(diff))
    .split('\n')
    .map((text) => {
      const kind = text.startsWith('+') ? 'ins' : text.startsWith('-') ? 'del' : undefined
      return kind ? `<${kind}>${escaped(text)}</${kind}>` : escaped(text)
    })
  return `<pre class="diff">${lines.join('\n')}</pre>`
}

const style = `
:root { color-scheme: light dark; --text: #1d2433; --quiet: #5b6578; --line: #d5dae3; --well: #f3f5f9; --paper: #fff; --bad: #b3261e; --ins: #d9f2e3; --del: #fadcd9 }
@media (prefers-color-scheme: dark) { :root { --text: #e6e9f0; --quiet: #9aa5b8; --line: #2c3850; --well: #0e1626; --paper: #141d30; --bad: #ff6f61; --ins: #1d3a33; --del: #46272f } }
body { margin: 0 auto; max-width: 56rem; padding: 2rem 1rem 4rem; font: 16px/1.5 system-ui, sans-serif; color: var(--text); background: var(--paper) }
h1 { font-size: 1.5rem; margin: 0 } h2 { display: inline; font-size: 1.15rem } h3 { font-size: 1rem; margin: 2rem 0 .25rem }
header p, .subagent > p, time, footer, .note { color: var(--quiet) } time { font-weight: 400; font-size: .85em }
.said { white-space: pre-wrap; overflow-wrap: anywhere }
pre { background: var(--well); border: 1px solid var(--line); border-radius: 6px; padding: .75rem; overflow: auto; max-height: 32rem; white-space: pre-wrap; overflow-wrap: anywhere; font: 13px/1.5 ui-monospace, monospace }
code { font: 13px/1.5 ui-monospace, monospace; overflow-wrap: anywhere }
details { margin: .5rem 0; border-left: 3px solid var(--line); padding-left: .75rem } details.failed { border-color: var(--bad) } details.subagent { margin-top: 2rem }
summary { cursor: pointer } .note { border-top: 1px solid var(--line); padding-top: .5rem; margin-top: 1.5rem }
ins, del { text-decoration: none; display: inline-block; width: 100% } ins { background: var(--ins) } del { background: var(--del) }
`
