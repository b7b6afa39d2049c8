/** What the executable holds packed and loads once somebody asks, or looks whether they can. */
export { createAsk } from './ask.ts'
