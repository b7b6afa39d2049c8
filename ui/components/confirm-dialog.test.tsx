import { expect, test } from 'bun:test'
import { createConfirm } from '../data/create-confirm.ts'
import { Problem } from '../data/problem.ts'
import { find, press, show, textsOf, type, until } from '../testing/dom.ts'
import { ConfirmDialog } from './confirm-dialog.tsx'

const question = {
  question: 'Revoke Kitchen?',
  effect: 'The screen goes dark.',
  hits: [{ name: 'Kitchen', effect: 'loses its access' }],
  exact: '',
  phrase: 'Kitchen',
  verb: 'Revoke',
  safeVerb: 'Keep it',
}
const refusal = () => new Problem(409, 'confirm', 'This needs a confirmation.', question)

/** A button that does what is asked for, and what came of it. */
function start() {
  const phrases: (string | undefined)[] = []
  const outcome: { of?: unknown } = {}
  const act = async (phrase?: string) => {
    phrases.push(phrase)
    if (phrase === undefined) throw refusal()
    return 'revoked'
  }
  show(() => {
    const { pending, withConfirm } = createConfirm()
    return (
      <>
        <button type="button" id="revoke" onClick={async () => (outcome.of = (await withConfirm(act)) ?? 'kept')} />
        <ConfirmDialog pending={pending()} />
      </>
    )
  })
  find('#revoke').focus()
  find('#revoke').click()
  return { phrases, outcome }
}
const dialog = () => document.querySelector('[role="dialog"]')

test('what may hurt is tried once more with the phrase that was typed', async () => {
  const { phrases, outcome } = start()
  await until('the dialog asks', dialog)
  expect(textsOf('[role="dialog"] h2')).toEqual(['Revoke Kitchen?'])
  expect(textsOf('.hits li')).toEqual(['Kitchenloses its access'])
  type(find('[role="dialog"] input'), 'Kitchen')
  find('[role="dialog"] [type="submit"]').click()
  await until('the act is done', () => outcome.of)
  expect({ phrases, outcome: outcome.of }).toEqual({ phrases: [undefined, 'Kitchen'], outcome: 'revoked' })
})

test('another phrase confirms nothing', async () => {
  const { phrases } = start()
  await until('the dialog asks', dialog)
  for (const typed of ['', 'kitchen', 'Kitchen ']) {
    type(find('[role="dialog"] input'), typed)
    expect(find<HTMLButtonElement>('[role="dialog"] [type="submit"]').disabled).toBe(true)
    find('[role="dialog"] form').dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }))
  }
  expect(phrases).toEqual([undefined])
})

test('the field has the focus at once, and the button again when nothing was done', async () => {
  const { phrases, outcome } = start()
  await until('the field has the focus', () => document.activeElement?.tagName === 'INPUT')
  press('Escape')
  await until('the dialog is gone', () => !dialog())
  await until('the act is over', () => outcome.of)
  expect({ phrases, outcome: outcome.of }).toEqual({ phrases: [undefined], outcome: 'kept' })
  expect(document.activeElement?.id).toBe('revoke')
})

test('a refusal that asks nothing back is handed on', async () => {
  const { withConfirm } = createConfirm()
  const refused = withConfirm(() => Promise.reject(new Problem(403, 'role', 'This needs admin.', undefined)))
  await expect(refused).rejects.toThrow('This needs admin.')
})

/** A device that is touched, for one test. */
function touched() {
  const { matchMedia } = globalThis
  globalThis.matchMedia = ((query: string) => ({ matches: query.includes('coarse') })) as never
  return {
    [Symbol.dispose]() {
      globalThis.matchMedia = matchMedia
    },
  }
}
const hold = () => find('.hold-button')
const finger = (kind: string) => hold().dispatchEvent(new PointerEvent(kind, { isPrimary: true, bubbles: true }))

test('under a finger the button is held for 1.2 s, and a tap does nothing', async () => {
  using _ = touched()
  const { phrases, outcome } = start()
  await until('the button is there', () => document.querySelector('.hold-button'))
  expect(document.querySelectorAll('[role="dialog"] input')).toHaveLength(0)
  finger('pointerdown')
  finger('pointerup')
  hold().click()
  await Bun.sleep(1_400)
  expect(phrases).toEqual([undefined])
  const begun = performance.now()
  finger('pointerdown')
  await until('the act is done', () => outcome.of)
  expect(performance.now() - begun).toBeGreaterThanOrEqual(1_190)
  expect(phrases).toEqual([undefined, 'Kitchen'])
})

test('whoever cannot hold it types the word there, too', async () => {
  using _ = touched()
  const { phrases, outcome } = start()
  await until('the button is there', () => document.querySelector('.hold-button'))
  hold().click()
  await until('the field is there', () => document.querySelector('[role="dialog"] input'))
  type(find('[role="dialog"] input'), 'Kitchen')
  find('[role="dialog"] [type="submit"]').click()
  await until('the act is done', () => outcome.of)
  expect(phrases).toEqual([undefined, 'Kitchen'])
})
