import type { Depiction, OfficeAct } from '../../../src/office/depiction.ts'
import type { OfficeMember } from '../../../src/office/member.ts'
import { generator, hash } from '../art/avatar.ts'
import { createPath, type Path } from './find-path.ts'
import type { Intent } from './intent.ts'
import type { Direction } from './layout.ts'
import type { Place } from './places.ts'

/** Somebody in the office. It is changed in place at each step and stays the same object for as long as it is there. */
export type Actor = {
  id: string
  /** What was last told of it. */
  member: OfficeMember
  depiction: Depiction
  /** Who began the sub-agent, where that one is in the office. */
  parentId: string | null

  /** Where its feet are, in art pixels. */
  x: number
  y: number
  /** What it is drawn behind and before: larger is nearer. */
  z: number
  direction: Direction
  stance: 'stand' | 'sit' | 'desk'
  /** What it is seen to do: what its state says, walking, or a pastime. */
  act: OfficeAct | 'walk' | 'carry' | 'coffee'
  opacity: number
  /** What its animations are ahead of the clock, so that not everybody breathes at once. */
  phaseMs: number
  /** How far it has walked since it set out, for the steps of its walk. */
  walkedPx: number
  carries: 'paper' | null
  /** The id of its desk, and that of the seat or the spot it is in, if any. */
  desk: string | null
  place: string | null

  /** Where it is, and where it is going. On its way it is nowhere. */
  at: Place | null
  goal: Place | null
  /** Its own place: a desk, or the tile beside the home of its parent, which is the anchor. */
  home: Place | null
  anchor: Place | null
  /** Where it belongs by what was told of it. */
  intent: Intent
  path: Path
  /** The next tile of the path; -1 before it has set out. */
  pathAt: number
  /** The tile it walks in, which others keep clear of. */
  tile: number
  blockedMs: number
  /** When it sets out, and when it has to be there, in ms of the world. */
  startsAt: number
  arrivesBy: number
  fade: 'in' | 'out' | null
  isLeaving: boolean
  /** It has left, and is taken off the list within the same step. */
  isGone: boolean

  /** When somebody without work does the next thing, in ms of the world. */
  freeUntil: number
  /** With whom it chats. */
  partner: Actor | null
  /** To whom it carries a paper. */
  errandTo: string | null
  /** Its own, so that nobody does something else because another came. */
  random: () => number
  /** A small number that no other has at the time, the lowest first: who gives way to whom. */
  rank: number
}

export function createActor(member: OfficeMember, depiction: Depiction, seed: string, rank: number): Actor {
  return {
    id: member.id,
    member,
    depiction,
    parentId: null,
    x: 0,
    y: 0,
    z: 0,
    direction: 'down',
    stance: 'stand',
    act: depiction.act,
    opacity: 0,
    phaseMs: hash(member.id) % 4_000,
    walkedPx: 0,
    carries: null,
    desk: null,
    place: null,
    at: null,
    goal: null,
    home: null,
    anchor: null,
    intent: 'desk',
    path: createPath(),
    pathAt: -1,
    tile: -1,
    blockedMs: 0,
    startsAt: 0,
    arrivesBy: 0,
    fade: null,
    isLeaving: false,
    isGone: false,
    freeUntil: 0,
    partner: null,
    errandTo: null,
    random: generator(hash(`${seed} ${member.id}`)),
    rank,
  }
}

/** A number of the actor's own chance between two. */
export const between = (actor: Actor, [least, most]: readonly [number, number]) =>
  least + actor.random() * (most - least)
