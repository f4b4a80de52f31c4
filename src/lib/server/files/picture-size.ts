import type { FileType } from '#lib/protocol/files.ts';

interface PictureSize {
	width: number;
	height: number;
}

/**
 * Width and height as a picture's header says them, in pixels; nothing is unpacked. Null when the header
 * does not hold them.
 */
export function pictureSize(bytes: Buffer, type: FileType): PictureSize | null {
	try {
		switch (type) {
			case 'image/png':
				return ofPng(bytes);
			case 'image/jpeg':
				return ofJpeg(bytes);
			case 'image/webp':
				return ofWebp(bytes);
			default:
				return null;
		}
	} catch (error) {
		if (error instanceof RangeError) return null; // it ends before it is said
		throw error;
	}
}

/** PNG, 11.2.2: IHDR comes first. */
function ofPng(bytes: Buffer): PictureSize | null {
	if (bytes.toString('latin1', 12, 16) !== 'IHDR') return null;
	return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
}

/** ITU-T T.81, B.2.2: the frame header is the first segment SOF0 … SOF15, but DHT, JPG and DAC. */
function ofJpeg(bytes: Buffer): PictureSize | null {
	for (let at = 2; ;) {
		if (bytes.readUInt8(at) !== 0xff) return null;
		const marker = bytes.readUInt8(at + 1);
		if (marker === 0xff) {
			at++; // fill
			continue;
		}
		const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
		if (isFrame) return { height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) };
		if (marker === 0xda || marker === 0xd9) return null; // the picture itself, or its end
		at += 2 + bytes.readUInt16BE(at + 2);
	}
}

/** RFC 9649: lossy, lossless, or extended with the canvas said first. */
function ofWebp(bytes: Buffer): PictureSize | null {
	switch (bytes.toString('latin1', 12, 16)) {
		case 'VP8 ':
			return { width: bytes.readUInt16LE(26) & 0x3fff, height: bytes.readUInt16LE(28) & 0x3fff };
		case 'VP8L': {
			const bits = bytes.readUInt32LE(21);
			return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
		}
		case 'VP8X':
			return { width: bytes.readUIntLE(24, 3) + 1, height: bytes.readUIntLE(27, 3) + 1 };
		default:
			return null;
	}
}
