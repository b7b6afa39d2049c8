import { expect, test } from 'bun:test'
import { sampleEvents } from '../../../src/activity/testing/sample-events.ts'
import { show } from '../../testing/dom.ts'
import { ActivityLog } from './activity-log.tsx'

test('every line leads to what it is about; only the acts of people have no page', () => {
  const lines = sampleEvents.map(({ line }) => line)
  expect(lines.length).toBeGreaterThan(8)
  show(() => <ActivityLog lines={lines} />)
  const hrefs = [...document.querySelectorAll('.activity-line')].map(
    (line) => line.querySelector('a')?.getAttribute('href') ?? null,
  )
  for (const [number, { kind }] of lines.entries())
    if (kind === 'acted') expect(hrefs[number]).toBeNull()
    else expect(hrefs[number]).toMatch(/^\/(sessions|agents|alerts|costs|settings)/)
})
