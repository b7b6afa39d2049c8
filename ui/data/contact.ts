import { createSignal } from 'solid-js'

/** The state of the page's socket: not yet open, open, or lost since a time in ms. */
type Contact = { state: 'waiting' } | { state: 'there' } | { state: 'lost'; since: number }

const [contact, setContact] = createSignal<Contact>({ state: 'waiting' })

export { contact, setContact }
