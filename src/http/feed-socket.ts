import type { Feed, SocketData } from '../live/feed.ts'
import type { SocketKind } from './sockets.ts'

/** The feed of topics as a kind of socket. Its first message says who listens and to what. */
export function feedSocket({ handler }: Feed): SocketKind<SocketData> {
  return {
    path: '/api/live',
    role: 'by-message',
    maxSockets: 1_000,
    maxSocketsOfOne: 400,
    maxMessageBytes: 64 << 10,
    dataFor: ({ from, caller, withKey }) => ({ from, caller, withKey, topics: undefined, takenSeq: 0 }),
    open: (socket) => void handler.open?.(socket),
    message: (socket, message) => void handler.message?.(socket, message),
    drain: (socket) => void handler.drain?.(socket),
    close: (socket) => void handler.close?.(socket, 1000, ''),
  }
}
