import { defineFeature } from '../feature.ts'
import { signInLifetimeMs } from './auth.ts'
import type { AuthEvent } from './events.ts'
import { type AuthDeps, authRoutes } from './routes.ts'

export const authFeature = defineFeature<AuthEvent>()({
  name: 'auth',
  topics: { access: 'admin' },
  events: {
    'terminals.changed': { topics: () => ['access'], redact: { screen: 'nothing', admin: 'whole' } },
  },
  tables: {
    wheelhouse: {
      tokens: { kept: 'for good: a revoked token stays as the name of what it did' },
      sign_ins: {
        kept: '30 days after they have ended, which is 30 days after their last use',
        deleteBy: { column: 'expires_at', afterMs: signInLifetimeMs },
      },
    },
  },
  routes: (parts: AuthDeps) => authRoutes(parts),
})
