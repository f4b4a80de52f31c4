import type { AddressInfo } from 'node:net';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';

interface Arrived extends Email {
	/** As the envelope says, which is what counts. */
	recipients: string[];
}

/** A mail server on this machine. */
export async function startMailServer() {
	const arrived: Arrived[] = [];
	/** What it answers next to a recipient, and to the content of a mail to them; 250 without. */
	const recipients = new Map<string, number[]>();
	const contents = new Map<string, number[]>();
	let callers = 0;
	const welcome = { greeted: true, password: true, sender: true };

	const answer = (status: number | undefined) =>
		status === undefined || status < 300
			? null
			: Object.assign(new Error(`answered ${status}`), { responseCode: status });
	const server = new SMTPServer({
		...{ disabledCommands: ['STARTTLS'], authOptional: true, allowInsecureAuth: true },
		onConnect(_session, greet) {
			callers++;
			if (welcome.greeted) greet();
		},
		onAuth({ username: user }, _session, done) {
			if (welcome.password) done(null, { user });
			else done(answer(535));
		},
		onMailFrom(_address, _session, done) {
			done(welcome.sender ? null : answer(550));
		},
		onRcptTo({ address }, _session, done) {
			done(answer(recipients.get(address)?.shift()));
		},
		onData(stream, { envelope }, done) {
			const parts: Buffer[] = [];
			stream.on('data', (part: Buffer) => parts.push(part));
			stream.on('end', () => {
				const to = envelope.rcptTo.map(({ address }) => address);
				const error = answer(contents.get(to[0] ?? '')?.shift());
				if (error) return done(error);
				void PostalMime.parse(Buffer.concat(parts)).then((mail) => {
					arrived.push({ ...mail, recipients: to });
					done();
				});
			});
		}
	});
	server.on('error', () => undefined); // whoever hangs up says so by themselves
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.server.address() as AddressInfo;
	return {
		...{ port, url: `smtp://127.0.0.1:${port}`, arrived, recipients, contents, welcome },
		/** Connections since it was cleared. */
		get callers() {
			return callers;
		},
		/** Takes mail again as it did at first. */
		clear() {
			callers = 0;
			arrived.length = 0;
			recipients.clear();
			contents.clear();
			Object.assign(welcome, { greeted: true, password: true, sender: true });
		},
		stop: () => new Promise<void>((resolve) => server.close(resolve))
	};
}
