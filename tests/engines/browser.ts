/** A browser of one person, with one page open and with storage of its own. */
export interface Browser {
	goto: (url: string) => Promise<void>;
	/** Evaluates an expression in the page; a promise is waited for, and the value has to be JSON. */
	evaluate: (expression: string) => Promise<unknown>;
	/** Presses the mouse at a point of the viewport, in CSS pixels. */
	click: (x: number, y: number) => Promise<void>;
	/** Presses keys one after the other, each a character or a name as in `KeyboardEvent.key`. */
	press: (keys: string[]) => Promise<void>;
	/** Makes the viewport this large, in CSS pixels. */
	resize: (width: number, height: number) => Promise<void>;
	/** What the viewport shows, as PNG. */
	picture: () => Promise<Buffer>;
	close: () => Promise<void>;
}

/** A running browser engine. */
export interface Engine {
	/** E.g. 'Firefox 153.8.0'. */
	version: string;
	/** How it was driven, e.g. 'WebDriver BiDi'. */
	by: string;
	open: () => Promise<Browser>;
	close: () => Promise<void>;
}

/** An engine that is not on this machine. */
export class Missing extends Error {
	/** @param how to get it, as a sentence */
	constructor(how: string) {
		super(how);
		this.name = 'Missing';
	}
}
