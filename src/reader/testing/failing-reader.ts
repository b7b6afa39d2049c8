import type { ToReader } from '../messages.ts'

/** A reader thread that ends at the first thing it is asked: `unreadUnits` by leaving, anything else by an error. */
declare const self: Worker

self.onmessage = ({ data }: MessageEvent<ToReader>) => {
  if (data.kind !== 'request') return
  if (data.method === 'unreadUnits') process.exit(1)
  throw new Error('the thread met what it cannot survive')
}
