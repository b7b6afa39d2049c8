import { oneLine } from '../lib/plain-text.ts'
import { Refusal } from '../lib/refusal.ts'

/** What a person typed in from a bill or a provider's console, for one provider and month. */
export type Bill = {
  id: number
  /** The payee, by the name that the ledger uses. */
  provider: string
  /** `2026-11` */
  month: string
  /** As it was typed, in its own currency: `212.40`. */
  amount: string
  currency: string
  /** How many dollars one of its currency is; `1` for dollars. */
  rate: string
  usdCents: number
  note: string
  /** When it was typed in (ms), and by whom. */
  at: number
  by: string
}

/** What a person types in; `rate` may be left out for dollars. */
export type BillDraft = {
  provider: string
  month: string
  amount: string
  currency: string
  rate?: string | undefined
  note?: string | undefined
}

type CheckedBill = Pick<Bill, 'provider' | 'month' | 'amount' | 'currency' | 'rate' | 'usdCents' | 'note'>

/** No month of agents costs more; what is larger is a typing error. */
const maxUsdCents = 10_000_000_00
const maxNote = 200
const maxProvider = 60
const firstMonth = '2020-01'

/**
 * A bill as it is kept; `thisMonth` is the month that is now. Throws a Refusal that says what is wrong and what to type.
 */
export function checkedBill(draft: BillDraft, thisMonth: string): CheckedBill {
  const wrong = (sentence: string): never => {
    throw new Refusal('bad-input', sentence)
  }
  const provider = oneLine(draft.provider).toLowerCase()
  if (provider === '' || provider.length > maxProvider) wrong('Say who the bill is from, as Anthropic or OpenAI.')
  if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(draft.month))
    wrong(`The month must be like 2026-11, not “${shown(draft.month)}”.`)
  if (draft.month > thisMonth) wrong(`${draft.month} has not begun. A bill is of this month or one before.`)
  if (draft.month < firstMonth) wrong(`Bills from before ${firstMonth} cannot be compared with anything.`)
  const currency = draft.currency.trim().toUpperCase()
  if (!/^[A-Z]{3}$/.test(currency))
    wrong(`The currency must be three letters, as USD or EUR, not “${shown(draft.currency)}”.`)
  const amountText = plainNumber(draft.amount)
  if (amountText.startsWith('-'))
    wrong('The amount must not be negative. Take a credit off the bill that it belongs to.')
  const amount =
    decimalIn(amountText) ?? wrong(`The amount must be a number like 212.40, not “${shown(draft.amount)}”.`)
  const rateText = currency === 'USD' ? '1' : plainNumber(draft.rate ?? '')
  if (rateText === '')
    wrong(`Say how many dollars one ${currency} is on the bill, as 1.0843. Wheelhouse asks nobody for a rate.`)
  const rate = decimalIn(rateText)
  if (rate === undefined || rate.digits <= 0n)
    return wrong(`The rate must be a number above 0, not “${shown(rateText)}”.`)
  const cents = centsIn(amount, rate)
  if (cents > maxUsdCents) wrong('That is more than ten million dollars. Check the amount and the rate.')
  const note = oneLine(draft.note ?? '').slice(0, maxNote)
  return { provider, month: draft.month, amount: amountText, currency, rate: rateText, usdCents: cents, note }
}

/** The words of a number as a computer writes it: no blanks, no separators of thousands, a point. */
function plainNumber(text: string): string {
  const bare = text.replace(/[\s_\u00a0\u202f']/g, '').replace(/^[−–]/, '-')
  // `1,234.50`, `1.234,50` and `212,40`: the last sign is that of the fraction, a repeated one separates thousands.
  if (/^-?\d{1,3}(,\d{3})+(\.\d+)?$/.test(bare)) return bare.replaceAll(',', '')
  if (/^-?\d{1,3}(\.\d{3})+,\d+$/.test(bare)) return bare.replaceAll('.', '').replace(',', '.')
  return bare.replace(',', '.')
}

/** An exact decimal: `digits` of the size of 10 to the minus `scale`. */
type Decimal = { digits: bigint; scale: number }

function decimalIn(text: string): Decimal | undefined {
  const [, whole, fraction = ''] = /^(\d{1,12})(?:\.(\d{1,10}))?$/.exec(text) ?? []
  return whole === undefined ? undefined : { digits: BigInt(whole + fraction), scale: fraction.length }
}

/** A product in whole cents, exactly rounded. */
function centsIn(a: Decimal, b: Decimal): number {
  const divisor = 10n ** BigInt(a.scale + b.scale)
  return Number((a.digits * b.digits * 100n * 2n + divisor) / (2n * divisor))
}

const shown = (text: string) => oneLine(text).slice(0, 40)
