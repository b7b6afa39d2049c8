import { expect, test } from 'bun:test'
import './raw-error-popover.tsx'
import { find, show, textsOf, until } from '../testing/dom.ts'
import { RawError } from './raw-error.tsx'

const dialog = () => document.querySelector('[role="dialog"]')

test('a click opens what an error means, what to do, and its own text; the row around it hears nothing of it', async () => {
  const raw = 'API Error: 529 {"type":"overloaded_error"}\x1b[31m<script>1</script>'
  let clicks = 0
  show(() => (
    // biome-ignore lint/a11y/noStaticElementInteractions: it stands for a row that opens something
    // biome-ignore lint/a11y/useKeyWithClickEvents: the same
    <div onClick={() => clicks++}>
      <RawError raw={raw} />
    </div>
  ))
  expect(find('.raw-error-button').getAttribute('aria-label')).toBe('Show the raw error')
  find('.raw-error-button').click()
  await until('it is open', dialog)
  const before = clicks
  find('.raw-error pre').click()
  expect(clicks).toBe(before)
  expect(textsOf('.raw-error .words')).toEqual(['Provider overloaded'])
  expect(textsOf('.raw-error pre')).toEqual(['API Error: 529 {"type":"overloaded_error"}<script>1</script>'])
  expect(document.querySelector('.raw-error script')).toBeNull()
  expect(textsOf('.raw-error .quiet')[0]).toStartWith('Nothing is wrong here.')
})

test('an error that says no more than our words is not said twice', async () => {
  show(() => <RawError raw="its process has ended in the middle of a turn">Show the raw error</RawError>)
  find('.link-button').click()
  await until('it is open', dialog)
  expect(textsOf('.raw-error pre')).toEqual([])
})
