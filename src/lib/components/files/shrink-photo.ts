import { FILE_TYPES } from '#lib/protocol/files.ts';
import { carriesNothingElse } from './carries-nothing-else.ts';

/** Longest side of a photo as it is sent, in pixels: writing in a register stays legible. */
const LONGEST = 1600;
const QUALITY = 0.8;
const PREVIEW = 240;

export interface Photo {
	/** Without what the camera wrote beside the picture (place, device). */
	blob: Blob;
	/** A small picture as a data URL. */
	preview: string;
}

/**
 * Makes a photo small enough for a poor network. One that is small already, and carries nothing beside the
 * picture, stays the very file it is where a JPEG of it would be larger. Null when this browser cannot read it
 * as a picture.
 */
export async function shrinkPhoto(photo: Blob): Promise<Photo | null> {
	const bitmap = await createImageBitmap(photo).catch(() => null);
	if (!bitmap) return null;
	try {
		const canvas = draw(bitmap, LONGEST);
		const blob = await new Promise<Blob | null>((resolve) =>
			canvas.toBlob(resolve, 'image/jpeg', QUALITY)
		);
		const kept = (await mayStay(photo, bitmap)) && blob && photo.size <= blob.size ? photo : blob;
		return kept && { blob: kept, preview: draw(bitmap, PREVIEW).toDataURL('image/jpeg', 0.7) };
	} finally {
		bitmap.close();
	}
}

async function mayStay(photo: Blob, { width, height }: ImageBitmap): Promise<boolean> {
	if (Math.max(width, height) > LONGEST || !Object.hasOwn(FILE_TYPES, photo.type)) return false;
	return carriesNothingElse(new Uint8Array(await photo.arrayBuffer()), photo.type);
}

function draw(bitmap: ImageBitmap, longest: number): HTMLCanvasElement {
	const scale = Math.min(1, longest / Math.max(bitmap.width, bitmap.height));
	const canvas = document.createElement('canvas');
	canvas.width = Math.max(1, Math.round(bitmap.width * scale));
	canvas.height = Math.max(1, Math.round(bitmap.height * scale));
	const context = canvas.getContext('2d');
	if (!context) return canvas;
	context.fillStyle = '#fff'; // what is transparent would turn black
	context.fillRect(0, 0, canvas.width, canvas.height);
	context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
	return canvas;
}
