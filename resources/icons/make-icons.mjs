// Draws the icon files of every system from icon.svg: `node resources/icons/make-icons.mjs [chromium]`. The results are in
// the repository, because electron-builder would fetch a tool to make them.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from '@playwright/test'

const folder = import.meta.dirname
const svg = readFileSync(join(folder, 'icon.svg'), 'utf8')
const sizes = [16, 24, 32, 48, 64, 128, 256, 512, 1024]

/** @type {Map<number, Buffer>} */
const images = new Map()
const executablePath = process.argv[2]
const browser = await chromium.launch({
  ...(executablePath && { executablePath }),
  // It draws one picture of ours; as root Chromium starts no other way.
  args: process.getuid?.() === 0 ? ['--no-sandbox', '--disable-gpu'] : ['--disable-gpu'],
})
for (const size of sizes) {
  const page = await browser.newPage({ viewport: { width: size, height: size } })
  await page.setContent(`<style>*{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${svg}`)
  const image = await page.screenshot({ omitBackground: true })
  images.set(size, image)
  writeFileSync(join(folder, `${size}x${size}.png`), image)
  await page.close()
}
await browser.close()

/** @param {number} size */
const image = (size) => images.get(size) ?? Buffer.alloc(0)

/** Windows: a directory of 16 bytes an image, then the images as PNG. 256 is written as 0. */
function makeIco() {
  const inside = [16, 24, 32, 48, 64, 128, 256]
  const head = Buffer.alloc(6 + 16 * inside.length)
  head.writeUInt16LE(1, 2)
  head.writeUInt16LE(inside.length, 4)
  let offset = head.length
  for (const [index, size] of inside.entries()) {
    const at = 6 + 16 * index
    head.writeUInt8(size % 256, at)
    head.writeUInt8(size % 256, at + 1)
    head.writeUInt16LE(1, at + 4)
    head.writeUInt16LE(32, at + 6)
    head.writeUInt32LE(image(size).length, at + 8)
    head.writeUInt32LE(offset, at + 12)
    offset += image(size).length
  }
  return Buffer.concat([head, ...inside.map(image)])
}

/** macOS: pieces of a name of four letters, a length, and a PNG; twice as large ones for dense displays. */
function makeIcns() {
  const inside = /** @type {const} */ ([
    ['icp4', 16],
    ['ic11', 32],
    ['icp5', 32],
    ['ic12', 64],
    ['ic07', 128],
    ['ic13', 256],
    ['ic08', 256],
    ['ic14', 512],
    ['ic09', 512],
    ['ic10', 1024],
  ])
  const piece = (/** @type {string} */ name, /** @type {Buffer} */ content) => {
    const head = Buffer.alloc(8)
    head.write(name, 'latin1')
    head.writeUInt32BE(content.length + 8, 4)
    return Buffer.concat([head, content])
  }
  return piece('icns', Buffer.concat(inside.map(([name, size]) => piece(name, image(size)))))
}

writeFileSync(join(folder, 'icon.ico'), makeIco())
writeFileSync(join(folder, 'icon.icns'), makeIcns())
