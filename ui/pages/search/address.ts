import { type SearchPlace, searchPlaces } from '../../../src/search/places.ts'
import type { Filter } from '../sessions/filter.ts'
import { readFilter, writeFilter } from '../sessions/filter-address.ts'

/** What the address says: what is looked for, in which texts, and in which sessions, by the filter of their list. */
export type Address = { q: string; place: SearchPlace; filter: Filter }

/** An address has room for so many letters; the server takes more. */
const maxQueryLength = 2_000

export function readAddress(search: string): Address {
  const params = new URLSearchParams(search)
  return {
    q: (params.get('q') ?? '').slice(0, maxQueryLength).toWellFormed().replaceAll('\uFFFD', ''),
    place: searchPlaces.find((place) => place === params.get('in')) ?? 'all',
    filter: { ...readFilter(search), q: '' },
  }
}

/** The search of an address, `?q=store.flushed&in=words&since=month`; what says nothing is left out. */
export function writeAddress({ q, place, filter }: Address): string {
  const parts = [
    q.trim() === '' ? '' : `q=${encode(q)}`,
    place === 'all' ? '' : `in=${place}`,
    writeFilter({ ...filter, q: '' }).slice(1),
  ].filter(Boolean)
  return parts.length > 0 ? `?${parts.join('&')}` : ''
}

const encode = (text: string) => encodeURIComponent(text.toWellFormed()).replace(/%2F/g, '/').replace(/%20/g, '+')
