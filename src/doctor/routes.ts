import { Elysia } from 'elysia'
import { requireRole } from '../auth/require-role.ts'
import type { Doctor } from './doctor.ts'

export const doctorRoutes = (doctor: Doctor) =>
  new Elysia({ prefix: '/api' }).get('/doctor', () => doctor.examine(), requireRole('viewer'))
