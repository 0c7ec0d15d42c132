import type { Flow } from '@quorum/engine'
import { factsOf } from '../geometry/facts.ts'
import { absolutePosition, flowGeometry } from '../geometry/geometry.ts'

const margin = 40
const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

/** The drawing as an image of its own (SVG): boxes with title and kind, lines from port to port. Needs no fonts or styles of ours. */
export function pictureOf(flow: Flow): string {
  const shapes = flowGeometry(flow)
  const byId = new Map(flow.nodes.map((node) => [node.id, node]))
  const boxes = flow.nodes.flatMap((node) => {
    const shape = shapes.get(node.id)
    return shape ? [{ node, shape, ...absolutePosition(byId, node) }] : []
  })
  const boxOf = new Map(boxes.map((box) => [box.node.id, box]))
  const left = Math.min(0, ...boxes.map(({ x }) => x)) - margin
  const top = Math.min(0, ...boxes.map(({ y }) => y)) - margin
  const right = Math.max(0, ...boxes.map(({ x, shape }) => x + shape.width)) + margin
  const bottom = Math.max(0, ...boxes.map(({ y, shape }) => y + shape.height)) + margin
  const portAt = (id: string, portId: string | undefined, flowing: 'in' | 'out') => {
    const box = boxOf.get(id)
    const ports = box?.shape.ports.filter((port) => port.flow === flowing) ?? []
    const port = ports.find((one) => one.id === portId) ?? ports[0]
    return box && port ? { x: box.x + port.x, y: box.y + port.y } : null
  }
  const lines = flow.edges.flatMap((edge) => {
    const from = portAt(edge.source, edge.sourcePort, 'out')
    const to = portAt(edge.target, edge.targetPort, 'in')
    if (!from || !to) return []
    const bend = Math.max(40, Math.abs(to.x - from.x) / 2)
    return [
      `<path d="M${from.x} ${from.y}C${from.x + bend} ${from.y} ${to.x - bend} ${to.y} ${to.x} ${to.y}" fill="none" stroke="#7c8494" stroke-width="2"/>`,
    ]
  })
  const nodes = boxes.map(({ node, shape, x, y }) => {
    const { title, subtitle } = factsOf(node)
    const room = Math.floor(shape.width / 8)
    const short = (text: string): string => escaped(text.length > room ? `${text.slice(0, room - 1)}…` : text)
    const drawn = [
      `<rect x="${x}" y="${y}" width="${shape.width}" height="${shape.height}" rx="12" fill="${shape.body ? '#f4f6fb' : '#ffffff'}" stroke="#a4abb8"/>`,
      `<text x="${x + 14}" y="${y + 22}" font-size="13" font-weight="600" fill="#1c2130">${short(title)}</text>`,
      `<text x="${x + 14}" y="${y + 38}" font-size="11" fill="#5b6375">${short(subtitle)}</text>`,
    ].join('')
    return { body: Boolean(shape.body), drawn }
  })
  const [width, height] = [right - left, bottom - top]
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="${left} ${top} ${width} ${height}" font-family="system-ui, sans-serif">`,
    `<title>${escaped(flow.name)}</title>`,
    `<rect x="${left}" y="${top}" width="${width}" height="${height}" fill="#f7f8fb"/>`,
    // As on the canvas lines run above containers and below everything else.
    ...nodes.flatMap(({ body, drawn }) => (body ? [drawn] : [])),
    ...lines,
    ...nodes.flatMap(({ body, drawn }) => (body ? [] : [drawn])),
    '</svg>',
  ].join('\n')
}

/** The longest side of a picture in pixels: more no browser draws for sure. */
const longest = 8_192

/** The same picture in points (PNG), twice as fine as on screen if it is not too large. @throws if it cannot be drawn. */
export async function rastered(picture: Blob): Promise<Blob> {
  const url = URL.createObjectURL(picture)
  try {
    const image = new Image()
    image.src = url
    await image.decode()
    const scale = Math.min(2, longest / Math.max(image.width, image.height))
    const canvas = document.createElement('canvas')
    canvas.width = Math.round(image.width * scale)
    canvas.height = Math.round(image.height * scale)
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height)
    return await new Promise((done, fail) =>
      canvas.toBlob(
        (blob) => (blob ? done(blob) : fail(new Error('The browser could not draw the picture.'))),
        'image/png',
      ),
    )
  } finally {
    URL.revokeObjectURL(url)
  }
}
