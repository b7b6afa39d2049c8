import type { Approval } from '../approvals/approval.ts'
import { subjectOf } from '../approvals/approval-words.ts'
import type { ApprovalAnswer } from '../facts/approval.ts'
import { runtimeName } from '../facts/runtimes.ts'
import { relativeTime } from '../lib/format.ts'
import type { Client } from './client.ts'
import { drawTable, plainText } from './table.ts'

export type ApproveCommand = {
  name: 'approve'
  json: boolean
  id: string | undefined
  deny: boolean
  reason: string | undefined
}

type Deps = {
  client: Client
  print: (text: string) => void
  /** Asks the person at the terminal for a line; undefined where there is none, or they ended the input. */
  readLine: (question: string) => Promise<string | undefined>
  now: number
  colour: boolean
  width: number | undefined
}

/**
 * Lists what waits for a decision, or shows one request whole and decides it as the person at the terminal says.
 * Answers the exit code: 1 where nothing was decided. Throws an ApiError where the server refuses.
 */
export async function approve(
  { id, deny, reason, json }: ApproveCommand,
  { client, print, readLine, now, colour, width }: Deps,
): Promise<number> {
  const say = (value: unknown) => print(`${JSON.stringify(value, null, 2)}\n`)
  if (id === undefined) {
    const { items } = await client.ask<{ items: Approval[] }>('/api/approvals')
    if (json) say({ items })
    else print(listText(items, { now, colour, width }))
    return 0
  }
  const path = `/api/approvals/${encodeURIComponent(id)}`
  const approval = await client.ask<Approval>(path)
  if (json && !deny) {
    say(approval)
    return 0
  }
  if (!json) print(wholeText(approval, now))
  if (approval.state !== 'waiting') {
    if (json) say(approval)
    return 1
  }
  const answer = deny ? denial(reason) : await answerOf(approval, readLine, print)
  if (!answer) {
    print('Nothing was decided.\n')
    return 1
  }
  const after = await client.ask<Approval>(path, { method: 'POST', body: answer })
  if (json) say(after)
  else print(`${answer.decision === 'deny' ? 'Denied' : 'Allowed once'}, and ${runtimeName(after.runtime)} took it.\n`)
  return 0
}

const denial = (reason: string | undefined): ApprovalAnswer => ({
  decision: 'deny',
  ...(reason !== undefined && { reason }),
})

/** What the person decides, asked line by line; undefined where they decide nothing. */
async function answerOf(
  { kind, questions, decisions, isCut, place }: Approval,
  readLine: Deps['readLine'],
  print: Deps['print'],
): Promise<ApprovalAnswer | undefined> {
  if (decisions.length === 0 || isCut) {
    print(`It can only be allowed in ${place}.${decisions.includes('deny') ? ' --deny denies it.' : ''}\n`)
    return undefined
  }
  if (kind !== 'question') {
    const said = (await readLine('Allow it once? [y]es, [d]eny, anything else decides nothing: '))?.trim().toLowerCase()
    if (said === 'y' || said === 'yes') return { decision: 'allow-once' }
    return said === 'd' || said === 'deny' ? { decision: 'deny' } : undefined
  }
  const answers: Record<string, string[]> = {}
  for (const { id, options, takesSeveral, takesText, text } of questions) {
    const how = `${takesSeveral ? 'Numbers' : 'A number'}${takesText ? ', or your own words' : ''}`
    const said = (await readLine(`${plainText(text, 2_000)}\n${how}: `))?.trim()
    if (!said) return undefined
    const numbers = said.split(/[\s,]+/).map(Number)
    const picked = numbers.map((number) => options[number - 1]?.label)
    const isPicked = picked.every((label) => label !== undefined) && (takesSeveral || picked.length === 1)
    if (!isPicked && !takesText) return undefined
    answers[id] = isPicked ? picked.filter((label) => label !== undefined) : [said]
  }
  return { decision: 'allow-once', answers }
}

function listText(items: Approval[], { now, colour, width }: Pick<Deps, 'now' | 'colour' | 'width'>): string {
  if (items.length === 0) return 'Nothing waits for you.\n'
  const table = drawTable<Approval>(
    [
      { head: 'Id', of: ({ id }) => id },
      { head: 'Who', of: ({ agent, runtime }) => plainText(agent ?? runtimeName(runtime), 20), drop: 2 },
      { head: 'Waits', of: ({ askedAt }) => relativeTime(askedAt, now), drop: 1 },
      { head: 'What', of: (one) => plainText(subjectOf(one), 200), shrinks: true },
    ],
    items,
    { colour, width },
  )
  return `${table}\nwheelhouse approve ID shows one whole, and asks.\n`
}

/** A request with all that helps to decide. Foreign text keeps its lines and loses its escapes. */
function wholeText(approval: Approval, now: number): string {
  const { runtime, agent, folder, action, input, reason, warnings, risks, questions, expiresAt, atExpiry } = approval
  const lines = [
    `${agent ? `${plainText(agent, 100)}, ` : ''}${runtimeName(runtime)}, asked ${relativeTime(approval.askedAt, now)} ago`,
  ]
  if (folder !== null) lines.push(`in ${plainText(folder, 4_096)}`)
  lines.push('')
  if (action?.kind === 'command') lines.push(...block(action.command, '  $ '))
  else if (action?.kind === 'plan') lines.push(...block(action.text, '  '))
  else if (action?.kind === 'edit')
    for (const { path, change, hunks } of action.changes) {
      lines.push(`  ${change} ${plainText(path, 4_096)}`)
      for (const hunk of hunks) for (const line of hunk.lines) lines.push(`    ${plainText(line, 2_000)}`)
    }
  else if (questions.length > 0)
    for (const { text, options } of questions) {
      lines.push(...block(text, '  '))
      for (const [index, { label, detail }] of options.entries())
        lines.push(
          `    ${index + 1}  ${plainText(label, 1_000)}${detail === null ? '' : `: ${plainText(detail, 1_000)}`}`,
        )
    }
  else lines.push(...block(input ?? approval.tool ?? '', '  '))
  lines.push('')
  for (const words of [...warnings, ...risks.map(({ words }) => words)]) lines.push(`▲ ${plainText(words, 1_000)}`)
  if (reason !== null) lines.push(`Why: ${plainText(reason, 4_000)}`)
  if (expiresAt !== null)
    lines.push(`${atExpiry === 'denied' ? 'Denied' : 'Given up'} by itself ${relativeTime(expiresAt, now)}.`)
  if (approval.note !== null) lines.push(plainText(approval.note, 1_000))
  if (approval.state !== 'waiting') lines.push(`It does not wait any more: ${approval.state}.`)
  return `${lines.join('\n')}\n`
}

const block = (text: string, before: string) =>
  text
    .split('\n')
    .map((line, index) => `${index === 0 ? before : ' '.repeat(before.length)}${plainText(line, 100_000)}`)
