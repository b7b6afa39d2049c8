import type { Store } from '../store/store.ts'

/** The tools that sessions used, as far as their transcripts were looked through. Names stand in small letters. */

/** A condition on the table `sessions`: whether a session used a tool that `isOne` finds in the column `tool`. */
export const usedToolSql = (isOne: string) =>
  `EXISTS (SELECT 1 FROM session_tools WHERE session_tools.session_id = sessions.id AND (${isOne}))`

/** The names of tools, at most `limit`, in the order of the alphabet. */
export const knownTools = (index: Store, limit: number): string[] =>
  index.$client
    .query<{ tool: string }, [number]>('SELECT DISTINCT tool FROM session_tools ORDER BY tool LIMIT ?')
    .all(limit)
    .map(({ tool }) => tool)
