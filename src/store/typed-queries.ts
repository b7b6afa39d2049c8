import { drizzle } from 'drizzle-orm/bun-sqlite'
import type { Store } from './store.ts'

/** Typed queries (drizzle) on the tables of wheelhouse.sqlite. The threads that know only the index do not load it. */
export const typedQueries = ({ $client }: Store) => drizzle({ client: $client })
