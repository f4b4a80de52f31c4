/**
 * Loads a campaign package (docs/campaign-package.md) into the database, or says what is wrong with it.
 *
 *     npm run campaign -- <folder> [--check] [--lang vi|en]
 */
import { parseArgs } from 'node:util';
import { m } from '#lib/paraglide/messages.js';
import { importCampaign, ImportRefused, type Imported } from '#lib/server/campaigns/import.ts';
import { readPackage, type CampaignPackage } from '#lib/server/campaigns/package.ts';
import { sayProblem, type ImportProblem } from '#lib/server/campaigns/problem.ts';
import { connect } from '#lib/server/db/connect.ts';
import { openBeside } from '#lib/server/db/open.ts';
import { readSettings } from '#lib/server/settings.ts';
import { failInOneSentence, sentenceOf } from '#lib/server/program.ts';

failInOneSentence();

const { folder, locale, checkOnly } = readArguments();
try {
	const read = await readPackage(folder);
	if (!read.ok) refuse(read.problems);
	else {
		const result = checkOnly ? null : await importInto(read.package);
		console.log(describe(read.package, result));
	}
} catch (error) {
	if (error instanceof ImportRefused) refuse(error.problems);
	else {
		console.error(sentenceOf(error));
		process.exitCode = 1;
	}
}

function readArguments(): { folder: string; locale: 'vi' | 'en'; checkOnly: boolean } {
	try {
		const { values, positionals } = parseArgs({
			allowPositionals: true,
			options: { check: { type: 'boolean' }, lang: { type: 'string', default: 'vi' } }
		});
		const [folder, ...rest] = positionals;
		const { lang: locale, check: checkOnly = false } = values;
		if (folder && rest.length === 0 && (locale === 'vi' || locale === 'en')) {
			return { folder, locale, checkOnly };
		}
	} catch {
		// an option we do not have
	}
	console.error('Usage: npm run campaign -- <folder> [--check] [--lang vi|en]');
	process.exit(2);
}

function refuse(problems: ImportProblem[]): void {
	for (const problem of problems) console.error(sayProblem(problem, locale));
	console.error(m.import_refused({ count: problems.length }, { locale }));
	process.exitCode = 1;
}

/** Works beside a running server too: the embedded database is then the one that it started. */
async function importInto(campaign: CampaignPackage): Promise<Imported> {
	const database = await openBeside(readSettings(process.env));
	const { db } = connect(database.url, { max: 1, applicationName: 'tien-do import' });
	try {
		return await importCampaign(db, campaign);
	} finally {
		await db.destroy();
		await database.stop();
	}
}

/** What the package holds, and what became of it. */
function describe({ campaign, units, targets }: CampaignPackage, result: Imported | null): string {
	const top = units.find(({ parent }) => parent === null)?.code;
	const totals = campaign.measures.map(({ key, name_vi, name_en }) => {
		const total = targets.find(({ unit, measure }) => unit === top && measure === key)?.amount ?? 0;
		return `${locale === 'vi' ? name_vi : name_en} ${total.toLocaleString(locale)}`;
	});
	const { slug, name_vi, name_en } = campaign;
	const name = locale === 'vi' ? name_vi : name_en;
	const counts = campaign.levels.slice(1).map((level) => {
		const count = units.filter((unit) => unit.level === level.key).length;
		return `${count.toLocaleString(locale)} ${locale === 'vi' ? level.name_vi : count === 1 ? level.name_en : level.plural_en}`;
	});
	const outcome = !result
		? m.import_sound
		: result.created
			? m.import_created
			: result.changed
				? m.import_changed
				: m.import_unchanged;
	return [
		`${name} (${slug})`,
		[counts.join(', '), ...totals].join(' · '),
		outcome({}, { locale })
	].join('\n');
}
