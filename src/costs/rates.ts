/** Where a price was found: our book, the runtime's configuration, the user's `config.toml`, or that it runs at home. */
export type PriceSource = 'book' | 'runtime' | 'override' | 'local'

/** US dollars for a million tokens; beyond `above` tokens of its class another price holds. */
export type Rate = { usd: number; above?: { tokens: number; usd: number }[] }

/** Null where a class has no price of its own. */
export type Rates = {
  input: Rate | null
  output: Rate | null
  cacheRead: Rate | null
  cacheWrite5m: Rate | null
  cacheWrite1h: Rate | null
  /** What an answer asked for with priority costs more by; 1 where it does not. */
  fast: number
}
