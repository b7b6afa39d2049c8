import { expect, test } from 'bun:test'
import { listeningPids, parseLsof } from './listening-pids.ts'

test('each process is named once, among its files', () => {
  expect(parseLsof('p4711\nf22\np4712\nf9\nf10\n')).toEqual([4711, 4712])
  expect(parseLsof('')).toEqual([])
})

test.if(Bun.which('lsof') !== null)('a port of ours is ours', () => {
  using server = Bun.listen({ hostname: '127.0.0.1', port: 0, socket: { data() {} } })
  expect(listeningPids(server.port)).toEqual([process.pid])
})
