import { Elysia } from 'elysia'
import { needs } from '../auth/require-role.ts'
import type { Doctor } from './doctor.ts'

export const doctorRoutes = (doctor: Doctor) =>
  new Elysia({ prefix: '/api' }).get('/doctor', () => doctor.examine(), needs('viewer'))
