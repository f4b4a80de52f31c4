import { crc32 } from 'node:zlib';

// Files by their bytes: as much of each format as says what it is and how large.

/** A JPEG of so many pixels. */
export function jpeg(width: number, height: number): Buffer {
	const frame = Buffer.from('ffd8ffe000104a46494600010100000100010000ffc0000b08', 'hex');
	const size = Buffer.alloc(4);
	size.writeUInt16BE(height, 0);
	size.writeUInt16BE(width, 2);
	return Buffer.concat([frame, size, Buffer.from('01011100ffda0008010100003f00ffd9', 'hex')]);
}

/** A PNG of so many pixels, as an image it is not complete. */
export function png(width: number, height: number): Buffer {
	const header = Buffer.alloc(13);
	header.writeUInt32BE(width, 0);
	header.writeUInt32BE(height, 4);
	header.set([8, 2, 0, 0, 0], 8);
	const chunk = (type: string, data: Buffer) => {
		const named = Buffer.concat([Buffer.from(type), data]);
		const around = Buffer.alloc(8);
		around.writeUInt32BE(data.length, 0);
		around.writeUInt32BE(crc32(named), 4);
		return Buffer.concat([around.subarray(0, 4), named, around.subarray(4)]);
	};
	const signature = Buffer.from('89504e470d0a1a0a', 'hex');
	return Buffer.concat([
		signature,
		chunk('IHDR', header),
		chunk('IDAT', Buffer.alloc(9)),
		chunk('IEND', Buffer.alloc(0))
	]);
}

/** A WebP whose canvas has so many pixels. */
export function webp(width: number, height: number): Buffer {
	const body = Buffer.alloc(10);
	body.writeUIntLE(width - 1, 4, 3);
	body.writeUIntLE(height - 1, 7, 3);
	const bytes = Buffer.concat([Buffer.from('RIFF....WEBPVP8X....'), body]);
	bytes.writeUInt32LE(bytes.length - 8, 4);
	bytes.writeUInt32LE(body.length, 16);
	return bytes;
}

export const pdf = Buffer.from('%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n');

/** A zip archive of one packed file. */
export function zip(packed: Buffer): Buffer {
	const head = Buffer.alloc(30);
	head.write('PK\x03\x04', 'latin1');
	head.writeUInt16LE(20, 4);
	head.writeUInt16LE(8, 8);
	head.writeUInt32LE(packed.length, 18);
	head.writeUInt32LE(20_000_000, 22);
	head.writeUInt16LE(5, 26);
	return Buffer.concat([head, Buffer.from('a.txt'), packed]);
}
