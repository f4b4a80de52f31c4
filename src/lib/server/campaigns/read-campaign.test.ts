import { expect, it } from 'vitest';
import { problemsIn, withChange } from './sample-package.ts';

it.each([
	['"slug": "mot', '"slug": "Một', '2:slug import_slug_expected'],
	['"Một huyện"', '" "', '3:name_vi import_text_expected'],
	['"Một huyện"', '"\\u200B\\uFEFF"', '3:name_vi import_text_expected'],
	['"Một huyện"', '"Một\\nhuyện"', '3:name_vi import_text_one_line'],
	['"Một huyện"', '"Một\\u0007huyện"', '3:name_vi import_text_unseen'],
	['"Khai sinh"', '"\\u202EKhai sinh"', '13:categories.0.name_vi import_text_unseen'],
	['"Books"', '"Bo\\u0000oks"', '9:measures.0.name_en import_text_unseen'],
	['2025-03-01', '2025-02-30', '5:starts_on import_date_expected'],
	['2025-03-01', '0000-01-01', '5:starts_on import_date_expected'],
	['2025-03-20', '2025-02-20', '6:ends_on import_ends_before_start'],
	['2025-03-20', '2052-03-20', '6:ends_on import_too_long'],
	['Ho_Chi_Minh', 'Hue', '7:time_zone import_zone_unknown'],
	['Asia/Ho_Chi_Minh', '+07:00', '7:time_zone import_zone_unknown'],
	['"cases"', '"số"', '10:measures.1.key import_key_expected'],
	['"cases"', '"books"', '10:measures.1.key import_key_twice'],
	['"death"', '"birth"', '14:categories.1.key import_key_twice'],
	[', "primary": true', '', '8:measures import_primary_one'],
	['"Books"', '"Books", "primary": true', '10:measures.1.primary import_primary_one'],
	['"Books"', '"Books", "primary": "yes"', '9:measures.0.primary import_yes_no_expected'],
	['{ "key": "birth"', '{ "kee": "birth"', '13:categories.0.kee import_entry_unknown'],
	['"slug"', '"timely_by": "25:00", "slug"', '2:timely_by import_time_expected'],
	['"slug"', '"lock_after_days": -1, "slug"', '2:lock_after_days import_days_expected'],
	['"slug"', '"allocation": "fair", "slug"', '2:allocation import_allocation_unknown'],
	['"slug"', '"levels": [], "slug"', '2:levels import_list_expected'],
	['"slug"', '"levels": [{ "key": "a" }], "slug"', '2:levels.0.name_vi import_entry_missing'],
	['"slug"', '"split": { "name_vi": "loại" }, "slug"', '2:split.name_en import_entry_missing'],
	['"slug"', '"rules": { "on_track": 90 }, "slug"', '2:rules.on_track import_share_expected'],
	['"slug"', '"rules": { "on_track": 0.5 }, "slug"', '2:rules.at_risk import_shares_order'],
	['"slug"', '"rules": { "lease": 10 }, "slug"', '2:rules.lease import_lease_short'],
	['"slug"', '"rules": { "silent_days": 0 }, "slug"', '2:rules.silent_days import_count_expected'],
	['"slug"', '"rules": { "patience": 1 }, "slug"', '2:rules.patience import_entry_unknown'],
	['"slug"', '"slogan": "", "slug"', '2:slogan import_entry_unknown'],
	[/\t"ends_on".*\n/, '', '1:ends_on import_entry_missing'],
	[/"measures": \[[^]*?\]/, '"measures": []', '8:measures import_list_expected'],
	[/\n\t"measures"/, '\n\t\t5,\n\t"measures"', '8 import_json_broken'],
	[/\}\s*$/, '', '16 import_json_broken'],
	[/^[^]*$/, '', '1 import_json_broken'],
	[/^[^]*$/, '"text"', '1 import_object_expected']
])('campaign.json with %s → %s: %s', (from, to, expected) => {
	const found = problemsIn(withChange('campaign.json', from, to));
	expect(found).toContain(`campaign.json:${expected}`);
});
