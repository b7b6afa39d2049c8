import type { Store } from '../store/store.ts'
import type { Answer, Conversation } from './answer.ts'
import type { ModelChoice } from './model-choice.ts'

/** The rows of questions, and of the model that answers them. Each function throws what SQLite throws. */

type Row = { answer: string }

const toAnswer = ({ answer }: Row) => JSON.parse(answer) as Answer

export function modelRow(store: Store): ModelChoice | null {
  const row = store.$client.query<{ choice: string }, []>('SELECT choice FROM ask_model').get()
  return row && (JSON.parse(row.choice) as ModelChoice)
}

export const putModel = (store: Store, choice: ModelChoice) =>
  void store.$client.run('INSERT OR REPLACE INTO ask_model (id, choice) VALUES (1, ?)', [JSON.stringify(choice)])

export function putAnswer(store: Store, person: string, answer: Answer, sent: string | null) {
  store.$client.run(
    `INSERT INTO ask_answers (id, person, conversation_id, asked_at, answer, sent) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET answer = excluded.answer, sent = coalesce(excluded.sent, sent)`,
    [answer.id, person, answer.conversationId, answer.askedAt, JSON.stringify(answer), sent],
  )
}

/** The answers of a conversation, in their order. */
export const answersOf = (store: Store, person: string, conversationId: string): Answer[] =>
  store.$client
    .query<Row, [string, string]>(
      'SELECT answer FROM ask_answers WHERE person = ? AND conversation_id = ? ORDER BY asked_at, rowid LIMIT 200',
    )
    .all(person, conversationId)
    .map(toAnswer)

export function answerOf(store: Store, person: string, id: string): { answer: Answer; sent: string | null } | null {
  const row = store.$client
    .query<Row & { sent: string | null }, [string, string]>(
      'SELECT answer, sent FROM ask_answers WHERE person = ? AND id = ?',
    )
    .get(person, id)
  return row && { answer: toAnswer(row), sent: row.sent }
}

/** The conversations of a person, the latest first. */
export const conversationsOf = (store: Store, person: string): Conversation[] =>
  store.$client
    .query<{ id: string; questions: number; askedAt: number; first: string }, [string]>(
      `SELECT conversation_id AS id, count(*) AS questions, max(asked_at) AS askedAt,
         (SELECT answer ->> 'question' FROM ask_answers AS one WHERE one.conversation_id = all_of.conversation_id AND one.person = all_of.person
            ORDER BY asked_at, rowid LIMIT 1) AS first
       FROM ask_answers AS all_of WHERE person = ? GROUP BY conversation_id ORDER BY askedAt DESC LIMIT 50`,
    )
    .all(person)
    .map(({ first, ...rest }) => ({ ...rest, question: first }))

/** Those that were asked while this program ended. */
export const unfinishedAnswers = (store: Store): { person: string; answer: Answer }[] =>
  store.$client
    .query<Row & { person: string }, []>(
      `SELECT person, answer FROM ask_answers WHERE answer ->> 'state' = 'asking' LIMIT 100`,
    )
    .all()
    .map((row) => ({ person: row.person, answer: toAnswer(row) }))

/** How many questions were asked since a moment (ms). */
export const askedSince = (store: Store, since: number): number =>
  store.$client
    .query<{ count: number }, [number]>('SELECT count(*) AS count FROM ask_answers WHERE asked_at >= ?')
    .get(since)?.count ?? 0

export const deleteConversation = (store: Store, person: string, id: string): number =>
  store.$client.run('DELETE FROM ask_answers WHERE person = ? AND conversation_id = ?', [person, id]).changes
