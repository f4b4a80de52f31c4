/** How long the phone may look for itself, in milliseconds; nobody waits at a door for a satellite. */
const WITHIN = 8_000;

export interface Position {
	latitude: number;
	longitude: number;
	/** Metres. */
	accuracy: number;
}

/** Where this phone is; null when its owner does not say, or it does not know in time. */
export function askPosition(): Promise<Position | null> {
	const geolocation = (navigator as Partial<Navigator>).geolocation;
	if (!geolocation) return Promise.resolve(null);
	return new Promise((resolve) => {
		geolocation.getCurrentPosition(
			({ coords: { latitude, longitude, accuracy } }) => resolve({ latitude, longitude, accuracy }),
			() => resolve(null),
			{ timeout: WITHIN, maximumAge: 60_000, enableHighAccuracy: false }
		);
		// A question the owner leaves open never times out by itself.
		setTimeout(() => resolve(null), WITHIN + 2_000);
	});
}
