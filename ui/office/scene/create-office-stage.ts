import 'pixi.js/unsafe-eval'
import { Container, Sprite, Texture, Ticker, WebGLRenderer } from 'pixi.js'
import { rgb } from '../art/palette.ts'
import { artOf, frameOf } from '../art/sprites.ts'
import type { Daylight, Sky } from '../world/daylight.ts'
import type { Layout, Point } from '../world/layout.ts'
import type { ObjectState } from '../world/object-states.ts'
import { createSeatStates } from '../world/seat-states.ts'
import { timings } from '../world/timings.ts'
import type { World } from '../world/world.ts'
import { type Camera, type Extent, followed, toView, within } from './camera.ts'
import { createCoinsLayer } from './coins-layer.ts'
import { createDrawCounter } from './count-draw-calls.ts'
import { createCrewLayer } from './crew-layer.ts'
import { type Drawing, drawingOrder } from './drawing-order.ts'
import { createFramePacer, pace } from './frame-pacer.ts'
import { createLightLayer } from './light-layer.ts'
import { createOfficeArt, type OfficeArt } from './office-art.ts'
import { createOverLayer } from './over-layer.ts'
import { paintGround } from './paint-ground.ts'
import { shortestBeatMs, untilNextBeat } from './sprite-clock.ts'
import { createThingsLayer } from './things-layer.ts'

const tile = 16
/** A drawing comes so much after the beat that every step of it has been taken, in ms. */
const afterBeatMs = 2
/** What is nearer to the edge of the view than this (CSS pixels) is as good as not seen. */
const edge = 60
/** After a longer pause everybody is where they were going: nobody wants to watch a week in a hurry. */
const longestPauseMs = 5_000

type Deps = {
  canvas: HTMLCanvasElement
  /** The office that is shown at first, and who is in it. */
  layout: Layout
  world: World
  /** The light and the objects of this moment. */
  light(): { daylight: Daylight; sky: Sky; moon: number }
  objects(isDoorOpen: boolean): Readonly<Record<string, ObjectState>>
  isMotionReduced(): boolean
  /** Time has stopped: the connection is lost. */
  isStopped(): boolean
  /** Called after each frame, with what of the office is seen. */
  onFrame(camera: Camera): void
  /** The context of the graphics card was lost, or is there again. */
  onContext(isThere: boolean): void
}

/** What the last frame took, for the debug view. */
type FrameFigures = {
  frames: number
  drawMs: number
  stepMs: number
  pages: number
  pictures: number
  /** 0 unless they are counted. */
  drawCalls: number
}

/**
 * The office on a canvas. The canvas has one pixel for each art pixel that is seen and is enlarged by the browser, so
 * that a large screen costs no more than a small one. Undefined where the browser has no WebGL.
 */
export async function createOfficeStage(deps: Deps) {
  const { canvas } = deps
  // It would ask for every frame of the screen, only to look now and then what can be freed: that is done as we draw.
  Ticker.system.autoStart = false
  const renderer = new WebGLRenderer()
  try {
    await renderer.init({
      canvas,
      width: 1,
      height: 1,
      antialias: false,
      backgroundColor: 0x120e1e,
      powerPreference: 'low-power',
      preserveDrawingBuffer: false,
      skipExtensionImports: true,
    })
  } catch {
    return undefined
  }

  const beatMs = isDrawnByProcessor(renderer.gl) ? shortestBeatMs.processor : shortestBeatMs.card
  const art = createOfficeArt()
  const root = new Container()
  const over = createOverLayer(art)
  root.addChild(over.container)
  let set = buildSet(deps.layout, deps.world, art)
  root.addChildAt(set.container, 0)

  let view: Extent = { width: 1, height: 1 }
  let camera: Camera = { x: set.office.width / 2, y: set.office.height / 2, zoom: 2 }
  let followedId: string | undefined
  let isPanning = false
  let offset: Point = { x: 0, y: 0 }
  let isStale = true
  let before: number | undefined
  let owed = 0
  let clock = 0
  let seats = createSeatStates()
  let dressed: { daylight?: Daylight; sky?: Sky; objects?: object; generation?: number } = {}
  const figures: FrameFigures = { frames: 0, drawMs: 0, stepMs: 0, pages: 0, pictures: 0, drawCalls: 0 }
  const drawCounter = createDrawCounter(renderer.gl)

  const pacer = createFramePacer({
    draw,
    requestFrame(callback) {
      const id = requestAnimationFrame(callback)
      return () => cancelAnimationFrame(id)
    },
    wait(callback, ms) {
      const id = setTimeout(callback, ms)
      return () => clearTimeout(id)
    },
    now: () => performance.now(),
  })

  /** Lets the time since the last frame pass in the world. */
  function advance(at: number) {
    const elapsed = before === undefined ? 0 : at - before
    before = at
    if (deps.isStopped()) return elapsed
    if (deps.isMotionReduced() || elapsed > longestPauseMs) {
      set.world.jump()
      owed = 0
    } else {
      for (owed += elapsed; owed >= timings.stepMs; owed -= timings.stepMs) set.world.step()
      clock += elapsed
    }
    return elapsed
  }

  /** Shows the state of everything, where it is another than before. */
  function dress(isDoorOpen: boolean): boolean {
    const { daylight, sky, moon } = deps.light()
    const objects = deps.objects(isDoorOpen)
    const isNew = seats.note(set.world.actors)
    const generation = art.generation()
    if (
      !isNew &&
      daylight === dressed.daylight &&
      sky === dressed.sky &&
      objects === dressed.objects &&
      generation === dressed.generation
    )
      return false
    dressed = { daylight, sky, objects, generation }
    set.things.dress({ seats: seats.states, daylight, objects }, { sky, moon })
    set.light.light(renderer, seats.states, daylight)
    renderer.background.color = darkWall(daylight.ambient)
    return true
  }

  function draw(at: number): number | null {
    const elapsed = advance(at)
    const stepped = performance.now()
    const { world, layout, office } = set
    const followee = followedId === undefined ? undefined : world.find(followedId)
    if (followee) {
      const to = { x: followee.x, y: followee.y - 12 }
      const next = deps.isMotionReduced()
        ? within({ ...camera, ...to }, view, office)
        : followed(camera, to, elapsed, view, office)
      if (Math.abs(next.x - camera.x) + Math.abs(next.y - camera.y) > 0.05) {
        camera = next
        isStale = true
      }
    }
    const isMoving = world.quietMs() === 0
    let isChanged = isStale
    if (dress(isSomebodyAt(layout.door, world))) isChanged = true
    // A whole number needs no room of its own, however often it is handed on.
    const moment = Math.floor(clock)
    if (set.things.animate(moment)) isChanged = true
    if (set.crew.update(world.actors, moment)) isChanged = true
    if (set.coins.update(world)) isChanged = true
    if (over.update(world)) isChanged = true
    if (isChanged) {
      render()
      art.sweep()
    }
    figures.stepMs = stepped - at
    figures.drawMs = performance.now() - stepped
    if (isChanged) {
      figures.frames++
      figures.drawCalls = drawCounter.take()
      Object.assign(figures, art.size())
    }
    deps.onFrame(camera)
    if (deps.isMotionReduced() || deps.isStopped()) return null
    if (isPanning || (followee && isMoving)) return 1_000 / pace.panning
    if (isMoving) return 1_000 / pace.moving
    return untilNextBeat(set.crew.shortestStepMs(), clock, beatMs) + afterBeatMs
  }

  function render() {
    const left = camera.x - view.width / 2 / camera.zoom
    const top = camera.y - view.height / 2 / camera.zoom
    const [x, y] = [Math.floor(left), Math.floor(top)]
    const width = Math.ceil(view.width / camera.zoom) + 1
    const height = Math.ceil(view.height / camera.zoom) + 1
    if (renderer.width !== width || renderer.height !== height) renderer.resize(width, height)
    canvas.style.width = `${width * camera.zoom}px`
    canvas.style.height = `${height * camera.zoom}px`
    // A part of an art pixel is moved by the browser, in whole pixels of the screen.
    offset = { x: Math.round((x - left) * camera.zoom), y: Math.round((y - top) * camera.zoom) }
    canvas.style.transform = `translate(${offset.x}px, ${offset.y}px)`
    root.position.set(-x, -y)
    art.flush()
    renderer.render({ container: root })
    Ticker.system.update(performance.now())
    isStale = false
  }

  const onLost = (event: Event) => {
    event.preventDefault()
    pacer.pause()
    deps.onContext(false)
  }
  const onRestored = () => {
    dressed = {}
    isStale = true
    deps.onContext(true)
    pacer.resume()
    pacer.wake()
  }
  canvas.addEventListener('webglcontextlost', onLost)
  canvas.addEventListener('webglcontextrestored', onRestored)

  return {
    office: () => set.office,
    /** Shows another office, or the same after it was rebuilt, without a new picture of everything else. */
    setLayout(layout: Layout, world: World) {
      const before = set
      set = buildSet(layout, world, art)
      root.addChildAt(set.container, 0)
      before.destroy()
      seats = createSeatStates()
      dressed = {}
      owed = 0
      camera = within(camera, view, set.office)
      isStale = true
      pacer.wake()
    },
    camera: () => camera,
    view: () => view,
    setView(next: Extent) {
      view = next
      camera = within(camera, view, set.office)
      isStale = true
      pacer.wake()
    },
    setCamera(next: Camera) {
      camera = within(next, view, set.office)
      isStale = true
      pacer.wake()
    },
    /** Looks at a point of the office, unless it is in view already. */
    reveal(at: Point) {
      const seen = toView(camera, at, view)
      const isSeen = seen.x > edge && seen.y > edge && seen.x < view.width - edge && seen.y < view.height - edge
      if (isSeen) return
      camera = within({ ...camera, x: at.x, y: at.y }, view, set.office)
      isStale = true
      pacer.wake()
    },
    /** Keeps somebody in the middle; undefined lets go. */
    follow(id: string | undefined) {
      followedId = id
      pacer.wake()
    },
    setPanning(next: boolean) {
      isPanning = next
      pacer.wake()
    },
    /** Something that is shown has changed. */
    wake: pacer.wake,
    pause: pacer.pause,
    resume: pacer.resume,
    figures: (): Readonly<FrameFigures> => figures,
    missing: art.missing,
    avatarFor: art.avatarFor,
    /** Whether the calls of the graphics card are counted. */
    setCounting(next: boolean) {
      if (next) drawCounter.start()
      else drawCounter.stop()
    },
    /** Paints the office as it is seen now, `factor` times as large as on the screen. */
    paintInto(context: CanvasRenderingContext2D, factor: number) {
      render()
      const enlarged = camera.zoom * factor
      context.imageSmoothingEnabled = false
      context.drawImage(
        canvas,
        offset.x * factor,
        offset.y * factor,
        renderer.width * enlarged,
        renderer.height * enlarged,
      )
    },
    destroy() {
      pacer.pause()
      canvas.removeEventListener('webglcontextlost', onLost)
      canvas.removeEventListener('webglcontextrestored', onRestored)
      set.destroy()
      root.destroy({ children: true })
      art.destroy()
      renderer.destroy()
    },
  }
}

/** Everything on the stage that belongs to one office. */
function buildSet(layout: Layout, world: World, art: OfficeArt) {
  const container = new Container()
  const standing = new Container({ sortableChildren: true })
  const glows = new Container()
  const ground = textureOfGround(layout)
  const things = createThingsLayer(layout, art, standing)
  const coins = createCoinsLayer(layout, art, standing)
  const crew = createCrewLayer(art, standing, glows)
  const light = createLightLayer(layout, art)
  const drawings: Record<Exclude<Drawing, 'over'>, Container> = {
    ground: new Sprite(ground),
    walls: things.walls,
    glows,
    standing,
    beams: light.beams,
    light: light.multiplied,
    bloom: light.bloom,
  }
  for (const drawing of drawingOrder) if (drawing !== 'over') container.addChild(drawings[drawing])
  return {
    layout,
    world,
    container,
    things,
    coins,
    crew,
    light,
    office: { width: layout.width * tile, height: layout.height * tile } satisfies Extent,
    destroy() {
      container.removeFromParent()
      crew.destroy()
      light.destroy()
      container.destroy({ children: true })
      ground.destroy(true)
    },
  }
}

export type OfficeStage = NonNullable<Awaited<ReturnType<typeof createOfficeStage>>>

/** Whether there is no graphics card, and a program stands for it. */
function isDrawnByProcessor(gl: WebGLRenderingContext | WebGL2RenderingContext): boolean {
  const names = gl.getExtension('WEBGL_debug_renderer_info')
  const name: unknown = names && gl.getParameter(names.UNMASKED_RENDERER_WEBGL)
  return typeof name === 'string' && /swiftshader|llvmpipe|softpipe|software|basic render/i.test(name)
}

function textureOfGround(layout: Layout): Texture {
  const { width, height, data } = paintGround(layout, (sprite) => (artOf(sprite) ? frameOf(sprite) : undefined))
  const canvas = document.createElement('canvas')
  canvas.width = width
  canvas.height = height
  canvas.getContext('2d')!.putImageData(new ImageData(data, width, height), 0, 0)
  const texture = Texture.from(canvas, true)
  texture.source.scaleMode = 'nearest'
  return texture
}

const [wallRed, wallGreen, wallBlue] = rgb('ink2')

/** The colour of walls in this light: what lies around an office is one. */
const darkWall = ([r, g, b]: Daylight['ambient']) =>
  (Math.round((wallRed * r) / 255) << 16) | (Math.round((wallGreen * g) / 255) << 8) | Math.round((wallBlue * b) / 255)

const isSomebodyAt = (door: Point, world: World) =>
  world.actors.some(({ x, y, goal }) => goal !== null && Math.hypot(x - door.x, y - door.y) < 22)
