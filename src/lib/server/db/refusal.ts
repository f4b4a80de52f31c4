import { DatabaseMismatch } from './migrate.ts';

/** PostgreSQL's codes for what somebody has to put right before this program can go on. */
const BY_CODE: Record<string, string> = {
	'28P01': 'does not take the password of',
	'28000': 'does not let in',
	'42501': 'does not allow what is needed for'
};

/** What Node says of a certificate that it does not trust. */
const CERTIFICATE = /CERT|^UNABLE_TO_|^HOSTNAME_MISMATCH$/;
/** A pooler answers with its own words, all under one code. */
const POOLER = /no such (database|user)|authentication failed|unsupported startup parameter/i;
/** A pooler passes on why its own sign-in failed: that may be over in a moment. */
const PASSING = /starting up|shutting down|recovery|too many/i;

/**
 * Why a database will not be there however long one waits for it, in one sentence: a wrong password, an
 * unknown name, TLS that is refused, another version's tables. Null for everything that may pass.
 */
export function refusalOf(error: unknown, url: string): string | null {
	if (!(error instanceof Error)) return null;
	if (error instanceof DatabaseMismatch) return error.message;
	const { code = '' } = error as { code?: string };
	const where = databaseAt(url);
	const said = `(“${error.message}”)`;
	const wrong = BY_CODE[code];
	if (wrong) return `${where} ${wrong} the user “${userOf(url)}” ${said}; see DATABASE_URL.`;
	if (code === '3D000') return `${where} does not exist ${said}; create it, or see DATABASE_URL.`;
	const tls = code === '' && /does not support SSL|no encryption/i.test(error.message);
	if (tls || CERTIFICATE.test(code)) {
		return `${where} cannot be reached as its address asks for TLS ${said}; see DATABASE_URL and NODE_EXTRA_CA_CERTS.`;
	}
	if (code === '' && /^SASL/.test(error.message)) {
		return `${where} wants a password that DATABASE_URL does not give ${said}.`;
	}
	if (code.startsWith('08') && POOLER.test(error.message) && !PASSING.test(error.message)) {
		return `${where} refuses the connection ${said}; see DATABASE_URL.`;
	}
	return null;
}

/** What can be said of an address: not its password. */
export function databaseAt(url: string): string {
	const { hostname, port, pathname } = new URL(url);
	return `The database ${pathname.slice(1) || userOf(url)} at ${hostname || 'this machine'}:${port || 5432}`;
}

const userOf = (url: string) => decodeURIComponent(new URL(url).username);
