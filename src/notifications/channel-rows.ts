import type { Store } from '../store/store.ts'
import type { Channel, Pause } from './channel.ts'

/** The rows of channels and of the pause. */

type Row = {
  id: string
  provider: string
  name: string
  is_on: number
  on_since: number | null
  given: string
  allows_private: number
  routing: string
  made_at: number
  made_by: string
}

/** Whether any channel is on: without one nothing is loaded. */
export const isAnyChannelOn = (store: Store) =>
  store.$client.query('SELECT 1 FROM notification_channels WHERE is_on = 1 LIMIT 1').get() !== null

export const channelRows = (store: Store): Channel[] =>
  store.$client
    .query<Row, []>('SELECT * FROM notification_channels ORDER BY made_at, id')
    .all()
    .map((row) => ({
      id: row.id,
      provider: row.provider,
      name: row.name,
      isOn: row.is_on === 1,
      onSince: row.on_since,
      given: JSON.parse(row.given) as Channel['given'],
      allowsPrivate: row.allows_private === 1,
      routing: JSON.parse(row.routing) as Channel['routing'],
      madeAt: row.made_at,
      madeBy: row.made_by,
    }))

export function putChannel(store: Store, channel: Channel) {
  store.$client.run(
    'INSERT OR REPLACE INTO notification_channels (id, provider, name, is_on, on_since, given, allows_private, routing, made_at, made_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
    [
      channel.id,
      channel.provider,
      channel.name,
      channel.isOn ? 1 : 0,
      channel.onSince,
      JSON.stringify(channel.given),
      channel.allowsPrivate ? 1 : 0,
      JSON.stringify(channel.routing),
      channel.madeAt,
      channel.madeBy,
    ],
  )
}

export const deleteChannel = (store: Store, id: string) =>
  void store.$client.run('DELETE FROM notification_channels WHERE id = ?', [id])

export function pauseRow(store: Store): Pause | null {
  const row = store.$client
    .query<{ paused_at: number; ends_at: number | null; paused_by: string }, []>('SELECT * FROM notification_pause')
    .get()
  return row && { at: row.paused_at, until: row.ends_at, by: row.paused_by }
}

export function putPause(store: Store, pause: Pause | null) {
  store.$client.run('DELETE FROM notification_pause')
  if (pause)
    store.$client.run('INSERT INTO notification_pause (id, paused_at, ends_at, paused_by) VALUES (1, ?, ?, ?)', [
      pause.at,
      pause.until,
      pause.by,
    ])
}
