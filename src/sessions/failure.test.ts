import { expect, test } from 'bun:test'
import { type FailureKind, failureOf } from './failure.ts'

type Sample = [raw: string, words: string]

/** Texts that runtimes, providers and jobs write, and what they mean. */
const samples: Record<FailureKind, Sample[]> = {
  quota: [
    // Claude Code
    ['Claude AI usage limit reached|1749924000', 'usage limit reached, resets 14 Jun at 18:00 UTC'],
    ['Claude AI usage limit reached|1749924000123', 'usage limit reached, resets 14 Jun at 18:00 UTC'],
    ['5-hour limit reached ∙ resets 3pm', 'usage limit reached, resets 3pm'],
    [
      "You've hit your session limit · resets 7:20am (Europe/Paris)",
      'usage limit reached, resets 7:20am (Europe/Paris)',
    ],
    ["You've hit your Opus limit · resets Oct 6 at 1pm", 'usage limit reached, resets Oct 6 at 1pm'],
    [
      'Claude usage limit reached. Your limit will reset at 3pm (Europe/Berlin).',
      'usage limit reached, resets 3pm (Europe/Berlin)',
    ],
    ['Credit balance is too low', 'no credit left'],
    ["You're out of extra usage · resets 3am", 'no credit left, resets 3am'],
    // Codex
    [
      "You've hit your usage limit. Upgrade to Pro (https://openai.com/chatgpt/pricing) or try again in 2 days 3 hours 5 minutes.",
      'usage limit reached, free again in 2 days 3 hours 5 minutes',
    ],
    ['Quota exceeded. Check your plan and billing details.', 'no credit left'],
    // OpenClaw
    ['Usage limit reached. It resets on Monday at 09:00.', 'usage limit reached, resets Monday at 09:00'],
    [
      '⚠️ API provider returned a billing error — your API key has run out of credits or has an insufficient balance.',
      'no credit left',
    ],
    ['402 Payment Required: this API key has reached its monthly spending limit.', 'no credit left'],
    // Gemini CLI
    ['[API Error: You exceeded your current quota, please check your plan and billing details.]', 'no credit left'],
    [
      'You have exhausted your capacity on this model. Your quota will reset after 10h21m3s.',
      'usage limit reached, resets after 10h21m3s',
    ],
    ['You have exhausted your daily quota on this model.', 'usage limit reached'],
  ],
  'rate-limit': [
    [
      'API Error: 429 {"type":"error","error":{"type":"rate_limit_error","message":"This request would exceed your account\'s rate limit. Please try again later."}}',
      'rate limit reached',
    ],
    [
      'Rate limit reached for gpt-5 in organization org-1 on tokens per min (TPM): Limit 30000. Please try again in 20s. Visit https://platform.openai.com',
      'rate limit reached, free again in 20s',
    ],
    ['exceeded retry limit, last status: 429 Too Many Requests, request id: 7', 'rate limit reached'],
    ['⚠️ API rate limit reached. Please try again later.', 'rate limit reached'],
    [
      'got status: 429 Too Many Requests. {"error":{"code":429,"message":"Resource has been exhausted (e.g. check quota).","status":"RESOURCE_EXHAUSTED"}}',
      'rate limit reached',
    ],
    ["Quota exceeded for quota metric 'Generate Content API requests per minute'", 'rate limit reached'],
    ['APIError: 429', 'rate limit reached'],
  ],
  auth: [
    ['Invalid API key · Please run /login', 'sign-in refused'],
    ['OAuth token revoked · Please run /login', 'sign-in refused'],
    [
      'API Error: 401 {"type":"error","error":{"type":"authentication_error","message":"OAuth token has expired."}} · Please run /login',
      'sign-in refused',
    ],
    ['unexpected status 401 Unauthorized: {"error":{"message":"Incorrect API key provided"}}', 'sign-in refused'],
    [
      'Your access token could not be refreshed because your refresh token has expired. Please log out and sign in again.',
      'sign-in refused',
    ],
    ['401 Incorrect API key provided', 'sign-in refused'],
    ['Authentication failed (provider returned HTTP 401). Your provider token may have expired', 'sign-in refused'],
    ['⚠️ Agent failed before reply: Inline API key for provider "x" is not allowed.', 'sign-in refused'],
    ['ProviderAuthError: missing', 'sign-in refused'],
    ['API key not valid. Please pass a valid API key.', 'sign-in refused'],
  ],
  overloaded: [
    ['API Error: 529 overloaded', 'provider overloaded'],
    [
      'API Error: 529 {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"},"request_id":"req_1"}',
      'provider overloaded',
    ],
    ['API Error: Repeated 529 Overloaded errors', 'provider overloaded'],
    ['Selected model is at capacity. Please try a different model.', 'provider overloaded'],
    ["We're currently experiencing high demand, which may cause temporary errors.", 'provider overloaded'],
    ['The AI service is temporarily overloaded. Please try again in a moment.', 'provider overloaded'],
    ['APIError: 503 Service Unavailable', 'provider overloaded'],
    [
      'API Error: 500 {"type":"error","error":{"type":"api_error","message":"Internal server error"}}',
      'error at the provider',
    ],
    ['500 fake upstream exploded', 'error at the provider'],
    ['⚠️ fake/fake-large request failed (provider internal error, HTTP 500).', 'error at the provider'],
  ],
  network: [
    ['API Error: Connection error.', 'no connection'],
    ['API Error: Unable to connect to API (ECONNREFUSED)', 'no connection'],
    ['exception TypeError: fetch failed sending request', 'no connection'],
    ['API Error: Request timed out.', 'the model did not answer in time'],
    ['FailoverError: LLM request timed out.', 'the model did not answer in time'],
    ['cron: job execution timed out (last phase: model-call-started)', 'the model did not answer in time'],
    ['stream disconnected before completion: Connection reset by peer', 'connection lost'],
    ['stream error: stream disconnected before completion: stream closed before response.completed', 'connection lost'],
    ['aborted | connection closed by the provider | 20', 'connection lost'],
    ['unable to get local issuer certificate', 'certificate not trusted'],
    ['exit 1: IMAP login timed out', 'IMAP login timed out'],
  ],
  context: [
    ['Prompt is too long', 'context full'],
    [
      'API Error: 400 {"type":"error","error":{"type":"invalid_request_error","message":"input length and `max_tokens` exceed context limit: 188240 + 21333 > 200000"}}',
      'context full',
    ],
    [
      "Codex ran out of room in the model's context window. Start a new conversation or clear earlier history before retrying.",
      'context full',
    ],
    [
      'Context overflow: prompt too large for the model. Try /reset (or /new) to start a fresh session.',
      'context full',
    ],
    ['ContextOverflowError: too much', 'context full'],
    ['The input token count (1048577) exceeds the maximum number of tokens allowed (1048576).', 'context full'],
    ["API Error: Claude's response exceeded the 32000 output token maximum.", 'answer too long'],
    ['MessageOutputLengthError', 'answer too long'],
  ],
  killed: [
    ['its process has ended in the middle of a turn', 'its process ended in the middle of a turn'],
    ['terminated by signal SIGKILL', 'its process ended in the middle of a turn'],
    ['gateway-restart', 'its process ended in the middle of a turn'],
    ['Error: cron: job execution timed out', 'time limit reached'],
    ['run timed out after 600 s (last phase: tool)', 'time limit reached'],
  ],
  interrupted: [
    ['interrupted', 'interrupted'],
    ['[Request interrupted by user for tool use]', 'interrupted'],
    ['interrupted (Ctrl-C). Something went wrong? Hit `/feedback` to report the issue.', 'interrupted'],
    ['stopped by operator', 'interrupted'],
    ['aborted | This operation was aborted | 20', 'interrupted'],
    ['Request was aborted', 'interrupted'],
    ['MessageAbortedError', 'interrupted'],
  ],
  unknown: [
    [
      "There's an issue with the selected model (claude-x). It may not exist or you may not have access to it.",
      'model not available',
    ],
    ['Unknown model: fake/none', 'model not available'],
    ['LLM request failed: provider rejected the request schema or tool payload.', 'request refused by the provider'],
    ['Tool payload does not match its schema.', 'request refused by the provider'],
    ['HTTP 400: fake bad request from cron', 'request refused by the provider'],
    ['exit 1: disk is full', 'disk is full'],
    ["Error: EACCES: permission denied, open '/etc/x'", "EACCES: permission denied, open '/etc/x'"],
    ['{"error":{"type":"odd","message":"The \\"moon\\" is full. More."}}', 'The "moon" is full'],
    ['Nobody has seen this before. It is strange.', 'Nobody has seen this before'],
    ['unknown', 'unknown error'],
    ['', 'unknown error'],
  ],
}

for (const [kind, texts] of Object.entries(samples))
  for (const [raw, words] of texts)
    test(`${kind}: ${raw.slice(0, 60) || 'no text'}`, () => {
      const failure = failureOf(raw)
      expect({ kind: failure.kind, words: failure.words }).toEqual({ kind: kind as FailureKind, words })
      expect(failure.advice).toMatch(/^[A-Z].+\.$/)
    })

test.each([
  ['a number that is no status', 'processed 402 records'],
  ['an issue', 'see ticket #429 for details'],
  ['a port', 'cannot bind port 5030'],
])('%s is no status', (_, raw) => expect(failureOf(raw).kind).toBe('unknown'))

test('whatever a text holds, its words are one line of bounded length without signs that turn the writing round', () => {
  const parts = [
    '\u202e',
    '\x1b[31m',
    '\n',
    '"message":"',
    '{',
    '|',
    'Error: ',
    '\ud800',
    'resets ',
    '9',
    'a'.repeat(400),
    '…',
  ]
  for (let seed = 1; seed <= 400; seed++) {
    const raw = Array.from({ length: 12 }, (_, at) => parts[(seed * 7 + at * at * seed) % parts.length]).join('')
    const { words, advice } = failureOf(raw)
    expect(words.length).toBeGreaterThan(0)
    expect(words.length).toBeLessThanOrEqual(200)
    expect(`${words}${advice}`).not.toMatch(/[\n\x1b\u202e\ud800]/)
  }
})

test('a text of megabytes is as quick as its beginning', () => {
  expect(failureOf(`529 ${'x '.repeat(2_000_000)}`).kind).toBe('overloaded')
})
