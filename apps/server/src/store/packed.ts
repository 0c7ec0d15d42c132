import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib'

/** A long text as the file holds it: bytes if compressed (zstd), else the text. */
export type Packed = string | Uint8Array

/** Characters. For shorter ones setting the compressor up costs more than writing a page. */
const compressFrom = 8_192
const quickest = { params: { [constants.ZSTD_c_compressionLevel]: 1 } }

export const pack = (text: string): Packed => (text.length < compressFrom ? text : zstdCompressSync(text, quickest))

export const unpack = (packed: Packed): string =>
  typeof packed === 'string' ? packed : zstdDecompressSync(packed).toString('utf8')
