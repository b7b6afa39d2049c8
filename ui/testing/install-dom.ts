import { afterAll, afterEach } from 'bun:test'
import { cleanUp, createDom } from './dom.ts'

// Every .test.tsx imports this before anything else, see scripts/solid-in-tests.ts.
afterAll(createDom())
afterEach(cleanUp)
