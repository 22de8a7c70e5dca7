// The side of the rendition benchmark that is sharp: one decode, preview through raw pixels to the tile.
// Two pipelines from the file (the usual way) decode twice and cost more; this is sharp at its cheapest.
import path from 'node:path'
import readline from 'node:readline'
import sharp from 'sharp'

sharp.concurrency(1)
sharp.cache(false)
const jpeg = { quality: 80, optimiseCoding: false }

console.log(JSON.stringify({ version: `sharp ${sharp.versions.sharp} (libvips ${sharp.versions.vips})` }))

for await (const line of readline.createInterface({ input: process.stdin })) {
  const { files, out, preview, tile } = JSON.parse(line)
  try {
    for (const file of files) {
      const stem = path.join(out, path.parse(file).name)
      const { data, info } = await sharp(file)
        .rotate()
        .resize(preview[0], preview[1], { fit: 'inside', withoutEnlargement: true })
        .raw()
        .toBuffer({ resolveWithObject: true })
      const raw = { raw: { width: info.width, height: info.height, channels: info.channels } }
      await sharp(data, raw).jpeg(jpeg).toFile(`${stem}-preview.jpg`)
      await sharp(data, raw).resize(tile[0], tile[1], { fit: 'fill' }).jpeg(jpeg).toFile(`${stem}-tile.jpg`)
    }
    console.log(JSON.stringify({ done: files.length }))
  } catch (error) {
    console.log(JSON.stringify({ error: String(error) }))
  }
}
