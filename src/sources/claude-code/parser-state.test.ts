import { expect, test } from 'bun:test'
import { contextLimitOf, freshState, noteTurn } from './parser-state.ts'

const said = (text: string) => ({ type: 'user', message: { content: text } })
const result = (id: string) => ({ type: 'user', message: { content: [{ type: 'tool_result', tool_use_id: id }] } })
const answered = (stop_reason: string | null, ...content: object[]) => ({
  type: 'assistant',
  message: { stop_reason, content },
})
const tool = (id: string, name = 'Bash') => ({ type: 'tool_use', id, name })
const text = { type: 'text', text: 'Aye.' }

/** The state after some lines: who spoke last, how the model stopped, which tool is open. */
function stands(what: string, lines: object[], end: [string | null, string, string | undefined]) {
  test(what, () => {
    const state = freshState(false, null)
    for (const line of lines) noteTurn(state, line as Record<string, unknown>, undefined)
    expect([state.lastRole, state.stopReason, state.openTools.at(-1)?.[1]]).toEqual(end)
  })
}

stands('nothing was said', [], [null, '', undefined])
stands('a person spoke', [said('Ahoy')], ['user', '', undefined])
stands('the model has answered', [said('Ahoy'), answered('end_turn', text)], ['assistant', 'stop', undefined])
stands('a tool is called', [said('Ahoy'), answered('tool_use', tool('1'))], ['assistant', 'toolUse', 'Bash'])
stands(
  'one of two tools is done',
  [answered('tool_use', tool('1'), tool('2', 'Read')), result('1')],
  ['tool', 'toolUse', 'Read'],
)
stands(
  'pieces of one answer call a tool each',
  [answered('tool_use', tool('1')), answered('tool_use', tool('2', 'Read')), result('2')],
  ['tool', 'toolUse', 'Bash'],
)
stands('a tool is done', [answered('tool_use', tool('1')), result('1')], ['tool', 'toolUse', undefined])
stands('a thought ends no answer', [answered(null, { type: 'thinking' })], ['assistant', 'toolUse', undefined])
stands('words without an end may be the end', [answered(null, text)], ['assistant', '', undefined])
stands(
  'the end of the turn is said by itself',
  [answered(null, text), { type: 'system', subtype: 'turn_duration' }],
  ['assistant', 'stop', undefined],
)
stands('it was too long', [answered('max_tokens', text)], ['assistant', 'length', undefined])
stands('it declined', [answered('refusal', text)], ['assistant', 'refusal', undefined])
stands(
  'the service failed',
  [said('Ahoy'), { ...answered('stop_sequence', text), isApiErrorMessage: true }],
  ['assistant', 'error', undefined],
)
stands(
  'a person stopped it',
  [answered('tool_use', tool('1')), said('[Request interrupted by user for tool use]')],
  ['assistant', 'aborted', undefined],
)
stands(
  'setting up the program asks nothing',
  [answered('end_turn', text), said('<command-name>/model</command-name>')],
  ['assistant', 'stop', undefined],
)
stands(
  'odd lines change nothing',
  [said('Ahoy'), { type: 'assistant2' }, { type: 'system', subtype: 'turn_duration' }],
  ['user', '', undefined],
)

test('the large context is known once more is in it than fits into the usual one', () => {
  expect(contextLimitOf('claude-sonnet-4-5', 150_000)).toBeUndefined()
  expect(contextLimitOf('claude-sonnet-4-5', 250_000)).toBe(1_000_000)
  expect(contextLimitOf('claude-sonnet-4-5[1m]', 0)).toBe(1_000_000)
})

test('nothing is known of the context of others', () => {
  for (const model of [null, 'glm-4.6', 'claude-opus-9']) expect(contextLimitOf(model, 100_000)).toBeUndefined()
  expect(contextLimitOf('claude-haiku-4-5', 2_000_000)).toBeUndefined()
})

test('the error that ended a turn is known until the conversation goes on', () => {
  const failed = { ...answered('stop_sequence', { type: 'text', text: 'Prompt is too long' }), isApiErrorMessage: true }
  const errorAfter = (...lines: object[]) => {
    const state = freshState(false, null)
    for (const line of [failed, ...lines]) noteTurn(state, line as Record<string, unknown>, undefined)
    return state.error
  }
  expect(errorAfter()).toBe('Prompt is too long')
  expect(errorAfter({ type: 'system', subtype: 'turn_duration' })).toBe('Prompt is too long')
  for (const next of [said('Again'), result('1'), answered('end_turn', text), said('[Request interrupted by user]')])
    expect(errorAfter(next)).toBe('')
  const nameless = { type: 'assistant', isApiErrorMessage: true, message: { content: [7, { text: 8 }] } }
  expect(errorAfter(nameless)).toBe('')
})
