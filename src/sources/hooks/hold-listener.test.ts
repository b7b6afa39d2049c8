import { expect, test } from 'bun:test'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { HeldHook } from '../../facts/held-request.ts'
import type { HookCall } from '../../facts/hook-call.ts'
import { converse } from '../../hooks/converse.ts'
import { temporary } from '../../lib/testing/temporary.ts'
import { listenForHeld } from './hold-listener.ts'

const call = (runtime: HookCall['runtime'], rest: Partial<HookCall>): HookCall => ({
  runtime,
  event: 'PermissionRequest',
  key: 'one',
  tool: null,
  notification: null,
  pid: 7,
  startTime: 1,
  ...rest,
})
const asksClaude = call('claude-code', {})
const asksGemini = call('gemini', { event: 'Notification', notification: 'ToolPermission' })
const request = {
  tool: 'Bash',
  input: '{}',
  isCut: false,
  folder: null,
  transcript: null,
  agentType: null,
  suggestions: [],
  askedAt: 1_795_889_137_604,
  until: 1_795_889_137_604,
}

function listening(asked: (hook: HeldHook) => void) {
  const folder = temporary('held')
  const place = folder.at('wheelhouse')
  mkdirSync(place, { mode: 0o700 })
  const heard = { asked, ended() {}, printed() {}, stranger() {} }
  const listener = listenForHeld([place], new Map([['claude-code', heard]]), () => true)!
  const socket = join(place, `${process.pid}.approvals.sock`)
  return {
    talk: (one: HookCall) => converse(socket, one, request, { isGenuine: () => true }),
    hangUp: () => listener.hangUp('claude-code'),
    [Symbol.dispose]() {
      listener.stop()
      folder[Symbol.dispose]()
    },
  }
}

const onLinux = test.if(process.platform === 'linux')

onLinux('who is let go the moment it asks hears that, and not that the talk broke off', async () => {
  using one = listening((hook) => hook.release())
  expect(await one.talk(asksClaude)).toEqual({ kind: 'released' })
})

onLinux('an answer arrives, with who gave it out of the way', async () => {
  using one = listening((hook) => hook.answer({ decision: 'deny', reason: 'No.' }))
  expect(await one.talk(asksClaude)).toMatchObject({ kind: 'answered', answer: { decision: 'deny', reason: 'No.' } })
})

onLinux('the hook of a runtime that nobody takes part in is sent away before it says what it asks', async () => {
  using one = listening(() => {
    throw new Error('nobody hears of it')
  })
  expect(await one.talk(asksGemini)).toEqual({ kind: 'refused' })
  expect(await one.talk(call('claude-code', { event: 'Stop' }))).toEqual({ kind: 'refused' })
})

onLinux('where nobody hears a runtime any more, its hooks are hung up on and look for somebody else', async () => {
  using one = listening(() => setTimeout(() => one.hangUp()))
  expect(await one.talk(asksClaude)).toEqual({ kind: 'lost' })
})
