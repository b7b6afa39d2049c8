import type { OpenDelivery } from './delivery-rows.ts'
import type { Values } from './template.ts'

/** What templates may name of a notice. `place` is where pages are, with `/` at its end, and the name of this machine. */
export function valuesOf(
  { notice, turn, dedupeKey, channelId }: Pick<OpenDelivery, 'notice' | 'turn' | 'dedupeKey' | 'channelId'>,
  { address, host, isSettled, now }: { address: string; host: string; isSettled: boolean; now: number },
): Values {
  const isEnd = turn === -1
  const key = idOf(`${dedupeKey}\n${channelId}\n${turn}`)
  const title = isEnd ? `Settled: ${notice.title}` : notice.title
  const about = [
    ...(turn > 0 ? [`Still open, told for the ${ordinal(turn + 1)} time.`] : []),
    ...(isSettled && !isEnd ? ['This has settled meanwhile.'] : []),
  ]
  const text = [notice.text, ...about].filter((line) => line !== '').join('\n')
  const link = address === '' ? '' : `${address.replace(/\/$/, '')}${notice.href}`
  return {
    title,
    text: text === '' ? title : text,
    message: text === '' ? title : `${title}\n${text}`,
    subject: notice.subject,
    severity: notice.severity,
    kind: notice.kind,
    link,
    host,
    event: isEnd ? 'resolve' : dedupeKey.startsWith('test:') ? 'test' : 'trigger',
    at: new Date(notice.at).toISOString(),
    atSeconds: String(Math.floor(notice.at / 1_000)),
    atMs: String(notice.at),
    nowSeconds: String(Math.floor(now / 1_000)),
    nowMs: String(now),
    nowIso: new Date(now).toISOString(),
    dedupe: idOf(dedupeKey),
    key,
    /** The same as a number of 31 bits. */
    keyNumber: String(Number.parseInt(key.slice(0, 8), 16) >>> 1),
  }
}

/** A uuid that the same text always has: what receivers know a repetition by. */
function idOf(text: string): string {
  const hex = new Bun.CryptoHasher('sha256').update(text).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

const ordinal = (count: number) =>
  `${count}${count % 100 >= 11 && count % 100 <= 13 ? 'th' : (['th', 'st', 'nd', 'rd'][count % 10] ?? 'th')}`
