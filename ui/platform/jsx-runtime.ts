import { createMemo, getOwner } from 'solid-js'

export * from 'solid-js/web'

/**
 * Remembers the answer of a condition in JSX for whoever renders it. A condition among props that an event or a frame
 * reads has nobody who would ever let go of it: there it is only asked.
 */
export const memo = <T>(ask: () => T): (() => T) => (getOwner() === null ? ask : createMemo(() => ask()))
