import type { ObjectRole } from '../../office/world/layout.ts'

/** What each object of the office is, and what it leads to. */
export const roleNames: Record<ObjectRole, { thing: string; name: string }> = {
  missions: { thing: 'Board', name: 'Work in hand' },
  crons: { thing: 'Clock', name: 'Crons' },
  skills: { thing: 'Pinboard', name: 'Skills' },
  spawn: { thing: 'Door', name: 'Start a sub-agent' },
  alerts: { thing: 'Beacon', name: 'What needs you' },
  visitors: { thing: 'Bell', name: 'From outside' },
  messages: { thing: 'Mailbox', name: 'Messages' },
  memory: { thing: 'Bookshelf', name: 'Files' },
  exports: { thing: 'Printer', name: 'Exports' },
  sessions: { thing: 'Filing cabinet', name: 'Sessions' },
  health: { thing: 'Racks', name: 'Machine' },
  services: { thing: 'Breaker panel', name: 'Services' },
  gateway: { thing: 'Alarm', name: 'Gateway' },
  updates: { thing: 'Radio', name: 'Updates' },
  approvals: { thing: 'Tray', name: 'Approvals' },
  costs: { thing: 'Meter', name: 'Costs' },
}
