import { oneLine } from '../lib/plain-text.ts'

/** What kind of thing went wrong, which decides what to do about it. */
export type FailureKind =
  | 'rate-limit'
  | 'auth'
  | 'quota'
  | 'overloaded'
  | 'network'
  | 'context'
  | 'killed'
  | 'interrupted'
  | 'unknown'

/** A failure in our words: half a sentence without its subject (`usage limit reached`), and a sentence on what to do. */
export type Failure = { kind: FailureKind; words: string; advice: string }

type Rule = Failure & {
  when: RegExp
  /** The HTTP statuses that mean the same. */
  statuses?: readonly number[]
}

/** An error says what matters near its beginning; the rest is a body or a stack. */
const maxRead = 2_000
/** The longest part of a foreign text in our words. */
const maxQuoted = 120

/**
 * The failure that an error of a runtime, a provider or a job means. `raw` is foreign text in any form; what no rule knows
 * is `unknown`, with the essence of the text as its words. The samples in the test name where each text comes from.
 */
export function failureOf(raw: string): Failure {
  const text = oneLine(raw.slice(0, maxRead))
  const status = statusIn(text)
  const rule = rules.find(({ when, statuses }) => when.test(text) || (status !== null && statuses?.includes(status)))
  const { kind, words, advice } = rule ?? unknown
  if (rule === undefined || isOfProgram(text)) return { kind, words: essenceOf(text) || words, advice }
  const free = kind === 'quota' || kind === 'rate-limit' ? freeAgainIn(text) : null
  return { kind, words: free === null ? words : `${words}, ${free}`, advice }
}

/** The first rule that fits decides: what a text says precisely stands before what it may say beside that. */
const rules: readonly Rule[] = [
  {
    kind: 'quota',
    words: 'usage limit reached',
    advice: 'Wait until it resets, or go on with another model or account.',
    when: /usage.?limit|hit your (?:[\w-]+ ){0,2}limit|(?:session|hourly|hour|daily|weekly|monthly|opus|sonnet) limit (?:reached|exceeded)|daily quota|exhausted your (?:\w+ ){0,2}(?:capacity|quota)|limit_exhausted/i,
  },
  {
    kind: 'quota',
    words: 'no credit left',
    advice: 'Top up the account at the provider, or use another key.',
    when: /credit balance|credit_balance|insufficient[_ ](?:\w+[_ ])?(?:or \w+ )?(?:quota|balance|credits?|funds)|out of (?:extra usage|credits?)|extra usage is required|payment required|(?:more|add|available|purchase) credits|exceeded your current quota|quota exceeded(?!.{0,80}per (?:minute|second))|spending[ _](?:limit|cap)|billing (?:hard limit|error|details)|plans & billing/i,
    statuses: [402],
  },
  {
    kind: 'context',
    words: 'context full',
    advice: 'Compact the session, or begin a new one.',
    when: /prompt (?:is )?too (?:long|large)|context[ _-]?(?:window|length|limit|overflow|size)|context_?(?:window_|length_)?exceeded|exceeds? (?:the )?(?:maximum|max) (?:context|number of (?:input )?tokens|prompt)|maximum (?:context|prompt) length|max prompt tokens|input (?:is )?too long|too many input tokens|ran out of room|request_too_large|request too large/i,
    statuses: [413],
  },
  {
    kind: 'context',
    words: 'answer too long',
    advice: 'Ask for less at once, or raise the limit for one answer.',
    when: /output token maximum|MessageOutputLengthError|max_?output_?tokens|output (?:length|token) limit/i,
  },
  {
    kind: 'rate-limit',
    words: 'rate limit reached',
    advice: 'Wait a minute and try again, or let fewer agents work at once.',
    when: /rate[ _-]?limit|too many requests|resource.?(?:has been )?exhausted|throttl|(?:tokens|requests) per (?:min|sec)|quota metric/i,
    statuses: [429],
  },
  {
    kind: 'auth',
    words: 'sign-in refused',
    advice: 'Sign in again (`/login` in most command lines), or check the API key.',
    when: /api[ _-]?key|x-api-key|authenticat|authoriz|no credentials|validate credentials|\/login\b|not logged in|(?:log|sign) in again|token (?:has |was |is |been )*(?:expired|revoked|invalid)|(?:invalid|expired|revoked) (?:\w+ )?token|refresh token|permission_(?:error|denied)|does not have access|ProviderAuthError|set an auth method/i,
    statuses: [401, 403],
  },
  {
    kind: 'overloaded',
    words: 'provider overloaded',
    advice: 'Nothing is wrong here. Try again in some minutes, or use another model.',
    when: /overloaded|at capacity|high demand|service[ _]unavailable|temporarily unavailable|\bUNAVAILABLE\b|model is busy/i,
    statuses: [503, 529],
  },
  {
    kind: 'network',
    words: 'no answer from the model',
    advice: 'Try again. Where it happens often, choose a faster model or allow more time.',
    when: /timed? ?out.{0,20}last phase: model|(?:llm|model|api|provider) (?:\w+ )?(?:request |call )?(?:has )?timed? ?out|^(?:api error: )?request timed? ?out/i,
  },
  {
    kind: 'killed',
    words: 'time limit reached',
    advice: 'Allow it more time, or give it less to do at once.',
    when: /(?:run|job|job execution|agent|turn|task|session)(?: has| was)? timed? ?out|exceeded (?:its|the) (?:time ?limit|time ?out)|max(?:imum)? (?:run )?time/i,
  },
  {
    kind: 'network',
    words: 'certificate not trusted',
    advice: 'Check the clock of this machine, its certificates, and what stands between it and the provider.',
    when: /certificate|CERT_|self.signed|SSL|TLS/,
  },
  {
    kind: 'network',
    words: 'connection lost',
    advice: 'Try again. Where it happens often, check the network of this machine.',
    when: /ECONNRESET|ECONNABORTED|EPIPE|ENETRESET|socket hang up|connection (?:was )?(?:closed|reset|lost|aborted|terminated)|(?:stream|response) (?:was |has )?(?:disconnected|closed|aborted|ended|interrupted)|premature close|network[ _]?error|other side closed/i,
  },
  {
    kind: 'network',
    words: 'no connection',
    advice: 'Check the network of this machine, and whether the provider is reachable.',
    when: /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOST\w+|ENETUNREACH|ENETDOWN|getaddrinfo|fetch failed|connection (?:error|refused|failed)|(?:unable|cannot|could not|failed) to connect|error sending request|network is unreachable|name resolution/i,
  },
  {
    kind: 'network',
    words: 'no answer in time',
    advice: 'Try again. The other side may be down or slow.',
    when: /timed? ?out|ETIMEDOUT|ESOCKETTIMEDOUT|deadline exceeded/i,
    statuses: [408, 504],
  },
  {
    kind: 'interrupted',
    words: 'interrupted',
    advice: 'Somebody stopped it. Send a message to go on.',
    when: /(?:interrupted|stopped|aborted|cancell?ed|terminated) by (?:the )?(?:user|operator|person|client)|user (?:has )?(?:aborted|cancell?ed|interrupted)|^\[?(?:request )?(?:was )?interrupted|MessageAbortedError|turn_aborted|run_cancell?ed|(?:request|operation|run|message|turn)(?: was)? (?:aborted|cancell?ed)|^abort(?:ed)?\b/i,
  },
  {
    kind: 'killed',
    words: 'its process has ended in the middle of a turn',
    advice: 'It was killed, or the machine or its gateway restarted. Send a message to go on.',
    when: /SIG(?:KILL|TERM|INT|HUP|ABRT|SEGV)|signal \d|\bkilled\b|out of memory|heap limit|\bOOM\b|process (?:has )?(?:ended|died|crashed|was terminated)|gateway.?(?:was |has )?(?:re)?(?:started|restart|stopped|shut)|exit(?:ed with)? (?:code )?(?:137|143)\b/i,
  },
  {
    kind: 'unknown',
    words: 'model not available',
    advice: 'Choose another model: the name may be wrong, or the account may not have it.',
    when: /model.{0,60}(?:not found|not exist|not available|not supported|no access|unknown)|(?:unknown|invalid|unsupported|issue with the selected) model|ModelNotFound/i,
    statuses: [404],
  },
  {
    kind: 'unknown',
    words: 'answer withheld by the provider',
    advice: 'Say it in other words, or use another model.',
    when: /content.?(?:filter|policy|management)|usage polic|safety (?:filter|system|reasons)|\bPROHIBITED_CONTENT\b|flagged/i,
  },
  {
    kind: 'overloaded',
    words: 'error at the provider',
    advice: 'Nothing is wrong here. Try again in some minutes, or use another model.',
    when: /internal (?:server )?error|server_?error|api_error|bad gateway|upstream|provider (?:internal )?error|finish_reason: error/i,
    statuses: [500, 502, 520, 522, 524],
  },
  {
    kind: 'unknown',
    words: 'request refused by the provider',
    advice: 'The request does not fit the model: look at its tools and settings, or begin a new session.',
    when: /invalid_request|invalid (?:request|argument)|INVALID_ARGUMENT|bad request|reject(?:ed|s) the request|(?:not match|invalid|wrong|violates?).{0,20}schema|malformed/i,
    statuses: [400, 405, 409, 415, 422],
  },
]

const unknown: Failure = {
  kind: 'unknown',
  words: 'unknown error',
  advice: 'Read the end of the session; the raw error says all that is known.',
}

/** An HTTP status in a text: at its beginning, or behind a word that announces one; null where there is none. */
function statusIn(text: string): number | null {
  const found =
    /(?:^\W{0,4}|\b(?:http|status(?:[ _]?code)?|\w*error|code|returned|received an?|got an?)\W{0,5})([45]\d\d)\b/i.exec(
      text,
    )
  return found ? Number(found[1]) : null
}

/** Whether a text is the end of a program that a job ran: then its own words say more than the kind does. */
const isOfProgram = (text: string) =>
  /^(?:error: )?(?:command |process )?exit(?:ed)?(?: with)?(?: code| status)? \d+: ./i.test(text)

/** When a limit ends, as the text says it: `resets Monday at 09:00`; null where it does not. */
function freeAgainIn(text: string): string | null {
  const epoch = /\|(\d{10})(?:\d{3})?\b/.exec(text)?.[1]
  if (epoch !== undefined) return `resets ${dateAndTime(Number(epoch) * 1_000)}`
  const reset = /\bresets?(?: again)?(?: at| on)? ((?:in |after )?[\w][\w ,:+/-]{0,38}(?: ?\([\w/+-]{2,30}\))?)/i.exec(
    text,
  )?.[1]
  if (reset !== undefined && /\d|day|tomorrow|midnight|noon/i.test(reset)) return `resets ${reset.trim()}`
  const again =
    /(?:try again|retry|retrying)(?: after| in| at)? (\d[\w ,:.]{0,30}?)(?:\.?$|[.;)"]|, | for | to )/i.exec(
      text,
    )?.[1] ?? /"retry_?delay": ?"(\d[\d.]*s)/i.exec(text)?.[1]
  return again === undefined ? null : `free again in ${again.trim()}`
}

/** `14 Jun at 16:00 UTC`: the text of an error is the same on every screen, so its time names its zone. */
function dateAndTime(ms: number): string {
  const [, day, month, , time] = new Date(ms).toUTCString().split(' ')
  return `${Number(day)} ${month} at ${time!.slice(0, 5)} UTC`
}

/** What an unknown text says, in one line: the message in its JSON, else its first sentence, without what announces it. */
function essenceOf(text: string): string {
  const message = /"(?:message|error)": ?"((?:[^"\\]|\\.){1,500})/.exec(text)?.[1]?.replace(/\\(.)/g, '$1')
  if (/^(?:unknown|error|failed|null|undefined)\W*$/i.test(text)) return ''
  const said = (message ?? text)
    .replace(
      /^(?:\W|\b(?:api error|agent failed before reply|command failed|uncaught|\w*Error|exit(?:ed with)?(?: code| status)? \d+)\b: ?)+/iu,
      '',
    )
    .split(/(?<=[^\d.][.!?]) |[|{]| To view logs/)[0]!
    .trim()
    .replace(/[.:,;]+$/, '')
  return said.length <= maxQuoted
    ? said
    : `${said
        .slice(0, maxQuoted - 1)
        .trimEnd()
        .toWellFormed()}…`
}
