import { createSignal } from 'solid-js'

const [isOpen, setOpen] = createSignal(false)
const [conversationId, setConversationId] = createSignal<string>()

/** Whether the drawer of questions is open beside the page, and which conversation it shows. */
export const asking = {
  isOpen,
  conversationId,
  show: setConversationId,
  toggle: () => void setOpen((now) => !now),
  close: () => void setOpen(false),
}
