import type { Finding } from '../../../facts/source.ts'

/** Why a gateway refuses us, as a finding with its fix, and when to try again. */
export type Refused = { finding: Finding; words: string; retryAfterMs: number }

/** A refusing answer, or the close frame where no answer came. */
export type Rejection = {
  code?: string | undefined
  message?: string | undefined
  details?: Record<string, unknown> | undefined
  retryAfterMs?: number | undefined
  closeCode?: number | undefined
}

/** The wait after a refusal that only a person can fix. */
const slowlyMs = 30_000
const soonMs = 1_000

type Rule = {
  is: (said: RefusalFacts) => boolean
  say: (said: RefusalFacts) => Omit<Refused, 'finding'> & { finding: RefusalFinding }
}
type RefusalFinding = { level: Finding['level']; code: string; message: string; fix: string | null }
type RefusalFacts = {
  code: string
  detail: string
  text: string
  expected: unknown
  scope: unknown
  retryAfterMs: number | undefined
}

const rule = (
  is: (said: RefusalFacts) => boolean,
  code: string,
  words: string,
  message: string | ((said: RefusalFacts) => string),
  fix: string,
  { level = 'warn' as Finding['level'], retryAfterMs = slowlyMs } = {},
): Rule => ({
  is,
  say: (said) => ({
    words,
    retryAfterMs: said.retryAfterMs ?? retryAfterMs,
    finding: { level, code, message: typeof message === 'string' ? message : message(said), fix },
  }),
})

const detailIs =
  (...codes: string[]) =>
  ({ detail }: RefusalFacts) =>
    codes.includes(detail)

/** The known refusals, the most specific first. */
const rules: Rule[] = [
  rule(
    ({ detail, text }) => detail === 'startup-sidecars' || /starting|startup|not ready/i.test(text),
    'gateway-starting',
    'it is starting up',
    'The gateway is starting up and takes no connections yet.',
    'Nothing: Wheelhouse connects by itself as soon as it is ready.',
    { level: 'info', retryAfterMs: 500 },
  ),
  rule(
    ({ detail, text }) =>
      /drain|suspend|shutting|restart/i.test(detail) || /drain|suspend|shutting down|restart/i.test(text),
    'gateway-draining',
    'it is shutting down',
    'The gateway finishes what runs in it before it shuts down, and takes no new connections.',
    'Nothing: Wheelhouse connects again when it is back.',
    { level: 'info', retryAfterMs: 2_000 },
  ),
  rule(
    ({ detail, text }) => detail === 'AUTH_TOKEN_MISSING' || /token missing|password missing/i.test(text),
    'gateway-token-missing',
    'it asks for a token',
    'The gateway asks for a token, and none was found in openclaw.json (gateway.auth.token).',
    'Start Wheelhouse with the gateway’s token in OPENCLAW_GATEWAY_TOKEN, or set gateway.auth.token.',
  ),
  rule(
    ({ detail, text }) =>
      detail === 'AUTH_TOKEN_MISMATCH' || detail === 'AUTH_PASSWORD_MISMATCH' || /unauthorized|mismatch \(/i.test(text),
    'gateway-token-wrong',
    'it does not accept our token',
    'The gateway does not accept the token that Wheelhouse found (gateway.auth.token, OPENCLAW_GATEWAY_TOKEN).',
    'A running gateway keeps the token it was started with: restart it after changing the token, or give Wheelhouse the right one in OPENCLAW_GATEWAY_TOKEN.',
  ),
  rule(
    ({ detail, text }) => detail === 'PROTOCOL_MISMATCH' || /protocol mismatch/i.test(text),
    'gateway-protocol',
    'it speaks another protocol',
    ({ expected }) =>
      `The gateway speaks protocol ${typeof expected === 'number' ? expected : 'of another version'}; this Wheelhouse speaks 3 to 6.`,
    'Update whichever of the two is older. Until then everything is read from the stores.',
  ),
  rule(
    ({ detail, text }) => /SIGNATURE|DEVICE_AUTH/.test(detail) || /device signature|nonce|signedAt/i.test(text),
    'gateway-signature',
    'it does not accept our signature',
    'The gateway does not accept the signature of this device.',
    'If the clocks of the two differ, set them; else remove `gateway-device` from the secrets folder to have a new identity made.',
  ),
  rule(
    ({ detail, text }) => /ORIGIN/.test(detail) || /origin not allowed/i.test(text),
    'gateway-origin',
    'it refuses our origin',
    'The gateway refuses the connection for its origin, although Wheelhouse sends none: something between them adds it.',
    'Connect directly: let OPENCLAW_GATEWAY_URL name the gateway itself, not a proxy before it.',
  ),
  rule(
    detailIs('DEVICE_IDENTITY_REQUIRED', 'CONTROL_UI_DEVICE_IDENTITY_REQUIRED'),
    'gateway-device',
    'it asks for a device',
    'The gateway wants a signed device and did not take ours.',
    'Update Wheelhouse; until then everything is read from the stores.',
  ),
  rule(
    ({ code, detail, text }) => code === 'NOT_PAIRED' || /PAIR/.test(detail) || /pairing required/i.test(text),
    'gateway-pairing',
    'it wants to pair first',
    'The gateway wants to pair with this device first.',
    'Approve it: `openclaw devices list`, then `openclaw devices approve ID`.',
  ),
  rule(
    ({ code, detail, text }) => code === 'FORBIDDEN' || detail === 'MISSING_SCOPE' || /missing scope/i.test(text),
    'gateway-scopes',
    'it gives us no right to read',
    ({ scope }) =>
      `The gateway connects us without the right ${typeof scope === 'string' ? scope : 'operator.read'}, so that it tells nothing.`,
    'Approve that scope for this device: `openclaw devices list`, then `openclaw devices approve ID`.',
  ),
  rule(
    ({ text }) => /EROFS|read-only file system/i.test(text),
    'gateway-read-only-disk',
    'its disk is read-only',
    'The gateway cannot write to its home: the file system is read-only.',
    'Mount it writable, or give OpenClaw a state directory that is.',
  ),
  rule(
    ({ text }) => /config.*(read-only|readonly|immutable|managed)/i.test(text),
    'gateway-read-only-config',
    'its configuration is read-only',
    'The gateway may not change its own configuration, and answers so.',
    'Change openclaw.json where it is managed (Nix, a container image); reading goes on.',
    { level: 'info' },
  ),
  rule(
    ({ text }) => /invalid config|config (is )?invalid|exit(ed)? (with )?(code )?78/i.test(text),
    'gateway-config',
    'its configuration is broken',
    'The gateway does not start: its configuration is not valid.',
    'Run `openclaw config validate` and `openclaw doctor`; it will not start again by itself.',
    { level: 'error' },
  ),
  rule(
    ({ text }) => /invalid connect params|unknown method/i.test(text),
    'gateway-too-old',
    'it is too old for us',
    'The gateway does not understand how Wheelhouse introduces itself: it is older than 2026.3, or much newer.',
    'Update OpenClaw. Until then everything is read from the stores.',
  ),
  rule(
    ({ code, text }) => code === 'RATE_LIMITED' || /rate limit|too many/i.test(text),
    'gateway-locked-out',
    'it has locked us out for a while',
    'The gateway has locked this machine out after too many wrong tokens.',
    'Correct the token; the lock ends by itself within minutes.',
    { retryAfterMs: 5 * 60_000 },
  ),
  rule(
    ({ code }) => code === 'UNAVAILABLE',
    'gateway-unavailable',
    'it is not available',
    'The gateway says it is not available just now.',
    'Wheelhouse goes on asking. If it lasts, look into its log.',
    { level: 'info', retryAfterMs: soonMs },
  ),
]

/** Explains a refusal. An unknown one is quoted, shortened. */
export function refusedBy(said: Rejection): Refused {
  const { details = {}, code = '', message = '' } = said
  const text = message.slice(0, 300)
  const detail = String(details.code ?? details.reason ?? '')
  const known: RefusalFacts = {
    code,
    detail,
    text,
    expected: details.expectedProtocol,
    scope: details.missingScope ?? /missing scope: ([\w.]+)/.exec(text)?.[1],
    retryAfterMs: said.retryAfterMs === undefined ? undefined : Math.min(5 * 60_000, Math.max(200, said.retryAfterMs)),
  }
  const match = rules.find((rule) => rule.is(known))
  return (
    match?.say(known) ?? {
      words: 'it refuses the connection',
      retryAfterMs: known.retryAfterMs ?? slowlyMs,
      finding: {
        level: 'warn',
        code: 'gateway-refused',
        message: `The gateway refuses the connection${text ? `: ${text}` : said.closeCode ? ` (close ${said.closeCode})` : ''}.`,
        fix: 'Everything is read from the stores meanwhile. `openclaw doctor` may know more.',
      },
    }
  )
}

export const staleLock = (home: string, pid: number): Finding => ({
  level: 'info',
  code: 'gateway-stale-lock',
  message: `A lock in ${home} names a gateway with process ${pid}, which is gone.`,
  fix: 'Nothing: OpenClaw takes it over at its next start.',
})

export const twoGateways = (home: string, pids: number[]): Finding => ({
  level: 'warn',
  code: 'gateway-two',
  message: `${pids.length} gateways say they serve ${home}: processes ${pids.join(' and ')}. The newest is listened to.`,
  fix: 'Stop all but one: two gateways write into the same stores.',
})

export const wrongHome = (home: string, stateDir: string): Finding => ({
  level: 'warn',
  code: 'gateway-wrong-home',
  message: `The gateway found at ${home} serves ${stateDir} instead, so it is not listened to.`,
  fix: 'A home that was copied keeps the lock of the original; let OPENCLAW_STATE_DIR name the one that is in use.',
})

/** The port of a live lock is held by somebody else, who must not receive the token. */
export const foreignListener = (home: string, port: number, pid: number): Refused => ({
  words: 'another program holds its port',
  retryAfterMs: slowlyMs / 3,
  finding: {
    level: 'error',
    code: 'gateway-foreign-listener',
    message: `Port ${port}, where the gateway of ${home} should listen (process ${pid}), is held by another program. It was sent nothing.`,
    fix: `Find out which: \`ss -ltnp 'sport = :${port}'\`. End it, then restart the gateway.`,
  },
})

/** The system does not tell whose a port is, and nobody has said that it may be trusted. */
export const unprovenListener = (home: string, port: number): Refused => ({
  words: 'it is not proven to be it',
  retryAfterMs: slowlyMs,
  finding: {
    level: 'warn',
    code: 'gateway-unproven-listener',
    message: `This system does not tell whether the program on port ${port} is the gateway of ${home}, so the gateway’s token was not sent to it.`,
    fix: `If nobody else uses this machine, name it yourself: start Wheelhouse with OPENCLAW_GATEWAY_URL=ws://127.0.0.1:${port}.`,
  },
})

export const configBroken = (home: string): Finding => ({
  level: 'error',
  code: 'gateway-config',
  message: `No gateway runs in ${home}, and its configuration cannot be read: OpenClaw refuses to start with it (exit code 78).`,
  fix: 'Run `openclaw config validate` and fix openclaw.json, or put openclaw.json.last-good in its place.',
})

export const tokenElsewhere = (variable: string): Finding => ({
  level: 'warn',
  code: 'gateway-token-missing',
  message: `The gateway’s token is kept in the variable ${variable}, which Wheelhouse does not read.`,
  fix: 'Start Wheelhouse with the same token in OPENCLAW_GATEWAY_TOKEN.',
})

export const hanging = (port: number, forMs: number): Finding => ({
  level: 'error',
  code: 'gateway-hangs',
  message: `The gateway’s process runs, but it does not answer on port ${port} (tried for ${Math.round(forMs / 1_000)} s).`,
  fix: 'Look into its log, then restart it: `openclaw gateway restart`.',
})
