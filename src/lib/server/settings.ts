import * as v from 'valibot';

const flag = v.pipe(
	v.optional(v.picklist(['true', 'false', '1', '0']), 'false'),
	v.transform((text) => text === 'true' || text === '1')
);
const whole = (fallback: number, min: number, max: number) =>
	v.pipe(
		v.optional(v.string(), String(fallback)),
		v.transform(Number),
		v.integer(),
		v.minValue(min),
		v.maxValue(max)
	);

/** FILES in a bucket: its name, and perhaps what its keys begin with. */
const BUCKET = /^s3:\/\/\w[\w.-]{1,61}\w(\/[\w-][\w.-]*)*\/?$/;
const ENDPOINT = /^https?:\/\/[^/\s?#@]+(\/[\w-][\w.-]*)*\/?$/i;
const ADDRESS = 'an address such as https://s3.example.vn';

const Entries = v.object({
	/** Address and port the server listens on. */
	HOST: v.optional(v.string(), '0.0.0.0'),
	PORT: whole(3000, 0, 65535),
	/** Processes that do the work, on one port; one needs no other to look after it. */
	WORKERS: whole(1, 1, 64),
	/** PostgreSQL to use; without it the embedded one runs, with its data in DATA_DIR. */
	DATABASE_URL: v.optional(v.pipe(v.string(), v.url())),
	/** The same database without a pooler of connections between, where DATABASE_URL leads to one. */
	DATABASE_DIRECT_URL: v.optional(v.pipe(v.string(), v.url())),
	/** Most connections of one process for requests; it opens up to four more for the log. */
	DATABASE_POOL: whole(10, 2, 200),
	DATA_DIR: v.optional(v.string(), '.data'),
	/** Where files of requests are kept: `postgres`, a folder that all processes share, or a bucket. */
	FILES: v.optional(
		v.pipe(
			v.string(),
			v.check(
				(text) => !/^s3:|:\/\//i.test(text) || BUCKET.test(text),
				'postgres, a folder or s3://bucket/prefix is expected'
			)
		),
		'postgres'
	),
	/** S3-compatible store of the bucket, e.g. https://s3.example.vn; addressed path style. */
	S3_ENDPOINT: v.optional(v.pipe(v.string(), v.regex(ENDPOINT, `${ADDRESS} is expected`))),
	S3_REGION: v.optional(v.string(), 'us-east-1'),
	S3_ACCESS_KEY_ID: v.optional(v.string()),
	S3_SECRET_ACCESS_KEY: v.optional(v.string()),
	/** Mail server for notices, e.g. smtps://name:password@mail.example.vn; without it none are mailed. */
	SMTP_URL: v.optional(
		v.pipe(v.string(), v.url(), v.regex(/^smtps?:/i, 'no address of a mail server'))
	),
	/** Who mail comes from, and whom a push service may write to. */
	CONTACT: v.optional(v.pipe(v.string(), v.email()), 'tiendo@localhost.localdomain'),
	/** Hosts with their ports, parted by commas, that take push messages besides the browsers' own services. */
	PUSH_HOSTS: v.pipe(
		v.optional(v.string(), ''),
		v.transform((text) => text.split(',').flatMap((host) => host.trim() || []))
	),
	/** Public origin, e.g. https://tiendo.example.vn; without it the Host header is believed. */
	ORIGIN: v.optional(
		v.pipe(
			v.string(),
			v.url(),
			v.transform((url) => new URL(url).origin)
		)
	),
	/** Whether a proxy in front sets X-Forwarded-For, -Proto and -Host. */
	TRUST_PROXY: flag,
	/** Commands one account may send to one process in a minute. */
	COMMANDS_PER_MINUTE: whole(6000, 1, 1_000_000),
	/** How many times the usual limits of one account apply: 1, or more for a test of load. */
	LIMIT_FACTOR: whole(1, 1, 1_000_000),
	/** Seconds that open requests get to finish when the server is told to stop. */
	SHUTDOWN_SECONDS: whole(10, 0, 600),
	LOG_LEVEL: v.optional(
		v.picklist(['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace']),
		'info'
	)
});

/** What files in a bucket cannot do without. */
const NEEDED = [
	['S3_ENDPOINT', ADDRESS],
	['S3_ACCESS_KEY_ID', 'the id of a key that may read, write, delete and list'],
	['S3_SECRET_ACCESS_KEY', 'the secret of that key']
] as const;

const Settings = v.pipe(
	Entries,
	v.rawCheck(({ dataset: { value }, addIssue }) => {
		// Also when other settings are wrong: all are named at once.
		const given = value as Record<string, unknown>;
		const missing = (key: string, message: string) => {
			const path = [
				{ type: 'object', origin: 'value', input: given, key, value: undefined }
			] as const;
			addIssue({ message, path: [...path] });
		};
		if (given['DATABASE_DIRECT_URL'] !== undefined && given['DATABASE_URL'] === undefined) {
			missing('DATABASE_URL', 'missing, as DATABASE_DIRECT_URL only says how else it is reached');
		}
		if (!String(given['FILES']).startsWith('s3:')) return;
		for (const [key, what] of NEEDED) {
			if (given[key] !== undefined) continue;
			missing(key, `missing, as FILES is a bucket: ${what} is expected`);
		}
	})
);
export type Settings = v.InferOutput<typeof Settings>;

/**
 * Every setting, read from the environment once.
 * @throws naming each setting that is wrong and what was expected
 */
export function readSettings(environment: Record<string, string | undefined>): Settings {
	const present = Object.fromEntries(
		Object.entries(environment).filter(([, value]) => value !== undefined && value !== '')
	);
	const parsed = v.safeParse(Settings, present);
	if (parsed.success) return parsed.output;
	const wrong = new Map<string, string>();
	for (const issue of parsed.issues) {
		const expected = issue.type === 'regex' ? null : issue.expected;
		const name = v.getDotPath(issue) ?? '';
		if (wrong.has(name)) continue; // what follows from the first
		wrong.set(name, `  ${name}: ${issue.message}${expected ? ` (expected ${expected})` : ''}`);
	}
	throw new Error(`These settings are wrong:\n${[...wrong.values()].join('\n')}`);
}
