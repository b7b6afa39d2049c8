import { defineFeature } from '../feature.ts'
import type { Doctor } from './doctor.ts'
import { doctorRoutes } from './routes.ts'

export const doctorFeature = defineFeature()({
  name: 'doctor',
  events: {},
  routes: ({ doctor }: { doctor: Doctor }) => doctorRoutes(doctor),
})
