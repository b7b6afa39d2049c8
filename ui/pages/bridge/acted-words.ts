import type { ActivityEntry } from '../../../src/activity/activity-entry.ts'

type Acted = Pick<Extract<ActivityEntry, { kind: 'acted' }>, 'who' | 'action' | 'stage'>

/** The past of the verbs that do not just add `ed`. */
const irregular: Record<string, string> = {
  create: 'created',
  dismiss: 'dismissed',
  let: 'let',
  remove: 'removed',
  revoke: 'revoked',
  run: 'ran',
  set: 'set',
  sign: 'signed',
  snooze: 'snoozed',
  stop: 'stopped',
  undo: 'undid',
  ignore: 'ignored',
}

/** Who did what, in the words of a log: `revoke token`, done, is “revoked a token”. */
export function actedWords({ who, action, stage }: Acted): { who: string; words: string } {
  const [verb = '', ...rest] = action.split(' ')
  const object = withArticle(rest.join(' '))
  const infinitive = [verb, object].filter(Boolean).join(' ')
  const past = [irregular[verb] ?? `${verb}${verb.endsWith('e') ? 'd' : 'ed'}`, object].filter(Boolean).join(' ')
  return {
    // A browser that was signed in with a link has no name of its own.
    who: who === 'a signed-in browser' ? 'Somebody' : who,
    words: {
      done: past,
      asked: `asked to ${infinitive}`,
      failed: `failed to ${infinitive}`,
      refused: `was not allowed to ${infinitive}`,
    }[stage],
  }
}

/** An object that is one thing gets its article; “in”, “a terminal act” and what is in the plural stay. */
function withArticle(object: string): string {
  if (!/^[a-z]+( [a-z]+)*$/.test(object) || /^(in|out|a|an|the) ?|s$/.test(object)) return object
  return `${/^[aeiou]/.test(object) ? 'an' : 'a'} ${object}`
}
