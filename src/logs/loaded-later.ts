/** What the executable holds packed and loads once logs are kept or asked: all of it comes from here. */
export { createKeeper, createLogAnswers } from './keeper/keeper.ts'
export { createLogs } from './logs.ts'
export { sourcesOf } from './sources.ts'
