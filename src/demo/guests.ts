/** Somebody who writes to an agent from outside, by Telegram. */
type Guest = { id: string; name: string }

export const guests: Guest[] = [
  { id: '48210117', name: 'Ines, harbour master' },
  { id: '73550902', name: 'Tomas from the bakery' },
]

/** The key of the conversation with a guest. */
export const keyOfGuest = ({ id }: Guest) => `agent:sparks:telegram:direct:${id}`

/** The guest of a conversation; undefined where it is with nobody from outside. */
export const guestOf = (key: string) => guests.find((guest) => keyOfGuest(guest) === key)
