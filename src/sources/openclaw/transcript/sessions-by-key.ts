import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { columnsOf, openForeign } from '../../../lib/foreign-database.ts'
import { record, text } from '../../common/parse-values.ts'
import type { CloseLater } from '../../common/transcript/store.ts'
import type { Home } from '../home.ts'
import { readKey } from '../session-key.ts'
import { agentDatabasePath } from '../stores/agent-database.ts'
import { readJsonFile } from '../stores/json-file.ts'
import { sessionsFolder } from '../stores/sessions-file.ts'
import type { SessionOfKey } from './tool-actions.ts'

/**
 * Looks up the session behind a key in the database of its agent, or in its catalogue from before. Each agent is opened
 * when it is first asked for. Never throws.
 */
export function sessionsByKey(home: Home, closeLater: CloseLater): SessionOfKey {
  const agents = new Map<string, (key: string) => string | null>()

  function lookUpIn(agent: string): (key: string) => string | null {
    try {
      const path = agentDatabasePath(home.path, agent)
      if (existsSync(path)) {
        const opened = openForeign(path)
        closeLater(opened)
        const columns = columnsOf(opened.database, 'session_nodes')
        if (!columns.has('session_key') || !columns.has('current_session_id')) return () => null
        const find = opened.database.query<{ id: unknown }, [string]>(
          'SELECT current_session_id AS id FROM session_nodes WHERE session_key = ?',
        )
        return (key) => text(find.get(key)?.id)
      }
      const { value } = readJsonFile(join(sessionsFolder(home.path, agent), 'sessions.json'))
      const catalogue = record(value) ?? {}
      return (key) => (Object.hasOwn(catalogue, key) ? text(record(catalogue[key])?.sessionId) : null)
    } catch {
      // Without its catalogue the session is not known, and the call is shown without it.
      return () => null
    }
  }

  return (key) => {
    const { agent } = readKey(key)
    if (agent === null || !home.agentNames.includes(agent)) return null
    let find = agents.get(agent)
    if (!find) {
      find = lookUpIn(agent)
      agents.set(agent, find)
    }
    const foreignId = find(key)
    return foreignId === null ? null : home.sessionId(agent, foreignId)
  }
}
