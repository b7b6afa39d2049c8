import { Elysia } from 'elysia'
import { needs } from '../http/needs.ts'
import type { Doctor } from './doctor.ts'

export const doctorRoutes = (doctor: Doctor) =>
  new Elysia({ prefix: '/api' }).get('/doctor', () => doctor.examine(), needs('viewer'))
