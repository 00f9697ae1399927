/** The page of a service that wants a token: LOCKSTEP_TOKEN_URL says where, LOCKSTEP_TEST_TOKEN which. */

import assert from 'node:assert/strict';
import test from 'node:test';

import { Chromium, findChromium } from './chromium.mjs';

const address = process.env.LOCKSTEP_TOKEN_URL;
const token = process.env.LOCKSTEP_TEST_TOKEN;
const chromium = findChromium();
const missing = !address ? 'LOCKSTEP_TOKEN_URL is not set' : chromium === null ? 'Chromium is not installed' : null;
const isRequired = process.env.LOCKSTEP_REQUIRE_BROWSER === '1';

test('the page asks for the token, and works with it until the tab is closed', { skip: isRequired || missing === null ? false : missing, timeout: 90_000 }, async () => {
    assert.equal(missing, null);
    const browser = new Chromium(chromium);
    const page = await browser.open();
    const give = (text) => page.evaluate(`(() => {
        document.querySelector('#token').value = ${JSON.stringify(text)};
        document.querySelector('.token-dialog .primary').click();
    })()`);
    const note = (text) => page.until(`document.querySelector('#token-note')?.textContent.includes(${JSON.stringify(text)})`);
    try {
        await page.goTo(address);
        await note('has given you one');
        await give('wrong');
        await note('not the token');
        await give(token);
        await page.until(`document.querySelector('[data-scenario="lock"]') && !document.querySelector('.token-dialog')`);
        await page.click('[data-scenario="lock"]');
        await page.until(`document.querySelector('.setup .eyebrow')?.textContent.includes('lock')`);
        await page.click('[data-role="run"]');
        await page.until(`document.querySelector('.run-summary [data-status="completed"]')`);

        // Once more from the start: the tab remembers it.
        await page.send('Page.reload');
        await page.until(`document.querySelector('.run-summary [data-status="completed"]')`);
        assert.equal(await page.evaluate(`document.querySelector('.token-dialog') === null`), true);

        // What a browser logs about the two refusals is all there is to complain about.
        assert.deepEqual(page.complaints.filter((text) => !text.includes('401')), []);
    } finally {
        await browser.close();
    }
});
