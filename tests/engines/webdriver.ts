/** One session of a classic WebDriver (https://www.w3.org/TR/webdriver2/). */
export class WebDriverSession {
	readonly #address: string;
	readonly version: string;

	private constructor(address: string, version: string) {
		this.#address = address;
		this.version = version;
	}

	/** @param server e.g. http://127.0.0.1:4444 */
	static async start(server: string, capabilities: object): Promise<WebDriverSession> {
		const { sessionId, capabilities: got } = await ask<{
			sessionId: string;
			capabilities: { browserVersion: string };
		}>('POST', `${server}/session`, { capabilities: { alwaysMatch: capabilities } });
		return new WebDriverSession(`${server}/session/${sessionId}`, got.browserVersion);
	}

	get<R>(command: string): Promise<R> {
		return ask('GET', `${this.#address}/${command}`);
	}
	post<R = unknown>(command: string, parameters: object): Promise<R> {
		return ask('POST', `${this.#address}/${command}`, parameters);
	}
	end(): Promise<unknown> {
		return ask('DELETE', this.#address);
	}
}

async function ask<R>(method: string, url: string, body?: object): Promise<R> {
	const response = await fetch(url, { method, ...(body && { body: JSON.stringify(body) }) });
	const { value } = (await response.json()) as { value: R };
	if (response.ok) return value;
	const { error, message } = value as { error: string; message: string };
	throw new Error(`${error}: ${message}`);
}
