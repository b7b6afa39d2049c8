import { expect, test } from 'bun:test'
import { createRoot, createSignal } from 'solid-js'

test('a condition among props that is read outside of rendering leaves nothing behind', () => {
  const [isOn, setIsOn] = createSignal(true)
  let asked = 0
  const isShown = () => {
    asked++
    return isOn()
  }
  const [opens] = createSignal('open')
  let read = () => ''
  function Sign(props: { words: string }) {
    read = () => props.words
    return null
  }
  createRoot((dispose) => {
    ;<Sign words={isShown() ? opens() : 'closed'} />
    return dispose
  })
  for (let times = 0; times < 100; times++) expect(read()).toBe('open')
  expect(asked).toBe(100)
  setIsOn(false)
  expect(asked).toBe(100)
  expect(read()).toBe('closed')
})
