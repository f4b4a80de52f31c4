/** JPEG segments that say something beside the picture: application data but JFIF's and Adobe's, comments. */
const SPEAKING = (marker: number) =>
	(marker > 0xe0 && marker <= 0xef && marker !== 0xee) || marker === 0xfe;
/** PNG chunks that are the picture, or how its colours are meant. */
const PNG_PICTURE = new Set(
	'IHDR PLTE IDAT IEND tRNS cHRM gAMA sBIT sRGB bKGD hIST pHYs sPLT cICP'.split(' ')
);
/** WebP chunks that are the picture. */
const WEBP_PICTURE = new Set(['VP8 ', 'VP8L', 'VP8X', 'ALPH']);

/**
 * Whether a picture's file holds the picture and nothing else: no place, device or words that a camera or a
 * program wrote beside it. False for whatever cannot be read to its end.
 */
export function carriesNothingElse(bytes: Uint8Array, type: string): boolean {
	switch (type) {
		case 'image/jpeg':
			return isBareJpeg(bytes);
		case 'image/png':
			return isBarePng(bytes);
		case 'image/webp':
			return isBareWebp(bytes);
		default:
			return false;
	}
}

function isBareJpeg(bytes: Uint8Array): boolean {
	const view = viewOf(bytes);
	if (bytes.length < 4 || view.getUint16(0) !== 0xffd8) return false;
	for (let at = 2; at + 4 <= bytes.length;) {
		if (bytes[at] !== 0xff) return false;
		const marker = bytes[at + 1] ?? 0;
		if (SPEAKING(marker)) return false;
		// The picture itself begins; it must be the last thing in the file.
		if (marker === 0xda) return endsWith(bytes, [0xff, 0xd9]);
		at += 2 + view.getUint16(at + 2);
	}
	return false;
}

function isBarePng(bytes: Uint8Array): boolean {
	const view = viewOf(bytes);
	if (bytes.length < 8 || view.getUint32(0) !== 0x89504e47) return false;
	for (let at = 8; at + 12 <= bytes.length;) {
		const name = nameAt(bytes, at + 4);
		if (!PNG_PICTURE.has(name)) return false;
		at += 12 + view.getUint32(at);
		if (name === 'IEND') return at === bytes.length;
	}
	return false;
}

function isBareWebp(bytes: Uint8Array): boolean {
	const view = viewOf(bytes);
	if (bytes.length < 12 || nameAt(bytes, 0) !== 'RIFF' || nameAt(bytes, 8) !== 'WEBP') return false;
	let at = 12;
	while (at + 8 <= bytes.length) {
		if (!WEBP_PICTURE.has(nameAt(bytes, at))) return false;
		const size = view.getUint32(at + 4, true);
		at += 8 + size + (size % 2);
	}
	return at === bytes.length;
}

const viewOf = (bytes: Uint8Array) =>
	new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
const nameAt = (bytes: Uint8Array, at: number) =>
	String.fromCharCode(...bytes.subarray(at, at + 4));
const endsWith = (bytes: Uint8Array, end: number[]) =>
	end.every((byte, i) => bytes[bytes.length - end.length + i] === byte);
